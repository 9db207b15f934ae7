/*
 * zone.h - what the clock says in another country, by the tz database.
 *
 * A country with one time has one zone; of one with several (Indonesia, the
 * United States) nobody can say where in it she is, so it has none here and
 * nothing is sent there by its hours.  Rules are ICU's, with all their changes
 * of the clock.
 */
#ifndef LOCALES_ZONE_H
#define LOCALES_ZONE_H

#include <stdint.h>
#include <talloc.h>

struct zone;

/* The zone of a country (ISO 3166-1); NULL where there is none, or more than
   one.  Opened once, for as long as the process runs.  Not for several threads
   at once. */
struct zone *zone_of_country(const char *country);

/* By its name in the tz database.  -ENOENT ICU does not know it. */
[[nodiscard]] int zone_open(TALLOC_CTX *, const char *name,
    struct zone **out);

/* A time without a change of the clock: local time is UTC + offset_s from now
   on until before until (Unix s; INT64_MAX: for good). */
struct zone_span { int offset_s; int64_t until; };
struct zone_span zone_span(struct zone *, int64_t at);

#endif
