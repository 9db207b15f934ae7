#include "locales/khmer.h"

#include <stdint.h>

enum {
	RO = 0x179a, DA = 0x178a, TA = 0x178f, COENG = 0x17d2,
	AA = 0x17b6, II = 0x17b8, U = 0x17bb, OE = 0x17be, E = 0x17c1,
	OO = 0x17c4, NIKAHIT = 0x17c6, MUUSIKATOAN = 0x17c9, TRIISAP = 0x17ca
};

/* The order of the parts of a syllable behind its base. */
enum rank {
	RANK_NONE, RANK_ROBAT, RANK_COENG, RANK_COENG_RO, RANK_SHIFTER,
	RANK_BEFORE, RANK_BELOW, RANK_ABOVE, RANK_AFTER, RANK_SIGN, RANK_FINAL
};

static const struct { UChar from, to; uint8_t rank; } ranks[] = {
	{ 0x17b6, 0x17b6, RANK_AFTER },
	{ 0x17b7, 0x17ba, RANK_ABOVE },
	{ 0x17bb, 0x17bd, RANK_BELOW },
	{ 0x17be, 0x17c5, RANK_BEFORE },
	{ 0x17c6, 0x17c6, RANK_SIGN },
	{ 0x17c7, 0x17c8, RANK_FINAL },
	{ 0x17c9, 0x17ca, RANK_SHIFTER },
	{ 0x17cb, 0x17cb, RANK_SIGN },
	{ 0x17cc, 0x17cc, RANK_ROBAT },
	{ 0x17cd, 0x17d1, RANK_SIGN },
	{ 0x17d2, 0x17d2, RANK_COENG },
	{ 0x17d3, 0x17d3, RANK_SIGN },
	{ 0x17dd, 0x17dd, RANK_SIGN },
};

/* A mark, or a coeng with the consonant under it. */
struct part { UChar mark, under; uint8_t rank; };

static bool
is_base(UChar u)
{
	return u >= 0x1780 && u <= 0x17b3;
}

static uint8_t
rank_of(UChar u)
{
	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (u >= ranks[i].from && u <= ranks[i].to)
			return ranks[i].rank;
	return RANK_NONE;
}

static struct part
part_at(struct units in, unsigned i)
{
	struct part part = { .mark = in.at[i], .rank = rank_of(in.at[i]) };

	if (part.mark != COENG || i + 1 == in.n || !is_base(in.at[i + 1]))
		return part;
	part.under = in.at[i + 1] == DA ? TA : in.at[i + 1];
	if (part.under == RO)
		part.rank = RANK_COENG_RO;
	return part;
}

/* Stable, and a mark said twice is said once. */
static unsigned
insert_part(struct part *parts, unsigned n, struct part part)
{
	unsigned i = n;

	while (i > 0 && parts[i - 1].rank > part.rank)
		i--;
	if (i > 0 && parts[i - 1].mark == part.mark && !part.under)
		return n;
	for (unsigned k = n; k > i; k--)
		parts[k] = parts[k - 1];
	parts[i] = part;
	return n + 1;
}

static struct part *
find_mark(struct part *parts, unsigned n, UChar mark)
{
	for (unsigned i = 0; i < n; i++)
		if (parts[i].mark == mark)
			return &parts[i];
	return NULL;
}

static bool
has_above(struct part *parts, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (parts[i].rank == RANK_ABOVE || parts[i].mark == OE)
			return true;
	return find_mark(parts, n, AA) && find_mark(parts, n, NIKAHIT);
}

/* One vowel typed as the two signs that it looks like. */
static void
join_vowel(struct part *parts, unsigned n, UChar second, UChar joined)
{
	struct part *e = find_mark(parts, n, E);
	struct part *other = find_mark(parts, n, second);

	if (!e || !other)
		return;
	e->mark = joined;
	other->mark = 0;
}

static void
merge_shifters(struct part *parts, unsigned n)
{
	struct part *below = find_mark(parts, n, U);
	struct part *triisap = find_mark(parts, n, TRIISAP);

	if (triisap)
		triisap->mark = MUUSIKATOAN;
	if (!below || !has_above(parts, n))
		return;
	below->mark = find_mark(parts, n, MUUSIKATOAN) ? 0 : MUUSIKATOAN;
}

/* Everything behind a base at from; *to is behind the last of it. */
static unsigned
read_syllable(struct units in, unsigned from, struct part *parts, unsigned *to)
{
	unsigned n = 0, i = from;

	while (i < in.n && rank_of(in.at[i]) != RANK_NONE) {
		struct part part = part_at(in, i);

		i += part.under ? 2 : 1;
		n = insert_part(parts, n, part);
	}
	*to = i;
	return n;
}

void
khmer_fold(struct units *text)
{
	struct units in = *text, out = { .at = text->at };
	struct part *parts = talloc_array(NULL, struct part, in.n + 1);

	for (unsigned i = 0, n; i < in.n;) {
		UChar u = in.at[i++];

		out.at[out.n++] = u;
		if (!is_base(u))
			continue;
		n = read_syllable(in, i, parts, &i);
		join_vowel(parts, n, II, OE);
		join_vowel(parts, n, AA, OO);
		merge_shifters(parts, n);
		for (unsigned k = 0; k < n; k++) {
			if (parts[k].mark)
				out.at[out.n++] = parts[k].mark;
			if (parts[k].under)
				out.at[out.n++] = parts[k].under;
		}
	}
	talloc_free(parts);
	*text = out;
}
