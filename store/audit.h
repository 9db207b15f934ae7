/*
 * audit.h - who did what to which case or member, and when.
 *
 * Never a word, a number or a caller's name.  Rows are only added; the store
 * refuses to change or delete one.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdint.h>

#include "store/store.h"

/* Inside the transaction that does it.  -EIO: then it must not be done. */
[[nodiscard]] int audit_add(struct store *, const char *actor,
    const char *action, const char *object, int64_t now);
/* The same about a case, by its id in hex. */
[[nodiscard]] int audit_add_case(struct store *, const char *actor,
    const char *action, const struct id *, int64_t now);

#endif
