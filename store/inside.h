/*
 * inside.h - the store's own parts; for files of store/ only.
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include <stdbool.h>

#include "store/store.h"

struct deadline_table;
struct engine;
struct keys;

struct store {
	struct engine *engine;
	struct keys *keys;	/* NULL: ROLE_LOOK, ROLE_ROUNDS */
	const struct deadline_table *deadlines;	/* NULL: the store's own */
	const char *dir;
	enum store_role role;
	int lock;		/* DIR/lock, open */
	bool writing;		/* between store_begin and store_commit */
	bool marked;
	bool erased;		/* a case, and its bytes may stand in the log */
	bool broken;		/* the disk failed us: nothing is believed any
				   more, the process starts afresh */
	char why[256];
};

/* Keep the words of a failure and return rc. */
__attribute__((format(printf, 3, 4)))
int store_fail(struct store *, int rc, const char *format, ...);

/* Steps of opening, shared by store_open and store_make. */
extern const char store_file[];	/* its name in DIR */
struct store *store_new(TALLOC_CTX *, const char *dir, enum store_role);
[[nodiscard]] int store_lock(struct store *);
[[nodiscard]] int store_bring_up(struct store *, int version);
/* Free a store that could not be opened and give its words to *why, unless
   that has some; returns rc. */
int store_give_up(struct store *, int rc, char **why, TALLOC_CTX *);

/*
 * The engine, seen by store.c.  engine_open connects to a file that exists,
 * sets what durability needs and reads it back.  -EACCES; -EIO.
 */
[[nodiscard]] int engine_open(struct store *, const char *path);
/* Prepare all statements. */
[[nodiscard]] int engine_prepare(struct store *);
/* Number of the schema, 0 in an empty file. */
[[nodiscard]] int engine_version(struct store *, int *out);
/* Begin to write, once all statements are prepared. */
[[nodiscard]] int engine_begin(struct store *);
/* A script, or BEGIN, COMMIT and their kind. */
[[nodiscard]] int engine_do(struct store *, const char *sql);
/* Is a transaction open?  The engine may end one by itself when it fails. */
bool engine_in_transaction(const struct store *);
unsigned engine_log_pages(const struct store *);
/* whole: the log is empty afterwards. */
[[nodiscard]] int engine_checkpoint(struct store *, bool whole);
/* Each page and row by itself; what indices say of them, too (ten times as
   long); and what rows say of each other. */
enum verify { VERIFY_PAGES, VERIFY_INDICES, VERIFY_ROWS };
[[nodiscard]] int engine_verify(struct store *, enum verify);

#endif
