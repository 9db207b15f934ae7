/*
 * inbox.h - which messages were carried out: (time, id), nothing else.
 */
#ifndef STORE_INBOX_H
#define STORE_INBOX_H

#include <stdint.h>

#include "store/store.h"

/* Remember a message.  -EEXIST it was carried out before; -EIO. */
[[nodiscard]] int inbox_add(struct store *, int64_t time, const char *id);

#endif
