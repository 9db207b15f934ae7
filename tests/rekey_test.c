#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/footing.h"
#include "store/inside.h"
#include "store/leaving.h"
#include "store/member.h"
#include "store/paper.h"
#include "store/query.h"
#include "store/reading.h"
#include "store/rekey.h"
#include "store/seal.h"
#include "store/work.h"
#include "tests/people.h"

/*
 * Poipet has dara, who is logged in, rithy, whose activation code is not used
 * yet, and vuthy, who leaves.  Phnom Penh stands in for it and has sophea.
 */
enum { NOW = PEOPLE_NOW, CASES = 80, STRUCK = 77 };

struct office {
	struct people *people;
	struct login *dara;
	char *rithy_code, *vuthy_code;
	struct secret *vuthy;		/* her own key, as she may have kept it */
	struct matter last;
};

/* ---- the disk, which a process may not live to write ---- */

static long writes_left = -1;

static void
strike(void)
{
	if (writes_left >= 0 && writes_left-- == 0)
		_exit(STRUCK);
}

ssize_t pwrite64(int, const void *, size_t, off_t);
ssize_t
pwrite64(int fd, const void *octets, size_t n, off_t at)
{
	strike();
	return syscall(SYS_pwrite64, fd, octets, n, at);
}

ssize_t
pwrite(int fd, const void *octets, size_t n, off_t at)
{
	return pwrite64(fd, octets, n, at);
}

ssize_t
write(int fd, const void *octets, size_t n)
{
	strike();
	return syscall(SYS_write, fd, octets, n);
}

int
fdatasync(int fd)
{
	strike();
	return (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	strike();
	return (int)syscall(SYS_fsync, fd);
}

int
rename(const char *from, const char *to)
{
	strike();
	return (int)syscall(SYS_rename, from, to);
}

int
unlink(const char *path)
{
	strike();
	return (int)syscall(SYS_unlink, path);
}

/* ---- an office ---- */

static struct matter
open_one(struct store *store, int64_t centre, bool urgent)
{
	struct case_new new = { .centre = centre, .state = CASE_NEW,
	    .category = "wages", .number = "+85512345678", .urgent = urgent,
	    .now = NOW };
	struct matter matter;

	assert_int_equal(case_open(store, &new, &matter), 0);
	assert_int_equal(case_add(store, &matter.id, "words",
	    "They keep my passport", NOW), 0);
	return matter;
}

static struct matter
open_case(struct store *store, int64_t centre, bool urgent)
{
	struct matter matter;

	assert_int_equal(store_begin(store), 0);
	matter = open_one(store, centre, urgent);
	assert_int_equal(store_commit(store), 0);
	return matter;
}

static struct secret *
own_key(struct store *store, TALLOC_CTX *ctx, const char *name,
    const char *text)
{
	struct secret *wrap = secret_new(ctx), *own = secret_new(ctx);
	unsigned char code[PASSWORD_CODE];
	struct member_row row;

	assert_int_equal(member_find(store, name, &row), 0);
	assert_int_equal(paper_code_read(text, code), 0);
	password_from_code(code, wrap);
	assert_int_equal(secret_unwrap(wrap, row.wrapped, own), 0);
	return own;
}

static int
make(void **state)
{
	struct people *people = people_make();
	struct office *o = talloc_zero(people, struct office);

	o->people = people;
	o->dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	assert_int_equal(staff_add(people->store, o, "rithy", people->poipet,
	    people->poipet_key, NOW, &o->rithy_code), 0);
	assert_int_equal(staff_add(people->store, o, "vuthy", people->poipet,
	    people->poipet_key, NOW, &o->vuthy_code), 0);
	o->vuthy = own_key(people->store, o, "vuthy", o->vuthy_code);
	assert_int_equal(store_begin(people->store), 0);
	for (int i = 0; i < CASES; i++)
		o->last = open_one(people->store, i % 5 == 0 ?
		    people->intake : people->poipet, i % 7 == 0);
	assert_int_equal(store_commit(people->store), 0);
	*state = o;
	return 0;
}

static int
unmake(void **state)
{
	struct office *o = *state;

	return talloc_free(o->people);
}

static int
leave(struct office *o, const char *name, struct secret *fresh)
{
	bool rekeyed = false;

	return staff_leave(o->people->store, name, o->people->poipet_key,
	    "dara", NOW, fresh, &rekeyed);
}

/* How many rows of a reader a key opens. */
static int
count_opened(struct store *store, int64_t centre, const struct secret *key,
    int *all)
{
	struct query *q = query_start(store, SQL_REKEY_READERS);
	unsigned char pub[SEAL_PUBLIC], box[SEAL_KEY_BOX], secret[32];
	int opened = 0;

	*all = 0;
	assert_int_equal(crypto_scalarmult_base(pub, key->octets), 0);
	query_bind_blob(q, pub, 0);
	query_bind_int(q, 0);
	query_bind_int(q, 10000);
	while (query_next(q) == 1)
		if (query_int(q, 1) == centre) {
			query_copy(q, 2, box, sizeof(box));
			++*all;
			opened += seal_key_open(pub, key->octets, box,
			    secret) == 0;
		}
	return opened;
}

static void
assert_opens_all(struct store *store, int64_t centre,
    const struct secret *key)
{
	int all, opened = count_opened(store, centre, key, &all);

	assert_int_equal(opened, all);
	assert_true(all >= CASES / 2);
}

static void
assert_opens_none(struct store *store, int64_t centre,
    const struct secret *key)
{
	int all;

	assert_int_equal(count_opened(store, centre, key, &all), 0);
}

static int
read_case(struct office *o, const struct login *login, const char *ref)
{
	struct reading *reading = NULL;
	int rc = case_read(o->people->store, o, ref, login, NOW, &reading);

	talloc_free(reading);
	return rc;
}

/* The centre's key as rithy's grant holds it now; NULL she has none. */
static struct secret *
granted(struct office *o, struct store *store, const char *name,
    const struct secret *own)
{
	struct query *q = query_start(store, SQL_GRANT_FIND);
	struct secret *key = secret_new(o);
	unsigned char pub[SEAL_PUBLIC], box[SEAL_KEY_BOX];
	struct member_row row;
	int rc;

	assert_int_equal(member_find(store, name, &row), 0);
	query_bind_int(q, row.id);
	query_bind_int(q, row.centre);
	rc = query_next(q);
	query_copy(q, 0, box, rc == 1 ? sizeof(box) : 0);
	query_end(q);
	assert_int_equal(crypto_scalarmult_base(pub, own->octets), 0);
	if (rc == 1 && seal_key_open(pub, own->octets, box, key->octets) == 0)
		return key;
	talloc_free(key);
	return NULL;
}

/* ---- leaving ---- */

static void
who_left_opens_nothing_and_who_stayed_everything(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	struct secret *fresh = secret_new(o), *rithy;

	assert_opens_all(store, o->people->poipet,
	    o->people->poipet_key);
	assert_int_equal(leave(o, "vuthy", fresh), 0);
	assert_int_equal(rekey_finish(store, o->people->poipet, fresh), 0);
	assert_opens_all(store, o->people->poipet, fresh);
	assert_opens_none(store, o->people->poipet,
	    o->people->poipet_key);
	assert_null(granted(o, store, "vuthy", o->vuthy));
	rithy = own_key(store, o, "rithy", o->rithy_code);
	assert_memory_equal(granted(o, store, "rithy", rithy)->octets,
	    fresh->octets, SECRET_OCTETS);
	assert_int_equal(centre_check_secret(store, o->people->poipet,
	    o->people->poipet_key), -EACCES);
}

static void
between_two_steps_every_case_is_read_by_who_took_the_new_key(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	struct secret *fresh = secret_new(o);
	struct matter before = o->last, after;
	bool left = true;

	assert_int_equal(leave(o, "vuthy", fresh), 0);
	after = open_case(store, o->people->poipet, false);
	assert_int_equal(read_case(o, o->dara, before.ref), -EKEYEXPIRED);
	login_take_key(o->dara, fresh);
	for (int n = 0; left; n++) {
		assert_int_equal(read_case(o, o->dara, before.ref), 0);
		assert_int_equal(read_case(o, o->dara, after.ref), 0);
		assert_int_equal(rekey_step(store, o->people->poipet, fresh,
		    &left), 0);
		assert_true(n < 10);
	}
	assert_int_equal(read_case(o, o->dara, before.ref), 0);
	assert_int_equal(read_case(o, o->dara, after.ref), 0);
}

static void
a_login_after_the_change_reads_what_is_not_yet_sealed_anew(void **state)
{
	struct office *o = *state;
	struct secret *fresh = secret_new(o);
	struct login *again = NULL;

	assert_int_equal(leave(o, "vuthy", fresh), 0);
	assert_int_equal(staff_login(o->people->store, o, "dara",
	    PEOPLE_PASSWORD, NOW, &again), 0);
	assert_int_equal(read_case(o, again, o->last.ref), 0);
	assert_int_equal(rekey_finish(o->people->store, o->people->poipet,
	    login_centre_key(again)), 0);
	assert_int_equal(read_case(o, again, o->last.ref), 0);
}

static void
nobody_leaves_while_a_case_is_hers(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	struct secret *fresh = secret_new(o);
	struct matter matter;
	struct edits *edits;
	int64_t rithy;
	struct member_row row;

	assert_int_equal(case_claim(store, o->last.ref, o->dara, NOW,
	    &matter), 0);
	assert_int_equal(leave(o, "dara", fresh), -EPERM);
	assert_non_null(strstr(store_why(store), "1 open case"));
	assert_int_equal(centre_check_secret(store, o->people->poipet,
	    o->people->poipet_key), 0);
	assert_int_equal(member_find(store, "rithy", &row), 0);
	rithy = row.id;
	assert_int_equal(cases_hand_over(store, login_member(o->dara)->id,
	    rithy, "sok", NOW), 0);
	assert_int_equal(case_edits(store, o, &matter.id, matter.version,
	    &edits), 0);
	assert_int_equal(edits->n, 1);
	assert_string_equal(edits->edit[0].by, "sok");
	assert_int_equal(leave(o, "dara", fresh), 0);
	assert_int_equal(read_case(o, o->dara, o->last.ref), -EACCES);
	assert_int_equal(leave(o, "dara", fresh), -ENOENT);
}

static void
a_second_change_waits_for_the_first(void **state)
{
	struct office *o = *state;
	struct secret *fresh = secret_new(o), *next = secret_new(o);
	struct store *store = o->people->store;

	assert_int_equal(leave(o, "vuthy", fresh), 0);
	assert_int_equal(centre_rekey(store, o->people->poipet, fresh, "dara",
	    NOW, next), -EAGAIN);
	assert_int_equal(rekey_finish(store, o->people->poipet, fresh), 0);
	assert_int_equal(centre_rekey(store, o->people->poipet, fresh, "dara",
	    NOW, next), 0);
	assert_int_equal(rekey_finish(store, o->people->poipet, next), 0);
	assert_opens_all(store, o->people->poipet, next);
	assert_opens_none(store, o->people->poipet, fresh);
}

/* calls remembers keys: what it opens next must not be for who has left. */
static void
another_process_seals_to_the_new_key_at_once(void **state)
{
	struct office *o = *state;
	struct secret *fresh = secret_new(o);
	struct store *calls = NULL;
	struct matter matter;
	char *why = NULL;

	assert_int_equal(store_open(o, o->people->dir, ROLE_CALLS, &calls,
	    &why), 0);
	matter = open_case(calls, o->people->poipet, false);
	assert_int_equal(read_case(o, o->dara, matter.ref), 0);
	assert_int_equal(leave(o, "vuthy", fresh), 0);
	assert_int_equal(rekey_finish(o->people->store, o->people->poipet,
	    fresh), 0);
	matter = open_case(calls, o->people->poipet, false);
	login_take_key(o->dara, fresh);
	assert_int_equal(read_case(o, o->dara, matter.ref), 0);
	talloc_free(calls);
}

/* ---- killed at each write ---- */

static void
reopen(struct office *o)
{
	char *why = NULL;

	if (store_open(o->people, o->people->dir, ROLE_DESK,
	    &o->people->store, &why) != 0)
		fail_msg("%s", why);
}

static int
leave_in_a_child(struct office *o, long after)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct secret *fresh = secret_new(NULL);

		reopen(o);
		writes_left = after;
		if (leave(o, "vuthy", fresh) != 0 ||
		    rekey_finish(o->people->store, o->people->poipet,
		    fresh) != 0)
			_exit(1);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
copy_dir(const char *from, const char *to)
{
	char *command = talloc_asprintf(NULL, "rm -rf '%s' && cp -a '%s' '%s'",
	    to, from, to);

	assert_int_equal(system(command), 0);
	talloc_free(command);
}

/* Whatever was written: it is as before, or it goes on; then it is done. */
static void
go_on(struct office *o, const struct secret *rithy)
{
	struct store *store = o->people->store;
	struct secret *key = granted(o, store, "rithy", rithy);
	struct secret *fresh = secret_new(o);

	assert_non_null(key);
	if (granted(o, store, "vuthy", o->vuthy) != NULL) {
		assert_memory_equal(key->octets,
		    o->people->poipet_key->octets, SECRET_OCTETS);
		assert_opens_all(store, o->people->poipet, key);
		assert_int_equal(leave(o, "vuthy", fresh), 0);
		key = fresh;
	}
	assert_int_equal(rekey_finish(store, o->people->poipet, key), 0);
	assert_opens_all(store, o->people->poipet, key);
	assert_opens_none(store, o->people->poipet,
	    o->people->poipet_key);
	open_case(store, o->people->poipet, false);
	assert_opens_all(store, o->people->poipet, key);
}

static void
a_leave_that_is_killed_at_any_write_goes_on(void **state)
{
	struct office *o = *state;
	const char *dir = o->people->dir;
	char *mould = talloc_asprintf(o, "%s.mould", dir);
	struct secret *rithy = own_key(o->people->store, o, "rithy",
	    o->rithy_code);
	long n = 0;
	int status;

	TALLOC_FREE(o->people->store);
	copy_dir(dir, mould);
	do {
		copy_dir(mould, dir);
		status = leave_in_a_child(o, n++);
		assert_true(status == STRUCK || status == 0);
		reopen(o);
		go_on(o, rithy);
		TALLOC_FREE(o->people->store);
	} while (status == STRUCK);
	print_message("# killed at each of %ld writes\n", n - 1);
	assert_true(n > 10);
	copy_dir(mould, dir);
	assert_int_equal(system(talloc_asprintf(o, "rm -rf '%s'", mould)),
	    0);
	reopen(o);
}

/* ---- nobody is left ---- */

static void
a_stand_in_makes_a_key_where_nobody_is_left(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	struct login *sophea = people_log_in(o->people, "sophea",
	    o->people->intake, o->people->intake_key);
	struct secret *own, *key;
	char *code = NULL;

	assert_int_equal(centre_remake(store, o, o->people->poipet,
	    sophea, "new.lead", NOW, &code), -EPERM);
	assert_int_equal(staff_depart(store, "dara", NOW), 0);
	assert_int_equal(centre_remake(store, o, o->people->intake,
	    sophea, "new.lead", NOW, &code), -EPERM);
	assert_int_equal(centre_remake(store, o, 99, sophea, "new.lead",
	    NOW, &code), -ENOENT);
	assert_int_equal(centre_remake(store, o, o->people->poipet,
	    sophea, "dara", NOW, &code), -EEXIST);
	assert_int_equal(centre_remake(store, o, o->people->poipet,
	    sophea, "new.lead", NOW, &code), 0);
	assert_int_equal(rekey_finish(store, o->people->intake,
	    o->people->intake_key), 0);
	own = own_key(store, o, "new.lead", code);
	key = granted(o, store, "new.lead", own);
	assert_non_null(key);
	assert_opens_all(store, o->people->poipet, key);
	assert_opens_none(store, o->people->poipet,
	    o->people->poipet_key);
	/* The stand-in's own rows are as they were. */
	assert_opens_all(store, o->people->intake,
	    o->people->intake_key);
}

/* ---- what a centre stands on ---- */

static struct footing
footing(struct office *o, int64_t centre)
{
	struct footing footing;

	assert_int_equal(footing_load(o->people->store, centre, &footing),
	    0);
	return footing;
}

static void
a_centre_starts_on_two_of_three(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	int64_t intake = o->people->intake;
	char *paper = NULL, *part;

	/* sophea alone, and nobody stands in for the intake centre. */
	people_add_member(o->people, "sophea", intake, o->people->intake_key);
	assert_int_equal(footing(o, intake).found, 0);
	assert_int_equal(footing_start(store, intake, "sophea", NOW),
	    -EPERM);
	assert_int_equal(paper_show(store, o, intake,
	    o->people->poipet_key, "sophea", NOW, &paper), -EACCES);
	assert_int_equal(paper_show(store, o, intake, o->people->intake_key,
	    "sophea", NOW, &paper), 0);
	assert_int_equal(paper_kept(store, intake, "sophea", NOW), 0);
	assert_int_equal(footing(o, intake).found, 1);
	assert_int_equal(paper_show(store, o, intake, o->people->intake_key,
	    "sophea", NOW, &part), -EPERM);
	assert_int_equal(footing_start(store, intake, "sophea", NOW),
	    -EPERM);
	assert_int_equal(footing(o, intake).started_at, 0);
	people_add_member(o->people, "second", intake,
	    o->people->intake_key);
	assert_int_equal(footing(o, intake).found, 2);
	assert_int_equal(footing_start(store, intake, "sophea", NOW), 0);
	assert_int_equal(footing(o, intake).started_at, NOW);
	/* What started goes on. */
	assert_int_equal(staff_depart(store, "second", NOW), 0);
	assert_int_equal(footing_start(store, intake, "sophea", NOW + 9), 0);
	assert_int_equal(footing(o, intake).started_at, NOW);
	assert_int_equal(footing(o, intake).key_due, NOW);
}

static void
a_rehearsal_is_dated_and_opens_no_case(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	int64_t poipet = o->people->poipet;
	char *paper = paper_key(o, o->people->poipet_key->octets);
	char *other = paper_key(o, o->people->intake_key->octets);
	struct secret *fresh = secret_new(o);

	assert_int_equal(paper_rehearse(store, poipet, other, "dara", NOW),
	    -EACCES);
	assert_int_equal(paper_rehearse(store, poipet, "0000", "dara", NOW),
	    -EINVAL);
	assert_int_equal(footing(o, poipet).rehearsed_at, 0);
	assert_int_equal(paper_rehearse(store, poipet, paper, "dara", NOW),
	    0);
	assert_int_equal(footing(o, poipet).rehearsed_at, NOW);
	assert_int_equal(footing(o, poipet).paper_at, NOW);
	/* The paper of a key that was changed is no paper any more. */
	assert_int_equal(leave(o, "vuthy", fresh), 0);
	assert_int_equal(footing(o, poipet).paper_at, 0);
	assert_int_equal(footing(o, poipet).rehearsed_at, 0);
	assert_int_equal(paper_rehearse(store, poipet, paper, "dara", NOW),
	    -EACCES);
	assert_true(footing(o, poipet).changing);
	assert_int_equal(rekey_finish(store, poipet, fresh), 0);
	assert_false(footing(o, poipet).changing);
	paper = paper_key(o, fresh->octets);
	assert_int_equal(paper_rehearse(store, poipet, paper, "dara", NOW),
	    0);
}

static void
a_key_is_due_when_somebody_knows_it_who_should_not(void **state)
{
	struct office *o = *state;
	struct store *store = o->people->store;
	int64_t poipet = o->people->poipet;
	struct secret *fresh = secret_new(o);

	assert_int_equal(footing(o, poipet).key_due, 0);
	assert_int_equal(staff_set_role(store, "vuthy", AS_NUMBERS, NULL,
	    "dara", NOW), 0);
	assert_int_equal(footing(o, poipet).key_due, NOW);
	assert_int_equal(centre_rekey(store, poipet, o->people->poipet_key,
	    "dara", NOW, fresh), 0);
	assert_int_equal(footing(o, poipet).key_due, 0);
	assert_int_equal(footing(o, poipet).epoch, 2);
	assert_int_equal(staff_depart(store, "rithy", NOW + 5), 0);
	assert_int_equal(footing(o, poipet).key_due, NOW + 5);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make, unmake)
	const struct CMUnitTest tests[] = {
		T(who_left_opens_nothing_and_who_stayed_everything),
		T(between_two_steps_every_case_is_read_by_who_took_the_new_key),
		T(a_login_after_the_change_reads_what_is_not_yet_sealed_anew),
		T(nobody_leaves_while_a_case_is_hers),
		T(a_second_change_waits_for_the_first),
		T(another_process_seals_to_the_new_key_at_once),
		T(a_leave_that_is_killed_at_any_write_goes_on),
		T(a_stand_in_makes_a_key_where_nobody_is_left),
		T(a_centre_starts_on_two_of_three),
		T(a_rehearsal_is_dated_and_opens_no_case),
		T(a_key_is_due_when_somebody_knows_it_who_should_not),
	};
#undef T
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
