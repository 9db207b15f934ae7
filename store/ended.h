/*
 * ended.h - a centre's cases of a month, for its report.
 */
#ifndef STORE_ENDED_H
#define STORE_ENDED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"
#include "store/facet.h"
#include "store/staff.h"

/* A case of the month: opened in it (drafts are left out), or finished in it,
   then with the text of how it ended, NULL where that does not open.  All of
   it lives for the call. */
struct of_month {
	const struct matter *matter;
	const struct facets *facets;
	bool finished;
	const char *outcome;
};

/*
 * Those opened between two times, then those finished; one that was both is
 * met twice.  One audit row, "month", before any is read.
 * -EACCES she has departed; -EIO.
 */
[[nodiscard]] int cases_of_month(struct store *, int64_t centre,
    const struct login *, int64_t from, int64_t until, int64_t now,
    void (*each)(void *arg, const struct of_month *), void *arg);

#endif
