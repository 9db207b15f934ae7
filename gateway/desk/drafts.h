/*
 * drafts.h - what was begun in a form and is sent now needs no draft any more.
 */
#ifndef GATEWAY_DESK_DRAFTS_H
#define GATEWAY_DESK_DRAFTS_H

#include <jansson.h>

struct drafts;
struct visit;

/* As a list of shape_draft_kept. */
json_t *drafts_json(const struct drafts *);

/* Drop her draft of a form: of a case, or (NULL) of none.  Failing is logged. */
void draft_sent(struct visit *, const char *ref, const char *form);

#endif
