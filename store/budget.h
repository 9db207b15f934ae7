/*
 * budget.h - how often one number was answered by SMS of late, and how much of
 * what it sent was kept today.
 *
 * Counts only, under its tag, until two days later.  What they mean is for
 * gateway/calls/limits.c to say.
 */
#ifndef STORE_BUDGET_H
#define STORE_BUDGET_H

#include <stdint.h>

#include "store/caller.h"

struct budget {
	struct tag tag;
	int64_t replied_at;		/* Unix s; 0: never */
	int64_t said;			/* caller_echo of the last reply */
	unsigned same;			/* replies in a row that said it */
	unsigned vain;			/* replies in a row to what was no
					   answer to a page of ours */
	int64_t window_at;		/* Unix s */
	unsigned window;		/* such replies since then */
	int64_t day;			/* Unix day */
	unsigned today;			/* such replies on it */
	unsigned items;			/* what was kept on it, or left out */
};

/* Inside a transaction.  A number without a row has a budget of zeros. */
[[nodiscard]] int budget_load(struct store *, struct tag, struct budget *out);
[[nodiscard]] int budget_save(struct store *, const struct budget *);

#endif
