/*
 * alarm.h - urgent cases that nobody has opened, and how slow a centre is.
 *
 * A case that is opened urgent, or becomes so, is watched from that second
 * until a member opens it.  Its own times are kept to the hour only; the
 * second lies here and goes with the last step (rounds decides the steps).
 * Everything but the loading stands in the transaction of who calls.
 */
#ifndef STORE_ALARM_H
#define STORE_ALARM_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/store.h"

/* Watch a case.  before: it is about to become urgent, and is left alone when
   it is that already; else it was just opened.  -EIO, here and below. */
[[nodiscard]] int alarm_raise(struct store *, const struct id *, bool before,
    int64_t now);
/* A member of a centre opened it.  Where no other of that case's centre waits,
   texts that have not left are dropped. */
[[nodiscard]] int alarm_drop(struct store *, const struct matter *,
    int64_t centre, int64_t now);

struct alarm { struct id case_id; int64_t centre, at; unsigned step; };
struct alarms { size_t n; struct alarm *alarm; };
/* Those with fewer steps told than so many, the oldest first, max of them. */
[[nodiscard]] int alarms_load(struct store *, TALLOC_CTX *, unsigned steps,
    unsigned max, struct alarms **out);
/* How many cases of a centre nobody has opened. */
[[nodiscard]] int alarms_count(struct store *, int64_t centre, int64_t *n);
/* So many steps have been told of it, and since when it counts. */
[[nodiscard]] int alarm_told(struct store *, const struct id *, unsigned step,
    int64_t at);

/* A text that tells of a centre's alarms; when the last of those is dropped,
   and the text has not left, it never will. */
[[nodiscard]] int alarm_keep_text(struct store *, int64_t centre,
    const struct id *text);

/* ---- is a centre slow? ---- */

/* What callers of a centre are told; false for one that is not known.  -EIO,
   here and below. */
[[nodiscard]] int centre_slow(struct store *, int64_t centre, bool *out);
/*
 * Whether it is: the case that has waited longest to be opened and the last
 * one that its members opened both lie three working days back.  *slow is how
 * it was said last.
 */
[[nodiscard]] int centre_judge(struct store *, int64_t centre, int64_t now,
    bool *is, bool *was);
[[nodiscard]] int centre_set_slow(struct store *, int64_t centre, bool);

#endif
