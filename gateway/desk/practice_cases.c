/*
 * What was invented stands in practice.json, for who translates it.
 */
#include "gateway/desk/practice.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "store/cases.h"

enum { HOUR_S = 3600 };
extern const char practice_text[], practice_text_end[];

/* As a caller's row has them. */
static const struct { const char *name; int number; } languages[] = {
	{ "km", 0 }, { "th", 2 }, { "en", 3 },
};

json_t *
practice_document(void)
{
	return json_loadb(practice_text, (size_t)(practice_text_end -
	    practice_text), 0, NULL);
}

const char *
practice_words(const json_t *document, const char *what,
    const char *language)
{
	const char *text = json_string_value(json_object_get(
	    json_object_get(document, what), language));

	return text != NULL ? text : "";
}

static const char *
text_of(const json_t *one, const char *name)
{
	const char *text = json_string_value(json_object_get(one, name));

	return text != NULL ? text : "";
}

static int
number_of(const char *language)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		if (strcmp(languages[i].name, language) == 0)
			return languages[i].number;
	return 0;
}

static int
add_words(struct store *store, const struct id *id, const json_t *document,
    const json_t *one, const char *language, int64_t now)
{
	char *text = talloc_asprintf(NULL, "%s%s", practice_words(document,
	    "mark", language), practice_words(one, "words", language));
	int rc = case_add(store, id, "words", text, now);

	talloc_free(text);
	return rc;
}

/* When she may be called; without it she does not want to be. */
static int
add_wish(struct store *store, const struct id *id, const char *when,
    int64_t now)
{
	int rc = case_add(store, id, "contact", when[0] != '\0' ? "call" :
	    "no", now);

	return rc != 0 || when[0] == '\0' ? rc : case_add(store, id, "when",
	    when, now);
}

static int
open_one(struct store *store, int64_t centre, const json_t *document,
    const json_t *one, const char *language, int64_t now)
{
	const struct case_new new = {
		.centre = centre, .state = CASE_NEW,
		.urgent = json_is_true(json_object_get(one, "urgent")),
		.category = text_of(one, "category"),
		.language = number_of(language),
		.number = text_of(one, "number"), .now = now,
	};
	const char *destination = text_of(one, "destination");
	struct matter matter;
	int rc = case_open(store, &new, &matter);

	if (rc == 0)
		rc = add_wish(store, &matter.id, text_of(one, "when"), now);
	if (rc == 0)
		rc = add_words(store, &matter.id, document, one, language,
		    now);
	return rc != 0 || destination[0] == '\0' ? rc :
	    case_set_destination(store, &matter.id, destination, now);
}

/* As if they had come in the last hours. */
static int
open_all(struct store *store, int64_t centre, const json_t *document,
    const char *language, int64_t now)
{
	const json_t *cases = json_object_get(document, "cases");
	size_t n = json_array_size(cases);
	int rc = n > 0 ? 0 : -EIO;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = open_one(store, centre, document, json_array_get(cases,
		    i), language, now - (int64_t)(n - i) * HOUR_S);
	return rc;
}

int
practice_fill(struct store *store, int64_t centre, const char *language,
    int64_t now)
{
	json_t *document = practice_document();
	int rc = store_begin(store);

	if (rc == 0) {
		rc = open_all(store, centre, document, language, now);
		if (rc == 0)
			rc = store_commit(store);
		else
			store_rollback(store);
	}
	json_decref(document);
	return rc;
}
