/*
 * The part of a search that runs in the worker's thread: opens items and
 * looks for words in them.
 */
#include <jansson.h>
#include <string.h>

#include "gateway/desk/seeking.h"
#include "store/persons.h"
#include "store/secret.h"

/* Words of ours, and her number, which is asked for in another way. */
static const char *const unread[] = { "number", "contact", "when", "call",
	"what", "where", "who", "many", "country", "centre", NULL };

static bool
has_words(const char *kind)
{
	for (size_t i = 0; unread[i] != NULL; i++)
		if (strcmp(kind, unread[i]) == 0)
			return false;
	return true;
}

/* What of an item somebody wrote: of a contact what comes after the result, of
   an outcome its note, of a person the name. */
static const char *
written(TALLOC_CTX *ctx, const char *kind, const char *text)
{
	const char *line, *note;
	json_t *json;
	char *copy;

	if (strcmp(kind, "contacted") == 0) {
		line = strchr(text, '\n');
		return line != NULL ? line + 1 : "";
	}
	if (strcmp(kind, "person") == 0)
		return person_shown(text);
	if (strcmp(kind, "outcome") != 0)
		return text;
	json = json_loads(text, 0, NULL);
	note = json_string_value(json_object_get(json, "note"));
	copy = secret_text(ctx, note != NULL ? strlen(note) + 1 : 1);
	if (note != NULL)
		memcpy(copy, note, strlen(note));
	json_decref(json);
	return copy;
}

static unsigned
count(unsigned bits)
{
	return (unsigned)__builtin_popcount(bits);
}

static void
look(struct part *part, struct find *find, const struct scan_item *item,
    const char *text)
{
	unsigned words = seek_in(part->seek, text);

	find->words |= words;
	if (count(words) <= find->best)
		return;
	find->best = count(words);
	find->n = item->n;
	find->at = item->at;
	find->kind = item->kind;
	(void)seek_show(part->seek, part, text, &find->seen);
}

/* secret is lent: memory that is locked and guarded takes long to get. */
static void
open_case(struct part *part, size_t i, struct secret *secret)
{
	TALLOC_CTX *ctx = talloc_new(part);
	const struct scan *scan = part->scan[i];
	char *text;

	if (scan_open_key(part->key, scan, secret) != 0) {
		part->broken += scan->n;
		talloc_free(ctx);
		return;
	}
	for (size_t k = 0; k < scan->n; k++) {
		if (!has_words(scan->item[k].kind))
			continue;
		part->looked++;
		if (scan_open(ctx, scan, secret, &scan->item[k], &text) != 0) {
			part->broken++;
			continue;
		}
		look(part, &part->find[i], &scan->item[k],
		    written(ctx, scan->item[k].kind, text));
		talloc_free(text);
	}
	talloc_free(ctx);
}

void
part_open(struct part *part)
{
	struct secret *secret = secret_new(part);

	for (size_t i = 0; i < part->n; i++)
		open_case(part, i, secret);
	talloc_free(secret);
}
