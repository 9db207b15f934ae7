#include "gateway/licences/names.h"

/*
 * Nobody agrees on how Khmer is spelled in Latin letters: "kh" and "k", "ou"
 * and "u", "oeu" and "eu", "ch" and "j" stand for one another.  A run of
 * vowels becomes one of a, e, i, o; an h behind a consonant goes.
 */

static bool
is_vowel(unsigned c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' ||
	    c == 'y';
}

enum { HAS_A = 1, HAS_E = 2, HAS_I = 4, HAS_O = 8 };

static unsigned
part_of(unsigned c)
{
	switch (c) {
	case 'a':
		return HAS_A;
	case 'e':
		return HAS_E;
	case 'i':
	case 'y':
		return HAS_I;
	default:
		return HAS_O;
	}
}

static uint16_t
sound_of_vowels(unsigned first, unsigned has, unsigned n)
{
	if (has & HAS_O)
		return has & HAS_E ? 'e' : 'o';
	if (has == HAS_A)
		return 'a';
	if (has == HAS_E)
		return n > 1 ? 'i' : 'e';
	return has & HAS_I || first == 'e' ? 'i' : 'e';
}

static uint16_t
sound_of(unsigned c, unsigned next)
{
	switch (c) {
	case 'c':
		return next == 'h' ? 'c' : next == 'e' || next == 'i' ||
		    next == 'y' ? 's' : 'k';
	case 'j':
		return 'c';
	case 'q':
	case 'g':
		return 'k';
	case 'w':
		return 'v';
	case 'z':
	case 'x':
		return 's';
	default:
		return (uint16_t)c;
	}
}

struct sounds { const uint16_t *in; unsigned n; uint16_t *out; unsigned m; };

static unsigned
at(const struct sounds *s, unsigned i)
{
	return i < s->n ? s->in[i] & LETTER : 0;
}

static bool
ends(const struct sounds *s, unsigned i)
{
	return s->in[i] & LETTER_ENDS;
}

/* The run of vowels from i, within its word; behind it. */
static unsigned
take_vowels(struct sounds *s, unsigned i)
{
	unsigned first = i, has = 0;
	uint16_t flags;

	do {
		has |= part_of(at(s, i));
		i++;
	} while (!ends(s, i - 1) && is_vowel(at(s, i)));
	flags = s->in[i - 1] & (LETTER_ENDS | LETTER_GENERIC);
	s->out[s->m++] = sound_of_vowels(at(s, first), has, i - first) | flags;
	return i;
}

/* A consonant that is the one before it again is not heard. */
static unsigned
take_consonant(struct sounds *s, unsigned i, bool first)
{
	unsigned c = at(s, i), next = ends(s, i) ? 0 : at(s, i + 1);
	uint16_t flags = s->in[i] & (LETTER_ENDS | LETTER_GENERIC);
	uint16_t sound = sound_of(c, next);
	bool silent = !first && ((c == 'h' && !is_vowel(at(s, i - 1))) ||
	    (c == 'h' && !is_vowel(next)) ||
	    (s->m > 0 && (s->out[s->m - 1] & LETTER) == sound) ||
	    (c == 'g' && at(s, i - 1) == 'n'));

	if (silent)
		s->out[s->m - 1] |= flags & LETTER_ENDS;
	else
		s->out[s->m++] = sound | flags;
	return i + 1;
}

unsigned
letters_by_sound(const uint16_t *in, unsigned n, uint16_t *out)
{
	struct sounds s = { in, n, out, 0 };
	bool first = true;

	for (unsigned i = 0; i < n; first = s.in[i - 1] & LETTER_ENDS) {
		if (at(&s, i) >= 0x80) {
			s.out[s.m++] = s.in[i];
			i++;
		} else if (is_vowel(at(&s, i))) {
			i = take_vowels(&s, i);
		} else {
			i = take_consonant(&s, i, first);
		}
	}
	return s.m;
}
