/*
 * casing.h - a case as the API shows it, and when it is safe to reach her.
 */
#ifndef GATEWAY_DESK_CASING_H
#define GATEWAY_DESK_CASING_H

#include <jansson.h>
#include <stdbool.h>

#include "gateway/hours.h"
#include "store/consent.h"
#include "store/facet.h"
#include "store/reading.h"
#include "store/work.h"

struct reply;
struct visit;

/* The clear columns, as shape_case. */
json_t *casing_json(struct visit *, const struct matter *);

/* Whom it is about: as the body says, and as shape_facets. */
struct facets casing_facets(const struct visit *);
json_t *casing_facets_json(const struct facets *);

/* What she wished, as items say it; the last word counts. */
struct safety {
	const char *wish;	/* "no", "call", "text"; "" she was not asked */
	const char *when;	/* "any", "morning", ...; "" not said */
	const char *result;	/* of the last contact; "" none */
	bool safe_now;		/* she allows calls, it is her time, and the last
				   contact gave no reason to doubt */
	struct opening opening;	/* her time, now or next; 0, 0: none */
};
/* The first three; nothing of now. */
struct safety casing_said(const struct reading *);
/* By the days, hours and country of what she allows: the truth that the list of
   calls and the outbox go by. */
struct safety casing_safety(const struct reading *, const struct consent *,
    int64_t now);

/* What she said and staff added, in order; numbers are withheld. */
json_t *casing_entries(const struct reading *);
json_t *casing_edits(const struct edits *);

/* What a change that names a version came to: the case as it is, or refused. */
struct reply *casing_changed(struct visit *, int rc, const struct matter *);
/* Somebody changed it meanwhile: how it is now, and who did what. */
struct reply *casing_stale(struct visit *, const struct matter *,
    int64_t version);

#endif
