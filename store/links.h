/*
 * links.h - what ties cases together: one agency, one employer, a relative who
 * asks after a worker.
 *
 * For staff alone: nothing of it is read where a caller is answered.  A change
 * is a transaction as in work.h, of a case of one version.
 */
#ifndef STORE_LINKS_H
#define STORE_LINKS_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/joined.h"
#include "store/staff.h"

enum {
	EMPLOYER_MAX = 240,	/* octets, as shown */
	OTHERS_MAX = 100,	/* of a list; more are counted as so many */
	ASKED_MAX = 20,		/* relatives who ask after one worker */
};

/* Which agency it is about, by licence; "" none.  In clear.  -EINVAL too
   long. */
[[nodiscard]] int case_set_agency(struct store *, const char *ref,
    const struct login *, const char *licence, int64_t version, int64_t now,
    struct matter *out);

/*
 * Who employs her, for her centre: name is kept as an item "employer", key, the
 * name as it is compared, as a keyed hash; both "": nobody is known.  -EINVAL
 * too long.
 */
[[nodiscard]] int case_set_employer(struct store *, const char *ref,
    const struct login *, const char *name, const char *key, int64_t version,
    int64_t now, struct matter *out);

/*
 * It is a relative's, who asks after the worker of another case that this member
 * reads; "" after nobody.  Only the relative's case counts as changed.  -EINVAL
 * its own, or one that asks after this one; -ENOENT none.
 */
[[nodiscard]] int case_set_about(struct store *, const char *ref,
    const struct login *, const char *about_ref, int64_t version,
    int64_t now, struct matter *out);

enum link { LINK_AGENCY, LINK_EMPLOYER };
/* The other cases in her centre's queue, open or not, with the same, opened since
   a time; the last opened first.  Clear columns: no audit row.  -EIO. */
[[nodiscard]] int links_others(struct store *, TALLOC_CTX *,
    const struct login *, const struct id *, enum link, int64_t since,
    struct matters **out);

struct links {
	const char *licence;		/* "" none */
	bool is_joined, undoes;		/* as joined.h */
	struct matter joined_to;
	bool has_about;
	struct matter about;
	struct matters asked_by;
};
/* What is tied to a case, of that what this member may read.  -EIO. */
[[nodiscard]] int links_load(struct store *, TALLOC_CTX *,
    const struct login *, const struct id *, int64_t now,
    struct links **out);

#endif
