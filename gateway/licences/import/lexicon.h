/*
 * lexicon.h - the words of lists: what a column, a status, a country or a
 * province may be called, from words.yaml and menus/names.yaml.
 */
#ifndef GATEWAY_LICENCES_IMPORT_LEXICON_H
#define GATEWAY_LICENCES_IMPORT_LEXICON_H

#include <stddef.h>
#include <talloc.h>

struct faults;
struct lexicon;

enum lexicon_part { WORDS_COLUMNS, WORDS_STATUSES, WORDS_COUNTRIES,
	WORDS_PROVINCES, LEXICON_PARTS };

/* What the program carries.  -EINVAL with faults added: one word has two
   meanings, or a part is not there. */
[[nodiscard]] int lexicon_open(TALLOC_CTX *, struct faults *,
    struct lexicon **out);

/* What a word means ("TH" for "ថៃ"; a meaning means itself), owned by the
   lexicon; NULL when it is not known. */
const char *lexicon_find(const struct lexicon *, enum lexicon_part,
    const char *word);

/*
 * Does a text hold a word for any status but valid?  The word's meaning, or
 * NULL: what a list says in a title or a remark, it says too.  A text too long
 * to be looked through might.
 */
const char *lexicon_warns(const struct lexicon *, const char *text);

/* A word as it is compared: folded, without ASCII punctuation and spaces. */
char *lexicon_key(TALLOC_CTX *, const char *word);

#endif
