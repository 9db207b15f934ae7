#include "gateway/licences/import/lexicon.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/licences/import/values.h"
#include "locales/fold.h"
#include "menus/document.h"
#include "menus/names.h"

extern const char licences_words[], licences_words_end[];

struct entry {
	char *key;
	const char *means;
	int line;
};

struct lexicon {
	struct part { size_t n; struct entry *entry; } part[LEXICON_PARTS];
};

static const char *const part_names[LEXICON_PARTS] = {
	"columns", "statuses", "countries", "provinces",
};

char *
lexicon_key(TALLOC_CTX *ctx, const char *word)
{
	char *key = text_key(ctx, word), *to = key;

	for (const char *from = key; *from != '\0'; from++)
		if ((unsigned char)*from >= 0x80 ||
		    (*from >= 'a' && *from <= 'z') ||
		    (*from >= '0' && *from <= '9') || *from == '#')
			*to++ = *from;
	*to = '\0';
	return key;
}

static int
by_key(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;

	return strcmp(a->key, b->key);
}

static void
add(struct lexicon *lexicon, struct part *part, const char *word,
    const char *means, int line)
{
	part->entry = talloc_realloc(lexicon, part->entry, struct entry,
	    (unsigned)part->n + 1);
	part->entry[part->n++] = (struct entry){ lexicon_key(lexicon, word),
	    means, line };
}

/* One meaning and its words. */
static void
read_words(struct lexicon *lexicon, struct part *part, const char *means,
    const struct value *words)
{
	const char *kept = talloc_strdup(lexicon, means);

	add(lexicon, part, kept, kept, value_line(words));
	for (size_t i = 0; i < value_count(words); i++)
		add(lexicon, part, value_text(value_at(words, i)), kept,
		    value_line(words));
}

static int
check_twice(const struct part *part, struct faults *faults)
{
	int rc = 0;

	for (size_t i = 1; i < part->n; i++) {
		const struct entry *e = &part->entry[i];

		if (strcmp(e[-1].key, e->key) != 0 ||
		    strcmp(e[-1].means, e->means) == 0)
			continue;
		faults_add(faults, "words.yaml", e->line, "%s: one word, two "
		    "meanings: %s and %s", e->key, e[-1].means, e->means);
		rc = -EINVAL;
	}
	return rc;
}

static void
read_part(struct lexicon *lexicon, int which, const struct value *root)
{
	const struct value *map = value_find(root, part_names[which]);

	for (size_t i = 0; map != NULL && i < value_count(map); i++)
		read_words(lexicon, &lexicon->part[which], value_key(map, i),
		    value_at(map, i));
}

/* "TH", "KH-12"; names.yaml has languages too. */
static int
part_of(const char *value)
{
	bool capitals = value[0] >= 'A' && value[0] <= 'Z' &&
	    value[1] >= 'A' && value[1] <= 'Z';

	if (capitals && value[2] == '\0')
		return WORDS_COUNTRIES;
	return strncmp(value, "KH-", 3) == 0 ? WORDS_PROVINCES : -1;
}

static int
read_places(struct lexicon *lexicon, struct faults *faults)
{
	struct names *names = NULL;
	int rc = names_embedded(lexicon, faults, &names);

	for (size_t i = 0; rc == 0 && i < names->n; i++) {
		const struct spelled *spelled = &names->all[i];
		int which = part_of(spelled->value);
		struct part *part = &lexicon->part[which < 0 ? 0 : which];

		if (which < 0)
			continue;
		add(lexicon, part, spelled->value, spelled->value, 0);
		for (size_t k = 0; k < spelled->n; k++)
			add(lexicon, part, spelled->spelling[k],
			    spelled->value, 0);
	}
	return rc;
}

static int
finish(struct lexicon *lexicon, struct faults *faults)
{
	int rc = 0;

	for (int i = 0; i < LEXICON_PARTS; i++) {
		struct part *part = &lexicon->part[i];

		qsort(part->entry, part->n, sizeof(*part->entry), by_key);
		if (check_twice(part, faults) != 0)
			rc = -EINVAL;
	}
	return rc;
}

int
lexicon_open(TALLOC_CTX *ctx, struct faults *faults, struct lexicon **out)
{
	struct lexicon *lexicon = talloc_zero(ctx, struct lexicon);
	struct document *document = NULL;
	int rc = document_parse(lexicon, "words.yaml", licences_words,
	    (uintptr_t)licences_words_end - (uintptr_t)licences_words, faults, &document);

	for (int i = 0; rc == 0 && i < LEXICON_PARTS; i++)
		read_part(lexicon, i, document_root(document));
	talloc_free(document);
	if (rc == 0)
		rc = read_places(lexicon, faults);
	if (rc == 0)
		rc = finish(lexicon, faults);
	if (rc != 0) {
		talloc_free(lexicon);
		return rc;
	}
	*out = lexicon;
	return 0;
}

const char *
lexicon_find(const struct lexicon *lexicon, enum lexicon_part which,
    const char *word)
{
	const struct part *part = &lexicon->part[which];
	struct entry want = { .key = lexicon_key(NULL, word) };
	const struct entry *found = part->n == 0 || want.key[0] == '\0' ?
	    NULL : bsearch(&want, part->entry, part->n, sizeof(want), by_key);

	talloc_free(want.key);
	return found != NULL ? found->means : NULL;
}

/* Short ones stand in other words. */
static bool
is_telling(const struct entry *entry)
{
	return strcmp(entry->means, "valid") != 0 && strlen(entry->key) >= 6;
}

const char *
lexicon_warns(const struct lexicon *lexicon, const char *text)
{
	const struct part *part = &lexicon->part[WORDS_STATUSES];
	const char *found = NULL;
	char *key;

	if (strnlen(text, CELL_MAX) == CELL_MAX)
		return "what it says";
	key = lexicon_key(NULL, text);
	for (size_t i = 0; found == NULL && i < part->n; i++)
		if (is_telling(&part->entry[i]) &&
		    strstr(key, part->entry[i].key) != NULL)
			found = part->entry[i].means;
	talloc_free(key);
	return found;
}
