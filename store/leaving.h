/*
 * leaving.h - a member leaves, in order: her cases have somebody else by then,
 * and her centre has a key that she never held.
 */
#ifndef STORE_LEAVING_H
#define STORE_LEAVING_H

#include <stdbool.h>
#include <stdint.h>

#include "store/secret.h"
#include "store/store.h"

/*
 * She has left: in one transaction her key and grants go, and her centre gets a
 * new key, which fresh is filled with; cases are sealed to it by rekey_step.
 * -EPERM she still has open cases; -EINVAL she held her centre's key, and key is
 * NULL; -ENOENT nobody of this name, or departed before; else as rekey_start.
 * A member whose role holds no key needs none, and *rekeyed is false.
 */
[[nodiscard]] int staff_leave(struct store *, const char *name,
    const struct secret *key, const char *by, int64_t now,
    struct secret *fresh, bool *rekeyed);

#endif
