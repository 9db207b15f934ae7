/*
 * letters.h - which letter of a text a plain phone's alphabet lacks.
 */
#ifndef GATEWAY_CHECKING_LETTERS_H
#define GATEWAY_CHECKING_LETTERS_H

#include <talloc.h>

/*
 * The first letter of a text that is not in the GSM alphabet and is not
 * folded to one that is, so that the whole page would be sent in UCS-2; NULL
 * when every page can be GSM-7.  Under the talloc parent.
 */
const char *letter_outside(TALLOC_CTX *, const char *text);
/* The first that is not in the alphabet as it stands, but is folded: a curly
   quote, a long dash; NULL when there is none. */
const char *letter_folded(TALLOC_CTX *, const char *text);
/* What such a letter is sent as. */
const char *letter_sent(TALLOC_CTX *, const char *letter);

#endif
