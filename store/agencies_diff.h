/*
 * agencies_diff.h - what a new list changes in the register.
 *
 * Pure: two lists in, changes out.  What the new list leaves out stays in the
 * register: a licence that was valid or expired as delisted, one that was
 * suspended or revoked as that, for who asks must still be told so.
 */
#ifndef STORE_AGENCIES_DIFF_H
#define STORE_AGENCIES_DIFF_H

#include "store/agencies.h"

struct agency_change {
	const char *licence;
	const char *name;	/* to show beside it; of the old list if it is
				   not on the new one */
	const char *field;	/* agency_field_name; "" it is new */
	const char *was, *is;	/* text forms; of a new one "" and its name */
	bool revives;		/* not valid before, valid with this change */
};

struct diff_counts {
	size_t added, removed, changed;	/* agencies */
	size_t revived;			/* of those: valid again */
};

struct agencies_diff {
	struct diff_counts counts;
	size_t before;			/* agencies that stand, delisted ones
					   not counted */
	bool older;			/* than the list that stands */
	size_t n;			/* by licence, then field */
	struct agency_change *change;
	size_t rows;			/* the register it makes, by licence */
	struct agency *row;
};

/*
 * Compare a list of a day with what stands.  today decides what is valid.
 * Under the talloc parent; the rows point into both lists, which must outlive
 * it.  -EINVAL one licence is on the list twice.
 */
[[nodiscard]] int agencies_diff(TALLOC_CTX *, const struct agencies *standing,
    const struct agency *list, size_t n, int64_t as_of, int64_t today,
    struct agencies_diff **out);

/*
 * Must a second person see it?  More than a tenth of the rows change, a
 * licence becomes valid again, or the list is older than the one that stands.
 */
bool diff_needs_second(const struct diff_counts *, size_t before, bool older);

#endif
