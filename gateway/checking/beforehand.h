/*
 * beforehand.h - what only people can supply before the first real call: a
 * short code, a contract, readers, partners, somebody awake.
 *
 * What can be seen in the data directory is judged there.  For the rest
 * somebody stands with her name, in DIR/beforehand.yaml:
 *
 *	operator-contract: Sok Dara, 2026-12-01, signed, in the safe
 */
#ifndef GATEWAY_CHECKING_BEFOREHAND_H
#define GATEWAY_CHECKING_BEFOREHAND_H

#include "gateway/checking/checkup.h"

/* Findings that are fine or not yet there (FINDING_FAIL), one a matter, by its
   name; what must be opened for it is opened. */
struct checkup *beforehand_run(TALLOC_CTX *, const char *dir, time_t now);

#endif
