#include "locales/romanise.h"

#include <string.h>

#include "locales/units.h"

enum { KA = 0x1780, QA = 0x17a2, COENG = 0x17d2, FIRST_VOWEL = 0x17b6,
	NIKAHIT = 0x17c6, REAHMUK = 0x17c7, BANTOC = 0x17cb,
	FIRST_MARK = 0x17c9, LAST_MARK = 0x17dd };

/* From KA to QA.  A consonant of the second series changes its vowel. */
static const struct { const char *latin; unsigned char series; } consonants[] = {
	{ "k", 1 }, { "kh", 1 }, { "k", 2 }, { "kh", 2 }, { "ng", 2 },
	{ "ch", 1 }, { "chh", 1 }, { "ch", 2 }, { "chh", 2 }, { "nh", 2 },
	{ "d", 1 }, { "th", 1 }, { "d", 2 }, { "th", 2 }, { "n", 1 },
	{ "t", 1 }, { "th", 1 }, { "t", 2 }, { "th", 2 }, { "n", 2 },
	{ "b", 1 }, { "ph", 1 }, { "p", 2 }, { "ph", 2 }, { "m", 2 },
	{ "y", 2 }, { "r", 2 }, { "l", 2 }, { "v", 2 }, { "s", 1 },
	{ "s", 2 }, { "s", 1 }, { "h", 1 }, { "l", 1 }, { "", 1 },
};

/* From FIRST_VOWEL to 0x17c5, by series. */
static const char *const vowels[][2] = {
	{ "a", "ea" }, { "e", "i" }, { "ei", "i" }, { "oe", "ue" },
	{ "eu", "eu" }, { "o", "u" }, { "ou", "u" }, { "uo", "uo" },
	{ "aeu", "eu" }, { "oea", "oea" }, { "ie", "ie" }, { "e", "e" },
	{ "ae", "e" }, { "ai", "ey" }, { "ao", "o" }, { "au", "ov" },
};

/* Independent vowels, 0x17a3 to 0x17b3. */
static const char *const alone[] = {
	"a", "a", "e", "ei", "o", "uk", "ou", "ov", "rue", "rueu", "lue",
	"lueu", "ae", "ai", "ao", "ao", "au",
};

struct writing {
	struct units in;
	unsigned i;
	char *out;
	bool open;	/* the last syllable has its vowel and may close */
};

static UChar
at(const struct writing *w, unsigned i)
{
	return i < w->in.n ? w->in.at[i] : 0;
}

static bool
is_consonant(UChar u)
{
	return u >= KA && u <= QA;
}

static bool
is_vowel(UChar u)
{
	return u >= FIRST_VOWEL && u < NIKAHIT;
}

static void
put(struct writing *w, const char *latin)
{
	w->out = talloc_strdup_append_buffer(w->out, latin);
}

/* A nasal or r, l, y, v under a consonant leaves that one's series. */
static unsigned char
series_of(unsigned char series, UChar under)
{
	unsigned n = (unsigned)under - KA;

	if (n == 4 || n == 9 || n == 19 || (n >= 24 && n <= 28))
		return series;
	return consonants[n].series;
}

/* The consonant at i and those under it; *series is what its vowel obeys. */
static void
write_consonants(struct writing *w, unsigned char *series)
{
	UChar under;

	put(w, consonants[at(w, w->i) - KA].latin);
	*series = consonants[at(w, w->i) - KA].series;
	for (w->i++; at(w, w->i) == COENG; w->i += 2) {
		under = at(w, w->i + 1);
		if (!is_consonant(under))
			return;
		put(w, consonants[under - KA].latin);
		*series = series_of(*series, under);
	}
}

/* Register shifters and marks that make no sound. */
static void
skip_marks(struct writing *w, unsigned char *series)
{
	for (; at(w, w->i) >= FIRST_MARK && at(w, w->i) <= LAST_MARK &&
	    at(w, w->i) != COENG && at(w, w->i) != BANTOC; w->i++)
		if (at(w, w->i) == FIRST_MARK)
			*series = 1;
}

static void
write_vowel(struct writing *w, unsigned char series)
{
	UChar u = at(w, w->i);

	if (is_vowel(u)) {
		put(w, vowels[u - FIRST_VOWEL][series - 1]);
		w->i++;
	} else {
		put(w, series == 1 ? "a" : "o");
	}
	if (at(w, w->i) == NIKAHIT)
		put(w, "m");
	if (at(w, w->i) == REAHMUK)
		put(w, "h");
	w->open = at(w, w->i) != NIKAHIT && at(w, w->i) != REAHMUK;
	w->i += !w->open;
}

/* Does the consonant behind these carry a vowel of its own? */
static bool
begins_syllable(const struct writing *w)
{
	UChar u = at(w, w->i);

	return is_vowel(u) || u == NIKAHIT || u == REAHMUK;
}

static void
write_syllable(struct writing *w)
{
	bool stacked = at(w, w->i + 1) == COENG;
	unsigned char series;

	write_consonants(w, &series);
	skip_marks(w, &series);
	if (w->open && !stacked && !begins_syllable(w)) {
		w->open = false;
		w->i += at(w, w->i) == BANTOC;
		return;
	}
	write_vowel(w, series);
}

static void
write_other(struct writing *w)
{
	UChar u = at(w, w->i);
	struct units rest = { 1, w->in.at + w->i };
	char *text;

	w->open = false;
	if (u > QA && u < FIRST_VOWEL) {
		put(w, u <= 0x17b3 ? alone[u - QA - 1] : "");
		w->i++;
		return;
	}
	while (at(w, w->i + rest.n) != 0 &&
	    (at(w, w->i + rest.n) < KA || at(w, w->i + rest.n) > LAST_MARK))
		rest.n++;
	if (u < FIRST_VOWEL || u > LAST_MARK) {
		text = units_text(w->out, rest);
		put(w, text);
		w->i += rest.n;
	} else {
		w->i++;
	}
}

char *
text_romanised(TALLOC_CTX *parent, const char *key)
{
	void *work = talloc_new(NULL);
	struct writing w = { .in = units_from(work, key),
		.out = talloc_strdup(work, "") };
	char *out;

	while (w.i < w.in.n) {
		if (is_consonant(at(&w, w.i)))
			write_syllable(&w);
		else
			write_other(&w);
	}
	out = talloc_strdup(parent, w.out);
	talloc_free(work);
	return out;
}
