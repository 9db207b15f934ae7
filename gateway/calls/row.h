/*
 * row.h - between a caller's row and the dialogue: her place is read from it
 * and kept in it.
 */
#ifndef GATEWAY_CALLS_ROW_H
#define GATEWAY_CALLS_ROW_H

#include "gateway/calls/scene.h"

/* Her place, by her row. */
void row_read(struct scene *);
/* The other way: place, session and times, for what was just carried out. */
void row_keep(struct scene *, const struct sitting *);
/* The id alone: her place knows nothing of this message. */
void row_keep_id(struct scene *);
/* A new session on a phone that was not hers knows nothing of the last. */
void row_forget_borrowed(struct scene *);

#endif
