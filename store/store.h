/*
 * store.h - the data directory's store: opening, transactions, words of
 * failure.  One file per thing remembered stands beside this one.
 *
 * Every write transaction holds an flock on DIR/lock, in every process, so
 * writers and checkpoints never overlap (SQLite's WAL-reset bug) and nobody
 * meets a busy store.  Readers never wait.  A store of a newer version, or
 * one whose keys are not the keys in DIR/keys, is refused.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct store;

enum { ID_OCTETS = 16 };	/* of a case's random id */
struct id { unsigned char octets[ID_OCTETS]; };
bool id_is_zero(const struct id *);

/* Which keys a process holds; see design.md §2. */
enum store_role {
	ROLE_CALLS,	/* tag key, pin key, centres' public keys */
	ROLE_DESK,	/* the same; a centre's secret key by login */
	ROLE_LOOK,	/* clear columns only: cases, doctor */
	ROLE_ROUNDS,	/* clear columns, and may write: no key at all */
};

/*
 * Make a new store in DIR with fresh keys under DIR/keys (0700, files 0600).
 * -EEXIST there is one already; -EACCES, -ENOSPC, -EIO.
 */
[[nodiscard]] int store_make(const char *dir, char **why, TALLOC_CTX *);

/*
 * Open DIR/helpline.db, bring an older one up to date, check the keys.
 * 0; -ENOENT no store there; -EACCES it may not be written; -EPROTO it is of
 * a newer version; -EKEYREJECTED keys/ is not this store's; -EIO.  *why (a
 * sentence that says what to do, under the talloc parent) is set on failure.
 */
[[nodiscard]] int store_open(TALLOC_CTX *, const char *dir, enum store_role,
    struct store **out, char **why);

/* The words of the last failure; owned by the store. */
const char *store_why(const struct store *);

/*
 * One transaction at a time.  store_begin waits for the lock; -EACCES for
 * ROLE_LOOK.  store_commit returns 0 only when everything is durable; on -EIO
 * nothing of it counts as done.  store_rollback is safe at any time.
 *
 * What caller.h, cases.h and inbox.h change stands between store_begin and
 * store_commit (asserted); centre.h, staff.h, reading.h, store_checkpoint and
 * store_purge make a transaction of their own and may not stand in one.
 *
 * After -EIO the store may go on if the disk was only full.  If the disk
 * itself failed it is broken: every later call returns -EIO, the process must
 * end and start afresh.
 */
[[nodiscard]] int store_begin(struct store *);
[[nodiscard]] int store_commit(struct store *);
void store_rollback(struct store *);
/* Did the disk fail?  Then end, and start afresh. */
bool store_is_broken(const struct store *);
/* Can anything be written at all?  A transaction of its own that changes
   nothing.  0; -EIO. */
[[nodiscard]] int store_probe(struct store *);
/* Inside a transaction: a point to come back to.  Do not nest. */
[[nodiscard]] int store_mark(struct store *);
[[nodiscard]] int store_back_to_mark(struct store *);

/* Tell how long each sync of the log took, in microseconds, in any store of
   this process; NULL: nobody. */
void store_on_sync(void (*tell)(int64_t us));

/* Pages in the write-ahead log since the last checkpoint. */
unsigned store_log_pages(const struct store *);
/* Move them into the database; holds the lock.  -EAGAIN a reader is in the
   way; -EIO. */
[[nodiscard]] int store_checkpoint(struct store *);
/* The same, and the log is empty afterwards: what was erased stands in no file of
   ours any more.  -EAGAIN; -EIO. */
[[nodiscard]] int store_truncate(struct store *);
/* This process has erased a case since, or has just begun and does not know
   whether another did: it is time for that. */
bool store_erased(const struct store *);
/* How long things are kept. */
struct retention {
	int64_t inbox_days;	/* ids of messages carried out */
	int64_t draft_days;	/* cases that were never filed */
	int64_t closed_days;	/* finished cases */
	int64_t notice_days;	/* a case goes only so long after it came on the
				   list of those that will (forget.h); 0: at
				   once */
	int64_t ahead_s;	/* what the clock is ahead of the time that is
				   believed (reckoning.h): nothing ages by it */
};
/*
 * Delete at most n rows that are past their time at now (inbox, tries,
 * borrowed phones, drafts and finished cases: one that is larger than n goes
 * alone), and take from callers' rows a day old what ties them to a case.
 * *left says whether there may be more.
 */
[[nodiscard]] int store_purge(struct store *, int64_t now, unsigned n,
    const struct retention *, bool *left);
/*
 * Write what is committed to a new file at path, without waiting and without
 * what was deleted; it is not synced.  Not in a transaction.  -EIO.
 */
[[nodiscard]] int store_copy(struct store *, const char *path);
/* The schema's number, which grows with each change of it. */
int store_schema(void);
/* integrity_check and foreign_key_check; -EIO with store_why when it is not
   clean. */
[[nodiscard]] int store_verify(struct store *);
/*
 * Is it damaged?  Before anything is written into it, and in 0.3 s: with its
 * indices up to 8 MiB, each page and row up to 64 MiB, not at all beyond.  -EIO
 * with store_why.
 */
[[nodiscard]] int store_verify_start(struct store *);

#endif
