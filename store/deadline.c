#include "store/deadline.h"

enum {
	LOCAL_S = 7 * 3600,	/* Phnom Penh and Bangkok */
	WEEK = 7, SATURDAY = 5,
	PATIENCE_DAYS = 2,
};

/* Working days until somebody looks again, by state: a first word within two,
   who was asked to call has a week, what is worked on is looked at every
   fortnight; what is urgent every day. */
static const int again_days[CASE_STATES] = {
	[CASE_INCOMPLETE] = 2,
	[CASE_NEW] = 2,
	[CASE_WORKING] = 10,
	[CASE_CALL_US] = 5,
	[CASE_FINISHED] = 0,
};

static int
weekday(int64_t day)
{
	return (int)((day + 3) % WEEK);		/* 0 is Monday */
}

static int64_t
working_days_later(int64_t at, int left)
{
	int64_t local = at + LOCAL_S, day = local / DEADLINE_DAY_S;
	int64_t second = local % DEADLINE_DAY_S;

	for (; weekday(day) >= SATURDAY; day++)
		second = 0;
	while (left > 0)
		if (weekday(++day) < SATURDAY)
			left--;
	return day * DEADLINE_DAY_S + second - LOCAL_S;
}

int64_t
deadline_after(int64_t at, int days)
{
	return working_days_later(at, days);
}

int64_t
deadline_patience(int64_t opened_at)
{
	return working_days_later(opened_at, PATIENCE_DAYS);
}

int64_t
deadline_first(bool urgent, int64_t opened_at)
{
	return urgent ? opened_at + DEADLINE_HOUR_S : deadline_patience(opened_at);
}

int64_t
deadline_next(bool urgent, enum case_state state, int64_t now)
{
	return urgent && state != CASE_FINISHED ? now + DEADLINE_DAY_S :
	    working_days_later(now, again_days[state]);
}
