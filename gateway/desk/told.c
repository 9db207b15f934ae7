#include "gateway/desk/told.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/desk/visit.h"
#include "store/sharing.h"

const char *const told_fields[] = { "person", "category", "destination",
	"opened", "language", "contact", NULL };

static json_t *
numbers_json(const int64_t *n, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_integer(n[i]));
	return list;
}

static json_t *
names_json(const char **name, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(name[i]));
	return list;
}

static json_t *
sharing_json(const struct entry *entry)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	json_t *json = NULL;
	struct sharing c;

	if (sharing_read(ctx, entry->text, &c) == 0)
		json = json_pack("{s:s, s:I, s:b, s:b, s:s, s:o, s:o, s:s}",
		    "about", c.partner ? "partner" : "centre",
		    "to", (json_int_t)c.to, "yes", c.yes, "told", c.told,
		    "how", c.how, "items", numbers_json(c.item, c.items_n),
		    "fields", names_json(c.field, c.fields_n),
		    "note", c.note);
	talloc_free(ctx);
	return json;
}

json_t *
told_json(const struct entry *entry)
{
	if (strcmp(entry->kind, "sharing") == 0)
		return sharing_json(entry);
	if (strcmp(entry->kind, "letter") == 0 ||
	    strcmp(entry->kind, "answer") == 0)
		return json_loads(entry->text, 0, NULL);
	return NULL;
}

static const char *
find_field(const char *name)
{
	for (const char *const *f = told_fields; name != NULL && *f; f++)
		if (strcmp(*f, name) == 0)
			return *f;
	return NULL;
}

const char **
told_fields_of(struct visit *visit, size_t *n)
{
	const json_t *list = json_object_get(visit->body, "fields");
	const char **all = talloc_zero_array(visit, const char *,
	    (unsigned)json_array_size(list) + 1);

	*n = json_array_size(list);
	for (size_t i = 0; i < *n; i++) {
		all[i] = find_field(json_string_value(json_array_get(list,
		    i)));
		if (all[i] == NULL)
			return NULL;
	}
	return all;
}

int64_t
told_number(const struct visit *visit, int param)
{
	const char *text = visit->param[param];

	return strlen(text) < 16 &&
	    text[strspn(text, "0123456789")] == '\0' ?
	    strtoll(text, NULL, 10) : 0;
}
