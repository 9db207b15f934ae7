#include "gateway/calls/looking.h"

#include <stdio.h>
#include <string.h>

#include "locales/fold.h"

enum {
	BUDDHIST = 543,
	UNITS_MAX = 400,		/* longer than any name */
	COUNTRIES = 12,			/* that are named, then "+3" */
	COUNTRIES_TIGHT = 3, COUNTRIES_TIGHTEST = 1, TIGHTEST = 5,
};

/* Units of a name by how tight it is; by the last a licence is cut, too.  A
   call's first page holds the answer and as much of the name. */
static const unsigned room[] = { UNITS_MAX, 60, 42, 30, 22, 16, 10 };
enum { LICENCE_CUT = 4, LICENCE_UNITS = 22, LICENCE_LEAST = 14 };
enum { USSD_ROOM = 42, USSD_ROOM_LIST = 24 };

struct telling {
	struct scene *scene;
	const struct look *look;
};

static char *
shortened(TALLOC_CTX *ctx, const char *text, size_t units)
{
	if (text_units(text) <= units)
		return talloc_strdup(ctx, text);
	return talloc_asprintf(ctx, "%s\u2026",
	    text_cut(ctx, text, units - 1));
}

/* A name without its words that must not lie in an inbox, "agency" is one;
   whoever asked knows which company it is. */
static const char *
discreet(struct scene *scene, const char *name)
{
	const struct danger *danger = scene->house->danger;
	char *out = talloc_strdup(scene->ctx, ""), *word;
	size_t n;

	if (scene->heard->channel != CHANNEL_SMS ||
	    danger_in(danger, name) == NULL)
		return name;
	for (; *name != '\0'; name += n + (name[n] == ' ')) {
		n = strcspn(name, " ");
		word = talloc_strndup(scene->ctx, name, n);
		out = talloc_asprintf_append(out, "%s%s", *out ? " " : "",
		    danger_in(danger, word) != NULL ? "\u2026" : word);
	}
	return danger_in(danger, out) == NULL ? out : "\u2026";
}

static const char *
name_of(struct scene *scene, const struct look *look,
    const struct agency *agency)
{
	bool khmer = scene_locale(scene) == LOCALE_KM;
	const char *name = khmer ? agency->name_km : agency->name;
	unsigned units = room[look->tight];

	if (name[0] == '\0')
		name = khmer ? agency->name : agency->name_km;
	if (scene->heard->channel == CHANNEL_USSD)
		units = look->said == SAID_WHICH ? USSD_ROOM_LIST : USSD_ROOM;
	return shortened(scene->ctx, discreet(scene, name), units);
}

static const struct agency *
first(const struct telling *t)
{
	return t->look->n > 0 ? t->look->agency[0] : NULL;
}

static const char *
value_company(struct telling *t)
{
	return first(t) != NULL ? name_of(t->scene, t->look, first(t)) : "";
}

static const char *
value_licence(struct telling *t)
{
	if (first(t) == NULL)
		return "";
	return shortened(t->scene->ctx, first(t)->licence,
	    t->look->tight > TIGHTEST ? LICENCE_LEAST :
	    t->look->tight >= LICENCE_CUT ? LICENCE_UNITS : UNITS_MAX);
}

/* 27/11/2026, in Thai 27/11/2569. */
static const char *
day_words(struct scene *scene, int64_t day)
{
	char text[DAY_TEXT];
	int year = 0;

	if (day == DAY_NONE)
		return "";
	day_text(day, text);
	sscanf(text, "%4d", &year);
	if (scene_locale(scene) == LOCALE_TH)
		year += BUDDHIST;
	return talloc_asprintf(scene->ctx, "%.2s/%.2s/%d", text + 8, text + 5,
	    year);
}

static const char *
value_list_date(struct telling *t)
{
	return day_words(t->scene, ledger_day(t->scene->house->ledger));
}

static const char *
value_until(struct telling *t)
{
	return first(t) != NULL ? day_words(t->scene,
	    first(t)->valid_until) : "";
}

static const char *
words_of(struct scene *scene, const char *key)
{
	struct view view = { .locale = scene_locale(scene),
	    .sms = scene->heard->channel == CHANNEL_SMS };

	return drawing_text(scene->house->drawing, scene->ctx, key, &view);
}

/* One that our lists do not name is said as the register has it. */
static const char *
country_name(struct scene *scene, const char *country)
{
	static const char *const lists[] = { "abroad", "where" };
	const char *name;

	for (int i = 0; i < 2 && country[0] != '\0'; i++) {
		name = words_of(scene, talloc_asprintf(scene->ctx,
		    "list.%s.%s", lists[i], country));
		if (name != NULL)
			return name;
	}
	return country;
}

static const char *
value_country(struct telling *t)
{
	return country_name(t->scene, t->look->row.country);
}

static const char *
value_countries(struct telling *t)
{
	const struct agency *agency = first(t);
	unsigned tight = t->look->tight, most = tight >= TIGHTEST ?
	    COUNTRIES_TIGHTEST : tight > 0 ? COUNTRIES_TIGHT : COUNTRIES;
	unsigned n = 0, more = 0;
	char *out = talloc_strdup(t->scene->ctx, "");

	for (size_t i = 0; agency != NULL && i < agency->destinations_n; i++) {
		const char *country = agency->destinations[i].country;

		if (agency_serves(agency, country, t->look->today) !=
		    SCOPE_YES || look_is_reserved(t->scene, country))
			continue;
		if (n < most)
			out = talloc_asprintf_append(out, "%s%s", n > 0 ?
			    ", " : "", country_name(t->scene, country));
		else
			more++;
		n++;
	}
	return more > 0 ? talloc_asprintf_append(out, " +%u", more) : out;
}

static const char *
value_sender(struct telling *t)
{
	return t->look->sender != NULL ? t->look->sender : "";
}

static const char *
value_office(struct telling *t)
{
	return first(t) != NULL ? first(t)->head_office.phone : "";
}

/* The answer itself, by what was found. */
static const char *
value_verdict(struct telling *t)
{
	struct view view = scene_view(t->scene);
	const char *text;

	text = drawing_text(t->scene->house->drawing, t->scene->ctx,
	    t->look != NULL ? look_key(t->look) : "check.say.again", &view);
	return text != NULL ? text : "";
}

static const struct {
	const char *name;
	const char *(*value)(struct telling *);
} values[] = {
	{ "verdict", value_verdict },
	{ "which", value_verdict },
	{ "company", value_company },
	{ "licence", value_licence },
	{ "list_date", value_list_date },
	{ "until", value_until },
	{ "country", value_country },
	{ "countries", value_countries },
	{ "sender", value_sender },
	{ "office", value_office },
};

const char *
look_value(struct scene *scene, const char *name)
{
	struct telling t = { .scene = scene };

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		if (strcmp(values[i].name, name) != 0)
			continue;
		t.look = look_of(scene);
		return t.look != NULL || values[i].value == value_verdict ?
		    values[i].value(&t) : "";
	}
	return NULL;
}

static bool
is_twin(const char *const *names, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && strcmp(names[k], names[i]) == 0)
			return true;
	return false;
}

/* A licence by its end, where numbers differ. */
static const char *
licence_end(struct scene *scene, const struct look *look, const char *licence)
{
	enum { END_UNITS = 10 };
	size_t over = text_units(licence);

	if (look->tight < LICENCE_CUT || over <= END_UNITS)
		return licence;
	for (over -= END_UNITS - 1; over > 0; over--)
		do
			licence++;
		while (((unsigned char)*licence & 0xc0) == 0x80);
	return talloc_asprintf(scene->ctx, "\u2026%s", licence);
}

/* Two that read the same are told apart by their licence. */
static const char *
choice_of(struct scene *scene, const struct look *look, size_t i)
{
	const char *names[CANDIDATES_MAX];

	for (size_t k = 0; k < look->n; k++)
		names[k] = name_of(scene, look, look->agency[k]);
	return !is_twin(names, look->n, i) ? names[i] : talloc_asprintf(
	    scene->ctx, "%s %s", names[i], licence_end(scene, look,
	    look->agency[i]->licence));
}

const struct choices *
look_choices(struct scene *scene)
{
	static const char *const numbers[] = { "1", "2", "3" };
	struct choices *choices = talloc_zero(scene->ctx, struct choices);
	const struct look *look = look_of(scene);
	const char *name;

	choices->values = talloc_array(choices, const char *, CANDIDATES_MAX);
	choices->names = talloc_zero_size(choices,
	    sizeof(*choices->names) * CANDIDATES_MAX);
	for (size_t i = 0; look != NULL && look->said == SAID_WHICH &&
	    i < look->n; i++) {
		name = choice_of(scene, look, i);
		choices->values[choices->n] = numbers[i];
		for (int l = 0; l < LOCALES; l++)
			choices->names[choices->n][l] = name;
		choices->n++;
	}
	return choices;
}
