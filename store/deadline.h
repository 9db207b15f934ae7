/*
 * deadline.h - by when somebody must have done something.
 *
 * Working days are Monday to Friday in Cambodia and Thailand, +7 all year.
 */
#ifndef STORE_DEADLINE_H
#define STORE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"

enum { DEADLINE_HOUR_S = 3600, DEADLINE_DAY_S = 86400 };

/* So many working days after a time. */
int64_t deadline_after(int64_t at, int days);
/* Two working days later; what comes at a weekend waits from Monday on. */
int64_t deadline_patience(int64_t opened_at);
/* Of a case that was just opened: an hour, or two working days. */
int64_t deadline_first(bool urgent, int64_t opened_at);
/* Of a case that was just put in a state: after so many days at the latest
   somebody looks again. */
int64_t deadline_next(bool urgent, enum case_state, int64_t now);

#endif
