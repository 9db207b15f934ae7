/*
 * footing.h - what a centre stands on, in words: told by init, serve, centre
 * start and doctor alike.
 */
#ifndef GATEWAY_CHECKING_FOOTING_H
#define GATEWAY_CHECKING_FOOTING_H

#include <stdio.h>

#include "gateway/directory.h"
#include "store/footing.h"

/* What it lacks and how to mend it, one sentence after the other, under the
   talloc parent; "" where nothing is lacking. */
char *footing_lacks(TALLOC_CTX *, const char *dir, const struct centre *,
    const struct footing *);
/* Why it takes no cases yet. */
void footing_tell(const struct directory *, const struct centre *, FILE *);
/*
 * Let every centre take cases that stands on two of three; of the others it is
 * said why not.  Whether the intake centre, which takes what names no other, is
 * among those that do.  Of a demonstration nothing is asked.
 */
bool footing_start_all(const struct directory *);

#endif
