/*
 * batch.h - all that wait at one wake-up, carried out in one transaction; in
 * several where that would keep others who write waiting for too long.
 *
 * If a transaction fails it is rolled back and run one by one; what fails alone
 * is kept sealed in quarantine and answered with a neutral page.  Replies and
 * acknowledgements leave after COMMIT, a reply before its acknowledgement, in
 * one write.
 */
#ifndef GATEWAY_CALLS_BATCH_H
#define GATEWAY_CALLS_BATCH_H

#include "gateway/calls/step.h"

struct box;

/*
 * Answer what waits in the box, 256 at most.  On 0 everything acknowledged is
 * durable; what could not even be kept waits in bearerbox, unacknowledged.
 * -EIO: the store cannot write; what was not acknowledged comes again.
 */
[[nodiscard]] int batch_answer(const struct sitting *, struct box *);

#endif
