/*
 * facts.h - what texts may name, every version of it, and the notices that
 * an operator writes for phones.
 *
 * Nothing is ever deleted: a change is a new version, and the audit says who
 * made it.  What may be shown is not judged here (menus/facts.h).
 */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

/* One version of a fact; confidence as in menus/facts.yaml, days as
   YYYY-MM-DD, confirmed_by "" by nobody. */
struct fact_row {
	const char *id, *value, *source, *source_date;
	const char *checked_on, *expires_on, *confidence, *confirmed_by;
	const char *hours;	/* "" not known */
	bool contact;
	const char *what;	/* file, renewed, confirmed, withdrawn */
	const char *who;	/* an operator, or the file it came from */
	int64_t at;
};
struct fact_rows { size_t n; struct fact_row *row; };

/* Those in use, by id.  -EIO. */
[[nodiscard]] int facts_load(struct store *, TALLOC_CTX *,
    struct fact_rows **out);
/* Every version of one, the newest first; none when it is unknown.  -EIO. */
[[nodiscard]] int fact_history(struct store *, TALLOC_CTX *, const char *id,
    struct fact_rows **out);
/* Inside a transaction: the new version that counts.  -EIO. */
[[nodiscard]] int fact_put(struct store *, const struct fact_row *,
    int64_t now);

/* A notice, its texts in the order of enum locale: km, km_Latn, th, en; ""
   none.  until is "" where it was taken away. */
struct notice_row {
	const char *name;
	const char *text[4];
	const char *since, *until;
	const char *who;
	int64_t at;
};
struct notice_rows { size_t n; struct notice_row *row; };

/* As their siblings above. */
[[nodiscard]] int notices_load(struct store *, TALLOC_CTX *,
    struct notice_rows **out);
[[nodiscard]] int notice_history(struct store *, TALLOC_CTX *,
    const char *name, struct notice_rows **out);
[[nodiscard]] int notice_put(struct store *, const struct notice_row *,
    int64_t now);

/* A number that changes whenever one of them does.  -EIO. */
[[nodiscard]] int facts_mark(struct store *, int64_t *out);

#endif
