/*
 * cuts.h - pages that are the same for everyone, kept by where they go (door
 * and limits), node and language.  Only room: drawing.c fills it.
 */
#ifndef GATEWAY_CALLS_CUTS_H
#define GATEWAY_CALLS_CUTS_H

#include <stddef.h>
#include <talloc.h>

#include "gateway/calls/drawing.h"

struct cuts;

struct cut {
	struct pages *pages;		/* NULL: not cut, or not for everyone */
	/* Each page with each line of help; NULL while it is not drawn. */
	const struct page *(*hinted)[HINTS];
};


struct cuts *cuts_new(TALLOC_CTX *, const struct tree *);

/* The place of a node's pages; never NULL.  A door not seen before gets room
   for all of them. */
struct cut *cuts_find(struct cuts *, struct door, const struct node *,
    enum locale);
/* Keep pages there, with room for their lines of help. */
void cut_keep(struct cut *, struct pages *);

/* Forget a node's pages, at every door, in every language. */
void cuts_forget(struct cuts *, const struct node *);

/* The nth door that was seen; NULL past the last. */
const struct door *cuts_door(const struct cuts *, size_t n);

#endif
