/* What is past its time goes, after it was told of, whatever the clock does;
   and its bytes are gone from every file of the store. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "store/forget.h"
#include "store/reckoning.h"
#include "tests/place.h"

enum { DAY = 86400, ANN = 1, DARA = 2 };
static const int64_t NOW = 1790000000 / 3600 * 3600;
static const struct retention keep = { .inbox_days = 14, .draft_days = 30,
    .closed_days = 365, .notice_days = 14 };

/* ---- which day it is ---- */

static struct reckoning
nights(struct reckoning r, int64_t from, int n)
{
	for (int i = 0; i < n; i++)
		r = reckoning_after(r, from + i * (int64_t)DAY);
	return r;
}

static void
night_by_night_the_clock_is_believed(void **)
{
	struct reckoning r = nights((struct reckoning){ 0 }, NOW, 40);

	assert_int_equal(r.believed_at, NOW + 39 * DAY);
	assert_int_equal(r.nights, 0);
	/* Two days without power are no jump. */
	r = reckoning_after(r, NOW + 41 * DAY);
	assert_int_equal(r.believed_at, NOW + 41 * DAY);
}

static void
a_jump_ages_nothing_until_seven_nights_have_passed(void **)
{
	struct reckoning r = nights((struct reckoning){ 0 }, NOW, 2);
	const int64_t there = NOW + 31 * DAY;

	for (int i = 0; i < RECKONING_NIGHTS; i++) {
		r = reckoning_after(r, there + i * (int64_t)DAY);
		assert_int_equal(r.believed_at, NOW + DAY);
		assert_int_equal(r.nights, i + 1);
		/* Looking often makes no night. */
		for (int j = 0; j < 100; j++)
			r = reckoning_after(r, there + i * (int64_t)DAY + j);
		assert_int_equal(r.nights, i + 1);
	}
	r = reckoning_after(r, there + 7 * DAY);
	assert_int_equal(r.believed_at, there + 7 * DAY);
	assert_int_equal(r.nights, 0);
}

static void
a_clock_that_comes_back_has_aged_nothing(void **)
{
	struct reckoning r = nights((struct reckoning){ 0 }, NOW, 2);

	r = reckoning_after(r, NOW + 400 * (int64_t)DAY);
	r = reckoning_after(r, NOW + 2 * DAY);
	assert_int_equal(r.believed_at, NOW + 2 * DAY);
	assert_int_equal(r.nights, 0);
	/* Further back than it was: at once, that erases less. */
	r = reckoning_after(r, NOW - 90 * DAY);
	assert_int_equal(r.believed_at, NOW - 90 * DAY);
}

static void
jump_upon_jump_is_never_believed(void **)
{
	struct reckoning r = nights((struct reckoning){ 0 }, NOW, 2);
	int64_t at = NOW;

	for (int i = 0; i < 1000; i++) {
		at += (i % 3 == 0 ? -20 : 33) * (int64_t)DAY;
		if (at <= NOW + DAY)
			at = NOW + 40 * (int64_t)DAY;
		r = reckoning_after(r, at);
		assert_int_equal(r.believed_at, NOW + DAY);
	}
}

/* ---- what goes ---- */

static struct id
finished(struct place *place, int64_t at, const char *words)
{
	struct case_new new = { .centre = place->intake, .state = CASE_NEW,
	    .category = "wages", .number = "+85512345678", .now = at };
	struct matter matter;

	assert_int_equal(store_begin(place->store), 0);
	assert_int_equal(case_open(place->store, &new, &matter), 0);
	assert_int_equal(case_add(place->store, &matter.id, "words", words,
	    at), 0);
	assert_int_equal(case_load(place->store, &matter.id, &matter), 0);
	assert_int_equal(case_set_state(place->store, &matter.id,
	    CASE_WORKING, matter.version, at), 0);
	assert_int_equal(case_set_state(place->store, &matter.id,
	    CASE_FINISHED, matter.version + 1, at), 0);
	assert_int_equal(store_commit(place->store), 0);
	return matter.id;
}

static bool
is_there(struct place *place, const struct id *id)
{
	struct matter matter;

	return case_load(place->store, id, &matter) == 0;
}

static void
purge(struct place *place, int64_t now, int64_t ahead_s)
{
	struct retention r = keep;
	bool left = true;

	r.ahead_s = ahead_s;
	while (left)
		assert_int_equal(store_purge(place->store, now, 100, &r,
		    &left), 0);
}

static unsigned
list(struct place *place, int64_t now)
{
	unsigned n;

	assert_int_equal(forget_list(place->store, now, &keep, 100, &n), 0);
	return n;
}

static struct goings *
listed(struct place *place)
{
	struct goings *all;

	assert_int_equal(forget_listed(place->store, place, place->intake, 50,
	    &all), 0);
	return all;
}

static void
a_case_goes_after_it_was_told_of_and_not_before(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");
	const int64_t end = NOW + 365 * (int64_t)DAY;

	assert_int_equal(list(place, end - 15 * DAY), 0);
	assert_int_equal(list(place, end - 14 * DAY + 1), 1);
	assert_int_equal(list(place, end - 13 * DAY), 0);
	assert_int_equal(listed(place)->n, 1);
	assert_int_equal(going_at(listed(place)->going, &keep), end + 1);
	purge(place, end, 0);
	assert_true(is_there(place, &id));
	purge(place, end + 1, 0);
	assert_false(is_there(place, &id));
	assert_int_equal(store_erased(place->store), 1);
	assert_int_equal(listed(place)->n, 0);
}

static void
one_that_nobody_was_told_of_stays(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");

	/* Rounds was down for a year. */
	purge(place, NOW + 800 * (int64_t)DAY, 0);
	assert_true(is_there(place, &id));
	assert_int_equal(list(place, NOW + 800 * (int64_t)DAY), 1);
	purge(place, NOW + 813 * (int64_t)DAY, 0);
	assert_true(is_there(place, &id));
	purge(place, NOW + 814 * (int64_t)DAY, 0);
	assert_false(is_there(place, &id));
}

static void
a_clock_that_jumped_erases_nothing(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");
	const int64_t end = NOW + 365 * (int64_t)DAY;

	list(place, end - 14 * DAY + 1);
	purge(place, end + 5 * DAY, 6 * DAY);
	assert_true(is_there(place, &id));
	purge(place, end + 5 * DAY, 2 * DAY);
	assert_false(is_there(place, &id));
}

static void
what_was_changed_since_is_told_of_anew(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");
	const int64_t end = NOW + 365 * (int64_t)DAY;

	list(place, end - 14 * DAY + 1);
	assert_int_equal(store_begin(place->store), 0);
	assert_int_equal(case_add(place->store, &id, "words", "more",
	    end - DAY), 0);
	assert_int_equal(store_commit(place->store), 0);
	assert_int_equal(listed(place)->n, 0);
	purge(place, end + 100 * (int64_t)DAY, 0);
	assert_true(is_there(place, &id));
	/* A year later it is past its time again. */
	assert_int_equal(list(place, end + 366 * (int64_t)DAY), 1);
	purge(place, end + 366 * (int64_t)DAY, 0);
	assert_true(is_there(place, &id));
	purge(place, end + 381 * (int64_t)DAY, 0);
	assert_false(is_there(place, &id));
}

static int
say(struct place *place, const struct id *id, int64_t staff, bool leads,
    int64_t now, bool *erased)
{
	const struct eraser by = { staff, leads };
	int rc = store_begin(place->store);

	assert_int_equal(rc, 0);
	rc = forget_erase(place->store, id, &by, now, erased);
	if (rc == 0)
		assert_int_equal(store_commit(place->store), 0);
	store_rollback(place->store);
	return rc;
}

static void
two_persons_erase_a_case_and_one_does_not(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");
	bool erased = true;

	assert_int_equal(say(place, &id, ANN, true, NOW, &erased), 0);
	assert_false(erased);
	assert_int_equal(say(place, &id, ANN, true, NOW, &erased), -EPERM);
	assert_true(is_there(place, &id));
	/* A week later nobody has asked. */
	assert_int_equal(say(place, &id, DARA, false, NOW + 8 * DAY, &erased),
	    0);
	assert_false(erased);
	/* Neither of these leads. */
	assert_int_equal(say(place, &id, ANN, false, NOW + 8 * DAY, &erased),
	    -EPERM);
	assert_true(is_there(place, &id));
	assert_int_equal(say(place, &id, ANN, true, NOW + 9 * DAY, &erased),
	    0);
	assert_true(erased);
	assert_false(is_there(place, &id));
	assert_int_equal(store_erased(place->store), 1);
}

/* ---- the bytes ---- */

/* The sealed octets of a case's items, as they lie in the file. */
static size_t
sealed(struct place *place, const struct id *id, unsigned char *out, size_t n)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	size_t got = 0;

	assert_int_equal(sqlite3_open_v2(place_path(place, "helpline.db"), &db,
	    SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT ct FROM items WHERE "
	    "case_id = ?1 AND kind = 'words'", -1, &stmt, NULL), SQLITE_OK);
	sqlite3_bind_blob(stmt, 1, id, sizeof(*id), SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	got = (size_t)sqlite3_column_bytes(stmt, 0);
	assert_true(got >= 32 && got <= n);
	memcpy(out, sqlite3_column_blob(stmt, 0), got);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return got;
}

/* In any file of the store, at any place: any 16 of them in a row. */
static unsigned
found(struct place *place, const unsigned char *octets, size_t n)
{
	static const char *const names[] = { "helpline.db", "helpline.db-wal",
	    "helpline.db-shm" };
	unsigned times = 0;

	for (int i = 0; i < 3; i++) {
		int fd = open(place_path(place, names[i]), O_RDONLY);
		struct stat st;
		char *all;

		if (fd < 0)
			continue;
		assert_int_equal(fstat(fd, &st), 0);
		all = malloc((size_t)st.st_size + 1);
		assert_int_equal(read(fd, all, (size_t)st.st_size),
		    st.st_size);
		for (size_t at = 0; at + 16 <= n; at += 16)
			times += memmem(all, (size_t)st.st_size, octets + at,
			    16) != NULL;
		free(all);
		close(fd);
	}
	return times;
}

static void
the_bytes_of_what_was_erased_are_in_no_file(void **state)
{
	struct place *place = *state;
	static const char words[] = "They keep my passport and beat my sister";
	unsigned char octets[16384], others[16384];
	char longest[6000];
	struct id id, other;
	size_t n, others_n;

	memset(longest, 'w', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (int i = 0; i < 40; i++)
		finished(place, NOW, words);
	id = finished(place, NOW - 400 * (int64_t)DAY, longest);
	other = finished(place, NOW, words);
	n = sealed(place, &id, octets, sizeof(octets));
	others_n = sealed(place, &other, others, sizeof(others));
	assert_true(found(place, octets, n) > 0);
	list(place, NOW - 20 * DAY);
	purge(place, NOW, 0);
	assert_false(is_there(place, &id));
	/* The log remembers, which is why it is emptied. */
	assert_true(found(place, octets, n) > 0);
	assert_int_equal(store_truncate(place->store), 0);
	assert_int_equal(found(place, octets, n), 0);
	assert_true(found(place, others, others_n) > 0);
	assert_int_equal(store_verify(place->store), 0);
}

static void
who_falls_before_the_log_is_emptied_leaves_it_to_the_next(void **state)
{
	struct place *place = *state;
	unsigned char octets[16384];
	struct id id = finished(place, NOW - 400 * (int64_t)DAY, "words");
	size_t n = sealed(place, &id, octets, sizeof(octets));

	list(place, NOW - 20 * DAY);
	purge(place, NOW, 0);
	assert_false(is_there(place, &id));
	place_close(place);
	assert_true(found(place, octets, n) > 0);
	place_open(place);
	assert_true(store_erased(place->store));
	assert_int_equal(store_truncate(place->store), 0);
	assert_false(store_erased(place->store));
	assert_int_equal(found(place, octets, n), 0);
}

static int slept_us;

static int
note_sleep(sqlite3_vfs *, int us)
{
	slept_us += us;
	return us;
}

/* Nor waited for under the lock: a reader may take minutes. */
static void
the_log_is_not_emptied_under_a_reader(void **state)
{
	struct place *place = *state;
	struct id id = finished(place, NOW, "words");
	sqlite3 *db;
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_open_v2(place_path(place, "helpline.db"), &db,
	    SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM cases", -1,
	    &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	finished(place, NOW, "words");
	sqlite3_vfs_find("gather")->xSleep = note_sleep;
	assert_int_equal(store_truncate(place->store), -EAGAIN);
	assert_int_equal(slept_us, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_int_equal(store_truncate(place->store), 0);
	assert_true(is_there(place, &id));
}

/* Whose word it is; no more of them is needed. */
static void
add_staff(sqlite3 *db, const struct place *place, int id, const char *name)
{
	char *sql = sqlite3_mprintf("INSERT INTO staff (id, name, centre, "
	    "state, public_key, changed_at) VALUES (%d, %Q, %lld, 1, "
	    "zeroblob(32), 0)", id, name, (long long)place->intake);

	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(sql);
}

static int
setup(void **state)
{
	int rc = place_setup_centres(state);
	struct place *place = *state;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(place_path(place, "helpline.db"), &db),
	    SQLITE_OK);
	add_staff(db, place, ANN, "ann");
	add_staff(db, place, DARA, "dara");
	sqlite3_close(db);
	return rc;
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(night_by_night_the_clock_is_believed),
		cmocka_unit_test(
		    a_jump_ages_nothing_until_seven_nights_have_passed),
		cmocka_unit_test(a_clock_that_comes_back_has_aged_nothing),
		cmocka_unit_test(jump_upon_jump_is_never_believed),
		EACH(a_case_goes_after_it_was_told_of_and_not_before),
		EACH(one_that_nobody_was_told_of_stays),
		EACH(a_clock_that_jumped_erases_nothing),
		EACH(what_was_changed_since_is_told_of_anew),
		EACH(two_persons_erase_a_case_and_one_does_not),
		EACH(the_bytes_of_what_was_erased_are_in_no_file),
		EACH(who_falls_before_the_log_is_emptied_leaves_it_to_the_next),
		EACH(the_log_is_not_emptied_under_a_reader),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
