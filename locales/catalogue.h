/*
 * catalogue.h - the words, in four languages.
 *
 * The translators' .po files are built into ICU resource bundles that the
 * program carries.  A missing translation falls back along km_Latn -> en
 * (never to Khmer script), th -> en, km -> en.  ICU stays inside locales/.
 */
#ifndef LOCALES_CATALOGUE_H
#define LOCALES_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "locales/review.h"

enum locale { LOCALE_KM, LOCALE_KM_LATN, LOCALE_TH, LOCALE_EN, LOCALES };

/* "km", "km_Latn", "th", "en". */
const char *locale_name(enum locale);
/* The locale of a name; -ENOENT when there is none such. */
[[nodiscard]] int locale_find(const char *name, enum locale *out);

struct catalogue;

/* Open the embedded bundles.  0, or -EIO. */
[[nodiscard]] int catalogue_open(TALLOC_CTX *, struct catalogue **out);

/* A locale's own text of a key, whatever stands in for it; NULL none. */
const char *catalogue_own(const struct catalogue *, enum locale,
    const char *key);
/* Who has read that text; what the English one is for, "" unknown.  Never
   NULL for a key of English. */
const struct review *catalogue_review(const struct catalogue *, enum locale,
    const char *key);
const char *catalogue_about(const struct catalogue *, const char *key);
/* Where that text stands, for messages: the file, and *line, 0 unknown. */
const char *catalogue_place(const struct catalogue *, enum locale,
    const char *key, int *line);

/* A text in place of a locale's own, and the file it comes from. */
struct own_text {
	enum locale locale;
	const char *key, *text;
	struct review review;
	const char *file;
	int line;
};
/* Put it; all of it is copied.  -ENOENT English has no such key. */
[[nodiscard]] int catalogue_put(struct catalogue *, const struct own_text *);
/*
 * Judge anew what is shown: a text that fits(arg, key, locale) as it is,
 * where it does not the English one, and where that does not fit either what
 * the locale has.
 */
void catalogue_judge(struct catalogue *, bool (*fits)(void *arg,
    const char *key, enum locale), void *arg);

/*
 * The text of a key as UTF-8, owned by the catalogue, with ZWSP and WORD
 * JOINER as the translator set them and placeholders as {name}.  *found (may
 * be NULL) is the locale it came from.  NULL when English has no such key.
 */
const char *catalogue_text(const struct catalogue *, enum locale,
    const char *key, enum locale *found);

/* Every key of English, the reference locale, sorted; for check and show. */
size_t catalogue_count(const struct catalogue *);
const char *catalogue_key(const struct catalogue *, size_t n);

/*
 * Replace {name}s, of ASCII letters, digits, _ and full stops; what is put in
 * is not looked at again.  value(arg, name) gives the words or NULL for a
 * name it does not know, which then stays as it stands.  The result hangs
 * under the talloc parent.
 */
char *text_fill(TALLOC_CTX *, const char *text,
    const char *(*value)(void *arg, const char *name), void *arg);

#endif
