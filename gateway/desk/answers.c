/*
 * Answering a caller: the sentences she reads when she dials, her wishes, the
 * texts on their way; and whose a text is that came from her phone.
 */
#include <errno.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/consenting.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/sentence.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/hours.h"
#include "gateway/report.h"
#include "store/centre.h"
#include "store/day.h"
#include "store/detached.h"
#include "store/finish.h"
#include "store/matching.h"
#include "store/outbox.h"
#include "store/proof.h"
#include "store/texting.h"

struct answering {
	struct visit *visit;
	struct matter matter;
	struct centres *centres;
	struct consent consent;
	struct canneds *canned;
	struct outbox_rows *texts;
	struct beside beside;
	int64_t used;
	bool detached, proved;
};

static struct sentence_ask
ask_for(const struct answering *a, const struct canned *canned)
{
	return (struct sentence_ask){ a->visit->desk->catalogue, a->centres,
	    &a->matter, *canned, a->visit->now };
}

static json_t *
pages_json(struct visit *visit, const char *words)
{
	const char *page[SENTENCE_PAGES];
	size_t n = sentence_pages(visit, words, page);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(page[i]));
	return list;
}

/* Those that may be put, as she would read them if the day were today. */
static json_t *
sentences_json(const struct answering *a)
{
	json_t *list = json_array();

	for (const struct canned_kind *k = canned_kinds; k->code != NULL;
	    k++) {
		struct canned canned = { .day = k->day ?
		    day_at(a->visit->now) : DAY_NONE };
		struct sentence_ask ask;
		char *words;

		strncpy(canned.code, k->code, CANNED_CODE_MAX);
		ask = ask_for(a, &canned);
		words = sentence_words(a->visit, &ask);
		json_array_append_new(list, json_pack(
		    "{s:s, s:b, s:s, s:b, s:o}", "code", k->code,
		    "day", k->day, "text", words,
		    "own", sentence_is_own(&ask),
		    "pages", pages_json(a->visit, words)));
	}
	return list;
}

static json_t *
put_json(const struct answering *a, const struct canned *canned)
{
	struct sentence_ask ask = ask_for(a, canned);
	char day[DAY_TEXT], read[DAY_TEXT];
	char *words = sentence_words(a->visit, &ask);

	return json_pack("{s:I, s:s, s:s, s:s, s:o, s:s, s:I, s:s, s:b}",
	    "n", (json_int_t)canned->n, "code", canned->code,
	    "day", day_text(canned->day, day), "text", words,
	    "pages", pages_json(a->visit, words),
	    "by", canned->by, "at", (json_int_t)canned->at,
	    "read_on", day_text(canned->read_on, read),
	    "taken_back", canned->taken_back);
}

static json_t *
puts_json(const struct answering *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->canned->n; i++)
		json_array_append_new(list, put_json(a,
		    &a->canned->canned[i]));
	return list;
}

static json_t *
texts_json(const struct answering *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->texts->n; i++) {
		const struct outbox_row *row = &a->texts->row[i];

		json_array_append_new(list, json_pack(
		    "{s:s, s:s, s:i, s:I, s:I, s:I}",
		    "state", outbox_state_name(row->state), "why", row->why,
		    "parts", (int)row->parts,
		    "queued_at", (json_int_t)row->queued_at,
		    "due_at", (json_int_t)row->due_at,
		    "state_at", (json_int_t)row->state_at));
	}
	return list;
}

static json_t *
beside_json(const struct beside *beside)
{
	json_t *list = json_array();

	for (size_t i = 0; i < beside->n; i++)
		json_array_append_new(list, json_string(beside->ref[i]));
	return list;
}

static json_t *
answers_json(const struct answering *a)
{
	const struct visit *visit = a->visit;
	struct opening opening = { 0, 0 };
	json_t *json = json_pack(
	    "{s:s, s:o, s:o, s:o, s:o, s:b, s:b, s:I, s:I, s:i, s:o, s:b, s:b}",
	    "language", language_name(a->matter.language),
	    "sentences", sentences_json(a), "put", puts_json(a),
	    "texts", texts_json(a),
	    "allowed", consenting_json(&a->consent),
	    "may_text", consent_may_text(&a->consent, visit->now),
	    "lapsed", consent_has_lapsed(&a->consent, visit->now),
	    "used", (json_int_t)a->used,
	    "budget", (json_int_t)visit->desk->settings->text_budget,
	    "parts_max", (int)visit->desk->settings->text_parts,
	    "beside", beside_json(&a->beside),
	    "detached", a->detached, "proved", a->proved);

	if (hours_of_consent(&a->consent, visit->now, &opening) == 0) {
		json_object_set_new(json, "from", json_integer(opening.from));
		json_object_set_new(json, "to", json_integer(opening.until));
	}
	return json;
}

/* What stands inside a transaction. */
static int
load_sent(struct answering *a)
{
	struct store *store = a->visit->desk->store;
	int rc = outbox_of_case(store, a->visit, &a->matter.id, &a->texts);

	if (rc == 0)
		rc = outbox_cost(store, a->matter.centre, a->visit->now,
		    &a->used);
	if (rc == 0)
		rc = detached_waits(store, &a->matter.id, &a->detached);
	return rc == 0 ? proof_stands(store, &a->matter.id, a->visit->now,
	    &a->proved) : rc;
}

static int
load_answering(struct answering *a)
{
	struct visit *visit = a->visit;
	struct store *store = visit->desk->store;
	int rc = texting_case(store, visit->param[0], visit->session->login,
	    visit->now, &a->matter);

	if (rc == 0)
		rc = centres_load(store, visit, &a->centres);
	if (rc == 0)
		rc = consenting_load(store, &a->matter, &a->consent);
	if (rc == 0)
		rc = canned_of(store, visit, &a->matter.id, &a->canned);
	if (rc == 0 && strcmp(a->matter.category, "unsorted") == 0)
		rc = cases_beside(store, &a->matter.id, visit->session->login,
		    &a->beside);
	if (rc == 0)
		rc = store_begin(store);
	return rc == 0 ? store_finish(store, load_sent(a)) : rc;
}

/* Without a word of hers. */
struct reply *
answers_get(struct visit *visit)
{
	struct answering a = { .visit = visit };
	int rc = load_answering(&a);

	return rc != 0 ? visit_failed(visit, rc) : reply_json(visit, 200,
	    answers_json(&a));
}

static struct reply *
put(struct visit *visit, const struct canned *canned)
{
	int64_t version = visit_number(visit, "version");
	struct matter matter;
	int rc = canned_put(visit->desk->store, visit->param[0],
	    visit->session->login, canned, version, visit->now, &matter);

	if (rc == 0)
		return reply_json(visit, 200, casing_json(visit, &matter));
	if (rc == -EINVAL)
		return reply_refuse_why(visit, BAD_BODY,
		    store_why(visit->desk->store));
	return rc == -EEXIST ? casing_stale(visit, &matter, version) :
	    visit_failed(visit, rc);
}

/* One that is not there in her language says nothing to her. */
struct reply *
answer_post(struct visit *visit)
{
	struct answering a = { .visit = visit };
	struct canned canned = { .centre = visit_number(visit, "centre") };
	struct sentence_ask ask;
	int rc = texting_case(visit->desk->store, visit->param[0],
	    visit->session->login, visit->now, &a.matter);

	if (rc == 0)
		rc = centres_load(visit->desk->store, visit, &a.centres);
	if (rc != 0)
		return visit_failed(visit, rc);
	strncpy(canned.code, visit_text(visit, "code"), CANNED_CODE_MAX);
	if (day_read(visit_text(visit, "day"), &canned.day) != 0)
		return reply_refuse_why(visit, BAD_BODY,
		    "day: 2026-03-01, or nothing");
	ask = ask_for(&a, &canned);
	if (!sentence_is_own(&ask))
		return reply_refuse_why(visit, BAD_BODY,
		    "code: there is none, or not in her language");
	return put(visit, &canned);
}

struct reply *
answer_delete(struct visit *visit)
{
	int rc = canned_take_back(visit->desk->store, visit->param[0],
	    visit->session->login, visit->now);

	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* ---- what came from her phone ---- */

struct reply *
match_post(struct visit *visit)
{
	int rc = case_match(visit->desk->store, visit->param[0],
	    visit_text(visit, "to"), visit->session->login, visit->now);

	if (rc == -EINVAL || rc == -EALREADY)
		rc = -EPERM;
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

/* Only after she was proved: who sent DELETE may be the one she fears. */
static int
check_proved(struct visit *visit)
{
	struct store *store = visit->desk->store;
	struct matter matter;
	bool proved = false;
	int rc = texting_case(store, visit->param[0], visit->session->login,
	    visit->now, &matter);

	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, proof_stands(store, &matter.id,
		    visit->now, &proved));
	return rc == 0 && !proved ? -EPERM : rc;
}

struct reply *
detached_post(struct visit *visit)
{
	bool undo = strcmp(visit_text(visit, "what"), "attach") == 0;
	int rc = check_proved(visit);

	if (rc == 0)
		rc = detached_decide(visit->desk->store, visit->param[0],
		    visit->session->login, undo ? DETACHED_UNDO :
		    DETACHED_KEEP, visit->now);
	if (rc == -EALREADY)
		rc = -EPERM;
	return rc == 0 ? reply_done(visit) : visit_failed(visit, rc);
}

struct reply *
erase_post(struct visit *visit)
{
	bool erased = false;
	int rc = check_proved(visit);

	if (rc == 0)
		rc = proof_erase(visit->desk->store, visit->param[0],
		    visit->session->login, visit->now, &erased);
	return rc == 0 ? reply_json(visit, 200, json_pack("{s:b}", "erased",
	    erased)) : visit_failed(visit, rc);
}
