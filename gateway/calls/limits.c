#include "gateway/calls/limits.h"

enum {
	HOUR_S = 60 * 60,
	/* After so many texts in a row that were no answer, by SMS: a person
	   was offered a call back long before, a machine goes on for ever. */
	MISSES_MAX = 4,
};

static bool
allow_sms(struct scene *scene)
{
	struct caller *caller = &scene->caller;

	if (scene->dialog.misses > MISSES_MAX)
		return false;
	if (scene->now - caller->replies_at >= HOUR_S ||
	    scene->now < caller->replies_at) {
		caller->replies_at = scene->now;
		caller->replies = 0;
	}
	return caller->replies++ < (unsigned)scene->settings->sms_replies;
}

bool
limits_allow(struct scene *scene)
{
	const struct heard *heard = scene->heard;
	int64_t age = scene->now - heard->time;

	if (heard->number == NULL)
		return false;
	if (heard->channel == CHANNEL_USSD)
		return age <= scene->settings->ussd_late_s;
	return age <= (scene->licence ? scene->settings->licence_late_s :
	    scene->settings->sms_late_s) && allow_sms(scene);
}
