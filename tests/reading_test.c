#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/inside.h"
#include "store/reading.h"
#include "store/seal.h"
#include "tests/people.h"

/*
 * One store for all: Poipet has two active staff (dara and one the store is
 * told of), Phnom Penh (intake, Poipet's stand-in) has sophea, and Battambang,
 * which reads none of Poipet's cases, has bopha.
 */
static struct people *people;
static struct login *dara, *sophea, *bopha;
enum { NOW = PEOPLE_NOW, HOUR = 3600, DAY = 86400 };

static void
do_sql(const char *sql)
{
	assert_int_equal(store_begin(people->store), 0);
	if (engine_do(people->store, sql) != 0)
		fail_msg("%s", store_why(people->store));
	assert_int_equal(store_commit(people->store), 0);
}

static int
make(void **state)
{
	struct secret *key = NULL;
	int64_t battambang;

	(void)state;
	people = people_make();
	battambang = people_add_centre(people, "Battambang", false, &key);
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	bopha = people_log_in(people, "bopha", battambang, key);
	do_sql("INSERT INTO staff (name, centre, state, public_key, changed_at)"
	    " SELECT 'second', centre, 1, public_key, 0 FROM staff"
	    " WHERE name = 'dara'");
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static struct matter
open_at(enum case_state state, bool urgent, int64_t at)
{
	struct case_new new = { .centre = people->poipet, .state = state,
	    .category = "wages", .number = "+85512345678", .urgent = urgent,
	    .now = at };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(case_add(people->store, &matter.id, "words",
	    "ខ្ញុំបានបង់ប្រាក់", at), 0);
	assert_int_equal(store_commit(people->store), 0);
	return matter;
}

static int
read_case(const char *ref, const struct login *login, int64_t now)
{
	struct reading *reading = NULL;
	int rc = case_read(people->store, people, ref, login, now, &reading);

	assert_true((rc == 0) == (reading != NULL));
	talloc_free(reading);
	return rc;
}

/* A constraint fails unless n rows are found. */
static void
assert_count(const char *from, int n)
{
	char *sql = talloc_asprintf(people, "CREATE TEMP TABLE t"
	    " (n CHECK (n = %d)); INSERT INTO t SELECT count(*) FROM %s;"
	    " DROP TABLE t", n, from);

	do_sql(sql);
	talloc_free(sql);
}

static void
assert_audited(const char *action, const struct matter *matter, int n)
{
	char hex[2 * ID_OCTETS + 1], *from;

	for (int i = 0; i < ID_OCTETS; i++)
		snprintf(hex + (size_t)i * 2, 3, "%02x",
		    matter->id.octets[i]);
	from = talloc_asprintf(people, "audit WHERE action = '%s' AND"
	    " object = '%s'", action, hex);
	assert_count(from, n);
	talloc_free(from);
}

static void
her_centre_reads_what_she_wrote_in_its_order(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);
	struct reading *reading = NULL;

	(void)state;
	assert_int_equal(case_note(people->store, matter.ref, dara,
	    "Rang her, no answer.", NOW + HOUR), 0);
	assert_int_equal(case_read(people->store, people, matter.ref, dara,
	    NOW + HOUR, &reading), 0);
	assert_int_equal(reading->n, 3);
	assert_string_equal(reading->entry[0].kind, "number");
	assert_string_equal(reading->entry[0].text, "+85512345678");
	assert_string_equal(reading->entry[1].kind, "words");
	assert_string_equal(reading->entry[1].text, "ខ្ញុំបានបង់ប្រាក់");
	assert_string_equal(reading->entry[2].kind, "note");
	assert_string_equal(reading->entry[2].text, "Rang her, no answer.");
	assert_int_equal(reading->entry[2].n, 3);
	assert_int_equal(reading->entry[1].at, NOW - NOW % HOUR);
	assert_string_equal(reading->matter.ref, matter.ref);
	talloc_free(reading);
	assert_audited("read", &matter, 1);
	assert_audited("note", &matter, 1);
}

static void
an_audit_row_says_who_and_holds_no_words(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(read_case(matter.ref, dara, NOW + 5), 0);
	do_sql("CREATE TEMP TABLE last AS SELECT * FROM audit ORDER BY seq"
	    " DESC LIMIT 1");
	assert_count("last WHERE actor = 'dara' AND action = 'read' AND"
	    " length(object) = 32 AND at = 1767600005", 1);
	do_sql("DROP TABLE last");
}

static void
another_centre_is_told_there_is_no_such_case(void **state)
{
	struct matter urgent = open_at(CASE_NEW, true, NOW - 30 * DAY);

	(void)state;
	assert_int_equal(read_case(urgent.ref, bopha, NOW), -ENOENT);
	assert_int_equal(case_note(people->store, urgent.ref, bopha, "x",
	    NOW), -ENOENT);
	assert_int_equal(case_step(people->store, urgent.ref, bopha,
	    CASE_WORKING, NOW), -ENOENT);
	assert_audited("read", &urgent, 0);
	assert_audited("note", &urgent, 0);
	assert_audited("step", &urgent, 0);
}

static void
what_is_no_reference_is_no_case(void **state)
{
	static const char *const refs[] = { "", "1", "00000000", "12345672",
	    "1234567x", "' OR 1 = 1 --", "123456789012345678901234567890" };

	(void)state;
	for (size_t i = 0; i < sizeof(refs) / sizeof(*refs); i++)
		assert_int_equal(read_case(refs[i], dara, NOW), -ENOENT);
}

static void
a_stand_in_reads_what_is_urgent(void **state)
{
	struct matter urgent = open_at(CASE_NEW, true, NOW);
	struct matter calm = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(read_case(urgent.ref, sophea, NOW), 0);
	assert_int_equal(read_case(calm.ref, sophea, NOW), -ENOENT);
	assert_int_equal(case_note(people->store, calm.ref, sophea, "x", NOW),
	    -ENOENT);
	assert_audited("read", &calm, 0);
}

/* Opened on a day of the week from Monday and at an hour; then the first
   moment at which the stand-in may read it, local time. */
static const struct { int day, hour, until_day, until_hour; } waits[] = {
	{ 0, 10, 2, 10 }, { 2, 0, 4, 0 }, { 3, 10, 7, 10 }, { 4, 10, 8, 10 },
	{ 4, 23, 8, 23 }, { 5, 10, 9, 0 }, { 6, 23, 9, 0 }, { 7, 0, 9, 0 },
};

static void
a_stand_in_reads_what_nobody_took_up_for_two_working_days(void **state)
{
	int64_t monday = NOW - 15 * HOUR;

	(void)state;
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		int64_t until = monday + waits[i].until_day * DAY +
		    waits[i].until_hour * HOUR;
		enum case_state first = i % 2 == 0 ? CASE_NEW :
		    CASE_INCOMPLETE;
		struct matter matter = open_at(first, false, monday +
		    waits[i].day * DAY + waits[i].hour * HOUR);

		assert_int_equal(read_case(matter.ref, sophea, until - 1),
		    -ENOENT);
		assert_int_equal(read_case(matter.ref, sophea, until), 0);
	}
}

static void
what_the_centre_took_up_is_not_the_stand_ins_to_read(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(case_step(people->store, matter.ref, dara,
	    CASE_WORKING, NOW), 0);
	assert_int_equal(read_case(matter.ref, sophea, NOW + 30 * DAY),
	    -ENOENT);
	assert_int_equal(read_case(matter.ref, dara, NOW + 30 * DAY), 0);
}

static void
a_stand_in_reads_for_a_centre_of_fewer_than_two(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(read_case(matter.ref, sophea, NOW), -ENOENT);
	do_sql("UPDATE staff SET state = 2 WHERE name = 'second'");
	assert_int_equal(read_case(matter.ref, sophea, NOW), 0);
	do_sql("UPDATE staff SET state = 1 WHERE name = 'second'");
	assert_int_equal(read_case(matter.ref, sophea, NOW), -ENOENT);
}

static void
a_complaint_about_a_centre_is_read_by_its_stand_in_alone(void **state)
{
	struct case_new new = { .centre = people->poipet, .category = "other",
	    .state = CASE_NEW, .stand_in_only = true, .now = NOW };
	struct matter matter;

	(void)state;
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(read_case(matter.ref, sophea, NOW), 0);
	assert_int_equal(read_case(matter.ref, dara, NOW + 30 * DAY),
	    -ENOENT);
}

static void
only_permitted_steps_are_taken_and_noted(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(case_step(people->store, matter.ref, dara,
	    CASE_INCOMPLETE, NOW), -EPERM);
	assert_audited("step", &matter, 0);
	assert_int_equal(case_step(people->store, matter.ref, dara,
	    CASE_WORKING, NOW), 0);
	assert_audited("step", &matter, 1);
	assert_int_equal(case_find(people->store, matter.ref, &matter), 0);
	assert_int_equal(matter.state, CASE_WORKING);
}

static void
no_audit_row_no_words(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	do_sql("CREATE TRIGGER no BEFORE INSERT ON audit"
	    " BEGIN SELECT RAISE (ABORT, 'no'); END");
	assert_int_equal(read_case(matter.ref, dara, NOW), -EIO);
	assert_int_equal(case_note(people->store, matter.ref, dara, "x", NOW),
	    -EIO);
	assert_int_equal(case_step(people->store, matter.ref, dara,
	    CASE_WORKING, NOW), -EIO);
	do_sql("DROP TRIGGER no");
	assert_int_equal(case_find(people->store, matter.ref, &matter), 0);
	assert_int_equal(matter.state, CASE_NEW);
	assert_int_equal(read_case(matter.ref, dara, NOW), 0);
	assert_audited("read", &matter, 1);
	assert_audited("note", &matter, 0);
}

static void
a_note_that_is_too_long_is_refused_whole(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);
	char text[SEAL_TEXT_MAX + 2];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(case_note(people->store, matter.ref, dara, text,
	    NOW), -EINVAL);
	assert_audited("note", &matter, 0);
	text[SEAL_TEXT_MAX] = '\0';
	assert_int_equal(case_note(people->store, matter.ref, dara, text,
	    NOW), 0);
	assert_int_equal(read_case(matter.ref, dara, NOW), 0);
}

/* Each spoils the only case there is. */
static const char *const spoilers[] = {
	"UPDATE items SET n = 7 WHERE n = 2",
	"UPDATE items SET kind = 'note' WHERE n = 2",
	"UPDATE items SET ct = substr(ct, 1, length(ct) - 1) WHERE n = 2",
	"UPDATE items SET ct = x'' WHERE n = 1",
	"UPDATE items SET ct = randomblob(length(ct)) WHERE n = 1",
	"UPDATE items SET nonce = randomblob(24) WHERE n = 2",
	"UPDATE items SET nonce = x'00' WHERE n = 2",
	"UPDATE items SET ek = randomblob(80) WHERE n = 2",
	"UPDATE items SET ek = (SELECT i.ek FROM items i WHERE i.n = 1"
	    " AND i.case_id = items.case_id) WHERE n = 2",
	"UPDATE reader SET ek = randomblob(80)",
	"UPDATE reader SET ek = x''",
	"UPDATE cases SET public_key = randomblob(32)",
};

static void
what_was_changed_or_moved_in_the_store_is_not_shown(void **state)
{
	(void)state;
	do_sql("DELETE FROM cases");
	for (size_t i = 0; i < sizeof(spoilers) / sizeof(*spoilers); i++) {
		struct matter matter = open_at(CASE_NEW, false, NOW);

		do_sql(spoilers[i]);
		if (read_case(matter.ref, dara, NOW) != -EBADMSG)
			fail_msg("shown after: %s", spoilers[i]);
		assert_audited("read", &matter, 0);
		do_sql("DELETE FROM cases");
	}
}

static void
an_item_moved_to_another_case_is_not_shown(void **state)
{
	struct matter from = open_at(CASE_NEW, false, NOW);
	struct matter to = open_at(CASE_NEW, false, NOW);

	(void)state;
	do_sql("CREATE TEMP TABLE was AS SELECT * FROM items;"
	    "UPDATE items SET (nonce, ct, ek) = (SELECT nonce, ct, ek FROM was"
	    " WHERE was.n = items.n AND was.case_id <> items.case_id)");
	assert_int_equal(read_case(from.ref, dara, NOW), -EBADMSG);
	assert_int_equal(read_case(to.ref, dara, NOW), -EBADMSG);
	/* Even with the other's keys: the place does not fit. */
	do_sql("UPDATE cases SET public_key = (SELECT public_key FROM cases"
	    " ORDER BY id LIMIT 1);"
	    "UPDATE reader SET ek = (SELECT ek FROM reader r WHERE"
	    " r.centre = reader.centre ORDER BY case_id LIMIT 1)");
	assert_int_equal(read_case(from.ref, dara, NOW), -EBADMSG);
	assert_int_equal(read_case(to.ref, dara, NOW), -EBADMSG);
	do_sql("DELETE FROM cases");
}

static void
a_store_whose_centre_key_was_changed_opens_no_case(void **state)
{
	struct case_new new = { .centre = people->poipet, .now = NOW,
	    .category = "wages", .state = CASE_NEW };
	struct store *calls = NULL;
	struct matter matter;
	char *why = NULL;

	(void)state;
	do_sql("CREATE TEMP TABLE kept AS SELECT * FROM centre;"
	    "UPDATE centre SET public_key = randomblob(32)");
	assert_int_equal(store_open(people, people->dir, ROLE_CALLS, &calls,
	    &why), 0);
	assert_int_equal(store_begin(calls), 0);
	assert_int_equal(case_open(calls, &new, &matter), -EKEYREJECTED);
	store_rollback(calls);
	talloc_free(calls);
	do_sql("UPDATE centre SET public_key = (SELECT public_key FROM kept"
	    " WHERE kept.id = centre.id)");
}

/* Last: she departs. */
static void
who_departed_reads_nothing_with_the_login_she_still_holds(void **state)
{
	struct matter matter = open_at(CASE_NEW, false, NOW);

	(void)state;
	assert_int_equal(read_case(matter.ref, dara, NOW), 0);
	assert_int_equal(staff_depart(people->store, "dara", NOW), 0);
	assert_int_equal(read_case(matter.ref, dara, NOW), -EACCES);
	assert_int_equal(case_note(people->store, matter.ref, dara, "x", NOW),
	    -EACCES);
	assert_int_equal(case_step(people->store, matter.ref, dara,
	    CASE_WORKING, NOW), -EACCES);
	assert_audited("read", &matter, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(her_centre_reads_what_she_wrote_in_its_order),
		cmocka_unit_test(an_audit_row_says_who_and_holds_no_words),
		cmocka_unit_test(another_centre_is_told_there_is_no_such_case),
		cmocka_unit_test(what_is_no_reference_is_no_case),
		cmocka_unit_test(a_stand_in_reads_what_is_urgent),
		cmocka_unit_test(
		    a_stand_in_reads_what_nobody_took_up_for_two_working_days),
		cmocka_unit_test(
		    what_the_centre_took_up_is_not_the_stand_ins_to_read),
		cmocka_unit_test(
		    a_stand_in_reads_for_a_centre_of_fewer_than_two),
		cmocka_unit_test(
		    a_complaint_about_a_centre_is_read_by_its_stand_in_alone),
		cmocka_unit_test(only_permitted_steps_are_taken_and_noted),
		cmocka_unit_test(no_audit_row_no_words),
		cmocka_unit_test(a_note_that_is_too_long_is_refused_whole),
		cmocka_unit_test(
		    what_was_changed_or_moved_in_the_store_is_not_shown),
		cmocka_unit_test(an_item_moved_to_another_case_is_not_shown),
		cmocka_unit_test(
		    a_store_whose_centre_key_was_changed_opens_no_case),
		cmocka_unit_test(
		    who_departed_reads_nothing_with_the_login_she_still_holds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
