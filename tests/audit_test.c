#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "tests/people.h"

enum { NOW = PEOPLE_NOW, ROWS = 60, TIMES = 1000 };

static struct people *people;

static void
do_sql(const char *format, ...)
{
	va_list args;
	char *sql;

	va_start(args, format);
	sql = talloc_vasprintf(people, format, args);
	va_end(args);
	if (engine_do(people->store, sql) != 0)
		fail_msg("%s: %s", sql, store_why(people->store));
	talloc_free(sql);
}

static void
add(int n)
{
	char object[16];

	assert_int_equal(store_begin(people->store), 0);
	for (int i = 0; i < n; i++) {
		snprintf(object, sizeof(object), "case%d", i % 7);
		assert_int_equal(audit_add(people->store, i % 2 ? "dara" :
		    "sophea", i % 3 ? "read" : "note", object, NOW + i), 0);
	}
	assert_int_equal(store_commit(people->store), 0);
}

static int
make(void **state)
{
	(void)state;
	people = people_empty();
	add(ROWS);
	srandom(7);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static int
verify(const char *noted, struct audit_state *state)
{
	return audit_verify(people->store, noted, state);
}

static void
what_nobody_touched_is_whole(void **state)
{
	struct audit_state is;

	(void)state;
	assert_int_equal(verify(NULL, &is), 0);
	assert_int_equal(is.rows, ROWS);
	assert_int_equal(is.last, ROWS);
	assert_int_equal(verify(is.head, &is), 0);
}

/* ---- a thousand changes ---- */

static long
row(void)
{
	return 1 + random() % ROWS;
}

static void
change_a_text(void)
{
	static const char *const columns[] = { "actor", "action", "object" };

	do_sql("UPDATE audit SET %s = %s || 'x' WHERE seq = %ld",
	    columns[random() % 3], columns[random() % 3], row());
}

static void
change_a_time(void)
{
	do_sql("UPDATE audit SET at = at + %ld WHERE seq = %ld",
	    1 + random() % 9, row());
}

static void
change_a_link(void)
{
	do_sql("UPDATE audit SET chain = %s WHERE seq = %ld",
	    random() % 2 ? "randomblob(16)" : "NULL", row());
}

/* Letters move over the border of two columns. */
static void
move_letters(void)
{
	do_sql("UPDATE audit SET actor = actor || substr(action, 1, 1),"
	    " action = substr(action, 2) WHERE seq = %ld", row());
}

static void
delete_some(void)
{
	long at = row();

	do_sql("DELETE FROM audit WHERE seq BETWEEN %ld AND %ld", at,
	    at + random() % 3);
}

static void
cut_the_end(void)
{
	do_sql("DELETE FROM audit WHERE seq > %ld", ROWS - row() % 20 - 1);
}

/* So that the numbers are without a gap again. */
static void
delete_and_close_up(void)
{
	long at = row();

	do_sql("DELETE FROM audit WHERE seq = %ld", at);
	do_sql("UPDATE audit SET seq = -seq WHERE seq > %ld", at);
	do_sql("UPDATE audit SET seq = -seq - 1 WHERE seq < 0");
}

static void
swap(long a, long b)
{
	do_sql("UPDATE audit SET seq = -1 WHERE seq = %ld", a);
	do_sql("UPDATE audit SET seq = %ld WHERE seq = %ld", a, b);
	do_sql("UPDATE audit SET seq = %ld WHERE seq = -1", b);
}

static void
swap_two(void)
{
	long a = row(), b = row();

	while (a == b)
		b = row();
	swap(a, b);
}

static void
add_one(void)
{
	do_sql("INSERT INTO audit (seq, at, actor, action, object, chain)"
	    " SELECT (SELECT max(seq) FROM audit) + 1, at, actor, action,"
	    " object, chain FROM audit WHERE seq = %ld", row());
}

static void
set_the_head_back(void)
{
	long at = ROWS - 1 - random() % 20;

	do_sql("DELETE FROM audit WHERE seq > %ld", at);
	do_sql("UPDATE audit_head SET seq = %ld", at);
	if (random() % 2)
		do_sql("UPDATE audit_head SET seal = (SELECT chain FROM audit"
		    " WHERE seq = %ld)", at);
}

static void
lose_the_head(void)
{
	cut_the_end();
	do_sql("DELETE FROM audit_head");
}

static void
lose_every_link(void)
{
	change_a_text();
	do_sql("UPDATE audit SET chain = NULL");
	do_sql("UPDATE audit_head SET seal = randomblob(16)");
}

static void
of_a_thousand_changes_each_is_found(void **state)
{
	static void (*const ways[])(void) = {
		change_a_text, change_a_time, change_a_link, move_letters,
		delete_some, cut_the_end, delete_and_close_up, swap_two,
		add_one, set_the_head_back, lose_the_head, lose_every_link,
	};
	enum { WAYS = sizeof(ways) / sizeof(*ways) };
	int missed = 0, not_alone = 0;
	struct audit_state is;

	(void)state;
	for (int i = 0; i < TIMES; i++) {
		assert_int_equal(store_begin(people->store), 0);
		do_sql("DROP TRIGGER audit_is_not_changed");
		do_sql("DROP TRIGGER audit_is_not_deleted");
		ways[i % WAYS]();
		missed += verify(NULL, &is) != -EBADMSG;
		store_rollback(people->store);
		not_alone += verify(NULL, &is) != 0;
	}
	assert_int_equal(missed, 0);
	assert_int_equal(not_alone, 0);
}

static void
lose_all(void)
{
	do_sql("DELETE FROM audit");
}

/* Whoever does something next would seal it over. */
static void
no_row_is_added_to_an_end_that_was_cut_off(void **state)
{
	static void (*const ways[])(void) = { cut_the_end, add_one,
		set_the_head_back, lose_the_head, lose_all };
	enum { WAYS = sizeof(ways) / sizeof(*ways) };

	(void)state;
	for (int i = 0; i < 20 * WAYS; i++) {
		assert_int_equal(store_begin(people->store), 0);
		do_sql("DROP TRIGGER audit_is_not_changed");
		do_sql("DROP TRIGGER audit_is_not_deleted");
		ways[i % WAYS]();
		assert_int_equal(audit_add(people->store, "dara", "read",
		    "case1", NOW), -EIO);
		assert_non_null(strstr(store_why(people->store), "audit "
		    "verify"));
		store_rollback(people->store);
	}
	add(1);
}

/* ---- heads that were noted ---- */

static void
an_older_copy_of_the_store_is_told_by_a_noted_head(void **state)
{
	struct audit_state then, now;
	char other[AUDIT_HEAD_TEXT];

	(void)state;
	assert_int_equal(verify(NULL, &then), 0);
	add(3);
	assert_int_equal(verify(then.head, &now), 0);
	/* The older copy: as it was, with its own head. */
	assert_int_equal(store_begin(people->store), 0);
	do_sql("UPDATE audit_head SET seq = seq");
	store_rollback(people->store);
	snprintf(other, sizeof(other), "%lld%s", (long long)now.last + 1,
	    strchr(now.head, '-'));
	assert_int_equal(verify(other, &now), -ESTALE);
	snprintf(other, sizeof(other), "%lld%s", (long long)then.last - 1,
	    strchr(then.head, '-'));
	assert_int_equal(verify(other, &now), -ESTALE);
	assert_int_equal(verify("12", &now), -EINVAL);
	assert_int_equal(verify("x-0123456789", &now), -EINVAL);
	assert_int_equal(verify("1-012345678", &now), -EINVAL);
}

static int
seal(void)
{
	assert_int_equal(store_begin(people->store), 0);
	return store_finish(people->store, audit_seal(people->store));
}

/* A store from before there were links, or one that was made to look like it:
   people say which. */
static void
rows_without_links_are_sealed_only_when_asked(void **state)
{
	struct audit_state is;

	(void)state;
	assert_int_equal(seal(), -EALREADY);
	assert_int_equal(store_begin(people->store), 0);
	do_sql("DROP TRIGGER audit_is_not_changed");
	do_sql("UPDATE audit SET chain = NULL");
	do_sql("DELETE FROM audit_head");
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(verify(NULL, &is), -EBADMSG);
	assert_true(is.unsealed);
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(audit_add(people->store, "dara", "read", "case1",
	    NOW), -EIO);
	store_rollback(people->store);
	assert_int_equal(seal(), 0);
	assert_int_equal(verify(NULL, &is), 0);
	assert_int_equal(seal(), -EALREADY);
	add(1);
	assert_int_equal(verify(NULL, &is), 0);
	assert_int_equal(store_begin(people->store), 0);
	do_sql("UPDATE audit SET actor = 'rithy' WHERE seq = 5");
	assert_int_equal(verify(NULL, &is), -EBADMSG);
	assert_int_equal(is.wrong, is.rows + 1);
	assert_false(is.unsealed);
	store_rollback(people->store);
}

/* A new store's empty audit is sealed, too: emptied is not new. */
static void
who_takes_every_row_and_the_seal_is_found(void **state)
{
	struct audit_state is;

	(void)state;
	assert_int_equal(store_begin(people->store), 0);
	do_sql("DROP TRIGGER audit_is_not_deleted");
	do_sql("DELETE FROM audit");
	do_sql("DELETE FROM audit_head");
	assert_int_equal(verify(NULL, &is), -EBADMSG);
	assert_int_equal(is.wrong, 1);
	assert_int_equal(audit_add(people->store, "dara", "read", "case1",
	    NOW), -EIO);
	store_rollback(people->store);
}

static bool
write_and_empty(void *arg, const struct audit_row *row)
{
	unsigned *rows = arg;

	if (row->seq == 1) {
		add(1);
		assert_int_equal(store_truncate(people->store), 0);
	}
	++*rows;
	return true;
}

/* Who shows the rows to a pager is in nobody's way. */
static void
the_log_is_emptied_while_rows_are_shown(void **state)
{
	struct audit_state is;
	struct store *other;
	unsigned rows = 0;
	char *why;

	(void)state;
	add(2 * ROWS);
	assert_int_equal(verify(NULL, &is), 0);
	assert_int_equal(store_open(people, people->dir, ROLE_LOOK, &other,
	    &why), 0);
	assert_int_equal(audit_each(other, 0, write_and_empty, &rows), 0);
	/* What came meanwhile stands at the end. */
	assert_int_equal(rows, is.rows + 1);
	talloc_free(other);
}

int
main(void)
{
#define T(f) cmocka_unit_test(f)
	const struct CMUnitTest tests[] = {
		T(what_nobody_touched_is_whole),
		T(of_a_thousand_changes_each_is_found),
		T(no_row_is_added_to_an_end_that_was_cut_off),
		T(an_older_copy_of_the_store_is_told_by_a_noted_head),
		T(who_takes_every_row_and_the_seal_is_found),
		T(rows_without_links_are_sealed_only_when_asked),
		T(the_log_is_emptied_while_rows_are_shown),
	};
#undef T
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
