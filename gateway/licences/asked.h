/*
 * asked.h - a text that asks for a company without a menu.
 *
 * "CHECK sok dara", in any of the four languages; or a name and nothing
 * else.  Whoever writes of what happened to her must never be taken for
 * someone who asks for a company: a word of every day is enough to leave a
 * text to people.
 */
#ifndef GATEWAY_LICENCES_ASKED_H
#define GATEWAY_LICENCES_ASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "locales/catalogue.h"

/* What stands behind the word for "check", or NULL: it begins with none.
   Under the talloc parent.  *locale becomes the language of that word, or
   LOCALES: it tells none.  *doubtful: the word is said of other things too.
   Either may be NULL. */
const char *asked_by_word(TALLOC_CTX *, const char *clean, int *locale,
    bool *doubtful);

/* Words of a text that runs on, or is parted by spaces. */
size_t asked_words(const char *clean);

/* Does it speak of herself, of her own people or of need? */
bool asked_of_people(const char *clean);

/* May a text without such a word be a name?  Few words, none of every day. */
bool asked_may_be_name(const char *clean);

#endif
