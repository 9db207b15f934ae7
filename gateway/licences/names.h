/*
 * names.h - a company's name, or what someone typed for one, made comparable.
 *
 * Two names are the same when their exact keys are equal and their legal
 * forms do not contradict each other: letters of either case, spaces, dots,
 * brackets, Khmer marks in any order, digits of any script make no
 * difference; another spelling does.  Letters, for everything that is only
 * near, are nine bits: ASCII, Khmer, Thai, the rest.
 */
#ifndef GATEWAY_LICENCES_NAMES_H
#define GATEWAY_LICENCES_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway/licences/vocabulary.h"

enum {
	NAME_OCTETS = 320,	/* of an exact key; longer is no name */
	NAME_LETTERS = 208,
	NAME_WORDS = 32,
	LETTER = 0x1ff,		/* the letter itself, without ... */
	LETTER_ENDS = 0x200,	/* the last one of its word */
	LETTER_GENERIC = 0x400,	/* of a generic word */
};

struct name_word {
	unsigned char from, n;		/* its letters */
	enum word_kind kind;
	bool spelled;			/* single letters: "B. S. R. O." */
};

struct name {
	char exact[NAME_OCTETS];	/* "" it has no words but a form */
	unsigned exact_n;
	unsigned form;			/* enum legal_form, or-ed */
	unsigned words_n, own_n;	/* words but forms; own words */
	struct name_word word[NAME_WORDS];
	unsigned letters_n;
	uint16_t letter[NAME_LETTERS];	/* with both flags */
	bool cut;			/* it was too long: never exact */
};

/* From clean text of any length. */
void name_read(const struct vocabulary *, const char *clean, struct name *);

/*
 * What text_key makes of text that is all ASCII and fits, but its spaces;
 * false, and nothing done, of any other.  ICU takes ten times as long.
 */
bool name_plain(const char *clean, char *out, size_t size);

bool name_has_khmer(const char *);
/* Its own words, ASCII, Khmer and Thai, in the order of their letters; "" none.
   Under the talloc parent. */
char *name_own_words(TALLOC_CTX *, const struct name *);

/* Compare by sound: kh and k, ou and u, double letters ... are one.  Flags
   stay.  out holds as many letters as in; returns how many. */
unsigned letters_by_sound(const uint16_t *in, unsigned n, uint16_t *out);

#endif
