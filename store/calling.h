/*
 * calling.h - who waits to be called (callback.h), as staff see it: the list of
 * a centre, and what becomes of it when it was tried.
 */
#ifndef STORE_CALLING_H
#define STORE_CALLING_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"
#include "store/store.h"

/* When a call asked for at a time comes too late. */
int64_t calling_until(int64_t asked_at);

/* Staff wish to call her, or to try again: her three tries begin anew.  A
   transaction of its own; as work.h. */
[[nodiscard]] int calling_again(struct store *, const char *ref,
    const struct login *, int64_t now);
/* In the transaction that notes how it went: "reached" ends it, "no_answer" is
   one try, and after any other nobody tries again.  -EIO. */
[[nodiscard]] int calling_went(struct store *, const struct id *,
    const char *result);

struct calling {
	struct id id;
	char ref[REF_DIGITS + 1];
	int64_t asked_at;
	unsigned tries;
};
struct callings { size_t n; struct calling *of; };
/* Of a centre's open cases, in no order; what is too late is left out.  -EIO. */
[[nodiscard]] int callings_load(struct store *, TALLOC_CTX *, int64_t centre,
    int64_t now, unsigned max, struct callings **out);
/* Tell the lead of each that is too late and nobody tried; *n how many, with
   tell false without telling.  Inside a transaction if tell.  -EIO. */
[[nodiscard]] int callings_missed(struct store *, int64_t centre, int64_t now,
    bool tell, unsigned *n);

#endif
