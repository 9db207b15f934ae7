/*
 * month.h - a centre's month: which days, and what was counted in them.
 */
#ifndef GATEWAY_DESK_MONTH_H
#define GATEWAY_DESK_MONTH_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/desk/tally.h"

struct visit;

struct month {
	char text[sizeof("2026-11")];
	int64_t first, after;		/* days; after is the next month's */
};

/* "2026-11", of the years 1971 to 2198.  0; -EINVAL (NULL too). */
[[nodiscard]] int month_read(const char *text, struct month *out);
/* The month that begins on a day. */
void month_of(int64_t first, struct month *out);
bool month_is_over(const struct month *, int64_t now);

/* Count it for the visitor's centre; how cases ended is opened with her key.
   As cases_of_month. */
[[nodiscard]] int month_count(struct visit *, const struct month *,
    struct tally *out);

#endif
