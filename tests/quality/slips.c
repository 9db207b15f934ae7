#include "tests/quality/slips.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Text as code points, for a slip at any of them. */
struct points { unsigned n; uint32_t at[512]; };

static struct points
points_of(const char *text)
{
	const unsigned char *u = (const unsigned char *)text;
	struct points p = {0};
	int more;

	while (*u != 0 && p.n < 500) {
		uint32_t c = *u++;

		more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		if (more > 0)
			c &= 0x3fU >> more;
		for (; more > 0 && *u != 0; more--)
			c = c << 6 | (*u++ & 0x3f);
		p.at[p.n++] = c;
	}
	return p;
}

static char *
text_of(TALLOC_CTX *ctx, const struct points *p)
{
	char *out = talloc_array(ctx, char, p->n * 4 + 1);
	unsigned n = 0;

	for (unsigned i = 0; i < p->n; i++) {
		uint32_t c = p->at[i];

		if (c < 0x80) {
			out[n++] = (char)c;
		} else if (c < 0x800) {
			out[n++] = (char)(0xc0 | c >> 6);
			out[n++] = (char)(0x80 | (c & 0x3f));
		} else {
			out[n++] = (char)(0xe0 | c >> 12);
			out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
			out[n++] = (char)(0x80 | (c & 0x3f));
		}
	}
	out[n] = '\0';
	return out;
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c > 0x80;
}

/* A letter of the name's own part: before its first generic word. */
static int
pick(struct chance *c, const struct points *p)
{
	for (int tries = 0; tries < 100; tries++) {
		unsigned i = chance_of(c, p->n);

		if (is_letter(p->at[i]))
			return (int)i;
	}
	return -1;
}

static uint32_t
another(struct chance *c, uint32_t like)
{
	return like > 0x80 ? 0x1780 + chance_of(c, 33) :
	    'a' + chance_of(c, 26);
}

static void
drop(struct points *p, unsigned i)
{
	memmove(p->at + i, p->at + i + 1, sizeof(p->at[0]) * (p->n - i - 1));
	p->n--;
}

static void
insert(struct points *p, unsigned i, uint32_t c)
{
	memmove(p->at + i + 1, p->at + i, sizeof(p->at[0]) * (p->n - i));
	p->at[i] = c;
	p->n++;
}

static bool
swap(struct points *p, unsigned i)
{
	uint32_t c = p->at[i];

	if (i + 1 >= p->n || !is_letter(p->at[i + 1]) || p->at[i + 1] == c)
		return false;
	p->at[i] = p->at[i + 1];
	p->at[i + 1] = c;
	return true;
}

static bool
slip_once(struct chance *c, struct points *p)
{
	int i = pick(c, p);
	uint32_t was;

	if (i < 0)
		return false;
	was = p->at[i];
	switch (chance_of(c, 4)) {
	case 0:
		drop(p, (unsigned)i);
		return true;
	case 1:
		insert(p, (unsigned)i, another(c, was));
		return true;
	case 2:
		p->at[i] = another(c, was);
		return p->at[i] != was;
	default:
		return swap(p, (unsigned)i);
	}
}

static char *
slipped(TALLOC_CTX *ctx, struct chance *c, const char *name, unsigned times)
{
	struct points p = points_of(name);

	for (unsigned i = 0; i < times; i++)
		while (!slip_once(c, &p))
			;
	return text_of(ctx, &p);
}

static char *
one_typo(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	return slipped(ctx, c, name, 1);
}

static char *
two_typos(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	return slipped(ctx, c, name, 2);
}

static char *
swapped(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	struct points p = points_of(name);

	for (int tries = 0; tries < 50; tries++) {
		int i = pick(c, &p);

		if (i >= 0 && swap(&p, (unsigned)i))
			return text_of(ctx, &p);
	}
	return NULL;
}

static char *
dropped(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	struct points p = points_of(name);
	int i = pick(c, &p);

	if (i < 0)
		return NULL;
	drop(&p, (unsigned)i);
	return text_of(ctx, &p);
}

/* As an SMS has it: no capitals, no dots, no legal form's marks. */
static char *
plain(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *out = talloc_strdup(ctx, name), *to = out;

	(void)c;
	for (const char *at = name; *at != '\0'; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*to++ = (char)(*at - 'A' + 'a');
		else if (strchr(".,()", *at) == NULL)
			*to++ = *at;
	}
	*to = '\0';
	return out;
}

static char *
no_spaces(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *out = plain(ctx, c, name), *to = out;

	for (const char *at = out; *at != '\0'; at++)
		if (*at != ' ')
			*to++ = *at;
	*to = '\0';
	return out;
}

static char *
other_spaces(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	struct points p = points_of(name);
	int i;

	for (unsigned k = 0; k < p.n; k++)
		if (p.at[k] == ' ' && chance_of(c, 2) == 0)
			drop(&p, k);
	i = pick(c, &p);
	if (i > 0)
		insert(&p, (unsigned)i, ' ');
	return text_of(ctx, &p);
}

static const struct { const char *from, *to; } spellings[] = {
	{ "kh", "k" }, { "ph", "p" }, { "th", "t" }, { "ou", "u" },
	{ "oeu", "eu" }, { "eu", "oeu" }, { "ch", "j" }, { "ea", "ie" },
	{ "u", "ou" }, { "o", "or" }, { "k", "kh" }, { "ey", "ei" },
	{ "ai", "ay" }, { "ao", "au" }, { "v", "w" }, { "g", "k" },
	{ "ie", "ea" }, { "oa", "o" }, { "nn", "n" }, { "s", "ss" },
	{ "i", "y" }, { "y", "i" }, { "uo", "u" }, { "p", "ph" },
	{ "our", "or" }, { "re", "er" }, { "n", "nn" }, { "ee", "i" },
};

static char *
respelled(TALLOC_CTX *ctx, const char *name, const char *at, size_t from,
    const char *to)
{
	return talloc_asprintf(ctx, "%.*s%s%s", (int)(at - name), name, to,
	    at + from);
}

static char *
romanised(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	for (int tries = 0; tries < 200; tries++) {
		unsigned k = chance_of(c, sizeof(spellings) /
		    sizeof(spellings[0]));
		const char *at = strcasestr(name, spellings[k].from);

		if (at != NULL)
			return respelled(ctx, name, at,
			    strlen(spellings[k].from), spellings[k].to);
	}
	return NULL;
}

static char *
romanised_typo(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *other = romanised(ctx, c, name);

	return other != NULL ? slipped(ctx, c, other, 1) : NULL;
}

static char *
no_spaces_typo(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	return slipped(ctx, c, no_spaces(ctx, c, name), 1);
}

/* The first two words, or all but the last. */
static char *
without_last(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *out = talloc_strdup(ctx, name), *space = strrchr(out, ' ');
	unsigned spaces = 0;

	for (const char *at = out; *at != '\0'; at++)
		spaces += *at == ' ';
	if (spaces < 2)
		return NULL;
	for (unsigned left = spaces - 1 - chance_of(c, spaces - 1);
	    spaces > left; spaces--) {
		space = strrchr(out, ' ');
		*space = '\0';
	}
	return out;
}

static char *
without_last_typo(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *less = without_last(ctx, c, name);

	return less != NULL ? slipped(ctx, c, less, 1) : NULL;
}

static char *
other_order(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	const char *first = strchr(name, ' ');
	const char *second = first != NULL ? strchr(first + 1, ' ') : NULL;

	(void)c;
	if (second == NULL)
		return NULL;
	return talloc_asprintf(ctx, "%.*s %.*s%s", (int)(second - first - 1),
	    first + 1, (int)(first - name), name, second);
}

static bool
is_mark(uint32_t c)
{
	return c >= 0x17b6 && c <= 0x17d1;
}

/* Vowel before shifter, vowel before coeng, coeng Da for Ta. */
static char *
marks_moved(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	struct points p = points_of(name);
	bool changed = false;

	for (unsigned i = 0; i + 1 < p.n; i++) {
		uint32_t *at = p.at + i;

		if (is_mark(at[0]) && is_mark(at[1]) && at[0] != at[1] &&
		    at[0] < 0x17c6 && at[1] > 0x17c5) {
			changed = swap(&p, i) || changed;
			i++;
		} else if (i + 2 < p.n && at[0] == 0x17d2 && is_mark(at[2]) &&
		    chance_of(c, 2) == 0) {
			uint32_t mark = at[2];

			at[2] = at[1];
			at[1] = at[0];
			at[0] = mark;
			changed = true;
			i += 2;
		} else if (at[0] == 0x17d2 && at[1] == 0x178f) {
			at[1] = 0x178a;
			changed = true;
		} else if (at[0] == 0x17c9 && is_mark(at[1])) {
			changed = swap(&p, i) || changed;
			i++;
		}
	}
	return changed ? text_of(ctx, &p) : NULL;
}

static char *
marks_moved_typo(TALLOC_CTX *ctx, struct chance *c, const char *name)
{
	char *moved = marks_moved(ctx, c, name);

	return moved != NULL ? slipped(ctx, c, moved, 1) : NULL;
}

const struct slip slips[] = {
	{ "as an SMS has it", true, false, true, plain },
	{ "no spaces", true, true, true, no_spaces },
	{ "other spaces", true, true, true, other_spaces },
	{ "one typo", true, false, false, one_typo },
	{ "letters swapped", true, false, false, swapped },
	{ "a letter dropped", true, false, false, dropped },
	{ "two typos", true, false, false, two_typos },
	{ "another romanisation", true, false, false, romanised },
	{ "romanisation and typo", true, false, false, romanised_typo },
	{ "no spaces and typo", true, false, false, no_spaces_typo },
	{ "last words missing", true, true, false, without_last },
	{ "last words missing, typo", true, false, false, without_last_typo },
	{ "words in another order", true, false, false, other_order },
	{ "Khmer marks in another order", false, true, true, marks_moved },
	{ "Khmer, one typo", false, true, false, one_typo },
	{ "Khmer, marks and typo", false, true, false, marks_moved_typo },
	{ 0 }
};
