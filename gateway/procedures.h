/*
 * procedures.h - the table of steps and the holidays, as a store follows them.
 *
 * DIR/procedures.yaml and DIR/holidays.yaml where they are, else what the
 * program carries.  Every process that opens or changes cases follows them.
 */
#ifndef GATEWAY_PROCEDURES_H
#define GATEWAY_PROCEDURES_H

#include <talloc.h>
#include <time.h>

#include "gateway/settings.h"
#include "menus/holidays.h"
#include "menus/procedures.h"
#include "store/deadline.h"

struct faults;
struct rules {
	struct procedures *procedures;	/* the steps, with what they say */
	struct holidays *holidays;
	const char *holidays_file;	/* that faults are told of */
	struct deadline_table table;
};

/* Kinds of partners; ends with NULL. */
extern const char *const partner_kinds[];

/* settings may be NULL: what the program carries.  0, or -EINVAL with every
   mistake added to faults. */
[[nodiscard]] int rules_open(TALLOC_CTX *, const struct settings *,
    struct faults *, struct rules **out);
/* Open them for as long as a store is open, and let it follow them; what is
   wrong is logged.  -EINVAL. */
[[nodiscard]] int rules_follow(const struct settings *, struct store *,
    struct rules **out);
/* What is missing on the day of a time, as warnings. */
void rules_missing(const struct rules *, time_t now, struct faults *);

#endif
