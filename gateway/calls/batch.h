/*
 * batch.h - all that wait at one wake-up, carried out in one transaction.
 *
 * If the batch fails it is rolled back and run one by one; what fails alone
 * is kept sealed in quarantine and not answered.
 */
#ifndef GATEWAY_CALLS_BATCH_H
#define GATEWAY_CALLS_BATCH_H

#include "gateway/calls/step.h"

/*
 * On 0 everything is durable and answers[i] is what heard[i] is owed.
 * Negative: the store cannot write, nothing may be answered or acknowledged.
 */
[[nodiscard]] int batch_take(TALLOC_CTX *, const struct sitting *,
    const struct heard *, struct answer *answers, size_t n);

#endif
