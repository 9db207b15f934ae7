/*
 * romanise.h - Khmer letters as a Cambodian would spell them in Latin ones.
 *
 * For finding a name that was typed in the other script, never for text that
 * is shown: nobody agrees on how Khmer is written in Latin letters, so what
 * compares two spellings must fold them first.
 */
#ifndef LOCALES_ROMANISE_H
#define LOCALES_ROMANISE_H

#include <talloc.h>

/*
 * The text with every Khmer syllable in a-z, roughly as the Geographic
 * Department writes places; all else stays.  key is as text_key leaves it.
 */
char *text_romanised(TALLOC_CTX *, const char *key);

#endif
