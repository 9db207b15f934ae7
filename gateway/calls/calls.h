/*
 * calls.h - the process that answers phones.
 *
 * One transaction for all that wait at a wake-up, at most 256; replies and
 * acknowledgements leave after COMMIT, in one write, on the connection the
 * messages came in on.  Holds public keys of the centres, the tag key and the
 * pin key; can open no case.
 */
#ifndef GATEWAY_CALLS_CALLS_H
#define GATEWAY_CALLS_CALLS_H

#include "gateway/settings.h"

/*
 * Run until SIGTERM or SIGINT.  ready_fd (-1: none) gets one octet once
 * bearerbox has accepted us.  0 ended as asked; negative errno: could not
 * start, or the store failed and the process must be started again.
 */
[[nodiscard]] int calls_run(const struct settings *, int ready_fd);

#endif
