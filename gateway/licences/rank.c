#include "gateway/licences/rank.h"

#include <string.h>

/* Hundredths of a slip. */
enum {
	SLIP = 100,
	MISSING_OWN = 55,	/* a word at the end of the name, not typed */
	MISSING_GENERIC = 12,
	GENERIC_DIFFERS = 15,
	BY_SOUND = 40,		/* the spelling differs, the sound does not */
	ROMANISED = 30,
	ORDER = 30,
	EXTRA_OWN = 100, EXTRA_LETTER = 10, EXTRA_GENERIC = 15,
	RARE = 60,		/* more for the rarest word missing */
	ALL_GENERIC = 50,
	BEHIND = 50, BEHIND_LETTER = 12,
	NEVER = 100000,
};

static unsigned
without_generic(const uint16_t *in, unsigned n, uint16_t *out)
{
	unsigned m = 0;

	for (unsigned i = 0; i < n; i++)
		if (!(in[i] & LETTER_GENERIC))
			out[m++] = in[i];
	if (m > 0)
		return m;
	memcpy(out, in, sizeof(uint16_t) * n);
	return n;
}

static const char *const forms[] = { "co", "ltd", "coltd", "plc", "company",
	"limited" };

/* One slip from a legal form, at the end of what was typed. */
static bool
is_form_mistyped(struct typed *q, const struct name_word *word)
{
	const uint16_t *letters = q->name.letter + word->from;
	uint16_t form[8];
	unsigned n, near;

	if (word->n > 8 || letters[0] >= 0x80)
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		for (n = 0; forms[i][n] != '\0'; n++)
			form[n] = (uint16_t)forms[i][n];
		pattern_set(&q->word, letters, word->n);
		near = nearness_of(&q->word, form, n);
		pattern_clear(&q->word, letters, word->n);
		/* "c" before "ltd" is one, "a" or "cos" alone is none. */
		if (near == 0 || (near == 1 && (n > 2 || q->name.form != 0)))
			return true;
	}
	return false;
}

/* They tell no company from another, right or wrong. */
static void
forget_forms(struct typed *q)
{
	struct name *name = &q->name;
	struct name_word *word;

	for (unsigned i = name->words_n; i-- > 1;) {
		word = &name->word[i];
		if (word->kind != WORD_OWN || !is_form_mistyped(q, word))
			return;
		word->kind = WORD_GENERIC;
		name->own_n--;
		for (unsigned k = 0; k < word->n; k++)
			name->letter[word->from + k] |= LETTER_GENERIC;
	}
}

void
typed_begin(struct typed *q, const struct vocabulary *vocabulary,
    const char *clean)
{
	struct name *name = &q->name;

	name_read(vocabulary, clean, name);
	q->romanised = false;
	forget_forms(q);
	q->own_n = without_generic(name->letter, name->letters_n, q->own);
	q->sounds_n = letters_by_sound(name->letter, name->letters_n,
	    q->sounds);
	q->own_sounds_n = without_generic(q->sounds, q->sounds_n,
	    q->own_sounds);
	pattern_set(&q->whole, name->letter, name->letters_n);
	pattern_set(&q->bare, q->own, q->own_n);
	pattern_set(&q->heard, q->own_sounds, q->own_sounds_n);
}

void
typed_end(struct typed *q)
{
	pattern_clear(&q->whole, q->name.letter, q->name.letters_n);
	pattern_clear(&q->bare, q->own, q->own_n);
	pattern_clear(&q->heard, q->own_sounds, q->own_sounds_n);
	explicit_bzero(&q->name, sizeof(q->name));
	explicit_bzero(q->own, sizeof(q->own));
	explicit_bzero(q->sounds, sizeof(q->sounds));
	explicit_bzero(q->own_sounds, sizeof(q->own_sounds));
}

/* A name of which a prefix was typed: nearest of all ends of its words. */
struct course {
	const struct pattern *pattern;
	const uint16_t *letters;
	unsigned n, own, words;		/* of them */
	uint16_t skip;			/* letters with this flag */
};

static unsigned
nearest_prefix(const struct course *c)
{
	struct nearness s = nearness_begin(c->pattern);
	unsigned own = c->own, generic = c->words - c->own, best = NEVER;
	unsigned missing = c->own > 0 ? MISSING_GENERIC : MISSING_OWN, cost;

	for (unsigned i = 0; i < c->n; i++) {
		uint16_t letter = c->letters[i];

		if (letter & c->skip)
			continue;
		nearness_step(c->pattern, &s, letter);
		if (!(letter & LETTER_ENDS))
			continue;
		if (letter & LETTER_GENERIC)
			generic--;
		else
			own--;
		cost = s.distance * SLIP + own * MISSING_OWN +
		    (c->skip ? 0 : generic * missing);
		if (cost < best && (own < c->own || c->own == 0))
			best = cost;
	}
	return best;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned
rank_whole(const struct typed *q, const struct index *x,
    const struct spelling *s)
{
	struct course course = {
		.pattern = &q->whole, .letters = x->letters + s->letters,
		.n = s->letters_n, .own = s->own_n, .words = s->words_n,
	};
	bool foreign = s->romanised || q->romanised;
	unsigned cost = foreign ? NEVER : nearest_prefix(&course);
	bool generic = s->own_n != s->words_n ||
	    q->name.own_n != q->name.words_n;

	course.skip = s->own_n > 0 ? LETTER_GENERIC : 0;
	course.pattern = &q->bare;
	if (generic && !foreign && cost > 0)
		cost = least(cost, nearest_prefix(&course) + GENERIC_DIFFERS);
	if (cost <= BY_SOUND)
		return cost;
	course.pattern = &q->heard;
	course.letters = x->sounds + s->sounds;
	course.n = s->sounds_n;
	return least(cost, nearest_prefix(&course) + BY_SOUND +
	    (foreign ? ROMANISED : 0));
}

unsigned
rank_longer(const struct typed *q, const struct index *x,
    const struct spelling *s)
{
	const uint16_t *letters = x->letters + s->letters;
	struct nearness near = nearness_begin(&q->whole);
	unsigned n = 0, best = NEVER, most = q->whole.n, cost;

	if (s->romanised || q->romanised || most == 0)
		return NEVER;
	for (unsigned i = 0; i < s->letters_n; i++) {
		if (s->own_n > 0 && (letters[i] & LETTER_GENERIC))
			continue;
		nearness_step(&q->whole, &near, letters[i]);
		n++;
	}
	for (unsigned i = n > 2 ? n - 2 : n; i <= n + 2 && i < most; i++) {
		cost = nearness_at(&near, n, i) * SLIP + BEHIND +
		    (most - i) * BEHIND_LETTER;
		best = least(best, cost);
	}
	return best;
}

/* 0 a word that all have, 100 one that no other has. */
static unsigned
rarity(const struct index *x, const uint16_t *letters, unsigned n)
{
	unsigned count = word_count(x, letters, n), share = 0;

	for (size_t all = x->n; all > count && share < 10; all /= 2)
		share++;
	return share * 10;
}

/* The words of a spelling, and which of them were typed. */
struct match {
	unsigned n;
	unsigned char from[NAME_WORDS], length[NAME_WORDS];
	bool taken[NAME_WORDS];
	unsigned last;			/* the one that was taken last */
	unsigned slips;			/* of a word that is hers */
};

static void
find_words(struct match *m, const uint16_t *letters, unsigned n)
{
	for (unsigned i = 0, from = 0; i < n && m->n < NAME_WORDS; i++) {
		if (!(letters[i] & LETTER_ENDS))
			continue;
		m->from[m->n] = (unsigned char)from;
		m->length[m->n++] = (unsigned char)(i + 1 - from);
		from = i + 1;
	}
}

/* How many slips a word of so many letters may hold and still be it. */
static unsigned
slips_of(unsigned letters)
{
	return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

/* The nearest word not yet taken; m->n when none is near. */
static unsigned
nearest_word(struct typed *q, const struct name_word *word, struct match *m,
    const uint16_t *letters, unsigned *slips)
{
	const uint16_t *typed = q->name.letter + word->from;
	unsigned best = m->n, d;

	*slips = slips_of(word->n) + 1;
	pattern_set(&q->word, typed, word->n);
	for (unsigned i = 0; i < m->n; i++) {
		if (m->taken[i] || m->length[i] + *slips <= word->n ||
		    word->n + *slips <= m->length[i])
			continue;
		d = nearness_of(&q->word, letters + m->from[i], m->length[i]);
		if (d < *slips) {
			*slips = d;
			best = i;
		}
	}
	pattern_clear(&q->word, typed, word->n);
	return best;
}

static unsigned
cost_of_word(struct typed *q, const struct name_word *word, struct match *m,
    const uint16_t *letters, bool *whole)
{
	unsigned slips, i = nearest_word(q, word, m, letters, &slips);
	unsigned cost = 0;

	if (i == m->n && word->kind == WORD_GENERIC)
		return EXTRA_GENERIC;
	if (i == m->n) {
		*whole = false;
		return EXTRA_OWN + (unsigned)EXTRA_LETTER * word->n;
	}
	if (slips > 1 || (slips == 1 && word->n < 5))
		*whole = false;
	m->taken[i] = true;
	m->slips += slips;
	if (i < m->last)
		cost = ORDER;
	m->last = i;
	return cost + slips * SLIP;
}

/* What was not typed costs by how much it tells. */
static unsigned
cost_of_rest(const struct index *x, const struct match *m,
    const uint16_t *letters, unsigned own, bool *whole)
{
	unsigned cost = 0, rare, all = 0, typed = 0;

	for (unsigned i = 0; i < m->n; i++) {
		const uint16_t *word = letters + m->from[i];

		if (word[0] & LETTER_GENERIC) {
			cost += m->taken[i] ? 0U : own > 0 ? MISSING_GENERIC :
			    MISSING_OWN;
			continue;
		}
		rare = rarity(x, word, m->length[i]);
		all += 10U + rare;
		if (m->taken[i])
			typed += 10U + rare;
		else
			cost += 40 + rare * RARE / 100;
	}
	*whole &= typed > 0 && typed * 10 >= all * 6 && m->slips <= 1;
	return cost;
}

unsigned
rank_words(struct typed *q, const struct index *x, const struct spelling *s,
    bool *whole)
{
	const uint16_t *letters = x->letters + s->letters;
	struct match m = {0};
	unsigned cost = 0;

	*whole = !s->romanised && !q->romanised && q->name.own_n > 0;
	if (s->romanised || q->romanised)
		return NEVER;
	find_words(&m, letters, s->letters_n);
	for (unsigned i = 0; i < q->name.words_n; i++)
		cost += cost_of_word(q, &q->name.word[i], &m, letters, whole);
	return cost + cost_of_rest(x, &m, letters, s->own_n, whole);
}

unsigned
rank_limit(const struct typed *q)
{
	unsigned n = q->own_n;

	/* Words in another order, but all of them: it has no others. */
	if (q->name.own_n == 0)
		return ALL_GENERIC;
	if (n < 5)
		return q->name.letters_n >= 8 ? 110 : 60;
	return n < 8 ? 175 : n < 13 ? 260 : 345;
}
