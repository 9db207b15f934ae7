#include "gateway/desk/judging.h"

#include <errno.h>
#include <string.h>

#include "gateway/desk/consenting.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/visit.h"
#include "locales/catalogue.h"
#include "store/finish.h"
#include "store/outbox.h"

/* What staff wrote themselves may stand in a text. */
static const char *const ours[] = { "note", "contacted", "outcome",
	"reopened", "reason", "text", "proof", "reissued", "kept", "number",
	NULL };

static bool
is_ours(const char *kind)
{
	for (const char *const *k = ours; *k != NULL; k++)
		if (strcmp(*k, kind) == 0)
			return true;
	return false;
}

/* Whoever finds four of her words in her inbox knows that she wrote. */
static bool
echoes(const struct reading *reading, const char *text)
{
	for (size_t i = 0; i < reading->n; i++)
		if (!is_ours(reading->entry[i].kind) &&
		    outgoing_echoes(text, reading->entry[i].text))
			return true;
	return false;
}

/* One of two beginnings of a letter's octets. */
static bool
holds(const char *text, const char *one, const char *other)
{
	return strstr(text, one) != NULL || strstr(text, other) != NULL;
}

/* Who chose romanised Khmer has a phone without the letters; who chose Khmer
   or Thai may read nothing else. */
static bool
is_readable(int language, const char *text, const struct page *page)
{
	switch (language) {
	case LOCALE_KM:		/* U+1780 to U+17FF */
		return holds(text, "\xe1\x9e", "\xe1\x9f");
	case LOCALE_TH:		/* U+0E00 to U+0E7F */
		return holds(text, "\xe0\xb8", "\xe0\xb9");
	default:
		return page == NULL || page->coding == CODING_GSM7;
	}
}

struct judging {
	struct visit *visit;
	const struct reading *reading;
	const char *text;
	bool checked, later;
	struct consent consent;
	struct outgoing outgoing;
};

static int
load(struct judging *j, struct judged *out)
{
	struct store *store = j->visit->desk->store;
	int rc = consenting_load(store, &j->reading->matter, &j->consent);

	if (rc == 0)
		rc = store_begin(store);
	if (rc != 0)
		return rc;
	return store_finish(store, outbox_cost(store,
	    j->reading->matter.centre, j->visit->now, &out->used));
}

static bool
is_over_budget(const struct judging *j, const struct judged *judged)
{
	long budget = j->visit->desk->settings->text_budget;

	return budget > 0 && judged->used + judged->parts > budget;
}

/* The first that stands in its way; what a reason or a later hour mends comes
   last. */
static const char *
find_fault(const struct judging *j, const struct judged *judged)
{
	int64_t now = j->visit->now;

	if (j->outgoing.fault != OUTGOING_FINE &&
	    j->outgoing.fault != OUTGOING_SENSITIVE)
		return outgoing_fault_name(j->outgoing.fault);
	if (consent_has_lapsed(&j->consent, now))
		return "lapsed";
	if (!consent_may_text(&j->consent, now))
		return "no_wish";
	if (judged->opening.from == 0)
		return "never";
	if (!is_readable(j->reading->matter.language, j->text,
	    j->outgoing.page))
		return "language";
	if (echoes(j->reading, j->text))
		return outgoing_fault_name(OUTGOING_ECHO);
	if (is_over_budget(j, judged))
		return "budget";
	if (j->outgoing.fault == OUTGOING_SENSITIVE)
		return outgoing_fault_name(OUTGOING_SENSITIVE);
	return judged->now || j->later ? "fine" : "hours";
}

int
judge_text(struct visit *visit, const struct reading *reading,
    const char *text, bool checked, bool later, struct judged *out)
{
	struct judging j = { .visit = visit, .reading = reading,
	    .text = text, .checked = checked, .later = later };
	struct judged judged = { 0 };
	int rc = load(&j, &judged);

	if (rc != 0)
		return rc;
	j.outgoing = outgoing_judge(visit, visit->desk->danger, text,
	    (unsigned)visit->desk->settings->text_parts, checked);
	judged.parts = j.outgoing.parts;
	judged.word = j.outgoing.word;
	if (hours_of_consent(&j.consent, visit->now, &judged.opening) != 0)
		judged.opening = (struct opening){ 0, 0 };
	judged.now = judged.opening.from != 0 &&
	    judged.opening.from <= visit->now;
	judged.fault = find_fault(&j, &judged);
	*out = judged;
	return 0;
}

json_t *
judged_json(const struct visit *visit, const struct judged *judged)
{
	json_t *json = json_pack("{s:s, s:i, s:b, s:I, s:I}",
	    "fault", judged->fault, "parts", (int)judged->parts,
	    "now", judged->now, "used", (json_int_t)judged->used,
	    "budget", (json_int_t)visit->desk->settings->text_budget);

	if (judged->word != NULL)
		json_object_set_new(json, "word", json_string(judged->word));
	if (judged->opening.from != 0) {
		json_object_set_new(json, "from",
		    json_integer(judged->opening.from));
		json_object_set_new(json, "to",
		    json_integer(judged->opening.until));
	}
	return json;
}
