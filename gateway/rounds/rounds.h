/*
 * rounds.h - the process that does what must happen unasked.
 *
 * It holds no key: it opens no case and knows no number.  It does one thing
 * after the other and may take long over each; callers never wait for it.
 */
#ifndef GATEWAY_ROUNDS_ROUNDS_H
#define GATEWAY_ROUNDS_ROUNDS_H

#include "gateway/settings.h"

/*
 * Carry out each duty when it is due until SIGTERM or SIGINT.  One octet goes
 * to ready_fd (unless it is negative) once the store is open.  0 stopped as
 * asked; -EIO the disk failed, start afresh; as store_open.
 */
[[nodiscard]] int rounds_run(const struct settings *, int ready_fd);

/* Carry out every duty that is wanted now, due or not.  0; -ECANCELED one
   failed; -ENOENT none is wanted; -EIO; as store_open. */
[[nodiscard]] int rounds_once(const struct settings *);

#endif
