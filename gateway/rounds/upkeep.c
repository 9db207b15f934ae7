/*
 * What is said of a centre, and to its people, once a day: that it is slow,
 * that something is due.
 */
#include "gateway/rounds/duty.h"

#include <errno.h>

#include "gateway/rounds/telling.h"
#include "store/alarm.h"
#include "store/centre.h"
#include "store/day.h"
#include "store/finish.h"
#include "store/roster.h"

enum { QUARTER_S = 15 * 60, LOCAL_S = 7 * 3600, EVENING_S = 4 * 3600 };

bool
always_wanted(const struct settings *settings)
{
	(void)settings;
	return true;
}

int64_t
quarter_interval_s(const struct settings *settings)
{
	(void)settings;
	return QUARTER_S;
}

int64_t
no_interval_s(const struct settings *settings)
{
	(void)settings;
	return 0;
}

/* ---- slow ---- */

/* Centres of which something else is to be said than was; set says it. */
static int
judge_all(struct turn_of_duty *turn, bool set, unsigned *changed)
{
	struct centres *centres;
	int rc = centres_load(turn->store, turn, &centres);
	bool is, was;

	for (size_t i = 0; rc == 0 && i < centres->n; i++) {
		rc = centre_judge(turn->store, centres->centre[i].id,
		    turn->now, &is, &was);
		if (rc != 0 || is == was)
			continue;
		++*changed;
		if (set)
			rc = centre_set_slow(turn->store,
			    centres->centre[i].id, is);
	}
	return rc;
}

bool
slow_pending(struct turn_of_duty *turn)
{
	unsigned changed = 0;

	return judge_all(turn, false, &changed) != 0 || changed > 0;
}

enum round_result
slow_run(struct turn_of_duty *turn)
{
	unsigned changed = 0;
	int rc = store_begin(turn->store);

	if (rc == 0)
		rc = store_finish(turn->store, judge_all(turn, true,
		    &changed));
	turn->words = rc != 0 ? store_why(turn->store) : talloc_asprintf(turn,
	    "%u centres became slow, or are so no more", changed);
	return rc != 0 ? ROUND_FAILED : changed > 0 ? ROUND_DONE : ROUND_SAME;
}

/* ---- what is due ---- */

/* Only while her centre is open: a reminder at night reminds nobody. */
static bool
is_at_work(const struct centres *centres, int64_t centre, int64_t now)
{
	const struct centre *c = centre_by_id(centres, centre);
	int64_t open;

	return c != NULL && centre_next_open(c->hours, now, LOCAL_S,
	    &open) == 0 && open == now;
}

static int
remind(struct turn_of_duty *turn, const struct due_staff *of)
{
	const struct telling telling = {
		.staff = of->staff, .centre = of->centre,
		.one = "staff.due.one", .many = "staff.due.many",
		.n = of->cases, .valid_s = EVENING_S,
	};
	int rc = reminder_given(turn->store, of->staff, day_at(turn->now));

	return rc == 0 ? tell_staff(turn, &telling) : rc;
}

static int
remind_all(struct turn_of_duty *turn, bool tell, unsigned *reminded)
{
	struct centres *centres;
	struct due_staffs *due;
	int rc = centres_load(turn->store, turn, &centres);

	if (rc == 0)
		rc = reminders_due(turn->store, turn, day_at(turn->now),
		    turn->now, &due);
	for (size_t i = 0; rc == 0 && i < due->n; i++) {
		if (!is_at_work(centres, due->of[i].centre, turn->now))
			continue;
		++*reminded;
		if (tell)
			rc = remind(turn, &due->of[i]);
	}
	return rc;
}

bool
remind_pending(struct turn_of_duty *turn)
{
	unsigned reminded = 0;

	return remind_all(turn, false, &reminded) != 0 || reminded > 0;
}

enum round_result
remind_run(struct turn_of_duty *turn)
{
	unsigned reminded = 0;
	int rc = store_begin(turn->store);

	if (rc == 0)
		rc = store_finish(turn->store, remind_all(turn, true,
		    &reminded));
	turn->words = rc != 0 ? store_why(turn->store) : talloc_asprintf(turn,
	    "%u members reminded of what is due", reminded);
	return rc != 0 ? ROUND_FAILED : reminded > 0 ? ROUND_DONE : ROUND_SAME;
}
