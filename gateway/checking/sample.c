#include "gateway/checking/sample.h"

#include <string.h>

#include "locales/fold.h"
#include "store/canned.h"

static const char *
text_of(const struct sample *sample, const char *key)
{
	const struct view view = { .locale = sample->locale,
	    .sms = sample->sms };
	const char *text = drawing_text(sample->house->drawing, sample->ctx,
	    key, &view);

	return text != NULL ? text : key;
}

static const char *
longer(const char *one, const char *other)
{
	return text_units(other) > text_units(one) ? other : one;
}

/* The longest text of all whose key begins so. */
static const char *
longest(const struct sample *sample, const char *prefix)
{
	const struct catalogue *catalogue = sample->house->catalogue;
	const char *best = "", *key;

	for (size_t n = 0; n < catalogue_count(catalogue); n++) {
		key = catalogue_key(catalogue, n);
		if (strncmp(key, prefix, strlen(prefix)) == 0)
			best = longer(best, text_of(sample, key));
	}
	return best;
}

static const char *
sample_ref(const struct sample *sample)
{
	(void)sample;
	return "12345678";
}

static const char *
sample_state(const struct sample *sample)
{
	static const char *const keys[] = { "state.received", "state.working",
	    "state.call_us", "state.finished" };
	const char *best = "";

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		best = longer(best, text_of(sample, keys[i]));
	return best;
}

static const char *
sample_hours(const struct sample *sample)
{
	return talloc_asprintf(sample->ctx, "%s-%s 08:00-17:00",
	    text_of(sample, "day.1"), text_of(sample, "day.5"));
}

static const char *
sample_phone(const struct sample *sample)
{
	(void)sample;
	return "+855 12 345 678";
}

static const char *
sample_centre(const struct sample *sample)
{
	const struct centres *centres = sample->house->centres;
	const char *best = "Banteay Meanchey";

	for (size_t i = 0; centres != NULL && i < centres->n; i++)
		best = longer(best, centres->centre[i].name[sample->locale]);
	return best;
}

static const char *
sample_centres(const struct sample *sample)
{
	const struct centres *centres = sample->house->centres;
	size_t n = centres != NULL && centres->n > 0 ? centres->n : 1;
	char *out = talloc_strdup(sample->ctx, "");

	for (size_t i = 0; i < n; i++)
		out = talloc_asprintf_append(out, "%s%s %s",
		    i > 0 ? "\n" : "", centres != NULL && centres->n > 0 ?
		    centres->centre[i].name[sample->locale] :
		    "Banteay Meanchey", sample_hours(sample));
	return out;
}

static const char *
sample_numbers(const struct sample *sample)
{
	return longest(sample, "numbers.short.");
}

static const char *
sample_code(const struct sample *sample)
{
	const struct operators *operators = sample->house->operators;
	const char *best = "";

	for (size_t i = 0; i < operators->n; i++)
		if (operators->operator[i].code != NULL)
			best = longer(best, operators->operator[i].code);
	return best;
}

static const char *
sample_abroad(const struct sample *sample)
{
	const struct operators *operators = sample->house->operators;
	const char *best = "";

	for (size_t i = 0; i < operators->n; i++)
		if (operators->operator[i].long_number != NULL)
			best = longer(best,
			    operators->operator[i].long_number);
	return best;
}

/* Of a made-up company, long but not the longest. */
static const char *
sample_company(const struct sample *sample)
{
	return sample->locale == LOCALE_KM ?
	    "ក្រុមហ៊ុន ស្វាយបញ្ច្រាស "
	    "អន្តរជាតិ ខូអិលធីឌី" :
	    "Upside Down Mango (Cambodia) Manpower Co., Ltd";
}

static const char *
sample_licence(const struct sample *sample)
{
	(void)sample;
	return "LV-0123/2026";
}

static const char *
sample_day(const struct sample *sample)
{
	return sample->locale == LOCALE_TH ? "31/12/2569" : "31/12/2026";
}

static const char *
sample_country(const struct sample *sample)
{
	return longest(sample, "list.abroad.");
}

static const char *
sample_countries(const struct sample *sample)
{
	const char *name = sample_country(sample);

	return talloc_asprintf(sample->ctx, "%s, %s, %s", name, name, name);
}

static const char *
sample_sender(const struct sample *sample)
{
	(void)sample;
	return "MoLVT";
}

static const char *
filled(const struct sample *sample, const char *key)
{
	struct sample inner = *sample;
	const struct view view = { .locale = sample->locale,
	    .sms = sample->sms, .value = sample_value, .arg = &inner };
	const char *text = drawing_text(sample->house->drawing, sample->ctx,
	    key, &view);

	return text != NULL ? text : key;
}

/* The longest that there is to say of a company. */
static const char *
sample_verdict(const struct sample *sample)
{
	return filled(sample, "check.say.valid_for");
}

static const char *
sample_which(const struct sample *sample)
{
	return filled(sample, "check.say.which");
}

/* The longest of staff's sentences, with what it names. */
static const char *
sample_answer(const struct sample *sample)
{
	const char *best = "";

	for (const struct canned_kind *k = canned_kinds; k->code != NULL; k++)
		best = longer(best, filled(sample, talloc_asprintf(
		    sample->ctx, "canned.%s", k->code)));
	return best;
}

static const char *
sample_reach(const struct sample *sample)
{
	return filled(sample, "canned.not_reached");
}

static const char *
sample_slow(const struct sample *sample)
{
	return longest(sample, "slow.");
}

static const struct {
	const char *name;
	const char *(*value)(const struct sample *);
} values[] = {
	{ "ref", sample_ref },
	{ "state", sample_state },
	{ "hours", sample_hours },
	{ "phone", sample_phone },
	{ "centre", sample_centre },
	{ "centres", sample_centres },
	{ "numbers", sample_numbers },
	{ "code", sample_code },
	{ "abroad", sample_abroad },
	{ "company", sample_company },
	{ "licence", sample_licence },
	{ "list_date", sample_day },
	{ "until", sample_day },
	{ "country", sample_country },
	{ "countries", sample_countries },
	{ "sender", sample_sender },
	{ "office", sample_phone },
	{ "answer", sample_answer },
	{ "reach", sample_reach },
	{ "slow", sample_slow },
	{ "day", sample_day },
	{ "verdict", sample_verdict },
	{ "which", sample_which },
};

const char *
sample_value(void *arg, const char *name)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].value(arg);
	return NULL;
}
