/*
 * agencies.h - the register of licensed agencies: the list that stands.
 *
 * A list is loaded beside the one in use (agencies_import.h) and takes its
 * place in one step, with a generation number that changes at every such
 * step: whoever keeps the register in memory asks agencies_generation and
 * loads again when it is another.  A load sees one whole list, never two.
 * A licence that an earlier list had and the new one has not stays, delisted.
 */
#ifndef STORE_AGENCIES_H
#define STORE_AGENCIES_H

#include <stdint.h>
#include <talloc.h>

#include "store/agency.h"
#include "store/store.h"

enum {
	AGENCIES_MAX = 200000,		/* of one list */
	SOURCE_MAX = 200,		/* octets */
};

struct register_head {
	int64_t generation;	/* 0: nothing was ever loaded */
	int64_t import;		/* number of the import that stands */
	int64_t as_of;		/* the day the list was true, by its source */
	const char *source;	/* where it came from */
	int64_t loaded_at;	/* when it took its place, Unix seconds */
	size_t rows;		/* agencies, delisted ones among them */
};

struct agencies {
	struct register_head head;
	size_t n;
	struct agency *agency;	/* by licence */
};

/* The list that stands, under the talloc parent; without any, generation 0
   and no agencies.  -EIO. */
[[nodiscard]] int agencies_load(struct store *, TALLOC_CTX *,
    struct agencies **out);
/* Its head alone. */
[[nodiscard]] int agencies_head(struct store *, TALLOC_CTX *,
    struct register_head *out);
/* Days since the list was true, today in Cambodia; 0 for a list of today. */
int64_t register_age_days(const struct register_head *, int64_t now);
/* Its generation alone: one row read, cheap at every rest.  -EIO. */
[[nodiscard]] int agencies_generation(struct store *, int64_t *out);

/*
 * Put a list in the place of the one that stands, at once and unasked: for
 * tests and made-up data.  Real lists go through agencies_import.h.  Its own
 * transactions.  -EINVAL a field is too long or a licence is there twice;
 * -EIO.
 */
[[nodiscard]] int agencies_replace(struct store *, const struct agency *,
    size_t n, int64_t as_of, const char *source, const char *actor,
    int64_t now);

#endif
