/*
 * phone.h - a handset's own end of the line to the simulated network.
 *
 * Blocking, one line at a time; what the network says while nobody waits
 * stays in the socket.
 */
#ifndef GATEWAY_HANDSET_PHONE_H
#define GATEWAY_HANDSET_PHONE_H

#include <talloc.h>

#include "gateway/handset/wire.h"

struct phone;

/*
 * Switch on at the network of a data directory.  The number is checked by
 * the network, with a notice.  -ENAMETOOLONG; -ENOENT no network runs there;
 * -EIO.  talloc_free switches off.
 */
[[nodiscard]] int phone_open(TALLOC_CTX *, const char *dir,
    const char *number, struct phone **out);
/* To wait on together with something else. */
int phone_fd(const struct phone *);

/* -EIO: the network is gone. */
[[nodiscard]] int phone_press(struct phone *, const struct press *);

/*
 * The next thing shown; *line (may be NULL) is its JSON.  Both hang under the
 * parent.  -ETIMEDOUT nothing came in so many ms; -EIO the network is gone or
 * says what is no line of wire.h.
 */
[[nodiscard]] int phone_next(struct phone *, TALLOC_CTX *, long timeout_ms,
    struct screen *out, const char **line);

#endif
