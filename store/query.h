/*
 * query.h - the seam to the database engine: statements by name.
 *
 * The files in sql/ hold every statement, headed "-- name: case_load", here
 * SQL_CASE_LOAD.  All are prepared when the store is opened.  A query is
 * started, bound in the order of its ?s, stepped, and ended:
 *
 *	q = query_start(store, SQL_CASE_LOAD);
 *	query_bind_blob(q, id, sizeof(*id));
 *	if ((rc = query_next(q)) == 1)
 *		n = query_int(q, 0);
 *	query_end(q);
 *
 * Each statement runs once at a time: end it before it is started again.
 * One that writes stands between store_begin and store_commit (asserted).
 * Nothing of the engine's own types is seen outside sqlite.c.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/statements.h"
#include "store/store.h"

struct query;

struct query *query_start(struct store *, enum statement);

/* Bind the next ?.  Text and blob must live until query_end; NULL is null. */
void query_bind_int(struct query *, int64_t);
void query_bind_text(struct query *, const char *);
void query_bind_blob(struct query *, const void *, size_t);

/* 1 a row; 0 no more; -EEXIST a constraint refuses it; -EIO.  The query has
   ended when this is not 1. */
[[nodiscard]] int query_next(struct query *);
/* For what returns no rows: bind, then this.  0, -EEXIST, -EIO; ends it. */
[[nodiscard]] int query_run(struct query *);
/* For what returns one number, or no row, which is 0: bind, then this.  0,
   -EIO; ends it. */
[[nodiscard]] int query_number(struct query *, int64_t *out);
/* Ends it early; harmless on one that has ended. */
void query_end(struct query *);

/* Columns of the row, from 0.  A null is 0, "", no octets. */
int64_t query_int(struct query *, int column);
/* Good until query_next or query_end. */
const char *query_text(struct query *, int column);
const void *query_blob(struct query *, int column, size_t *n);
/* Copies: exactly n octets, zeros when the column is of another length; at
   most n octets with the NUL. */
void query_copy(struct query *, int column, void *out, size_t n);
void query_copy_text(struct query *, int column, char *out, size_t n);

/* Rows the last query_run changed; the rowid it inserted. */
int64_t query_changed(const struct store *);
int64_t query_inserted(const struct store *);

#endif
