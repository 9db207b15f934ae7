/*
 * A text to a caller: looked at with its cost, then queued.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/judging.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/texting.h"

static int
read_case(struct visit *visit, struct reading **out)
{
	return case_read_as(visit->desk->store, visit, visit->param[0],
	    visit->session->login, "text_check", visit->now, out);
}

struct reply *
text_check_post(struct visit *visit)
{
	struct reading *reading;
	struct judged judged;
	int rc = read_case(visit, &reading);

	if (rc == 0)
		rc = judge_text(visit, reading, visit_text(visit, "text"),
		    false, false, &judged);
	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    judged_json(visit, &judged));
}

static struct reply *
refuse(struct visit *visit, const struct judged *judged)
{
	struct reply *reply = reply_refuse_why(visit, NOT_NOW,
	    "it is not sent: see judged");

	json_object_set_new(reply->json, "judged", judged_json(visit,
	    judged));
	return reply;
}

/* 32 hex digits that the page made: a click that comes twice is one text. */
static int
read_id(const char *text, struct id *out)
{
	unsigned octet;

	if (strlen(text) != 2 * ID_OCTETS ||
	    strspn(text, "0123456789abcdef") != 2 * ID_OCTETS)
		return -EINVAL;
	for (int i = 0; i < ID_OCTETS; i++) {
		if (sscanf(text + i + i, "%2x", &octet) != 1)
			return -EINVAL;
		out->octets[i] = (unsigned char)octet;
	}
	return 0;
}

/* As many as one member may have sent in a day: a page that sends by itself,
   or somebody at an unlocked desk. */
static struct reply *
refuse_limit(struct visit *visit, const struct judged *judged)
{
	struct judged limit = *judged;

	limit.fault = "limit";
	return refuse(visit, &limit);
}

static struct reply *
queue(struct visit *visit, const struct reading *reading,
    const struct judged *judged, const struct id *id)
{
	const char *reason = visit_text(visit, "reason");
	const struct outbox_new new = {
		.kind = OUTBOX_STAFF, .id = id,
		.text = visit_text(visit, "text"),
		.language = reading->matter.language,
		.parts = judged->parts, .checked = reason[0] != '\0',
		.begins_at = judged->opening.from > visit->now ?
		    judged->opening.from : visit->now,
		.ends_at = judged->opening.until,
		.budget = (unsigned)visit->desk->settings->text_budget,
		.now = visit->now,
	};
	const struct texting texting = { &new,
	    reason[0] != '\0' ? reason : NULL,
	    (unsigned)visit->desk->settings->staff_texts };
	int rc = texting_queue(visit->desk->store, visit->param[0],
	    visit->session->login, &texting, visit->now);

	if (rc == -EAGAIN)
		return refuse_limit(visit, judged);
	/* It was queued by the click before. */
	return rc == 0 || rc == -EEXIST ? reply_done(visit) : rc == -EACCES ||
	    rc == -EDQUOT ? visit_refuse(visit, NOT_NOW) :
	    visit_failed(visit, rc);
}

struct reply *
text_post(struct visit *visit)
{
	const char *reason = visit_text(visit, "reason");
	struct reading *reading;
	struct judged judged;
	struct id id;
	int rc;

	if (read_id(visit_text(visit, "id"), &id) != 0)
		return reply_refuse_why(visit, BAD_BODY,
		    "id: 32 hex digits, made for this text");
	rc = read_case(visit, &reading);
	if (rc == 0)
		rc = judge_text(visit, reading, visit_text(visit, "text"),
		    reason[0] != '\0', json_is_true(json_object_get(
		    visit->body, "later")), &judged);
	if (rc != 0)
		return visit_failed(visit, rc);
	return strcmp(judged.fault, "fine") == 0 ?
	    queue(visit, reading, &judged, &id) : refuse(visit, &judged);
}
