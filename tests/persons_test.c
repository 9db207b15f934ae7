#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/inside.h"
#include "store/joined.h"
#include "store/links.h"
#include "store/parcel.h"
#include "store/persons.h"
#include "store/query.h"
#include "store/reading.h"
#include "store/rekey.h"
#include "store/secret.h"
#include "store/referral.h"
#include "store/work.h"
#include "tests/people.h"

/*
 * One store for all: Poipet has dara and vuthy; Phnom Penh (intake, Poipet's
 * stand-in) has sophea.
 */
static struct people *people;
static struct login *dara, *vuthy, *sophea;
static TALLOC_CTX *ctx;
enum { NOW = PEOPLE_NOW, HOUR = 3600, DAY = 86400 };
#define DUPLICATE "{\"outcome\":\"duplicate\"}"

static int
make(void **state)
{
	(void)state;
	people = people_make();
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	vuthy = people_log_in(people, "vuthy", people->poipet,
	    people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static void
do_sql(const char *sql)
{
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, sql), 0);
	assert_int_equal(store_commit(people->store), 0);
}

static int
clear(void **state)
{
	(void)state;
	do_sql("DELETE FROM cases");
	ctx = talloc_new(people);
	return 0;
}

static int
free_all(void **state)
{
	(void)state;
	return talloc_free(ctx);
}

static struct matter
open_in(int64_t centre, int64_t at)
{
	struct case_new new = { .centre = centre, .state = CASE_NEW,
	    .category = "wages", .number = "+85512345678", .now = at };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(case_add(people->store, &matter.id, "words",
	    "what happened", at), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(case_load(people->store, &matter.id, &matter), 0);
	return matter;
}

static struct matter
open_one(void)
{
	return open_in(people->poipet, NOW);
}

static struct matter
is_now(const struct matter *m)
{
	struct matter is;

	assert_int_equal(case_load(people->store, &m->id, &is), 0);
	return is;
}

static struct person
named(const char *name)
{
	return (struct person){ .name = name, .key = name, .consent = "yes",
	    .sex = "f", .age = "25-34", .outcome = "", .currency = "" };
}

/* Put some in, all new; the case's version follows. */
static void
add(struct matter *m, const char *const *names, size_t n)
{
	struct persons persons = { n, talloc_array(ctx, struct person,
	    (unsigned)n) };

	for (size_t i = 0; i < n; i++)
		persons.person[i] = named(names[i]);
	assert_int_equal(persons_add(people->store, m->ref, dara, &persons,
	    false, m->version, NOW, m), 0);
	for (size_t i = 0; i < n; i++)
		assert_true(persons.person[i].n > 0);
}

static struct reading *
read_by(const struct matter *m, const struct login *login)
{
	struct reading *reading;

	assert_int_equal(case_read(people->store, ctx, m->ref, login, NOW,
	    &reading), 0);
	return reading;
}

static int64_t
count(const char *action)
{
	struct query *q = query_start(people->store, SQL_AUDIT_FROM);
	int64_t n = 0;

	query_bind_int(q, 0);
	while (query_next(q) == 1)
		n += strcmp(query_text(q, 3), action) == 0;
	return n;
}

/* ---- people ---- */

static void
thirty_stand_in_a_case_as_they_were_given(void **state)
{
	struct matter m = open_one();
	struct persons all = { 30, talloc_array(ctx, struct person, 30) };
	struct persons *there;

	(void)state;
	for (size_t i = 0; i < 30; i++) {
		all.person[i] = named(talloc_asprintf(ctx, "សុខ %zu", i));
		all.person[i].claimed = (int64_t)i * 100;
		all.person[i].currency = i > 0 ? "THB" : "";
	}
	assert_int_equal(persons_add(people->store, m.ref, dara, &all, false,
	    m.version, NOW, &m), 0);
	there = read_by(&m, vuthy)->people;
	assert_int_equal(there->n, 30);
	for (size_t i = 0; i < 30; i++) {
		assert_int_equal(there->person[i].n, i + 1);
		assert_string_equal(there->person[i].name,
		    all.person[i].name);
		assert_string_equal(there->person[i].consent, "yes");
		assert_string_equal(there->person[i].age, "25-34");
		assert_int_equal(there->person[i].claimed, i * 100);
		assert_string_equal(there->person[i].currency,
		    i > 0 ? "THB" : "");
	}
}

static void
a_list_sent_twice_is_there_once(void **state)
{
	static const char *const names[] = { "Sok Dara", "Chan Thy" };
	struct matter m = open_one(), old = m;
	struct persons again = { 3, talloc_array(ctx, struct person, 3) };

	(void)state;
	add(&m, names, 2);
	again.person[0] = named("Chan Thy");
	again.person[1] = named("Mao Srey");
	again.person[2] = named("Mao Srey");
	assert_int_equal(persons_add(people->store, m.ref, dara, &again,
	    false, old.version, NOW, &m), -EEXIST);
	assert_int_equal(m.version, old.version + 1);
	assert_int_equal(persons_add(people->store, m.ref, dara, &again,
	    false, m.version, NOW, &m), 0);
	assert_int_equal(again.person[0].n, 0);
	assert_int_equal(again.person[1].n, 3);
	assert_int_equal(again.person[2].n, 0);
	/* Nobody new is no change; two of one name are two if she says so. */
	old = m;
	assert_int_equal(persons_add(people->store, m.ref, dara, &again,
	    false, m.version, NOW, &m), 0);
	assert_int_equal(m.version, old.version);
	assert_int_equal(persons_add(people->store, m.ref, dara, &again, true,
	    m.version, NOW, &m), 0);
	assert_int_equal(read_by(&m, dara)->people->n, 6);
}

static void
what_cannot_be_is_refused_whole(void **state)
{
	struct matter m = open_one();
	char *long_name = talloc_zero_array(ctx, char, PERSON_NAME_MAX + 2);
	struct persons two = { 2, talloc_array(ctx, struct person, 2) };
	struct persons many = { PERSONS_MAX + 1, talloc_array(ctx,
	    struct person, PERSONS_MAX + 1) };

	(void)state;
	memset(long_name, 'a', PERSON_NAME_MAX + 1);
	for (size_t i = 0; i < many.n; i++)
		many.person[i] = named(talloc_asprintf(ctx, "n%zu", i));
	two.person[0] = named("Sok Dara");
	for (int i = 0; i < 5; i++) {
		two.person[1] = named(i == 0 ? "" : i == 1 ? "a\nb" :
		    i == 2 ? long_name : "Chan Thy");
		if (i == 3)
			two.person[1].received = -1;
		if (i == 4)
			two.person[1].outcome = "a-word-that-is-too-long";
		assert_int_equal(persons_add(people->store, m.ref, dara,
		    &two, true, m.version, NOW, &m), -EINVAL);
	}
	assert_int_equal(persons_add(people->store, m.ref, dara, &many, false,
	    m.version, NOW, &m), -EINVAL);
	many.n--;
	two.person[1] = named("Chan Thy");
	assert_int_equal(persons_add(people->store, m.ref, sophea, &two,
	    false, m.version, NOW, &m), -ENOENT);
	assert_int_equal(read_by(&m, dara)->people->n, 0);
	assert_int_equal(persons_add(people->store, m.ref, dara, &many, false,
	    m.version, NOW, &m), 0);
	assert_int_equal(read_by(&m, dara)->people->n, PERSONS_MAX);
	assert_int_equal(persons_add(people->store, m.ref, dara, &two, false,
	    m.version, NOW, &m), -EINVAL);
}

static void
a_person_is_changed_and_taken_away(void **state)
{
	static const char *const names[] = { "Sok Dara", "Chan Thy" };
	struct matter m = open_one();
	struct person wish = named("Chan Thida");
	struct persons *there;
	int64_t stale;

	(void)state;
	add(&m, names, 2);
	stale = m.version;
	wish.n = 2;
	wish.consent = "no";
	wish.outcome = "money";
	wish.claimed = 40000;
	wish.received = 25000;
	wish.currency = "USD";
	assert_int_equal(person_set(people->store, m.ref, dara, &wish,
	    m.version, NOW, &m), 0);
	assert_int_equal(person_set(people->store, m.ref, vuthy, &wish, stale,
	    NOW, &m), -EEXIST);
	there = read_by(&m, dara)->people;
	assert_string_equal(there->person[1].name, "Chan Thida");
	assert_string_equal(there->person[1].consent, "no");
	assert_int_equal(there->person[1].received, 25000);
	wish.n = 3;
	assert_int_equal(person_set(people->store, m.ref, dara, &wish,
	    m.version, NOW, &m), -ENOENT);
	assert_int_equal(person_remove(people->store, m.ref, dara, 3,
	    m.version, NOW, &m), -ENOENT);
	assert_int_equal(person_remove(people->store, m.ref, dara, 1,
	    m.version, NOW, &m), 0);
	there = read_by(&m, dara)->people;
	assert_int_equal(there->n, 1);
	assert_int_equal(there->person[0].n, 2);
}

/* Moved to another case or place it does not open, and no word is shown. */
static void
a_person_that_was_moved_does_not_open(void **state)
{
	static const char *const names[] = { "Sok Dara" };
	struct matter m = open_one();
	struct reading *reading;

	(void)state;
	add(&m, names, 1);
	do_sql("PRAGMA defer_foreign_keys = ON;"
	    "UPDATE person_print SET n = 7; UPDATE person SET n = 7");
	assert_int_equal(case_read(people->store, ctx, m.ref, dara, NOW,
	    &reading), -EBADMSG);
}

/* ---- one person, several cases ---- */

static struct person_cases *
others_of(const struct matter *m, const struct login *login, int64_t n)
{
	struct person_cases *cases;

	assert_int_equal(person_cases(people->store, ctx, m->ref, login, n,
	    NOW, &cases), 0);
	return cases;
}

static void
a_name_is_found_in_other_cases_and_made_one_person(void **state)
{
	static const char *const names[] = { "Sok Dara", "Chan Thy" };
	struct matter a = open_one(), b = open_one(), c = open_one();
	struct person_cases *found;
	int64_t before;

	(void)state;
	add(&a, names, 2);
	add(&b, names + 1, 1);
	add(&c, names, 1);
	before = count("person_cases");
	found = others_of(&a, dara, 1);
	assert_int_equal(count("person_cases"), before + 1);
	assert_int_equal(found->n, 1);
	assert_string_equal(found->found[0].matter.ref, c.ref);
	assert_false(found->found[0].same);
	assert_int_equal(person_is(people->store, a.ref, dara, 1, c.ref, 1,
	    a.version, NOW, &a), 0);
	found = others_of(&a, vuthy, 1);
	assert_int_equal(found->n, 1);
	assert_true(found->found[0].same);
	assert_int_equal(found->found[0].n, 1);
	assert_true(others_of(&c, vuthy, 1)->found[0].same);
	/* A third one joins what are one already. */
	assert_int_equal(person_is(people->store, b.ref, dara, 1, c.ref, 1,
	    b.version, NOW, &b), 0);
	assert_int_equal(others_of(&a, dara, 1)->n, 2);
	/* And is parted again: the name is another's, so it is not found. */
	assert_int_equal(person_is_alone(people->store, b.ref, dara, 1,
	    b.version, NOW, &b), 0);
	assert_int_equal(others_of(&a, dara, 1)->n, 1);
	assert_int_equal(person_is_alone(people->store, b.ref, dara, 9,
	    b.version, NOW, &b), -ENOENT);
}

static void
two_of_one_case_never_become_one(void **state)
{
	static const char *const names[] = { "Sok Dara", "Chan Thy" };
	struct matter a = open_one(), b = open_one();

	(void)state;
	add(&a, names, 2);
	add(&b, names, 1);
	assert_int_equal(person_is(people->store, a.ref, dara, 1, a.ref, 2,
	    a.version, NOW, &a), -EINVAL);
	assert_int_equal(person_is(people->store, a.ref, dara, 1, b.ref, 1,
	    a.version, NOW, &a), 0);
	assert_int_equal(person_is(people->store, a.ref, dara, 2, b.ref, 1,
	    a.version, NOW, &a), -EINVAL);
	assert_int_equal(others_of(&a, dara, 2)->n, 0);
}

/* Another centre's cases are none: not found, not tied to. */
static void
what_another_centre_reads_is_never_found(void **state)
{
	static const char *const names[] = { "Sok Dara" };
	struct matter a = open_one(), b = open_in(people->intake, NOW);
	struct persons one = { 1, talloc_array(ctx, struct person, 1) };
	struct person_cases *cases;

	(void)state;
	add(&a, names, 1);
	one.person[0] = named("Sok Dara");
	assert_int_equal(persons_add(people->store, b.ref, sophea, &one,
	    false, b.version, NOW, &b), 0);
	assert_int_equal(others_of(&a, dara, 1)->n, 0);
	assert_int_equal(others_of(&b, sophea, 1)->n, 0);
	assert_int_equal(person_is(people->store, a.ref, dara, 1, b.ref, 1,
	    a.version, NOW, &a), -ENOENT);
	assert_int_equal(person_cases(people->store, ctx, b.ref, dara, 1, NOW,
	    &cases), -ENOENT);
}

/* As many as PERSONS says, to be timed. */
static void
a_name_is_found_among_many(void **state)
{
	const char *wanted = getenv("PERSONS");
	long n = wanted != NULL ? strtol(wanted, NULL, 10) : 600;
	struct matter first = open_one(), m = first;
	static const char *const names[] = { "Sok Dara" };
	struct timespec from, to;
	struct person_cases *found;

	(void)state;
	add(&first, names, 1);
	for (long i = 0; i < n; i += PERSONS_MAX) {
		struct persons all = { PERSONS_MAX, talloc_array(ctx,
		    struct person, PERSONS_MAX) };

		m = open_one();
		for (size_t k = 0; k < all.n; k++)
			all.person[k] = named(talloc_asprintf(ctx,
			    "n%ld-%zu", i, k));
		assert_int_equal(persons_add(people->store, m.ref, dara,
		    &all, false, m.version, NOW, &m), 0);
		talloc_free(all.person);
	}
	m = open_one();
	add(&m, names, 1);
	clock_gettime(CLOCK_MONOTONIC, &from);
	found = others_of(&m, dara, 1);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(found->n, 1);
	assert_string_equal(found->found[0].matter.ref, first.ref);
	print_message("# found among %ld in %.1f ms\n", n,
	    (double)(to.tv_sec - from.tv_sec) * 1e3 +
	    (double)(to.tv_nsec - from.tv_nsec) / 1e6);
}

/* Equal names leave nothing equal in the store. */
static void
a_print_tells_no_name(void **state)
{
	static const char *const names[] = { "Sok Dara" };
	struct matter a = open_one(), b = open_one();
	unsigned char print[2][128] = { { 0 } };
	size_t n[2] = { 0 };
	struct query *q;

	(void)state;
	add(&a, names, 1);
	add(&b, names, 1);
	q = query_start(people->store, SQL_PRINTS_OF_CENTRE);
	query_bind_int(q, people->poipet);
	query_bind_int(q, 10);
	for (int i = 0; i < 2; i++) {
		const void *blob;

		assert_int_equal(query_next(q), 1);
		blob = query_blob(q, 2, &n[i]);
		assert_int_equal(n[i], 72);
		memcpy(print[i], blob, n[i]);
	}
	query_end(q);
	for (size_t i = 0; i + 8 <= n[0]; i++)
		assert_memory_not_equal(print[0] + i, print[1] + i, 8);
}

/* ---- joining ---- */

static void
join(struct matter *own, struct matter *into)
{
	assert_int_equal(case_join(people->store, own->ref, dara, into->ref,
	    DUPLICATE, own->version, NOW, own), 0);
	*into = is_now(into);
}

static void
a_duplicate_is_read_with_what_it_was_joined_to(void **state)
{
	static const char *const names[] = { "Sok Dara" };
	struct matter a = open_one(), b = open_one();
	struct reading *reading;
	int64_t before;

	(void)state;
	add(&b, names, 1);
	join(&b, &a);
	assert_int_equal(b.state, CASE_FINISHED);
	assert_int_equal(joined_is(people->store, &b.id), 1);
	assert_int_equal(joined_is(people->store, &a.id), 0);
	before = count("read");
	reading = read_by(&a, vuthy);
	assert_int_equal(count("read"), before + 2);
	assert_int_equal(reading->joined_n, 1);
	assert_string_equal(reading->joined[0]->matter.ref, b.ref);
	assert_int_equal(reading->joined[0]->n, 3);
	assert_string_equal(reading->joined[0]->entry[1].text,
	    "what happened");
	assert_string_equal(reading->joined[0]->people->person[0].name,
	    "Sok Dara");
	assert_int_equal(read_by(&b, vuthy)->n, 3);
	/* A number is shown of one case at a time. */
	assert_int_equal(case_read_as(people->store, ctx, a.ref, dara,
	    "number", NOW, &reading), 0);
	assert_int_equal(reading->joined_n, 0);
}

/* To the intake office, by dara, who leads: the first item of it. */
static int
offer(struct matter *matter, int64_t version)
{
	static const int64_t first[] = { 1 };
	const struct referral_wish wish = { .to = people->intake,
	    .version = version, .text = "why", .override = "danger",
	    .item = first, .items_n = 1 };

	return referral_offer(people->store, matter->ref, dara, &wish, NOW,
	    matter);
}

static void
offered(struct matter *matter)
{
	assert_int_equal(offer(matter, matter->version), 0);
}

/* What another office gets is copied out of the one case. */
static void
a_duplicate_does_not_go_with_the_other(void **state)
{
	struct matter a = open_one(), b = open_one(), c = open_one(), copy;
	const char *const refs[] = { a.ref, b.ref, c.ref };
	struct referral referral;
	struct reading *reading;

	(void)state;
	join(&c, &b);
	join(&b, &a);
	assert_int_equal(case_read(people->store, ctx, a.ref, sophea, NOW,
	    &reading), -ENOENT);
	offered(&a);
	assert_int_equal(referral_find(people->store, ctx, &a.id, &referral),
	    0);
	assert_int_equal(referral_accept(people->store, referral.copy, sophea,
	    "", NOW, &copy), 0);
	reading = read_by(&copy, sophea);
	assert_int_equal(reading->joined_n, 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(case_read(people->store, ctx, refs[i],
		    sophea, NOW, &reading), -ENOENT);
}

static void
change_key(int64_t centre, struct secret *key)
{
	struct secret *fresh = secret_new(ctx);

	assert_int_equal(centre_rekey(people->store, centre, key, "dara", NOW,
	    fresh), 0);
	assert_int_equal(rekey_finish(people->store, centre, fresh), 0);
	memcpy(key->octets, fresh->octets, SECRET_OCTETS);
}

/* As after a key that nobody was left to hold. */
static void
spoil_offer(const struct id *copy)
{
	static const unsigned char none[SEAL_KEY_BOX];
	struct query *q;

	assert_int_equal(store_begin(people->store), 0);
	q = query_start(people->store, SQL_PARCEL_BOX_SET);
	query_bind_blob(q, copy, sizeof(*copy));
	query_bind_int(q, 1);
	query_bind_blob(q, none, sizeof(none));
	assert_int_equal(query_run(q), 0);
	assert_int_equal(store_commit(people->store), 0);
}

static void
an_offer_that_nobody_opens_holds_up_no_new_key(void **state)
{
	struct matter a = open_one(), copy;
	struct referral referral;
	struct parcel parcel;

	(void)state;
	offered(&a);
	assert_int_equal(parcel_of_case(people->store, &a.id, &parcel), 0);
	spoil_offer(&parcel.id);
	change_key(people->intake, people->intake_key);
	login_take_key(sophea, people->intake_key);
	assert_int_equal(referral_find(people->store, ctx, &a.id, &referral),
	    0);
	assert_true(referral_accept(people->store, referral.copy, sophea, "",
	    NOW, &copy) < 0);
}

/* The last test: both offices have other keys after it. */
static void
an_offer_outlives_new_keys_of_both_offices(void **state)
{
	struct matter a = open_one(), copy;
	struct referral referral;

	(void)state;
	offered(&a);
	change_key(people->poipet, people->poipet_key);
	change_key(people->intake, people->intake_key);
	login_take_key(dara, people->poipet_key);
	login_take_key(sophea, people->intake_key);
	assert_int_equal(referral_find(people->store, ctx, &a.id, &referral),
	    0);
	assert_int_equal(referral_accept(people->store, referral.copy, sophea,
	    "", NOW, &copy), 0);
	assert_string_equal(read_by(&copy, sophea)->entry[0].text,
	    read_by(&a, dara)->entry[0].text);
	assert_non_null(read_by(&copy, dara));
}

static void
every_joining_that_cannot_be_is_refused(void **state)
{
	struct matter a = open_one(), b = open_one(), out;
	struct matter far = open_in(people->intake, NOW);
	struct matter referred = open_one();

	(void)state;
	assert_int_equal(case_join(people->store, a.ref, dara, a.ref,
	    DUPLICATE, a.version, NOW, &out), -EINVAL);
	assert_int_equal(case_join(people->store, a.ref, dara, far.ref,
	    DUPLICATE, a.version, NOW, &out), -ENOENT);
	assert_int_equal(case_join(people->store, a.ref, dara, "10000007",
	    DUPLICATE, a.version, NOW, &out), -ENOENT);
	assert_int_equal(case_join(people->store, a.ref, sophea, far.ref,
	    DUPLICATE, a.version, NOW, &out), -ENOENT);
	assert_int_equal(case_join(people->store, a.ref, dara, b.ref,
	    DUPLICATE, a.version + 1, NOW, &out), -EEXIST);
	offered(&referred);
	assert_int_equal(case_join(people->store, referred.ref, dara, a.ref,
	    DUPLICATE, referred.version, NOW, &out), -EPERM);
	assert_int_equal(case_join(people->store, a.ref, dara, referred.ref,
	    DUPLICATE, a.version, NOW, &out), -EPERM);
	assert_int_equal(is_now(&a).version, a.version);
	assert_int_equal(is_now(&b).version, b.version);
}

/* Of two who join at once one is too late, whichever way round. */
static void
joining_is_won_once(void **state)
{
	struct matter a = open_one(), b = open_one(), c = open_one();
	struct matter seen_a = a, seen_b = b, out;

	(void)state;
	join(&b, &a);
	assert_int_equal(case_join(people->store, b.ref, vuthy, a.ref,
	    DUPLICATE, seen_b.version, NOW, &out), -EEXIST);
	assert_int_equal(case_join(people->store, b.ref, vuthy, c.ref,
	    DUPLICATE, b.version, NOW, &out), -EPERM);
	assert_int_equal(case_join(people->store, a.ref, vuthy, b.ref,
	    DUPLICATE, seen_a.version, NOW, &out), -EEXIST);
	assert_int_equal(case_join(people->store, a.ref, vuthy, b.ref,
	    DUPLICATE, a.version, NOW, &out), -EPERM);
	assert_int_equal(case_join(people->store, c.ref, vuthy, b.ref,
	    DUPLICATE, c.version, NOW, &out), -EPERM);
	/* Nor is it taken up or referred by itself. */
	assert_int_equal(case_step(people->store, b.ref, dara, CASE_WORKING,
	    NOW), -EPERM);
	assert_int_equal(offer(&b, b.version), -EPERM);
	assert_int_equal(joined_is(people->store, &a.id), 0);
	assert_int_equal(is_now(&a).state, CASE_NEW);
}

static void
what_nobody_touched_is_undone_exactly(void **state)
{
	struct case_edit edit = { .has_waits = true, .waits_for = "court",
	    .has_due = true, .due_at = NOW + 9 * DAY };
	struct matter a = open_one(), b = open_one(), was;
	struct joining joining;

	(void)state;
	assert_int_equal(case_claim(people->store, b.ref, vuthy, NOW, &b), 0);
	assert_int_equal(case_change(people->store, b.ref, vuthy, &edit,
	    b.version, NOW, &b), 0);
	was = b;
	join(&b, &a);
	assert_int_equal(joined_find(people->store, &b.id, &joining), 0);
	assert_true(joining.undoes);
	assert_int_equal(case_part(people->store, b.ref, dara, "",
	    b.version - 1, NOW, &b), -EEXIST);
	assert_int_equal(case_part(people->store, b.ref, dara, "", b.version,
	    NOW, &b), 0);
	assert_int_equal(b.state, was.state);
	assert_int_equal(b.owner, was.owner);
	assert_int_equal(b.due_at, was.due_at);
	assert_string_equal(b.waits_for, "court");
	assert_int_equal(read_by(&a, dara)->joined_n, 0);
	assert_int_equal(case_part(people->store, b.ref, dara, "", b.version,
	    NOW, &b), -EPERM);
}

static void
what_was_touched_is_parted_only_for_a_reason(void **state)
{
	struct matter a = open_one(), b = open_one();
	struct joining joining;
	struct reading *reading;

	(void)state;
	join(&b, &a);
	assert_int_equal(case_note(people->store, a.ref, dara, "a note", NOW),
	    0);
	assert_int_equal(joined_find(people->store, &b.id, &joining), 0);
	assert_false(joining.undoes);
	assert_int_equal(case_part(people->store, b.ref, dara, "", b.version,
	    NOW, &b), -EINVAL);
	assert_int_equal(case_part(people->store, b.ref, dara,
	    "another worker", b.version, NOW, &b), 0);
	assert_int_equal(b.state, CASE_WORKING);
	reading = read_by(&b, dara);
	assert_string_equal(reading->entry[reading->n - 1].text,
	    "another worker");
	assert_string_equal(reading->entry[1].text, "what happened");
}

/* What she is told, and what she adds, is of the case it was joined to. */
static void
the_caller_of_a_duplicate_meets_the_other(void **state)
{
	struct case_edit finish = { .has_state = true,
	    .state = CASE_FINISHED };
	struct matter a = open_one(), b = open_one(), shown;

	(void)state;
	join(&b, &a);
	assert_int_equal(case_shown(people->store, &b, &shown), 0);
	assert_string_equal(shown.ref, a.ref);
	assert_int_equal(shown.state, CASE_NEW);
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_add(people->store, &b.id, "words", "and then",
	    NOW), 0);
	assert_int_equal(case_take_up(people->store, &b.id, NOW), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(is_now(&b).state, CASE_FINISHED);
	assert_int_equal(is_now(&a).version, a.version + 1);
	a = is_now(&a);
	assert_int_equal(case_change(people->store, a.ref, dara, &finish,
	    a.version, NOW, &a), 0);
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_take_up(people->store, &b.id, NOW), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(is_now(&a).state, CASE_WORKING);
	assert_int_equal(is_now(&b).state, CASE_FINISHED);
}

static void
a_duplicate_stays_as_long_as_the_other(void **state)
{
	const struct retention keep = { .inbox_days = 14,
	    .draft_days = 30, .closed_days = 365 };
	struct case_edit finish = { .has_state = true,
	    .state = CASE_FINISHED };
	struct matter a = open_one(), b = open_one(), is;
	bool left = true;

	(void)state;
	join(&b, &a);
	assert_int_equal(store_purge(people->store, NOW + 400 * (int64_t)DAY,
	    1000, &keep, &left), 0);
	assert_int_equal(read_by(&a, dara)->joined_n, 1);
	assert_int_equal(case_change(people->store, a.ref, dara, &finish,
	    a.version, NOW, &a), 0);
	for (left = true; left;)
		assert_int_equal(store_purge(people->store,
		    NOW + 400 * (int64_t)DAY, 1000, &keep, &left), 0);
	assert_int_equal(case_load(people->store, &a.id, &is), -ENOENT);
	assert_int_equal(case_load(people->store, &b.id, &is), -ENOENT);
}

/* ---- links ---- */

static size_t
others(const struct matter *m, const struct login *login, enum link by,
    int64_t since)
{
	struct matters *found;

	assert_int_equal(links_others(people->store, ctx, login, &m->id, by,
	    since, &found), 0);
	for (size_t i = 0; i < found->n; i++)
		assert_string_not_equal(found->matter[i].ref, m->ref);
	return found->n;
}

static void
others_of_one_employer_are_counted_by_days(void **state)
{
	struct matter m[6];

	(void)state;
	for (int i = 0; i < 6; i++) {
		m[i] = open_in(people->poipet, NOW - 20 * (int64_t)DAY * i);
		assert_int_equal(case_set_employer(people->store, m[i].ref,
		    dara, "Golden Fish", i == 5 ? "other" : "golden fish",
		    m[i].version, NOW, &m[i]), 0);
		assert_int_equal(case_set_agency(people->store, m[i].ref,
		    vuthy, i == 5 ? "" : "012/2026", m[i].version, NOW,
		    &m[i]), 0);
	}
	for (int by = LINK_AGENCY; by <= LINK_EMPLOYER; by++) {
		assert_int_equal(others(&m[0], dara, by,
		    NOW - 60 * (int64_t)DAY), 3);
		assert_int_equal(others(&m[0], dara, by, 0), 4);
		assert_int_equal(others(&m[4], vuthy, by,
		    NOW - 60 * (int64_t)DAY), 4);
		assert_int_equal(others(&m[5], dara, by, 0), 0);
		assert_int_equal(others(&m[0], sophea, by, 0), 0);
	}
	/* Nobody any more; a duplicate counts no more either. */
	assert_int_equal(case_set_employer(people->store, m[1].ref, dara, "",
	    "", m[1].version, NOW, &m[1]), 0);
	assert_int_equal(others(&m[0], dara, LINK_EMPLOYER, 0), 3);
	assert_int_equal(case_join(people->store, m[2].ref, dara, m[0].ref,
	    DUPLICATE, m[2].version, NOW, &m[2]), 0);
	assert_int_equal(others(&m[0], dara, LINK_EMPLOYER, 0), 2);
	assert_int_equal(others(&m[0], dara, LINK_AGENCY, 0), 3);
}

static struct links *
links_of(const struct matter *m, const struct login *login)
{
	struct links *links;

	assert_int_equal(links_load(people->store, ctx, login, &m->id, NOW,
	    &links), 0);
	return links;
}

static void
a_relative_asks_after_one_worker(void **state)
{
	struct matter hers = open_one(), sister = open_one(), out;
	struct matter far = open_in(people->intake, NOW);

	(void)state;
	assert_int_equal(case_set_about(people->store, sister.ref, dara,
	    hers.ref, sister.version, NOW, &sister), 0);
	assert_string_equal(links_of(&sister, dara)->about.ref, hers.ref);
	assert_int_equal(links_of(&hers, vuthy)->asked_by.n, 1);
	assert_int_equal(is_now(&hers).version, hers.version);
	assert_int_equal(case_set_about(people->store, hers.ref, dara,
	    sister.ref, hers.version, NOW, &out), -EINVAL);
	assert_int_equal(case_set_about(people->store, hers.ref, dara,
	    hers.ref, hers.version, NOW, &out), -EINVAL);
	assert_int_equal(case_set_about(people->store, hers.ref, dara,
	    far.ref, hers.version, NOW, &out), -ENOENT);
	assert_int_equal(case_set_about(people->store, sister.ref, dara, "",
	    sister.version, NOW, &sister), 0);
	assert_false(links_of(&sister, dara)->has_about);
	assert_int_equal(links_of(&hers, dara)->asked_by.n, 0);
}

/* Told only to who reads both. */
static void
who_reads_one_is_not_told_of_the_other(void **state)
{
	struct matter hers = open_one(), sister = open_one(), copy;
	struct referral referral;

	(void)state;
	assert_int_equal(case_set_about(people->store, sister.ref, dara,
	    hers.ref, sister.version, NOW, &sister), 0);
	offered(&sister);
	assert_int_equal(referral_find(people->store, ctx, &sister.id,
	    &referral), 0);
	assert_int_equal(referral_accept(people->store, referral.copy, sophea,
	    "", NOW, &copy), 0);
	assert_false(links_of(&copy, sophea)->has_about);
	assert_true(links_of(&sister, dara)->has_about);
}

/* ---- the month ---- */

struct counted { int came, workers, ended, ended_workers; int64_t money;
    const char *outcome; };

static void
count_one(void *arg, enum person_event event, bool first,
    const struct matter *matter, const char *outcome,
    const struct person *person)
{
	struct counted *c = arg;

	(void)matter;
	if (event == PERSON_CAME) {
		c->came++;
		c->workers += first;
		return;
	}
	c->ended++;
	c->ended_workers += first;
	c->money += person->received;
	c->outcome = outcome != NULL ? talloc_strdup(ctx, outcome) : NULL;
}

static struct counted
month_of(const struct login *login, int64_t from, int64_t until)
{
	struct counted c = { 0 };

	assert_int_equal(persons_of_month(people->store, people->poipet,
	    login, from, until, NOW, count_one, &c), 0);
	return c;
}

static void
workers_are_counted_apart_from_cases(void **state)
{
	static const char *const names[] = { "Sok Dara", "Chan Thy" };
	struct case_edit finish = { .has_state = true,
	    .state = CASE_FINISHED, .kind = "outcome", .text = "{}" };
	struct matter a = open_one(), b = open_one(), dup = open_one();
	struct person paid = named("Sok Dara");
	struct counted c;

	(void)state;
	add(&a, names, 2);
	add(&b, names, 1);
	add(&dup, names + 1, 1);
	open_in(people->poipet, NOW);
	assert_int_equal(person_is(people->store, b.ref, dara, 1, a.ref, 1,
	    b.version, NOW, &b), 0);
	paid.n = 1;
	paid.received = 700;
	paid.currency = "THB";
	assert_int_equal(person_set(people->store, b.ref, dara, &paid,
	    b.version, NOW, &b), 0);
	c = month_of(dara, NOW - DAY, NOW + DAY);
	assert_int_equal(c.came, 4);
	assert_int_equal(c.workers, 3);
	assert_int_equal(c.ended, 0);
	assert_int_equal(case_join(people->store, dup.ref, dara, b.ref,
	    DUPLICATE, dup.version, NOW, &dup), 0);
	b = is_now(&b);
	assert_int_equal(case_change(people->store, b.ref, dara, &finish,
	    b.version, NOW, &b), 0);
	c = month_of(dara, NOW - DAY, NOW + DAY);
	assert_int_equal(c.came, 4);
	assert_int_equal(c.ended, 2);
	assert_int_equal(c.ended_workers, 2);
	assert_int_equal(c.money, 700);
	assert_string_equal(c.outcome, "{}");
	/* Without a key they are counted, and nothing is opened. */
	c = month_of(NULL, NOW - DAY, NOW + DAY);
	assert_int_equal(c.workers, 3);
	assert_int_equal(c.ended, 1);
	assert_int_equal(c.money, 0);
	assert_null(c.outcome);
	assert_int_equal(month_of(dara, NOW + DAY, NOW + 9 * DAY).came, 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, clear, free_all)
	const struct CMUnitTest tests[] = {
		T(thirty_stand_in_a_case_as_they_were_given),
		T(a_list_sent_twice_is_there_once),
		T(what_cannot_be_is_refused_whole),
		T(a_person_is_changed_and_taken_away),
		T(a_person_that_was_moved_does_not_open),
		T(a_name_is_found_in_other_cases_and_made_one_person),
		T(two_of_one_case_never_become_one),
		T(what_another_centre_reads_is_never_found),
		T(a_name_is_found_among_many),
		T(a_print_tells_no_name),
		T(a_duplicate_is_read_with_what_it_was_joined_to),
		T(a_duplicate_does_not_go_with_the_other),
		T(every_joining_that_cannot_be_is_refused),
		T(joining_is_won_once),
		T(what_nobody_touched_is_undone_exactly),
		T(what_was_touched_is_parted_only_for_a_reason),
		T(the_caller_of_a_duplicate_meets_the_other),
		T(a_duplicate_stays_as_long_as_the_other),
		T(others_of_one_employer_are_counted_by_days),
		T(a_relative_asks_after_one_worker),
		T(who_reads_one_is_not_told_of_the_other),
		T(workers_are_counted_apart_from_cases),
		T(an_offer_that_nobody_opens_holds_up_no_new_key),
		T(an_offer_outlives_new_keys_of_both_offices),
	};
#undef T
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
