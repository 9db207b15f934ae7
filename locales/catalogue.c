#include "locales/catalogue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udata.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>

#include "locales/placeholder.h"
#include "locales/review.h"

extern const char helpline_words[];	/* embedded.S */

/* One key in every locale; NULL where it has no text of its own.  from is
   the locale that is shown. */
struct entry {
	const char *key, *about, *text[LOCALES];
	struct review review[LOCALES];
	const char *file[LOCALES];	/* NULL: the translators' */
	int line[LOCALES];
	enum locale from[LOCALES];
};

struct catalogue {
	unsigned n;
	struct entry *entry;	/* sorted by key */
};

/* bundle: root is English, so that nothing falls further than that. */
static const struct { const char *name, *bundle; } locales[LOCALES] = {
	[LOCALE_KM] = { "km", "km" },
	[LOCALE_KM_LATN] = { "km_Latn", "km_Latn" },
	[LOCALE_TH] = { "th", "th" },
	[LOCALE_EN] = { "en", "root" },
};

const char *
locale_name(enum locale locale)
{
	return locales[locale].name;
}

int
locale_find(const char *name, enum locale *out)
{
	for (enum locale i = 0; i < LOCALES; i++)
		if (strcmp(locales[i].name, name) == 0) {
			*out = i;
			return 0;
		}
	return -ENOENT;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key,
	    ((const struct entry *)b)->key);
}

static struct entry *
find_entry(const struct catalogue *catalogue, const char *key)
{
	struct entry wanted = { .key = key };

	if (catalogue->n == 0)
		return NULL;
	return bsearch(&wanted, catalogue->entry, catalogue->n,
	    sizeof wanted, by_key);
}

static struct entry *
add_entry(struct catalogue *catalogue, const char *key)
{
	struct entry *entry;

	catalogue->entry = talloc_realloc(catalogue, catalogue->entry,
	    struct entry, catalogue->n + 1);
	entry = &catalogue->entry[catalogue->n++];
	*entry = (struct entry){ .key = talloc_strdup(catalogue, key),
	    .about = "" };
	return entry;
}

/* A resource's text as UTF-8, or NULL when it is no text. */
static char *
text_of(TALLOC_CTX *parent, const UResourceBundle *resource)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t n = 0;
	char *text;

	ures_getUTF8String(resource, NULL, &n, true, &error);
	if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error))
		return NULL;
	error = U_ZERO_ERROR;
	n++;
	text = talloc_array(parent, char, (unsigned)n);
	ures_getUTF8String(resource, text, &n, true, &error);
	return text;
}

/* Only English makes entries: a key that it lacks is no key. */
static void
read_text(struct catalogue *catalogue, enum locale locale,
    const UResourceBundle *resource)
{
	const char *key = ures_getKey(resource);
	struct entry *entry;

	if (!key || key[0] == '%')
		return;
	if (locale == LOCALE_EN)
		entry = add_entry(catalogue, key);
	else
		entry = find_entry(catalogue, key);
	if (entry)
		entry->text[locale] = text_of(catalogue, resource);
}

/* What is said about a text: %state:KEY, %about:KEY, %line:KEY. */
static void
read_mark(struct catalogue *catalogue, enum locale locale,
    const UResourceBundle *resource)
{
	static const char state[] = "%state:", about[] = "%about:",
	    line[] = "%line:";
	const char *mark = ures_getKey(resource), *why;
	struct entry *entry = mark && strchr(mark, ':') ?
	    find_entry(catalogue, strchr(mark, ':') + 1) : NULL;
	char *words = entry ? text_of(catalogue, resource) : NULL;

	if (!words)
		return;
	if (strncmp(mark, line, strlen(line)) == 0)
		entry->line[locale] = (int)strtol(words, NULL, 10);
	if (strncmp(mark, about, strlen(about)) == 0)
		entry->about = words;
	/* A state that cannot be read is none: the text is not reviewed. */
	if (strncmp(mark, state, strlen(state)) == 0 &&
	    review_read(catalogue, words, &entry->review[locale], &why) < 0)
		entry->review[locale] = (struct review){ 0 };
}

static int
read_locale(struct catalogue *catalogue, enum locale locale,
    void (*read)(struct catalogue *, enum locale, const UResourceBundle *))
{
	UErrorCode error = U_ZERO_ERROR;
	UResourceBundle *text = NULL, *bundle = ures_openDirect("helpline",
	    locales[locale].bundle, &error);

	if (U_FAILURE(error))
		return -EIO;
	while (ures_hasNext(bundle)) {
		text = ures_getNextResource(bundle, text, &error);
		if (U_FAILURE(error))
			break;
		read(catalogue, locale, text);
	}
	ures_close(text);
	ures_close(bundle);
	return U_FAILURE(error) ? -EIO : 0;
}

static int
read_all(struct catalogue *catalogue)
{
	/* English first: it says which keys there are. */
	int rc = read_locale(catalogue, LOCALE_EN, read_text);

	if (catalogue->n > 0)
		qsort(catalogue->entry, catalogue->n,
		    sizeof *catalogue->entry, by_key);
	for (enum locale i = 0; i < LOCALES && rc == 0; i++)
		if (i != LOCALE_EN)
			rc = read_locale(catalogue, i, read_text);
	for (enum locale i = 0; i < LOCALES && rc == 0; i++)
		rc = read_locale(catalogue, i, read_mark);
	return rc;
}

int
catalogue_open(TALLOC_CTX *parent, struct catalogue **out)
{
	struct catalogue *catalogue;
	UErrorCode error = U_ZERO_ERROR;

	/* Or a missing bundle would come in the language of the server. */
	uloc_setDefault("en", &error);
	if (U_FAILURE(error))
		return -EIO;
	/* A second time it is there already: a warning. */
	udata_setAppData("helpline", helpline_words, &error);
	if (U_FAILURE(error))
		return -EIO;
	catalogue = talloc_zero(parent, struct catalogue);
	if (read_all(catalogue) < 0) {
		talloc_free(catalogue);
		return -EIO;
	}
	catalogue_judge(catalogue, NULL, NULL);
	*out = catalogue;
	return 0;
}

const char *
catalogue_own(const struct catalogue *catalogue, enum locale locale,
    const char *key)
{
	const struct entry *entry = find_entry(catalogue, key);

	return entry ? entry->text[locale] : NULL;
}

const struct review *
catalogue_review(const struct catalogue *catalogue, enum locale locale,
    const char *key)
{
	const struct entry *entry = find_entry(catalogue, key);

	return entry ? &entry->review[locale] : NULL;
}

const char *
catalogue_about(const struct catalogue *catalogue, const char *key)
{
	const struct entry *entry = find_entry(catalogue, key);

	return entry ? entry->about : NULL;
}

const char *
catalogue_place(const struct catalogue *catalogue, enum locale locale,
    const char *key, int *line)
{
	static const char *const files[LOCALES] = { "locales/km.po",
	    "locales/km_Latn.po", "locales/th.po", "locales/en.po" };
	const struct entry *entry = find_entry(catalogue, key);

	*line = entry ? entry->line[locale] : 0;
	return entry && entry->file[locale] ? entry->file[locale]
	    : files[locale];
}

int
catalogue_put(struct catalogue *catalogue, const struct own_text *own)
{
	struct entry *entry = find_entry(catalogue, own->key);
	enum locale i = own->locale;
	const char *why;

	if (!entry)
		return -ENOENT;
	entry->text[i] = talloc_strdup(catalogue, own->text);
	entry->from[i] = i;
	entry->file[i] = talloc_strdup(catalogue, own->file);
	entry->line[i] = own->line;
	/* By way of words, so that nothing points elsewhere. */
	return review_read(catalogue, review_words(catalogue, &own->review),
	    &entry->review[i], &why);
}

void
catalogue_judge(struct catalogue *catalogue, bool (*fits)(void *arg,
    const char *key, enum locale), void *arg)
{
	for (unsigned n = 0; n < catalogue->n; n++) {
		struct entry *entry = &catalogue->entry[n];
		bool english = !fits || fits(arg, entry->key, LOCALE_EN);

		for (enum locale i = 0; i < LOCALES; i++)
			entry->from[i] = entry->text[i] &&
			    (!english || !fits || fits(arg, entry->key, i)) ?
			    i : LOCALE_EN;
	}
}

const char *
catalogue_text(const struct catalogue *catalogue, enum locale locale,
    const char *key, enum locale *found)
{
	const struct entry *entry = find_entry(catalogue, key);

	if (!entry)
		return NULL;
	locale = entry->from[locale];
	if (found)
		*found = locale;
	return entry->text[locale];
}

size_t
catalogue_count(const struct catalogue *catalogue)
{
	return catalogue->n;
}

const char *
catalogue_key(const struct catalogue *catalogue, size_t n)
{
	return n < catalogue->n ? catalogue->entry[n].key : NULL;
}

char *
text_fill(TALLOC_CTX *parent, const char *text,
    const char *(*value)(void *arg, const char *name), void *arg)
{
	char *out = talloc_strdup(parent, "");

	while (*text) {
		size_t plain = strcspn(text, "{"), n;
		const char *words = NULL;

		out = talloc_strndup_append_buffer(out, text, plain);
		text += plain;
		n = placeholder_length(text);
		if (n > 0) {
			char *name = talloc_strndup(parent, text + 1, n - 2);

			words = value(arg, name);
			talloc_free(name);
		} else if (*text) {
			n = 1;
		}
		out = words ? talloc_strdup_append_buffer(out, words)
		    : talloc_strndup_append_buffer(out, text, n);
		text += n;
	}
	return out;
}
