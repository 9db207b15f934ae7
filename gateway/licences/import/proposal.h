/*
 * proposal.h - a list that was read, held against the register, and what
 * becomes of it: the one path, whoever imports.
 */
#ifndef GATEWAY_LICENCES_IMPORT_PROPOSAL_H
#define GATEWAY_LICENCES_IMPORT_PROPOSAL_H

#include <stdbool.h>

#include "gateway/licences/import/reading.h"
#include "store/agencies_diff.h"
#include "store/agencies_import.h"

struct proposal {
	struct agencies *standing;
	struct agencies_diff *diff;
	int64_t as_of;
	bool needs_second;	/* it would wait for a second person */
	bool same;		/* the register says all of this already */
	unsigned char digest[IMPORT_DIGEST];
};

/* Changes nothing.  Under the talloc parent; the list must outlive it.
   -EINVAL as_of is later than today; -EIO. */
[[nodiscard]] int proposal_make(TALLOC_CTX *, struct store *,
    const struct list *, int64_t as_of, int64_t now, struct proposal **out);

/*
 * Write it: it stands, or it waits (*state says which).  importer as in
 * agencies_import.h.  -EBUSY another import runs on this directory; -EEXIST
 * the register changed meanwhile; -EINVAL the source is too long; -EIO.
 */
[[nodiscard]] int proposal_carry_out(struct store *, const char *dir,
    const struct proposal *, const char *source, const char *importer,
    int64_t now, int64_t *number, enum import_state *state);

/* After a decision: give up what was broken off, delete the rows of lists
   that nobody needs.  -EBUSY as above: then they do it. */
[[nodiscard]] int proposal_sweep(struct store *, const char *dir,
    int64_t now);

/* Why it waits, in a sentence under the talloc parent. */
char *proposal_reason(TALLOC_CTX *, const struct diff_counts *, size_t before,
    bool older);

#endif
