#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/caller.h"
#include "store/cases.h"
#include "store/inbox.h"
#include "store/lock.h"
#include "store/statements.h"
#include "tests/place.h"

static const int64_t now = 1790001234;

/*
 * ---- A disk that fails ----
 *
 * The default VFS with its writes and syncs in our hands: the nth from now
 * fails with a code of ours, and so do all after it until it is mended.
 */
static struct {
	int code;		/* 0: a good disk */
	int after;		/* good calls left */
	bool syncs;		/* it is syncs that fail, not writes */
	int synced;		/* so far */
	int (*open)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
	/* Of the database, which is locked; of its log, which is not. */
	const sqlite3_io_methods *real[2];
	sqlite3_io_methods mine[2];
} disk;

static bool
fails(bool sync)
{
	if (disk.code == 0 || disk.syncs != sync)
		return false;
	return disk.after-- <= 0;
}

static int
disk_write(sqlite3_file *file, const void *octets, int n, sqlite3_int64 at)
{
	if (fails(false))
		return disk.code;
	return disk.real[file->pMethods == &disk.mine[1]]->xWrite(file,
	    octets, n, at);
}

static int
disk_sync(sqlite3_file *file, int flags)
{
	if (fails(true))
		return disk.code;
	disk.synced++;
	return disk.real[file->pMethods == &disk.mine[1]]->xSync(file, flags);
}

static int
disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out)
{
	int rc = disk.open(vfs, name, file, flags, out);
	int log = (flags & SQLITE_OPEN_MAIN_DB) == 0;

	if (rc != SQLITE_OK)
		return rc;
	disk.real[log] = file->pMethods;
	disk.mine[log] = *disk.real[log];
	disk.mine[log].xWrite = disk_write;
	disk.mine[log].xSync = disk_sync;
	file->pMethods = &disk.mine[log];
	return rc;
}

static const struct retention kept_so_long = { .inbox_days = 14,
    .draft_days = 30, .closed_days = 365 };

static void
take_disk(void)
{
	static sqlite3_vfs vfs;

	vfs = *sqlite3_vfs_find(NULL);
	disk.open = vfs.xOpen;
	vfs.xOpen = disk_open;
	vfs.zName = "test";
	sqlite3_vfs_register(&vfs, 1);
}

static void
break_disk(int code, bool syncs, int after)
{
	disk.code = code;
	disk.syncs = syncs;
	disk.after = after;
}

static void
mend_disk(void)
{
	disk.code = 0;
}

/* ---- help ---- */

static sqlite3 *
peek(struct place *place)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(place_path(place, "helpline.db"), &db),
	    SQLITE_OK);
	return db;
}

static void
run(struct place *place, const char *sql)
{
	sqlite3 *db = peek(place);

	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int64_t
ask(struct place *place, const char *sql)
{
	sqlite3 *db = peek(place);
	sqlite3_stmt *stmt;
	int64_t is;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	is = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return is;
}

static int64_t
inbox_rows(struct place *place)
{
	return ask(place, "SELECT count(*) FROM inbox");
}

static void
put(struct place *place, int64_t time, const char *id)
{
	assert_int_equal(inbox_add(place->store, time, id), 0);
}

static void
assert_works(struct place *place, const char *id)
{
	place_begin(place);
	put(place, 1, id);
	place_commit(place);
	assert_int_equal(store_verify(place->store), 0);
}

static mode_t
mode_of(struct place *place, const char *name)
{
	struct stat st;

	assert_int_equal(stat(place_path(place, name), &st), 0);
	return st.st_mode & 0777;
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
below(struct place *out, const struct place *place, const char *name)
{
	snprintf(out->dir, sizeof(out->dir), "%.50s/%s", place->dir, name);
}

/* A child that has its own opening of the store, as another process has. */
static pid_t
fork_at(struct place *place, void (*task)(struct place *, int fd), int *fd)
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct place mine = *place;

		close(ends[0]);
		mine.store = NULL;
		if (place_try(&mine, ROLE_CALLS) != 0)
			_exit(9);
		task(&mine, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	*fd = ends[0];
	return pid;
}

static void
wait_for_word(int fd)
{
	char c;

	assert_int_equal(read(fd, &c, 1), 1);
}

static void
say(int fd)
{
	if (write(fd, "x", 1) != 1)
		_exit(8);
}

static int
wait_for_end(pid_t pid, int fd)
{
	int status;

	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* ---- making and opening ---- */

static void
a_new_store_is_for_its_owner_only(void **state)
{
	struct place *place = *state;

	assert_int_equal(mode_of(place, "helpline.db"), 0600);
	assert_int_equal(mode_of(place, "helpline.db-wal"), 0600);
	assert_int_equal(mode_of(place, "helpline.db-shm"), 0600);
	assert_int_equal(mode_of(place, "lock"), 0600);
	assert_int_equal(mode_of(place, "keys"), 0700);
	assert_int_equal(store_verify(place->store), 0);
}

static void
a_store_is_not_made_over_another(void **state)
{
	struct place *place = *state;
	char *why = NULL;

	assert_works(place, "a");
	place_close(place);
	assert_int_equal(store_make(place->dir, &why, NULL), -EEXIST);
	assert_non_null(why);
	talloc_free(why);
	place_open(place);
	assert_int_equal(inbox_rows(place), 1);
}

static void
a_store_is_not_made_beside_keys_of_another(void **state)
{
	struct place *place = *state;
	char *why = NULL;

	place_close(place);
	unlink(place_path(place, "helpline.db"));
	assert_int_equal(store_make(place->dir, &why, NULL), -EEXIST);
	assert_non_null(strstr(why, "keys"));
	talloc_free(why);
	assert_int_equal(access(place_path(place, "helpline.db"), F_OK), -1);
	assert_int_equal(access(place_path(place, "helpline.db-wal"), F_OK),
	    -1);
}

/* Who lived on with it would keep everybody else out for ever. */
static void
a_lock_that_does_not_let_go_ends_the_process(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		lock_give(-1);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void
a_store_makes_its_directory_but_not_the_path_to_it(void **state)
{
	struct place *place = *state, deep = { 0 };
	char *why = NULL;

	below(&deep, place, "new");
	assert_int_equal(store_make(deep.dir, &why, NULL), 0);
	assert_int_equal(mode_of(place, "new"), 0700);
	place_open(&deep);
	place_close(&deep);
	below(&deep, place, "no/new");
	assert_int_equal(store_make(deep.dir, &why, NULL), -ENOENT);
	assert_non_null(why);
	talloc_free(why);
}

static void
a_disk_that_is_full_when_a_store_is_made_leaves_no_half_one(void **state)
{
	struct place *place = *state, deep = { 0 };
	int rc = -EIO;

	below(&deep, place, "new");
	for (int after = 0; rc != 0; after++) {
		char *why = NULL;

		assert_true(after < 500);
		break_disk(SQLITE_FULL, false, after);
		rc = store_make(deep.dir, &why, NULL);
		mend_disk();
		assert_true(rc == 0 || rc == -EIO);
		if (rc == 0)
			break;
		assert_non_null(why);
		/* The keys alone may be left; the words say so. */
		if (strstr(why, "keys") != NULL)
			nftw(place_path(place, "new/keys"), place_remove_one,
			    4, FTW_DEPTH | FTW_PHYS);
		talloc_free(why);
		assert_int_equal(place_try(&deep, ROLE_LOOK), -ENOENT);
	}
	place_open(&deep);
	assert_works(&deep, "a");
	place_close(&deep);
}

static void
where_there_is_no_store_none_is_opened(void **state)
{
	struct place *place = *state, other = { 0 };

	below(&other, place, "none");
	assert_int_equal(place_try(&other, ROLE_CALLS), -ENOENT);
	assert_int_equal(mkdir(other.dir, 0700), 0);
	assert_int_equal(place_try(&other, ROLE_CALLS), -ENOENT);
	assert_int_equal(access(place_path(&other, "helpline.db"), F_OK), -1);
	write_file(place_path(&other, "helpline.db"), "");
	assert_int_equal(place_try(&other, ROLE_CALLS), -ENOENT);
	below(&other, place, "lock");
	assert_int_equal(place_try(&other, ROLE_CALLS), -ENOENT);
}

static void
what_is_no_database_is_refused(void **state)
{
	struct place *place = *state;
	char text[4096];

	place_close(place);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	write_file(place_path(place, "helpline.db"), text);
	unlink(place_path(place, "helpline.db-wal"));
	assert_int_equal(place_try(place, ROLE_CALLS), -EIO);
}

static void
a_store_of_a_newer_version_is_refused_and_untouched(void **state)
{
	struct place *place = *state;
	char version[64];

	snprintf(version, sizeof(version), "PRAGMA user_version = %d",
	    SCHEMA_VERSION);
	place_close(place);
	run(place, "PRAGMA user_version = 99");
	assert_int_equal(place_try(place, ROLE_CALLS), -EPROTO);
	assert_int_equal(place_try(place, ROLE_LOOK), -EPROTO);
	assert_int_equal(ask(place, "PRAGMA user_version"), 99);
	run(place, version);
	place_open(place);
}

static void
a_store_of_the_first_version_is_brought_up_with_what_it_holds(void **state)
{
	struct place *place = *state;
	char newer[128], sql[256];

	snprintf(newer, sizeof(newer), "%s/now.db", place->dir);
	snprintf(sql, sizeof(sql), "ATTACH '%s' AS now; INSERT INTO key_check"
	    " SELECT * FROM now.key_check; INSERT INTO inbox SELECT * FROM"
	    " now.inbox", newer);
	assert_works(place, "kept");
	place_close(place);
	run(place, "PRAGMA journal_mode = DELETE");
	assert_int_equal(rename(place_path(place, "helpline.db"), newer), 0);
	run(place, migrations[0]);
	run(place, sql);
	place_open(place);
	assert_int_equal(ask(place, "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(inbox_rows(place), 1);
	assert_works(place, "new");
}

static void
another_stores_keys_are_refused(void **state)
{
	static const char *const files[] = { "tag.key", "pin.key",
	    "outbox.pub" };
	struct place *place = *state, *second;
	char mine[128], theirs[128], kept[128];
	void *other;

	place_setup(&other);
	second = other;
	place_close(place);
	for (int i = 0; i < 3; i++) {
		snprintf(mine, sizeof(mine), "%s/keys/%s", place->dir,
		    files[i]);
		snprintf(theirs, sizeof(theirs), "%s/keys/%s", second->dir,
		    files[i]);
		snprintf(kept, sizeof(kept), "%s/kept", place->dir);
		assert_int_equal(rename(mine, kept), 0);
		assert_int_equal(place_try(place, ROLE_CALLS), -EKEYREJECTED);
		assert_int_equal(link(theirs, mine), 0);
		assert_int_equal(place_try(place, ROLE_CALLS), -EKEYREJECTED);
		assert_int_equal(place_try(place, ROLE_DESK), -EKEYREJECTED);
		assert_int_equal(unlink(mine), 0);
		assert_int_equal(rename(kept, mine), 0);
		place_open(place);
		place_close(place);
	}
	place_teardown(&other);
}

static void
keys_that_others_may_read_are_refused(void **state)
{
	struct place *place = *state;

	place_close(place);
	assert_int_equal(chmod(place_path(place, "keys/pin.key"), 0640), 0);
	assert_int_equal(place_try(place, ROLE_CALLS), -EACCES);
}

static void
who_only_looks_needs_no_keys_and_writes_nothing(void **state)
{
	struct place *place = *state;

	assert_works(place, "a");
	place_close(place);
	nftw(place_path(place, "keys"), place_remove_one, 4,
	    FTW_DEPTH | FTW_PHYS);
	assert_int_equal(place_try(place, ROLE_CALLS), -EKEYREJECTED);
	assert_int_equal(place_try(place, ROLE_LOOK), 0);
	assert_int_equal(store_verify(place->store), 0);
	assert_int_equal(store_begin(place->store), -EACCES);
	assert_int_equal(store_checkpoint(place->store), -EACCES);
	store_rollback(place->store);
	assert_int_equal(inbox_rows(place), 1);
}

/* Modes do not stop root, so the child becomes nobody. */
static int
open_as_stranger(struct place *place)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct place mine = *place;
		int rc;

		mine.store = NULL;
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(99);
		rc = place_try(&mine, ROLE_CALLS);
		_exit(rc == 0 ? 0 : -rc);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static void
a_store_that_may_not_be_written_is_refused(void **state)
{
	struct place *place = *state;

	place_close(place);
	assert_int_equal(chmod(place->dir, 0555), 0);
	chmod(place_path(place, "lock"), 0444);
	assert_int_equal(open_as_stranger(place), -EACCES);
	chmod(place_path(place, "lock"), 0666);
	chmod(place_path(place, "helpline.db"), 0444);
	chmod(place_path(place, "helpline.db-wal"), 0666);
	chmod(place_path(place, "helpline.db-shm"), 0666);
	assert_int_equal(open_as_stranger(place), -EACCES);
	chmod(place_path(place, "helpline.db"), 0600);
	assert_int_equal(chmod(place->dir, 0700), 0);
}

static void
two_who_make_a_store_at_once_make_one(void **state)
{
	struct place *place = *state;
	int made = 0;
	char dir[128];

	snprintf(dir, sizeof(dir), "%s/new", place->dir);
	for (int i = 0; i < 2; i++) {
		char *why;
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0)
			_exit(store_make(dir, &why, NULL) == 0 ? 0 : 1);
	}
	for (int i = 0; i < 2; i++) {
		int status;

		assert_true(wait(&status) > 0);
		made += status == 0;
	}
	assert_int_equal(made, 1);
}

/* The tables of callers and messages before migration 7. */
enum { CALLERS_BY_KEY = 7 };
static const char tables_before[] =
    "DROP TABLE caller; DROP TABLE caller_due; DROP TABLE inbox;"
    "CREATE TABLE inbox (time INTEGER NOT NULL, id TEXT NOT NULL,"
    " PRIMARY KEY (time, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE caller (tag BLOB NOT NULL PRIMARY KEY"
    " CHECK (length(tag) = 16), language INTEGER NOT NULL,"
    " channel INTEGER NOT NULL, profile TEXT NOT NULL,"
    " session TEXT NOT NULL, node TEXT NOT NULL, page INTEGER NOT NULL,"
    " kept TEXT NOT NULL, misses INTEGER NOT NULL,"
    " offered INTEGER NOT NULL, tree INTEGER NOT NULL,"
    " last_time INTEGER NOT NULL, last_id TEXT NOT NULL,"
    " answered_at INTEGER NOT NULL, echo INTEGER NOT NULL,"
    " seen_at INTEGER NOT NULL,"
    " case_id BLOB CHECK (length(case_id) = 16),"
    " borrowed INTEGER NOT NULL, over INTEGER NOT NULL,"
    " replies INTEGER NOT NULL, replies_at INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX at_a_case ON caller (seen_at) WHERE case_id IS NOT NULL;"
    "CREATE INDEX borrowed ON caller (seen_at) WHERE borrowed = 1;";

static const char known_id[] = "0160e842-68e0-4c03-8422-fa02bfee8671";

/* One who looks about, one at a case, one on a phone that is not hers. */
static void
write_before(struct place *place, const struct tag tags[3])
{
	char hex[33], sql[1024] = "";

	run(place, tables_before);
	for (int i = 0; i < 3; i++) {
		sodium_bin2hex(hex, sizeof(hex), tags[i].octets, 16);
		snprintf(sql, sizeof(sql), "INSERT INTO caller VALUES"
		    " (x'%s', %d, 0, 'kh', '0102', 'start', 1, 'k', 2, 1,"
		    " -5, 1790000000, '%s', 1790000000123, 77, 1790000000,"
		    " %s, %d, 1, 3, 1789999999)", hex, i, known_id,
		    i == 1 ? "x'c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5'" : "NULL",
		    i == 2);
		run(place, sql);
	}
	snprintf(sql, sizeof(sql), "INSERT INTO inbox VALUES (1790000000, '%s')",
	    known_id);
	run(place, sql);
}

static void
callers_and_messages_of_an_older_store_are_known(void **state)
{
	struct place *place = *state;
	const struct retention keep = { .inbox_days = 14, .draft_days = 30,
		.closed_days = 365 };
	struct tag tags[3];
	struct caller caller;
	char number[16], version[64];
	bool left;

	for (int i = 0; i < 3; i++) {
		snprintf(number, sizeof(number), "+8551234567%d", i);
		tags[i] = caller_tag(place->store, number);
	}
	place_close(place);
	snprintf(version, sizeof(version), "PRAGMA user_version = %d",
	    SCHEMA_VERSION);
	write_before(place, tags);
	run(place, migrations[CALLERS_BY_KEY - 1]);
	run(place, version);
	place_open(place);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(caller_load(place->store, tags[i], &caller),
		    0);
		assert_int_equal(caller.language, i);
		assert_string_equal(caller.node, "start");
		assert_string_equal(caller.last_id, known_id);
		assert_int_equal(caller.replies_at, 1789999999);
	}
	place_begin(place);
	assert_int_equal(inbox_add(place->store, 1790000000, known_id),
	    -EEXIST);
	place_commit(place);
	assert_int_equal(store_purge(place->store, 1790000000 + 2 * 86400, 100,
	    &keep, &left), 0);
	assert_int_equal(ask(place, "SELECT count(*) FROM caller"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM caller"
	    " WHERE node = ''"), 1);
}

/* ---- transactions ---- */

static void
what_is_committed_is_there_for_another_and_what_is_not_is_not(void **state)
{
	struct place *place = *state;

	place_begin(place);
	put(place, 1, "a");
	assert_int_equal(inbox_rows(place), 0);
	place_commit(place);
	assert_int_equal(inbox_rows(place), 1);
	place_begin(place);
	put(place, 1, "b");
	store_rollback(place->store);
	store_rollback(place->store);
	assert_int_equal(inbox_rows(place), 1);
	place_begin(place);
	put(place, 1, "c");
	place_close(place);
	assert_int_equal(inbox_rows(place), 1);
	place_open(place);
	assert_works(place, "d");
}

static void
a_message_is_taken_in_once(void **state)
{
	struct place *place = *state;

	place_begin(place);
	put(place, 7, "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51");
	assert_int_equal(inbox_add(place->store, 7,
	    "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51"), -EEXIST);
	put(place, 8, "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51");
	put(place, 7, "");
	place_commit(place);
	place_begin(place);
	assert_int_equal(inbox_add(place->store, 7,
	    "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51"), -EEXIST);
	place_commit(place);
	assert_int_equal(inbox_rows(place), 3);
}

/* The first 30 bits and the second are a row's place. */
static void
messages_that_meet_at_one_place_are_told_apart(void **state)
{
	static const char *const ids[] = {
		"6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51",
		"6c3d9b5d-6a0f-4c43-9a3e-1b9d2f0c7e52",
		"6c3d9b5c-6a0f-4c43-9a3e-1b9d2f0c7e53",
	};
	struct place *place = *state;

	place_begin(place);
	for (int i = 0; i < 3; i++)
		put(place, 1790000000, ids[i]);
	place_commit(place);
	place_begin(place);
	for (int i = 0; i < 3; i++)
		assert_int_equal(inbox_add(place->store, 1790000000, ids[i]),
		    -EEXIST);
	place_commit(place);
	assert_int_equal(inbox_rows(place), 3);
}

static void
coming_back_to_a_mark_undoes_what_followed_it_only(void **state)
{
	struct place *place = *state;

	place_begin(place);
	put(place, 1, "before");
	assert_int_equal(store_mark(place->store), 0);
	put(place, 2, "undone");
	assert_int_equal(store_back_to_mark(place->store), 0);
	put(place, 2, "undone too");
	assert_int_equal(store_back_to_mark(place->store), 0);
	put(place, 3, "kept");
	assert_int_equal(store_mark(place->store), 0);
	put(place, 4, "undone");
	assert_int_equal(store_back_to_mark(place->store), 0);
	place_commit(place);
	assert_int_equal(inbox_rows(place), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM inbox WHERE"
	    " key >> 30 IN (1, 3)"), 2);
	place_begin(place);
	for (int i = 0; i < 300; i++) {
		assert_int_equal(store_mark(place->store), 0);
		put(place, 100 + i, "many");
	}
	assert_int_equal(store_back_to_mark(place->store), 0);
	place_commit(place);
	assert_int_equal(inbox_rows(place), 301);
}

static void
begin_and_hang(struct place *place, int fd)
{
	if (store_begin(place->store) != 0 ||
	    inbox_add(place->store, 1, "lost") != 0)
		_exit(7);
	say(fd);
	pause();
}

static void
commit_and_hang(struct place *place, int fd)
{
	if (store_begin(place->store) != 0 ||
	    inbox_add(place->store, getpid(), "kept") != 0 ||
	    store_commit(place->store) != 0)
		_exit(7);
	say(fd);
	pause();
}

static void
killed_before_the_commit_leaves_nothing_and_frees_the_lock(void **state)
{
	struct place *place = *state;
	pid_t pid;
	int fd;

	pid = fork_at(place, begin_and_hang, &fd);
	wait_for_word(fd);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_true(WIFSIGNALED(wait_for_end(pid, fd)));
	assert_int_equal(inbox_rows(place), 0);
	assert_works(place, "a");
	place_close(place);
	place_open(place);
	assert_works(place, "b");
}

static void
killed_after_the_commit_loses_nothing(void **state)
{
	struct place *place = *state;
	pid_t pid;
	int fd;

	place_close(place);
	for (int i = 1; i <= 3; i++) {
		pid = fork_at(place, commit_and_hang, &fd);
		wait_for_word(fd);
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_true(WIFSIGNALED(wait_for_end(pid, fd)));
		place_open(place);
		assert_int_equal(inbox_rows(place), i);
		place_begin(place);
		assert_int_equal(inbox_add(place->store, pid, "kept"),
		    -EEXIST);
		store_rollback(place->store);
		place_close(place);
	}
}

enum { WRITES = 150 };

static void
write_many(struct place *place, int fd)
{
	char id[32];

	for (int i = 0; i < WRITES; i++) {
		snprintf(id, sizeof(id), "%d-%d", getpid(), i);
		if (store_begin(place->store) != 0 ||
		    inbox_add(place->store, i, id) != 0 ||
		    store_commit(place->store) != 0)
			_exit(7);
		if (i % 50 == 49 && store_checkpoint(place->store) == -EIO)
			_exit(6);
	}
	say(fd);
}

static void
processes_that_write_and_checkpoint_at_once_lose_nothing(void **state)
{
	struct place *place = *state;
	pid_t pid[3];
	int fd[3];

	for (int i = 0; i < 3; i++)
		pid[i] = fork_at(place, write_many, &fd[i]);
	for (int i = 0; i < 3; i++)
		assert_int_equal(wait_for_end(pid[i], fd[i]) & 0xff00, 0);
	assert_int_equal(inbox_rows(place), 3 * WRITES);
	assert_int_equal(store_verify(place->store), 0);
}

static void
hold_for_a_while(struct place *place, int fd)
{
	struct timespec while_s = { .tv_nsec = 150000000 };

	if (store_begin(place->store) != 0)
		_exit(7);
	say(fd);
	nanosleep(&while_s, NULL);
	store_rollback(place->store);
}

static int64_t
clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
who_writes_waits_for_the_lock_and_who_reads_does_not(void **state)
{
	struct place *place = *state;
	struct matter matter;
	int64_t from;
	pid_t pid;
	int fd;

	pid = fork_at(place, hold_for_a_while, &fd);
	wait_for_word(fd);
	from = clock_ms();
	assert_int_equal(case_find(place->store, "12345678", &matter),
	    -ENOENT);
	assert_true(clock_ms() - from < 100);
	assert_works(place, "a");
	assert_true(clock_ms() - from >= 100);
	assert_int_equal(wait_for_end(pid, fd), 0);
}

static void
write_without_end(struct place *place, int fd)
{
	struct timespec while_s = { .tv_nsec = 2000000 };

	for (int i = 0;; i++) {
		if (store_begin(place->store) != 0 ||
		    inbox_add(place->store, i, "again") != 0)
			_exit(7);
		nanosleep(&while_s, NULL);
		if (store_commit(place->store) != 0)
			_exit(7);
		if (i == 0)
			say(fd);
	}
}

/* How often another wrote while we waited to. */
static int64_t
writes_while_waiting(struct place *place)
{
	int64_t before = inbox_rows(place), after;

	place_begin(place);
	after = inbox_rows(place);
	store_rollback(place->store);
	return after - before;
}

static void
who_waits_for_the_lock_is_before_who_comes_back_for_it(void **state)
{
	struct place *place = *state;
	int at_once = 0;
	pid_t pid;
	int fd;

	pid = fork_at(place, write_without_end, &fd);
	wait_for_word(fd);
	/* It may write once more before we have begun to wait.  On a busy
	   machine also more often, but not each time. */
	for (int i = 0; i < 24; i++)
		at_once += writes_while_waiting(place) <= 1;
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_true(WIFSIGNALED(wait_for_end(pid, fd)));
	assert_in_range(at_once, 12, 24);
}

/* ---- the log and the checkpoint ---- */

static void
the_log_grows_until_it_is_checkpointed(void **state)
{
	struct place *place = *state;
	unsigned before;

	assert_works(place, "a");
	before = store_log_pages(place->store);
	assert_true(before > 0);
	for (int i = 0; i < 1200; i++) {
		place_begin(place);
		put(place, i, "more");
		place_commit(place);
	}
	/* More than SQLite's own 1000: it did not checkpoint by itself. */
	assert_true(store_log_pages(place->store) > 1000);
	assert_int_equal(store_checkpoint(place->store), 0);
	assert_int_equal(store_log_pages(place->store), 0);
	assert_works(place, "b");
	assert_true(store_log_pages(place->store) < 20);
	assert_int_equal(inbox_rows(place), 1202);
}

static void
a_reader_in_the_way_of_a_checkpoint_is_said(void **state)
{
	struct place *place = *state;
	sqlite3 *db = peek(place);

	assert_works(place, "a");
	assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT * FROM inbox", NULL,
	    NULL, NULL), SQLITE_OK);
	assert_works(place, "b");
	assert_int_equal(store_checkpoint(place->store), -EAGAIN);
	assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(store_checkpoint(place->store), 0);
}

static void
closing_leaves_the_log_to_those_who_hold_the_lock(void **state)
{
	struct place *place = *state;
	struct stat before, after;

	assert_works(place, "a");
	assert_int_equal(stat(place_path(place, "helpline.db"), &before), 0);
	place_close(place);
	assert_int_equal(stat(place_path(place, "helpline.db"), &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(stat(place_path(place, "helpline.db-wal"), &after),
	    0);
	assert_true(after.st_size > 0);
	place_open(place);
	assert_int_equal(inbox_rows(place), 1);
}

/* ---- the disk ---- */

static int
write_one(struct place *place, const char *id)
{
	int rc = store_begin(place->store);

	if (rc != 0)
		return rc;
	rc = inbox_add(place->store, 1, id);
	if (rc == 0)
		return store_commit(place->store);
	store_rollback(place->store);
	return rc;
}

static void
every_commit_is_on_the_disk_before_it_is_called_done(void **state)
{
	struct place *place = *state;
	char id[16];

	assert_works(place, "first");
	for (int i = 0; i < 5; i++) {
		int before = disk.synced;

		snprintf(id, sizeof(id), "%d", i);
		place_begin(place);
		put(place, i, id);
		assert_int_equal(disk.synced, before);
		place_commit(place);
		assert_int_equal(disk.synced, before + 1);
	}
}

static void
a_full_disk_loses_the_transaction_and_nothing_else(void **state)
{
	struct place *place = *state;
	int rc = -EIO;

	assert_works(place, "before");
	for (int after = 0; rc != 0; after++) {
		assert_true(after < 50);
		break_disk(SQLITE_FULL, false, after);
		rc = write_one(place, "full");
		mend_disk();
		assert_true(rc == 0 || rc == -EIO);
		assert_true(strlen(store_why(place->store)) > 10);
		assert_int_equal(inbox_rows(place), rc == 0 ? 2 : 1);
	}
	assert_works(place, "after");
	assert_int_equal(inbox_rows(place), 3);
}

static void
assert_broken(struct place *place)
{
	struct caller caller;
	bool left;

	assert_int_equal(store_begin(place->store), -EIO);
	assert_int_equal(caller_load(place->store, (struct tag){ { 1 } },
	    &caller), -EIO);
	assert_int_equal(store_checkpoint(place->store), -EIO);
	assert_int_equal(store_verify(place->store), -EIO);
	assert_int_equal(store_purge(place->store, now, 9,
	    &(struct retention){ .inbox_days = 1,
	    .draft_days = 1, .closed_days = 365 }, &left),
	    -EIO);
}

static void
a_failed_sync_is_never_tried_again(void **state)
{
	struct place *place = *state;

	assert_works(place, "before");
	break_disk(SQLITE_IOERR_FSYNC, true, 0);
	assert_int_equal(write_one(place, "unsure"), -EIO);
	mend_disk();
	/* The disk would take it now; the store does not believe it. */
	assert_broken(place);
	place_close(place);
	place_open(place);
	assert_works(place, "after");
}

static void
a_failed_write_breaks_the_store_until_a_fresh_start(void **state)
{
	struct place *place = *state;
	int rc = -EIO;

	for (int after = 0; rc != 0; after++) {
		assert_true(after < 50);
		break_disk(SQLITE_IOERR_WRITE, false, after);
		rc = write_one(place, "lost");
		mend_disk();
		assert_true(rc == 0 || rc == -EIO);
		if (rc != 0)
			assert_broken(place);
		place_close(place);
		place_open(place);
		assert_int_equal(inbox_rows(place), rc == 0);
	}
}

static void
what_the_log_held_is_on_the_disk_after_a_checkpoint(void **state)
{
	struct place *place = *state;

	assert_works(place, "a");
	place_close(place);
	place_open(place);
	assert_int_equal(store_checkpoint(place->store), 0);
	place_close(place);
	/* All that a log whose pages never reached the disk would leave. */
	assert_int_equal(unlink(place_path(place, "helpline.db-wal")), 0);
	assert_int_equal(unlink(place_path(place, "helpline.db-shm")), 0);
	place_open(place);
	assert_int_equal(inbox_rows(place), 1);
	assert_int_equal(store_verify(place->store), 0);
}

static void
a_transaction_the_engine_gave_up_is_not_committed(void **state)
{
	struct place *place = *state;
	int rc = 0;

	place_begin(place);
	break_disk(SQLITE_FULL, false, 0);
	/* Until its memory is full and it must write before the commit. */
	for (int i = 0; i < 400000 && rc == 0; i++)
		rc = inbox_add(place->store, i, "many");
	mend_disk();
	assert_int_equal(rc, -EIO);
	assert_int_equal(inbox_add(place->store, 1, "one more"), -EIO);
	assert_int_equal(store_commit(place->store), -EIO);
	assert_int_equal(inbox_rows(place), 0);
	assert_works(place, "after");
	assert_int_equal(inbox_rows(place), 1);
}

static void
a_checkpoint_on_a_failing_disk_loses_nothing(void **state)
{
	struct place *place = *state;

	for (int syncs = 0; syncs < 2; syncs++) {
		int64_t rows = inbox_rows(place);

		assert_works(place, syncs ? "a" : "b");
		break_disk(syncs ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE,
		    syncs, 0);
		assert_int_equal(store_checkpoint(place->store), -EIO);
		mend_disk();
		assert_broken(place);
		place_close(place);
		place_open(place);
		assert_int_equal(inbox_rows(place), rows + 1);
		assert_int_equal(store_verify(place->store), 0);
	}
}

static void
damage_is_found(void **state)
{
	struct place *place = *state;
	unsigned char junk[4096];
	int fd;

	for (int i = 0; i < 300; i++) {
		place_begin(place);
		put(place, i, "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51");
		place_commit(place);
	}
	assert_int_equal(store_checkpoint(place->store), 0);
	place_close(place);
	memset(junk, 0x5a, sizeof(junk));
	fd = open(place_path(place, "helpline.db"), O_WRONLY);
	for (int page = 2; page < 60; page++)
		assert_true(pwrite(fd, junk, 64, page * 4096L) == 64);
	close(fd);
	unlink(place_path(place, "helpline.db-wal"));
	if (place_try(place, ROLE_LOOK) == 0)
		assert_int_equal(store_verify(place->store), -EIO);
}

/* ---- the audit ---- */

static void
nobody_changes_or_deletes_a_row_of_the_audit(void **state)
{
	struct place *place = *state;
	sqlite3 *db;

	run(place, "INSERT INTO audit (at, actor, action, object)"
	    " VALUES (1, 'a', 'b', 'c')");
	db = peek(place);
	assert_int_equal(sqlite3_exec(db, "UPDATE audit SET at = 2", NULL,
	    NULL, NULL), SQLITE_CONSTRAINT);
	assert_int_equal(sqlite3_exec(db, "DELETE FROM audit", NULL, NULL,
	    NULL), SQLITE_CONSTRAINT);
	sqlite3_close(db);
}

/* ---- what is past its time ---- */

static struct id
open_case(struct place *place, enum case_state state, int64_t at)
{
	struct case_new new = { .state = state, .category = "paid",
	    .now = at };
	struct matter matter;

	assert_int_equal(case_open(place->store, &new, &matter), 0);
	assert_int_equal(case_add(place->store, &matter.id, "words", "x", at),
	    0);
	return matter.id;
}

static void
what_is_past_its_time_goes_and_nothing_else(void **state)
{
	const int64_t day = 86400;
	struct place *place = *state;
	struct matter matter;
	struct tag tag = { { 1 } };
	struct id old, filed;
	bool left;

	place_begin(place);
	put(place, now - 14 * day - 1, "old");
	put(place, now - 14 * day, "young");
	old = open_case(place, CASE_INCOMPLETE, now - 31 * day);
	filed = open_case(place, CASE_NEW, now - 300 * day);
	open_case(place, CASE_INCOMPLETE, now - 29 * day);
	for (int i = 0; i < 4; i++)
		assert_int_equal(case_by_secret(place->store, &tag, "8305", 5,
		    now - i * day, &matter), -ENOENT);
	place_commit(place);
	run(place, "INSERT INTO login_try (key, n, at) VALUES (x'01', 9, 1),"
	    " (x'02', 9, 1790001234)");
	assert_int_equal(ask(place, "SELECT count(*) FROM tries"), 8);
	assert_int_equal(store_purge(place->store, now, 100,
	    &kept_so_long, &left),
	    0);
	assert_false(left);
	assert_int_equal(inbox_rows(place), 1);
	assert_int_equal(ask(place, "SELECT count(*) FROM tries"), 6);
	assert_int_equal(ask(place, "SELECT count(*) FROM login_try"), 1);
	assert_int_equal(ask(place, "SELECT count(*) FROM cases"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM items"), 2);
	assert_int_equal(ask(place, "SELECT count(*) FROM reader"), 2);
	assert_int_equal(case_load(place->store, &old, &matter), -ENOENT);
	assert_int_equal(case_load(place->store, &filed, &matter), 0);
	assert_int_equal(store_verify(place->store), 0);
}

static void
a_purge_takes_no_more_than_it_was_told(void **state)
{
	struct place *place = *state;
	bool left = true;
	int calls = 0;

	place_begin(place);
	for (int i = 0; i < 250; i++)
		put(place, i, "old");
	place_commit(place);
	for (; left; calls++) {
		int64_t before = inbox_rows(place);

		assert_int_equal(store_purge(place->store, now, 100,
	    &kept_so_long, &left), 0);
		assert_true(before - inbox_rows(place) <= 100);
	}
	assert_int_equal(inbox_rows(place), 0);
	assert_int_equal(calls, 3);
}

static void
a_draft_goes_whole_however_much_it_holds(void **state)
{
	struct place *place = *state;
	struct id id;
	bool left = true;
	int calls = 0;

	place_begin(place);
	put(place, 1, "old");
	for (int i = 0; i < 3; i++) {
		id = open_case(place, CASE_INCOMPLETE, 3600 * i);
		for (int j = 0; j < 30; j++)
			assert_int_equal(case_add(place->store, &id, "words",
			    "x", 3600 * i), 0);
	}
	place_commit(place);
	for (; left; calls++) {
		assert_true(calls < 10);
		assert_int_equal(store_purge(place->store, now, 10,
	    &kept_so_long, &left), 0);
	}
	assert_int_equal(ask(place, "SELECT count(*) FROM items"), 0);
	assert_int_equal(ask(place, "SELECT count(*) FROM cases"), 0);
	assert_int_equal(calls, 5);
}

/* ---- the statements ---- */

/* Offices and their staff are few, and stay few; what a subquery gave was
   limited there (the counts of work.sql). */
static bool
may_scan(const char *detail)
{
	return strcmp(detail, "SCAN centre") == 0 ||
	    strncmp(detail, "SCAN (subquery-", 15) == 0 ||
	    strcmp(detail, "SCAN staff") == 0;
}

static void
explain(sqlite3 *db, const struct statement_text *statement)
{
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", statement->sql);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(stmt,
		    3);

		if (strstr(detail, "TEMP B-TREE") != NULL ||
		    (strstr(detail, "SCAN") != NULL && !may_scan(detail)))
			fail_msg("%s: %s", statement->name, detail);
	}
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
}

static void
no_statement_walks_a_table_that_grows(void **state)
{
	struct place *place = *state;
	sqlite3 *db = peek(place);
	sqlite3_stmt *stmt;

	for (int i = 0; i < STATEMENTS; i++)
		explain(db, &statements[i]);
	/* And the plans are really looked at. */
	assert_int_equal(sqlite3_prepare_v2(db, "EXPLAIN QUERY PLAN SELECT *"
	    " FROM inbox ORDER BY id", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_non_null(strstr((const char *)sqlite3_column_text(stmt, 3),
	    "SCAN"));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

#define T(name) cmocka_unit_test_setup_teardown(name, place_setup, \
    place_teardown)
#define WITH_CENTRES(name) cmocka_unit_test_setup_teardown(name, \
    place_setup_centres, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_new_store_is_for_its_owner_only),
		T(a_store_is_not_made_over_another),
		T(a_store_is_not_made_beside_keys_of_another),
		T(a_lock_that_does_not_let_go_ends_the_process),
		T(a_store_makes_its_directory_but_not_the_path_to_it),
		T(a_disk_that_is_full_when_a_store_is_made_leaves_no_half_one),
		T(where_there_is_no_store_none_is_opened),
		T(what_is_no_database_is_refused),
		T(a_store_of_a_newer_version_is_refused_and_untouched),
		T(a_store_of_the_first_version_is_brought_up_with_what_it_holds),
		T(another_stores_keys_are_refused),
		T(keys_that_others_may_read_are_refused),
		T(who_only_looks_needs_no_keys_and_writes_nothing),
		T(a_store_that_may_not_be_written_is_refused),
		T(two_who_make_a_store_at_once_make_one),
		T(what_is_committed_is_there_for_another_and_what_is_not_is_not),
		T(callers_and_messages_of_an_older_store_are_known),
		T(a_message_is_taken_in_once),
		T(messages_that_meet_at_one_place_are_told_apart),
		T(coming_back_to_a_mark_undoes_what_followed_it_only),
		T(killed_before_the_commit_leaves_nothing_and_frees_the_lock),
		T(killed_after_the_commit_loses_nothing),
		T(processes_that_write_and_checkpoint_at_once_lose_nothing),
		T(who_writes_waits_for_the_lock_and_who_reads_does_not),
		T(who_waits_for_the_lock_is_before_who_comes_back_for_it),
		T(the_log_grows_until_it_is_checkpointed),
		T(a_reader_in_the_way_of_a_checkpoint_is_said),
		T(closing_leaves_the_log_to_those_who_hold_the_lock),
		T(every_commit_is_on_the_disk_before_it_is_called_done),
		T(a_full_disk_loses_the_transaction_and_nothing_else),
		T(a_failed_sync_is_never_tried_again),
		T(a_failed_write_breaks_the_store_until_a_fresh_start),
		T(what_the_log_held_is_on_the_disk_after_a_checkpoint),
		T(a_transaction_the_engine_gave_up_is_not_committed),
		T(a_checkpoint_on_a_failing_disk_loses_nothing),
		T(damage_is_found),
		T(nobody_changes_or_deletes_a_row_of_the_audit),
		WITH_CENTRES(what_is_past_its_time_goes_and_nothing_else),
		T(a_purge_takes_no_more_than_it_was_told),
		WITH_CENTRES(a_draft_goes_whole_however_much_it_holds),
		T(no_statement_walks_a_table_that_grows),
	};

	take_disk();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
