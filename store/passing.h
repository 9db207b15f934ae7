/*
 * passing.h - a step of a referral, in its transaction; for referral.c and
 * offering.c.
 */
#ifndef STORE_PASSING_H
#define STORE_PASSING_H

#include "store/opened.h"
#include "store/parcel.h"
#include "store/referral.h"

struct passing {
	struct store *store;
	TALLOC_CTX *ctx;
	const struct login *login;
	const char *ref, *text;
	const struct referral_wish *wish;	/* of an offer */
	struct opened opened;		/* the case, or what was offered */
	struct parcel parcel;
	struct referral referral;
	int64_t now;
};
typedef int passing_step(struct passing *);

int64_t passing_centre(const struct passing *);		/* who does it */
const char *passing_name(const struct passing *);
/* Whom a case waits for. */
[[nodiscard]] int passing_waits(struct passing *, const struct id *,
    const char *whom);
/* The other office's page is told too. */
[[nodiscard]] int passing_pulse(struct passing *, int64_t centre);
/* What was said with it, into a case, and who made the version that is there
   now. */
[[nodiscard]] int passing_note(struct passing *, const struct id *,
    const char *action);

/* Run it.  *out (NULL: nowhere) is how the opened case is then, also where
   somebody else was first. */
[[nodiscard]] int passing_run(struct passing *, passing_step *,
    struct matter *out);

#endif
