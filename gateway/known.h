/*
 * known.h - what texts may say here and now: the facts of a file and those
 * of the store as one, and the operator's notices.
 */
#ifndef GATEWAY_KNOWN_H
#define GATEWAY_KNOWN_H

#include <stdint.h>
#include <talloc.h>
#include <time.h>

#include "gateway/settings.h"
#include "locales/catalogue.h"
#include "menus/facts.h"
#include "store/facts.h"

struct faults;

struct known {
	struct facts *facts;
	struct facts *news;		/* of the file, not in the store yet */
	struct notice_rows *notices;	/* NULL: none */
	int64_t mark;			/* facts_mark of the store */
};

/* Only what a file says; it must outlive it. */
struct known *known_file(TALLOC_CTX *, struct facts *file);
/* The file's and the store's; the file must outlive it.  -EIO. */
[[nodiscard]] int known_load(TALLOC_CTX *, const struct facts *file,
    struct store *, struct known **out);
/* Put what the file brings into the store, in a transaction of its own, with
   the file's name as who.  -EIO, -EACCES. */
[[nodiscard]] int known_keep(const struct facts *file, const char *name,
    struct store *, int64_t now);
/* The same with the facts that the program carries, for a new store. */
[[nodiscard]] int known_found(struct store *, int64_t now);
/* Their name in the store. */
extern const char known_shipped[];

/* A fact as the store has it, and back; both under the talloc parent. */
struct fact known_fact(const struct fact_row *);
struct fact_row known_row(const struct fact *, const char *what,
    const char *who);

/* The notice of a name that holds at a time; NULL when there is none. */
const struct notice_row *known_notice(const struct known *, const char *name,
    time_t);
/*
 * What stands for {notice.NAME}: "border" is its words, "border.since" and
 * "border.until" are days, in Thai of the Buddhist era.  Words that a
 * language lacks come in English.  NULL when no such notice holds.
 */
const char *known_words(const struct known *, TALLOC_CTX *, const char *name,
    enum locale, time_t);

/*
 * The time that all this is judged at: now; in a demonstration noon of the
 * day in DIR/today, where there is such a file.  0; -EINVAL with a fault:
 * the file holds no day, or this is no demonstration.
 */
[[nodiscard]] int known_time(const struct settings *, time_t now,
    struct faults *, time_t *out);

#endif
