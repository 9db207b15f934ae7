#include "gateway/calls/limits.h"

#include "gateway/log.h"

enum {
	MINUTE_S = 60, WINDOW_S = 10 * MINUTE_S, HOUR_S = 60 * MINUTE_S,
	DAY_S = 24 * HOUR_S,
	/* A machine answers at once or some hours later; who says hello again
	   after that may have slept. */
	RUN_S = 6 * HOUR_S,
};

bool
limits_allow(const struct scene *scene)
{
	const struct heard *heard = scene->heard;
	int64_t age = scene->now - heard->time;

	if (heard->number == NULL)
		return false;
	if (heard->channel == CHANNEL_USSD)
		return age <= scene->settings->ussd_late_s;
	return age <= (scene->licence ? scene->settings->licence_late_s :
	    scene->settings->sms_late_s);
}

/* Past its time, or begun before a clock was set back. */
static bool
is_over(int64_t since, int64_t now, int64_t span)
{
	return now - since >= span || now < since;
}

static int
load(struct scene *scene)
{
	struct budget *b = &scene->budget;
	int64_t now = scene->now;
	int rc;

	if (scene->budget_loaded)
		return 0;
	rc = budget_load(scene->store, scene->heard->tag, b);
	if (rc != 0)
		return rc;
	scene->budget_loaded = true;
	if (b->day != now / DAY_S)
		b->today = b->items = 0;
	b->day = now / DAY_S;
	if (is_over(b->replied_at, now, RUN_S))
		b->same = b->vain = 0;
	if (is_over(b->window_at, now, WINDOW_S)) {
		b->window_at = now;
		b->window = 0;
	}
	return 0;
}

/* All replies of an hour. */
static bool
is_in_hour(struct scene *scene)
{
	struct caller *caller = &scene->caller;

	if (is_over(caller->replies_at, scene->now, HOUR_S)) {
		caller->replies_at = scene->now;
		caller->replies = 0;
	}
	return caller->replies < (unsigned)scene->settings->sms_replies;
}

static bool
is_in_minute(struct scene *scene)
{
	struct outflow *outflow = scene->outflow;

	if (outflow == NULL)
		return true;
	if (outflow->minute != scene->now / MINUTE_S) {
		outflow->minute = scene->now / MINUTE_S;
		outflow->sent = 0;
	}
	return outflow->sent < (unsigned)scene->settings->sms_minute;
}

static bool
is_wanted(const struct scene *scene, int64_t says)
{
	const struct budget *b = &scene->budget;
	const struct settings *s = scene->settings;

	if (!scene->progress && b->said == says &&
	    b->same >= (unsigned)s->sms_same)
		return false;
	return !scene->vain || (b->vain < (unsigned)s->sms_same &&
	    b->window < (unsigned)s->sms_vain_10min &&
	    b->today < (unsigned)s->sms_vain_day);
}

static void
count(struct scene *scene, int64_t says)
{
	struct budget *b = &scene->budget;

	b->same = b->said == says ? b->same + 1 : 1;
	b->said = says;
	b->replied_at = scene->now;
	b->vain = scene->vain ? b->vain + 1 : 0;
	b->window += scene->vain;
	b->today += scene->vain;
	scene->caller.replies++;
	if (scene->outflow != NULL)
		scene->outflow->sent++;
}

int
limits_spend(struct scene *scene, const struct page *page, bool *may)
{
	int64_t says;
	int rc;

	*may = true;
	if (scene->heard->channel == CHANNEL_USSD)
		return 0;
	rc = load(scene);
	if (rc != 0)
		return rc;
	says = caller_echo(scene->store, page->text);
	*may = is_wanted(scene, says) && is_in_hour(scene);
	if (*may && !is_in_minute(scene)) {
		scene->outflow->silenced++;
		*may = false;
	}
	if (*may)
		count(scene, says);
	return 0;
}

int
limits_keep(struct scene *scene, bool unasked, enum keeping *out)
{
	const struct settings *s = scene->settings;
	unsigned most = (unsigned)(unasked ? s->unasked_day : s->items_day);
	struct budget *b = &scene->budget;
	int rc = load(scene);

	if (rc != 0)
		return rc;
	*out = b->items < most ? KEEP_IT : b->items == most ? KEEP_NOTE :
	    KEEP_COUNT;
	b->items++;
	return 0;
}

int
limits_save(struct scene *scene)
{
	return scene->budget_loaded ? budget_save(scene->store,
	    &scene->budget) : 0;
}

void
limits_tell(struct outflow *outflow, const struct settings *settings)
{
	if (outflow->silenced == 0)
		return;
	log_line(LOG_WARNING, "%u SMS were not answered: more than %ld in a "
	    "minute (sms_minute)", outflow->silenced, settings->sms_minute);
	outflow->silenced = 0;
}
