/*
 * item.h - her case while a message is answered: opened, and one thing more in
 * it.
 */
#ifndef GATEWAY_CALLS_ITEM_H
#define GATEWAY_CALLS_ITEM_H

#include "gateway/calls/scene.h"

/* Open a case of this number (of nobody, where the phone is borrowed); she is
   at it.  0; negative as case_open. */
[[nodiscard]] int item_open_case(struct scene *, struct case_new *);

/* One item of her case; unasked: no page asked for it.  What was finished is
   taken up again, or nobody would see it. */
[[nodiscard]] int item_add(struct scene *, const char *kind,
    const char *text, bool unasked);

/* After a change: what was loaded is no longer so.  Returns rc. */
int item_changed(struct scene *, int rc);

#endif
