/*
 * An urgent case that nobody opens: who is on duty is told, then who stands in,
 * then an administrator, by an SMS that says that there is something.
 *
 * All that a centre has of it goes into one: a case that waits less long than
 * the one that rings rises with it.  Where nobody can be told, the next step
 * is due at once.
 */
#include "gateway/rounds/duty.h"

#include <errno.h>
#include <inttypes.h>

#include "gateway/rounds/telling.h"
#include "store/alarm.h"
#include "store/finish.h"
#include "store/roster.h"

enum { STEPS = 3, ALARMS_MAX = 500, MINUTE_S = 60, HOUR_S = 3600 };

struct ringing {
	struct turn_of_duty *turn;
	struct roster *roster;
	int64_t centre;
	struct alarm *alarm;		/* the centre's */
	unsigned *reached;		/* steps that are due, by alarm */
	size_t n;
	int64_t items;			/* all that it has not opened */
	unsigned told, steps;
};

static int64_t
after_s(const struct settings *settings, unsigned step)
{
	const long minutes[STEPS] = { settings->urgent_duty_m,
	    settings->urgent_stand_in_m, settings->urgent_administrator_m };

	return minutes[step] * MINUTE_S;
}

/* How many steps its time has passed. */
static unsigned
passed(const struct settings *settings, const struct alarm *alarm, int64_t now)
{
	unsigned step = 0;

	while (step < STEPS && now >= alarm->at + after_s(settings, step))
		step++;
	return step;
}

/* A clock that was set back would hold it for as long. */
static bool
is_ahead(const struct alarm *alarm, int64_t now)
{
	return alarm->at > now + MINUTE_S;
}

bool
urgent_pending(struct turn_of_duty *turn)
{
	struct alarms *alarms;
	bool pending = false;

	/* What cannot be read is looked at, and then says so. */
	if (alarms_load(turn->store, turn, STEPS, ALARMS_MAX, &alarms) != 0)
		return true;
	for (size_t i = 0; i < alarms->n && !pending; i++)
		pending = is_ahead(&alarms->alarm[i], turn->now) ||
		    passed(turn->settings, &alarms->alarm[i], turn->now) >
		    alarms->alarm[i].step;
	talloc_free(alarms);
	return pending;
}

static int
tell_one(struct ringing *ringing, int64_t staff)
{
	const struct telling telling = {
		.staff = staff, .centre = ringing->centre,
		.one = "staff.new.one", .many = "staff.new.many",
		.n = ringing->items, .valid_s = HOUR_S, .alarm = true,
	};
	int rc = tell_staff(ringing->turn, &telling);

	if (rc == 0)
		ringing->told++;
	return rc == -ENOENT ? 0 : rc;
}

/* Whoever holds two lines of the roster is told once. */
static bool
is_first(const struct roster *roster, size_t i, enum shift_part part,
    int64_t now)
{
	for (size_t k = 0; k < i; k++)
		if (roster->shift[k].part == part &&
		    roster->shift[k].staff == roster->shift[i].staff &&
		    shift_holds(&roster->shift[k], now))
			return false;
	return true;
}

static int
tell_shift(struct ringing *ringing, enum shift_part part)
{
	const struct roster *roster = ringing->roster;
	int64_t now = ringing->turn->now;
	int rc = 0;

	for (size_t i = 0; i < roster->n && rc == 0; i++)
		if (roster->shift[i].part == part &&
		    shift_holds(&roster->shift[i], now) &&
		    is_first(roster, i, part, now))
			rc = tell_one(ringing, roster->shift[i].staff);
	return rc;
}

static int
tell_administrators(struct ringing *ringing)
{
	struct staff_ids *ids;
	int rc = phones_of_role(ringing->turn->store, ringing->turn,
	    AS_ADMINISTRATOR, &ids);

	for (size_t i = 0; rc == 0 && i < ids->n; i++)
		rc = tell_one(ringing, ids->id[i]);
	return rc;
}

static int
tell_step(struct ringing *ringing, unsigned step)
{
	switch (step) {
	case 0:
		return tell_shift(ringing, ON_DUTY);
	case 1:
		return tell_shift(ringing, STANDS_IN);
	default:
		return tell_administrators(ringing);
	}
}

/* Where it stands now; who copies the disk later finds the hour. */
static int
rise(struct ringing *ringing, struct alarm *alarm)
{
	alarm->step++;
	return alarm_told(ringing->turn->store, &alarm->case_id, alarm->step,
	    alarm->step == STEPS ? alarm->at - alarm->at % HOUR_S :
	    alarm->at);
}

static bool
is_due(const struct ringing *ringing, unsigned step)
{
	for (size_t i = 0; i < ringing->n; i++)
		if (ringing->alarm[i].step == step &&
		    ringing->reached[i] > step)
			return true;
	return false;
}

static int
take_step(struct ringing *ringing, unsigned step)
{
	unsigned before = ringing->told;
	int rc;

	if (!is_due(ringing, step))
		return 0;
	rc = tell_step(ringing, step);
	ringing->steps++;
	for (size_t i = 0; rc == 0 && i < ringing->n; i++) {
		if (ringing->alarm[i].step != step)
			continue;
		rc = rise(ringing, &ringing->alarm[i]);
		if (ringing->told == before &&
		    ringing->reached[i] < step + 2)
			ringing->reached[i] = step + 2;
	}
	return rc;
}

static int
set_right(struct ringing *ringing, struct alarm *alarm)
{
	const struct turn_of_duty *turn = ringing->turn;

	if (!is_ahead(alarm, turn->now))
		return 0;
	alarm->at = turn->now - (alarm->step == 0 ? 0 :
	    after_s(turn->settings, alarm->step - 1));
	return alarm_told(turn->store, &alarm->case_id, alarm->step,
	    alarm->at);
}

static int
ring(struct ringing *ringing)
{
	struct turn_of_duty *turn = ringing->turn;
	int rc = alarms_count(turn->store, ringing->centre, &ringing->items);

	for (size_t i = 0; rc == 0 && i < ringing->n; i++) {
		rc = set_right(ringing, &ringing->alarm[i]);
		ringing->reached[i] = passed(turn->settings,
		    &ringing->alarm[i], turn->now);
	}
	for (unsigned step = 0; rc == 0 && step < STEPS; step++)
		rc = take_step(ringing, step);
	return rc;
}

/* The alarms of the centre of the first; those of others follow them. */
static struct ringing
part_of(struct turn_of_duty *turn, const struct alarms *alarms,
    size_t first)
{
	struct ringing ringing = { .turn = turn,
	    .centre = alarms->alarm[first].centre };

	ringing.alarm = talloc_array(turn, struct alarm, (unsigned)alarms->n);
	ringing.reached = talloc_zero_array(turn, unsigned,
	    (unsigned)alarms->n);
	for (size_t i = first; i < alarms->n; i++)
		if (alarms->alarm[i].centre == ringing.centre)
			ringing.alarm[ringing.n++] = alarms->alarm[i];
	return ringing;
}

static bool
was_met(const struct alarms *alarms, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (alarms->alarm[i].centre == alarms->alarm[at].centre)
			return true;
	return false;
}

/* All of it is read inside the transaction: what is opened meanwhile waits,
   and what was opened before is gone. */
static int
ring_all(struct turn_of_duty *turn, unsigned *told, unsigned *steps)
{
	struct alarms *alarms;
	struct ringing ringing;
	int rc = alarms_load(turn->store, turn, STEPS, ALARMS_MAX, &alarms);

	for (size_t i = 0; rc == 0 && i < alarms->n; i++) {
		if (was_met(alarms, i))
			continue;
		ringing = part_of(turn, alarms, i);
		rc = roster_load(turn->store, turn, ringing.centre,
		    &ringing.roster);
		if (rc == 0)
			rc = ring(&ringing);
		*told += ringing.told;
		*steps += ringing.steps;
	}
	return rc;
}

enum round_result
urgent_run(struct turn_of_duty *turn)
{
	unsigned told = 0, steps = 0;
	int rc = store_begin(turn->store);

	if (rc == 0)
		rc = store_finish(turn->store, ring_all(turn, &told, &steps));
	if (rc != 0) {
		turn->words = store_why(turn->store);
		return ROUND_FAILED;
	}
	turn->words = talloc_asprintf(turn, "%u told in %u steps", told,
	    steps);
	/* Somebody must see to the roster. */
	return steps > 0 && told == 0 ? ROUND_WAITS : steps > 0 ? ROUND_DONE :
	    ROUND_SAME;
}
