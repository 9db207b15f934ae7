/*
 * duty.h - what rounds does unasked: one duty is one file and one row of the
 * table in duties.c.
 */
#ifndef GATEWAY_ROUNDS_DUTY_H
#define GATEWAY_ROUNDS_DUTY_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/settings.h"
#include "store/rounds.h"
#include "store/store.h"

/* One time that a duty is carried out; a talloc context. */
struct turn_of_duty {
	const struct settings *settings;
	struct store *store;
	int64_t now;
	const struct rounds_done *before;	/* the last times, latest first */
	bool (*stop)(void);			/* give up now? */
	/* What it says when it has ended: */
	const char *words, *memo;
};

struct duty {
	const char *name;
	/* Is it wanted at all? */
	bool (*wanted)(const struct settings *);
	/* Seconds between two times that went well. */
	int64_t (*interval_s)(const struct settings *);
	/* Is there anything to do now?  NULL: always.  What is looked at every
	   few seconds and has nothing to do leaves no record. */
	bool (*pending)(struct turn_of_duty *);
	/* Carry it out; words are set. */
	enum round_result (*run)(struct turn_of_duty *);
};
extern const struct duty duties[];	/* ends with a NULL name */

/* Has it anything to do at this time? */
bool duty_pending(const struct duty *, const struct settings *,
    struct store *, int64_t now);
/* When it is due next: at once the first time, an interval after one that
   went well, after failures 5 minutes and twice as long each, an interval at
   most. */
int64_t duty_due(const struct duty *, const struct settings *,
    const struct rounds_done *before, int64_t now);

/* Carry it out and keep a record.  -EIO the store fails. */
[[nodiscard]] int duty_run(const struct duty *, const struct settings *,
    struct store *, int64_t now, bool (*stop)(void),
    enum round_result *result);

enum { ROUNDS_REMEMBERED = 20 };

/* refresh.c: the register, from its address. */
bool refresh_wanted(const struct settings *);
int64_t refresh_interval_s(const struct settings *);
enum round_result refresh_run(struct turn_of_duty *);
/* urgent.c: what nobody opens. */
bool urgent_pending(struct turn_of_duty *);
enum round_result urgent_run(struct turn_of_duty *);
/* late.c: calls that come too late. */
bool late_pending(struct turn_of_duty *);
enum round_result late_run(struct turn_of_duty *);
/* clock.c: it was set while we ran. */
bool clock_pending(struct turn_of_duty *);
enum round_result clock_run(struct turn_of_duty *);
/* upkeep.c: centres that are slow, members whose cases are due. */
bool always_wanted(const struct settings *);
int64_t quarter_interval_s(const struct settings *);
int64_t no_interval_s(const struct settings *);
bool slow_pending(struct turn_of_duty *);
enum round_result slow_run(struct turn_of_duty *);
bool remind_pending(struct turn_of_duty *);
enum round_result remind_run(struct turn_of_duty *);

/* forget.c: which cases will be erased. */
bool forget_pending(struct turn_of_duty *);
enum round_result forget_run(struct turn_of_duty *);

/* backup.c: a sealed copy of everything but the keys. */
bool backup_wanted(const struct settings *);
int64_t backup_interval_s(const struct settings *);
enum round_result backup_run(struct turn_of_duty *);

#endif
