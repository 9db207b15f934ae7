/* The write-ahead log: one that was damaged is refused, one that a power cut left
   is not; and what was rolled back is never written into it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>

#include "store/inbox.h"
#include "tests/place.h"

enum { HEAD = 32, FRAME = 24 + 2048, TRANSACTIONS = 8, SECTOR = 512 };

/* A file as it was. */
struct image { size_t n; unsigned char *octets; };

static struct image
read_log(struct place *place)
{
	FILE *file = fopen(place_path(place, "helpline.db-wal"), "r");
	struct image image = { 0 };
	struct stat st;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	image.n = (size_t)st.st_size;
	image.octets = talloc_size(place, image.n + 1);
	assert_int_equal(fread(image.octets, 1, image.n, file), image.n);
	fclose(file);
	return image;
}

static void
write_log(struct place *place, const unsigned char *octets, size_t n)
{
	FILE *file = fopen(place_path(place, "helpline.db-wal"), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(octets, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
	/* Whoever comes next reads the log anew. */
	remove(place_path(place, "helpline.db-shm"));
}

static void
add(struct store *store, int64_t from, int n)
{
	char id[40];

	assert_int_equal(store_begin(store), 0);
	for (int i = 0; i < n; i++) {
		snprintf(id, sizeof(id), "0160e842-68e0-4c03-8422-%012llx",
		    (unsigned long long)(from + i));
		assert_int_equal(inbox_add(store, 1790000000 + from + i, id),
		    0);
	}
}

static int64_t
rows(struct place *place)
{
	sqlite3_stmt *stmt;
	sqlite3 *db;
	int64_t n;

	assert_int_equal(sqlite3_open(place_path(place, "helpline.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM inbox",
	    -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

/* A log that begins anew over an older one, and transactions in it; end is how
   far each reached. */
static void
fill(struct place *place, struct image *image, size_t end[TRANSACTIONS])
{
	int n = 0;

	add(place->store, 0, 3000);
	place_commit(place);
	assert_int_equal(store_checkpoint(place->store), 0);
	for (int i = 0; i < TRANSACTIONS; i++) {
		add(place->store, 100000 + 1000 * i, 200);
		place_commit(place);
	}
	place_close(place);
	*image = read_log(place);
	for (size_t at = HEAD; at < image->n && n < TRANSACTIONS; at += FRAME)
		if (memcmp(image->octets + at + 4, "\0\0\0", 4) != 0)
			end[n++] = at + FRAME;
	assert_int_equal(n, TRANSACTIONS);
}

static void
one_that_was_damaged_is_refused_where_more_was_committed_after(void **state)
{
	struct place *place = *state;
	size_t end[TRANSACTIONS], refused = 0, opened = 0;
	struct image image;

	fill(place, &image, end);
	for (size_t at = 0; at < end[TRANSACTIONS - 1]; at += 211) {
		unsigned char bit = (unsigned char)(1 << at % 8);
		int rc;

		image.octets[at] ^= bit;
		write_log(place, image.octets, image.n);
		image.octets[at] ^= bit;
		rc = place_try(place, ROLE_LOOK);
		if (rc == 0)
			place_close(place);
		else
			refused++;
		opened += rc == 0;
		assert_true(rc == 0 || rc == -EIO);
		if (at < end[TRANSACTIONS - 4])
			assert_int_equal(rc, -EIO);
		/* As a power cut would leave it. */
		if (at >= end[TRANSACTIONS - 2])
			assert_int_equal(rc, 0);
	}
	assert_true(refused > 20 && opened > 2);
}

static void
each_octet_of_its_head_is_missed(void **state)
{
	struct place *place = *state;
	size_t end[TRANSACTIONS];
	struct image image;
	char *why;

	fill(place, &image, end);
	for (size_t at = 0; at < HEAD; at++) {
		image.octets[at] ^= 0x11;
		write_log(place, image.octets, image.n);
		image.octets[at] ^= 0x11;
		assert_int_equal(store_open(place, place->dir, ROLE_CALLS,
		    &place->store, &why), -EIO);
		assert_non_null(strstr(why, "helpline.db-wal is damaged"));
		assert_non_null(strstr(why, "restore the last backup"));
		assert_null(strchr(why, '\n'));
		place->store = NULL;
	}
	/* Nothing was done to it: with its own head it opens, and all is there. */
	write_log(place, image.octets, image.n);
	place_open(place);
	assert_int_equal(rows(place), 3000 + TRANSACTIONS * 200);
}

static void
one_cut_short_opens_as_it_was_before(void **state)
{
	struct place *place = *state;
	size_t end[TRANSACTIONS];
	struct image image;

	fill(place, &image, end);
	for (size_t n = 0; n < image.n; n += 1999) {
		write_log(place, image.octets, n);
		place_open(place);
		assert_int_equal(store_verify(place->store), 0);
		place_close(place);
	}
}

/* Of the last transaction, which was not synced, any sectors may be there. */
static void
what_a_power_cut_leaves_is_no_damage(void **state)
{
	struct place *place = *state;
	struct image before, after;
	unsigned seed = 4711;

	add(place->store, 0, 6000);
	place_commit(place);
	assert_int_equal(store_checkpoint(place->store), 0);
	/* The head of a log that begins anew is synced before its frames. */
	add(place->store, 10000, 1);
	place_commit(place);
	for (int i = 0; i < 12; i++) {
		add(place->store, 100000 + 1000 * i, 150 + 30 * (i % 4));
		before = read_log(place);
		place_commit(place);
		place_close(place);
		after = read_log(place);
		before.octets = talloc_realloc_size(place, before.octets,
		    after.n);
		if (before.n < after.n)
			memset(before.octets + before.n, 0, after.n - before.n);
		for (int j = 0; j < 20; j++) {
			unsigned char *cut = talloc_memdup(place, after.octets,
			    after.n);

			for (size_t at = 0; at < after.n; at += SECTOR)
				if (rand_r(&seed) % 2 == 0)
					memcpy(cut + at, before.octets + at,
					    after.n - at < SECTOR ?
					    after.n - at : SECTOR);
			write_log(place, cut, after.n);
			talloc_free(cut);
			assert_int_equal(place_try(place, ROLE_LOOK), 0);
			place_close(place);
		}
		write_log(place, after.octets, after.n);
		place_open(place);
	}
}

/* More than SQLite's memory: most of it spills into the log uncommitted. */
enum { SPILLS = 260000 };

static void
what_was_rolled_back_is_no_damage(void **state)
{
	struct place *place = *state;

	add(place->store, 0, SPILLS);
	store_rollback(place->store);
	for (int i = 0; i < 4; i++) {
		add(place->store, 10 * i, 5);
		place_commit(place);
	}
	place_close(place);
	place_open(place);
	assert_int_equal(rows(place), 20);
	assert_int_equal(store_verify(place->store), 0);
}

static void
what_was_rolled_back_never_comes_over_what_others_committed(void **state)
{
	struct place *place = *state;
	struct store *other;
	char *why;

	assert_int_equal(store_open(place, place->dir, ROLE_CALLS, &other,
	    &why), 0);
	add(place->store, 0, SPILLS);
	store_rollback(place->store);
	for (int i = 0; i < 26; i++) {
		add(other, 1000000 + i * 10000, 10000);
		assert_int_equal(store_commit(other), 0);
	}
	/* It reads the log again, and goes on. */
	add(place->store, 5000000, 1);
	place_commit(place);
	talloc_free(other);
	place_close(place);
	place_open(place);
	assert_int_equal(rows(place), 260001);
	assert_int_equal(store_verify(place->store), 0);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, place_setup, \
    place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(one_that_was_damaged_is_refused_where_more_was_committed_after),
		EACH(each_octet_of_its_head_is_missed),
		EACH(one_cut_short_opens_as_it_was_before),
		EACH(what_a_power_cut_leaves_is_no_damage),
		EACH(what_was_rolled_back_is_no_damage),
		EACH(what_was_rolled_back_never_comes_over_what_others_committed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
