#include "gateway/calls/answering.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "locales/zone.h"
#include "store/centre.h"

enum { LINES_MAX = 16, ID_MAX = 64 };

/* In the order of the page. */
enum answers { IS_TITLE, ANSWERS_NOW, NOBODY_KNOWS, ANSWERS_LATER };

struct line { const char *text; size_t n; enum answers answers; };

struct asking {
	const struct known *known;
	time_t day;
	int64_t now;
};

/* Of the country that its id begins with: kh_police. */
static struct zone *
zone_of(const struct fact *fact)
{
	const char country[] = { (char)toupper(fact->id[0]),
	    (char)toupper(fact->id[1]), '\0' };

	return fact->id[0] != '\0' && fact->id[1] != '\0' &&
	    fact->id[2] == '_' ? zone_of_country(country) : NULL;
}

static enum answers
fact_answers(const struct asking *asking, const struct fact *fact)
{
	enum standing standing = fact_standing(fact, asking->day);
	bool known = fact->hours != NULL && fact->hours[0] != '\0' &&
	    (standing == FACT_SHOWN || standing == FACT_DUE);
	struct zone *zone = known ? zone_of(fact) : NULL;
	int64_t at;

	if (zone == NULL || centre_next_open(fact->hours, asking->now,
	    zone_span(zone, asking->now).offset_s, &at) != 0)
		return NOBODY_KNOWS;
	return at <= asking->now ? ANSWERS_NOW : ANSWERS_LATER;
}

/* The fact that a placeholder names, {kh_police}; NULL none. */
static const struct fact *
named(const struct asking *asking, const char *brace, const char *end)
{
	size_t n = (size_t)(end - brace) - 1;
	char id[ID_MAX];

	if (n >= sizeof(id))
		return NULL;
	memcpy(id, brace + 1, n);
	id[n] = '\0';
	return facts_find(asking->known->facts, id);
}

/* One number that answers is enough for a line of several. */
static enum answers
line_answers(const struct asking *asking, const struct line *line)
{
	enum answers best = IS_TITLE, one;
	const char *end = line->text + line->n, *at = line->text, *close;
	const struct fact *fact;

	while ((at = memchr(at, '{', (size_t)(end - at))) != NULL) {
		close = memchr(at, '}', (size_t)(end - at));
		if (close == NULL)
			break;
		fact = named(asking, at, close);
		at = close;
		if (fact == NULL)
			continue;
		one = fact_answers(asking, fact);
		if (best == IS_TITLE || one < best)
			best = one;
	}
	return best;
}

static size_t
split(const struct asking *asking, const char *text,
    struct line lines[LINES_MAX])
{
	bool numbers = false;
	size_t n = 0;

	for (; n < LINES_MAX; n++) {
		lines[n].text = text;
		lines[n].n = strcspn(text, "\n");
		lines[n].answers = line_answers(asking, &lines[n]);
		numbers |= lines[n].answers != IS_TITLE;
		/* Words below a number are not above it. */
		if (numbers && lines[n].answers == IS_TITLE)
			lines[n].answers = NOBODY_KNOWS;
		if (text[lines[n].n] == '\0')
			return n + 1;
		text += lines[n].n + 1;
	}
	return 0;
}

/* NULL: there was none before. */
static char *
add(TALLOC_CTX *ctx, char *out, const struct line *line)
{
	return out == NULL ? talloc_strndup(ctx, line->text, line->n) :
	    talloc_asprintf_append(out, "\n%.*s", (int)line->n, line->text);
}

char *
answering_order(TALLOC_CTX *ctx, const struct known *known, const char *text,
    time_t day, int64_t now)
{
	const struct asking asking = { known, day, now };
	struct line lines[LINES_MAX];
	size_t n = split(&asking, text, lines);
	char *out = NULL;

	for (enum answers a = IS_TITLE; a <= ANSWERS_LATER; a++)
		for (size_t i = 0; i < n; i++)
			if (lines[i].answers == a)
				out = add(ctx, out, &lines[i]);
	/* More lines than anybody reads stay as they are. */
	return out != NULL ? out : talloc_strdup(ctx, text);
}
