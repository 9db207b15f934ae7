#include "store/query.h"

#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/gather.h"
#include "store/inside.h"

struct query {
	struct store *store;
	sqlite3_stmt *stmt;
	int bound;
	int rc;			/* of binding */
	bool running;
};

struct engine {
	sqlite3 *db;
	unsigned log_pages;
	struct query queries[STATEMENTS];
};

/* Another connection never makes us wait, see store.h; this is for people who
   look into the store with other tools. */
enum { BUSY_MS = 2000 };

/* What durability and care need: set, then read back. */
static const struct pragma { const char *set, *ask, *want; } pragmas[] = {
	{ "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal" },
	{ "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2" },
	{ "PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0" },
	{ "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1" },
	{ "PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1" },
	{ "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0" },
	{ "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1" },
	{ "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2" },
	{ "PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0" },
	{ "PRAGMA cache_size = -4096", "PRAGMA cache_size", "-4096" },
	{ "PRAGMA journal_size_limit = 33554432",
	  "PRAGMA journal_size_limit", "33554432" },
};

/*
 * A full disk is no disk error: SQLITE_FULL comes from a write that did not
 * happen, before any sync, and rolling back leaves what was there.  After a
 * failed sync or read nobody knows what the disk holds, and asking again may
 * be answered by a page the kernel has already given up (fsync of 2018): only
 * a fresh start tells.  It also ends a lost count of locks (SQLITE_PROTOCOL).
 */
static int
engine_fail(struct store *store, int code)
{
	int kind = code & 0xff;

	if (kind == SQLITE_CONSTRAINT)
		return -EEXIST;
	if (kind == SQLITE_IOERR || kind == SQLITE_CORRUPT ||
	    kind == SQLITE_NOTADB || kind == SQLITE_NOMEM ||
	    kind == SQLITE_PROTOCOL)
		store->broken = true;
	return store_fail(store, -EIO, kind == SQLITE_CORRUPT ||
	    kind == SQLITE_NOTADB ? "the store is damaged: %s (%d); restore"
	    " the last backup" : "the store failed: %s (%d)",
	    sqlite3_errstr(code), code);
}

static int
close_engine(struct engine *engine)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(engine->queries[i].stmt);
	sqlite3_close(engine->db);
	return 0;
}

static int
log_grew(void *arg, sqlite3 *, const char *, int pages)
{
	((struct engine *)arg)->log_pages = (unsigned)pages;
	return SQLITE_OK;
}

/* The first column of the first row as text, "" without one. */
static int
ask(struct store *store, const char *sql, char *out, size_t n)
{
	sqlite3_stmt *stmt;
	const unsigned char *text;
	int rc = sqlite3_prepare_v2(store->engine->db, sql, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return engine_fail(store, rc);
	rc = sqlite3_step(stmt);
	out[0] = '\0';
	if (rc == SQLITE_ROW && (text = sqlite3_column_text(stmt, 0)) != NULL)
		sqlite3_snprintf((int)n, out, "%s", text);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 :
	    engine_fail(store, rc);
}

static int
set_pragma(struct store *store, const struct pragma *pragma)
{
	char is[32];
	int rc = engine_do(store, pragma->set);

	if (rc == 0)
		rc = ask(store, pragma->ask, is, sizeof(is));
	if (rc == 0 && strcasecmp(is, pragma->want) != 0)
		rc = store_fail(store, -EIO, "the store cannot be kept safe:"
		    " %s is %s, not %s", pragma->ask, is, pragma->want);
	return rc;
}

static int
configure(struct store *store)
{
	static const struct { int what, on; } options[] = {
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 }, { SQLITE_DBCONFIG_DQS_DDL, 0 },
	};
	sqlite3 *db = store->engine->db;
	int rc = sqlite3_busy_timeout(db, BUSY_MS);

	for (size_t i = 0; rc == 0 && i < sizeof(options) / sizeof(*options); i++)
		rc = sqlite3_db_config(db, options[i].what, options[i].on, NULL);
	if (rc != SQLITE_OK)
		return engine_fail(store, rc);
	/* Of a store that is being made; one that is there keeps its own. */
	rc = engine_do(store, "PRAGMA page_size = 2048");
	for (size_t i = 0; rc == 0 && i < sizeof(pragmas) / sizeof(*pragmas); i++)
		rc = set_pragma(store, &pragmas[i]);
	sqlite3_wal_hook(db, log_grew, store->engine);
	return rc;
}

int
engine_open(struct store *store, const char *path)
{
	int rc;

	/* Counting allocations takes a lock each time; refused after first use. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	store->engine = talloc_zero(store, struct engine);
	talloc_set_destructor(store->engine, close_engine);
	rc = sqlite3_open_v2(path, &store->engine->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, gather_vfs());
	if (rc == SQLITE_CANTOPEN || rc == SQLITE_PERM ||
	    (rc == SQLITE_OK &&
	    sqlite3_db_readonly(store->engine->db, "main") == 1))
		return store_fail(store, -EACCES, "%s may not be written by"
		    " this user", path);
	return rc == SQLITE_OK ? configure(store) : engine_fail(store, rc);
}

int
engine_prepare(struct store *store)
{
	for (int i = 0; i < STATEMENTS; i++) {
		struct query *q = &store->engine->queries[i];
		int rc = sqlite3_prepare_v3(store->engine->db,
		    statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
		    &q->stmt, NULL);

		if (rc != SQLITE_OK)
			return store_fail(store, -EIO, "statement %s: %s; is"
			    " the store damaged?  Restore the last backup",
			    statements[i].name,
			    sqlite3_errmsg(store->engine->db));
		q->store = store;
	}
	return 0;
}

int
engine_version(struct store *store, int *out)
{
	char text[16];
	int rc = ask(store, "PRAGMA user_version", text, sizeof(text));

	if (rc == 0)
		*out = (int)strtol(text, NULL, 10);
	return rc;
}

int
engine_do(struct store *store, const char *sql)
{
	int rc = sqlite3_exec(store->engine->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : engine_fail(store, rc);
}

int
engine_begin(struct store *store)
{
	sqlite3_stmt *begin = store->engine->queries[SQL_BEGIN].stmt;
	int rc = sqlite3_step(begin);

	sqlite3_reset(begin);
	return rc == SQLITE_DONE ? 0 : engine_fail(store, rc);
}

bool
engine_in_transaction(const struct store *store)
{
	return sqlite3_get_autocommit(store->engine->db) == 0;
}

unsigned
engine_log_pages(const struct store *store)
{
	return store->engine->log_pages;
}

/* PASSIVE: the log starts over from its beginning, over blocks the disk has
   given us already: the next commits are cheaper than in a truncated file.
   A reader may read for minutes, and all who write would wait with us. */
int
engine_checkpoint(struct store *store, bool whole)
{
	sqlite3 *db = store->engine->db;
	int pages, moved, rc;

	(void)sqlite3_busy_timeout(db, 0);
	rc = sqlite3_wal_checkpoint_v2(db, NULL, whole ?
	    SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &pages,
	    &moved);
	(void)sqlite3_busy_timeout(db, BUSY_MS);
	if (rc == SQLITE_OK && pages != moved)
		rc = SQLITE_BUSY;
	if (rc == SQLITE_OK)
		store->engine->log_pages = 0;
	if (rc == SQLITE_BUSY)
		return store_fail(store, -EAGAIN, "a reader is in the way of"
		    " the checkpoint");
	return rc == SQLITE_OK ? 0 : engine_fail(store, rc);
}

static int
check_all(struct store *store, enum verify how)
{
	static const char *const checks[][2] = {
		[VERIFY_PAGES] = { "PRAGMA quick_check(1)", "ok" },
		[VERIFY_INDICES] = { "PRAGMA integrity_check(1)", "ok" },
		[VERIFY_ROWS] = { "PRAGMA foreign_key_check", "" },
	};
	char is[128], *line;

	/* The second does what the first does. */
	for (enum verify i = how > VERIFY_PAGES ? VERIFY_INDICES : how;
	    i <= how; i++) {
		int rc = ask(store, checks[i][0], is, sizeof(is));

		if (rc != 0)
			return rc;
		/* Below a heading that names the database. */
		line = strrchr(is, '\n');
		if (strcmp(is, checks[i][1]) != 0)
			return store_fail(store, -EIO, "the store is damaged:"
			    " %s; restore the last backup",
			    line != NULL ? line + 1 : is);
	}
	return 0;
}

/* It reads every page once and keeps what there is room for, 32 MiB at the
   desk: who has just started would look as if it had grown. */
int
engine_verify(struct store *store, enum verify how)
{
	int rc = check_all(store, how);

	sqlite3_db_release_memory(store->engine->db);
	malloc_trim(0);
	return rc;
}

struct query *
query_start(struct store *store, enum statement which)
{
	struct query *q = &store->engine->queries[which];

	assert(!q->running);
	assert(store->writing || sqlite3_stmt_readonly(q->stmt));
	q->running = true;
	q->bound = 0;
	q->rc = SQLITE_OK;
	return q;
}

static void
bound(struct query *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void
query_bind_int(struct query *q, int64_t value)
{
	bound(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
}

void
query_bind_text(struct query *q, const char *text)
{
	bound(q, sqlite3_bind_text(q->stmt, ++q->bound, text, -1,
	    SQLITE_STATIC));
}

void
query_bind_blob(struct query *q, const void *octets, size_t n)
{
	bound(q, sqlite3_bind_blob64(q->stmt, ++q->bound, octets, n,
	    SQLITE_STATIC));
}

int
query_next(struct query *q)
{
	struct store *store = q->store;
	int rc = q->rc;

	assert(q->running);
	if (rc == SQLITE_OK && (store->broken ||
	    (store->writing && !engine_in_transaction(store)))) {
		query_end(q);
		return -EIO;
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	query_end(q);
	return rc == SQLITE_DONE ? 0 : engine_fail(store, rc);
}

int
query_run(struct query *q)
{
	int rc = query_next(q);

	assert(rc != 1);
	return rc;
}

void
query_end(struct query *q)
{
	if (!q->running)
		return;
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt);
	q->running = false;
}

int64_t
query_int(struct query *q, int column)
{
	return sqlite3_column_int64(q->stmt, column);
}

const char *
query_text(struct query *q, int column)
{
	const unsigned char *text = sqlite3_column_text(q->stmt, column);

	return text != NULL ? (const char *)text : "";
}

const void *
query_blob(struct query *q, int column, size_t *n)
{
	const void *octets = sqlite3_column_blob(q->stmt, column);

	*n = (size_t)sqlite3_column_bytes(q->stmt, column);
	return octets;
}

int64_t
query_changed(const struct store *store)
{
	return sqlite3_changes64(store->engine->db);
}

int64_t
query_inserted(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->engine->db);
}
