/*
 * vocabulary.h - the words that many companies' names have.
 *
 * A legal form ("Co., Ltd") is no part of a name; a generic word ("manpower",
 * "group", "Cambodia") tells no company from another, so it weighs little and
 * never finds one alone.
 */
#ifndef GATEWAY_LICENCES_VOCABULARY_H
#define GATEWAY_LICENCES_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

enum word_kind { WORD_OWN, WORD_GENERIC, WORD_FORM };

/* Legal forms that can be one another are one. */
enum legal_form { FORM_NONE = 0, FORM_LIMITED = 1, FORM_PUBLIC = 2,
	FORM_CORPORATION = 4 };

struct vocabulary;

struct vocabulary *vocabulary_open(TALLOC_CTX *);

struct meaning {
	enum word_kind kind;
	enum legal_form form;
	bool first;		/* a form that may stand before the name */
};

/* What a word is, as text_key leaves it; n octets. */
struct meaning vocabulary_word(const struct vocabulary *, const char *word,
    size_t n);
/*
 * Where words run on: octets of the longest known word that begins (or ends)
 * the text and is not all of it; 0 when none does.  Latin words only at the
 * end, and long ones.
 */
size_t vocabulary_prefix(const struct vocabulary *, const char *text,
    size_t n, struct meaning *);
size_t vocabulary_suffix(const struct vocabulary *, const char *text,
    size_t n, struct meaning *);

#endif
