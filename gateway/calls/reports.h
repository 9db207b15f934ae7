/*
 * reports.h - what a network says became of a message of ours.
 *
 * It may say it late, twice and in any order, and anybody who reaches
 * bearerbox's port may say anything: only an id of ours with its check counts,
 * and only onwards.
 */
#ifndef GATEWAY_CALLS_REPORTS_H
#define GATEWAY_CALLS_REPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/calls/step.h"

struct box;

/* Does this tell of a message, rather than being one? */
bool is_report(const struct arrival *);

/*
 * Take the reports among the first n that wait in the box, in one transaction,
 * then acknowledge them.  -EIO: the store cannot write; they come again.
 */
[[nodiscard]] int reports_take(const struct sitting *, struct box *, size_t n);

#endif
