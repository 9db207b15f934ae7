#include "gateway/calls/session.h"

#include <string.h>

#include "store/lookup.h"

/*
 * A text of this length that comes again within a second is the network's
 * doing; a single key may well be meant for the next page, so how soon it is
 * taken for a repeat is the operator's to say, who knows the network.
 */
enum { ECHO_TEXT = 3 };

static bool
is_in_ussd_session(const struct scene *scene)
{
	const struct heard *heard = scene->heard;
	const struct caller *caller = &scene->caller;

	if (caller->over || caller->channel != CHANNEL_USSD ||
	    strcmp(caller->profile, heard->operator->name) != 0)
		return false;
	if (heard->session[0] != '\0' || caller->session[0] != '\0')
		return strcmp(heard->session, caller->session) == 0;
	return heard->time - caller->last_time <=
	    (int64_t)heard->operator->session_s;
}

/*
 * An SMS goes on with what she was at, whatever the channel: her words may
 * come by SMS after the keys came by USSD.
 */
static bool
is_in_sms_session(const struct scene *scene)
{
	const struct caller *caller = &scene->caller;
	int64_t pause = scene->heard->time - caller->last_time;

	/* "2" for the second of those found, within a day. */
	if (scene_is_choosing(scene) && caller->channel == CHANNEL_SMS &&
	    pause <= LOOKUP_S)
		return true;
	if (caller->seen_at == 0 ||
	    pause > scene->settings->sms_session_s)
		return false;
	return caller->channel == CHANNEL_SMS || (scene->heard->words &&
	    scene->dialog.node != NULL && scene->dialog.node->kind == NODE_ASK);
}

static bool
is_in_session(const struct scene *scene)
{
	return scene->heard->channel == CHANNEL_USSD ?
	    is_in_ussd_session(scene) : is_in_sms_session(scene);
}

/*
 * The same input again that she cannot have meant for the page after it: she
 * had not seen that page (it came in the same wake-up, or was under way while
 * the link was down), or it is a text that nobody types twice in a second.
 */
static bool
is_repeat(const struct scene *scene, const struct sitting *sitting)
{
	const struct caller *caller = &scene->caller;
	const struct heard *heard = scene->heard;

	if (caller->node[0] == '\0' || caller->offered ||
	    caller->echo != heard->echo)
		return false;
	if (caller->answered_at == sitting->now_ms)
		return true;
	if (caller->seen_at < sitting->linked_at &&
	    heard->time < sitting->linked_at && caller->last_time > 0)
		return true;
	return sitting->now_ms - caller->answered_at <
	    (strlen(heard->text) >= ECHO_TEXT ? sitting->settings->repeat_ms :
	    sitting->settings->repeat_key_ms);
}

/* A clock that was ahead once must not lock her out until then. */
static bool
is_older(const struct scene *scene)
{
	int64_t last = scene->caller.last_time;

	return scene->heard->time < last && last <= scene->now;
}

/*
 * Networks repeat the first request of a session.  They also count sessions
 * in an octet or two: much later the same number is another one.
 */
static bool
is_begin_again(const struct scene *scene)
{
	const struct heard *heard = scene->heard;

	return heard->session[0] != '\0' && is_in_ussd_session(scene) &&
	    scene->dialog.node != NULL &&
	    heard->time - scene->caller.last_time <=
	    (int64_t)heard->operator->session_s;
}

static enum act
judge_begin(const struct scene *scene)
{
	if (is_older(scene))
		return ACT_NOTHING;
	return is_begin_again(scene) ? ACT_AGAIN : ACT_TURN;
}

/* A sensitive page that is too old to be shown again: a turn leaves it. */
static bool
is_stale(const struct scene *scene)
{
	const struct node *node = scene->dialog.node;

	return node != NULL && node->sensitive && !scene->fresh;
}

static enum act
judge_input(const struct scene *scene, const struct sitting *sitting)
{
	if (is_older(scene))
		return ACT_KEEP;
	if (!is_in_session(scene) || is_stale(scene))
		return ACT_TURN;
	if (is_repeat(scene, sitting))
		return ACT_AGAIN;
	/* A digit is never read against a page that she has not seen. */
	if (scene->caller.tree != scene->house->digest)
		return ACT_CHANGED;
	return ACT_TURN;
}

enum act
session_judge(const struct scene *scene, const struct sitting *sitting)
{
	const struct heard *heard = scene->heard;

	if (heard->channel == CHANNEL_USSD && heard->op == OP_ABORT)
		return is_in_ussd_session(scene) && !is_older(scene) ?
		    ACT_END : ACT_NOTHING;
	if (heard->channel == CHANNEL_USSD && heard->op == OP_BEGIN)
		return judge_begin(scene);
	return judge_input(scene, sitting);
}

bool
session_begins(const struct scene *scene)
{
	const struct heard *heard = scene->heard;

	return !is_in_session(scene) ||
	    (heard->channel == CHANNEL_USSD && heard->op == OP_BEGIN);
}
