/*
 * fold.h - what someone typed, reduced to what she meant.
 */
#ifndef LOCALES_FOLD_H
#define LOCALES_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

/*
 * Digits of any script (Khmer, Thai, full-width, circled ...) as ASCII, when
 * the text is nothing but digits and spaces, *, #, full stops, hyphens,
 * brackets and marks around or between them.  NULL when it is anything else
 * or has no digit.  "១។" is "1", "*1#" is "1", "1234 5678" is "12345678".
 */
char *text_digits(TALLOC_CTX *, const char *clean);

/*
 * The key to compare by: NFKC case fold, digits as ASCII, invisible marks
 * gone, Khmer marks in one order (UTN #61, to a fixpoint), coeng Da as Ta,
 * spaces single.
 */
char *text_key(TALLOC_CTX *, const char *clean);

/* The text with the digits of any script as ASCII, otherwise as it is. */
char *text_ascii_digits(TALLOC_CTX *, const char *clean);

/* Words that work anywhere, in every language, by SMS and USSD. */
enum keyword { KEYWORD_NONE, KEYWORD_START, KEYWORD_BACK, KEYWORD_MORE,
	KEYWORD_CALL, KEYWORD_STOP, KEYWORD_CHECK, KEYWORD_STATE,
	KEYWORD_DELETE };
/* The keyword that a text is; KEYWORD_NONE when it is none. */
enum keyword text_keyword(const char *clean);

/* The script that most of a text's letters are in; Latin and digits of it
   are none: they do not tell a language. */
enum script { SCRIPT_NONE, SCRIPT_KHMER, SCRIPT_THAI, SCRIPT_OTHER, SCRIPTS };
enum script text_script(const char *clean);

/* UTF-16 units of a text, as a phone counts it. */
size_t text_units(const char *clean);
/* The text cut to at most so many units, at a cluster's edge. */
char *text_cut(TALLOC_CTX *, const char *clean, size_t units);

/*
 * The first word of a list of sensitive words (folded with text_key, NULL at
 * the end) that a text holds; NULL when it holds none.  Latin words match
 * whole words, Khmer and Thai ones anywhere.
 */
const char *text_holds(const char *text, const char *const *words);

#endif
