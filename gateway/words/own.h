/*
 * own.h - the words of this helpline: DIR/words.csv, over those the program
 * carries.
 *
 * Only what an operator changed or had reviewed stands in it, so that a newer
 * program brings its other texts.  Each text remembers which of the program's
 * it replaced: where the program's has changed since, check says so.
 */
#ifndef GATEWAY_WORDS_OWN_H
#define GATEWAY_WORDS_OWN_H

#include <talloc.h>

#include "gateway/settings.h"
#include "gateway/words/sheet.h"
#include "locales/catalogue.h"

struct faults;

extern const char own_file[];		/* its name in DIR */

/*
 * Put DIR/words.csv into a catalogue that holds the program's words.  *out is
 * the sheet, NULL where there is none.  What no longer fits the program (a
 * key that is gone, a placeholder that differs) is left out; own_stale tells
 * of it.  -EINVAL with faults: it cannot be read.
 */
[[nodiscard]] int own_load(TALLOC_CTX *, const struct settings *,
    struct catalogue *, struct faults *, struct sheet **out);

/* What of the sheet is out of date against the program's own words is added
   as warnings. */
void own_stale(const struct sheet *, const char *file, struct faults *);

/* A text's own words that are the same in two; both may be NULL. */
bool own_same(const char *one, const char *other);
/* Names the program's text of a key, and the English it renders: 16 hex
   digits, under the talloc parent. */
char *own_basis(TALLOC_CTX *, const struct catalogue *, enum locale,
    const char *key);

/* Is every brace of a text part of a placeholder? */
bool own_braces(const char *text);
/* Are the placeholders of a text those of another? */
bool own_fits(TALLOC_CTX *, const char *text, const char *english);

/* Write it beside the old one, durable; it counts when it is put there, or is
   dropped.  -EIO with a fault. */
[[nodiscard]] int own_write(const struct settings *, const struct sheet *,
    struct faults *);
[[nodiscard]] int own_put(const struct settings *, struct faults *);
void own_drop(const struct settings *);

#endif
