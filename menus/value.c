#include "menus/value.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *
document_name(const struct document *document)
{
	return document->name;
}

const struct value *
document_root(const struct document *document)
{
	return document->root;
}

uint64_t
document_digest(const struct document *document)
{
	return document->digest;
}

enum value_kind
value_kind(const struct value *value)
{
	return value->kind;
}

int
value_line(const struct value *value)
{
	return value->line;
}

const char *
value_file(const struct value *value)
{
	return value->document->name;
}

const char *
value_name(const struct value *value)
{
	return value->name;
}

const char *
value_text(const struct value *value)
{
	return value->text;
}

size_t
value_count(const struct value *value)
{
	return value->n;
}

const struct value *
value_at(const struct value *value, size_t n)
{
	return n < value->n ? value->pairs[n].value : NULL;
}

const char *
value_key(const struct value *value, size_t n)
{
	return n < value->n ? value->pairs[n].key : NULL;
}

int
value_key_line(const struct value *value, size_t n)
{
	return n < value->n ? value->pairs[n].key_line : 0;
}

const struct value *
value_find(const struct value *value, const char *key)
{
	for (size_t i = 0; i < value->n; i++)
		if (value->pairs[i].key != NULL &&
		    strcmp(value->pairs[i].key, key) == 0)
			return value->pairs[i].value;
	return NULL;
}

/* strtol reads more than we want: spaces, plus signs, octal. */
static bool
to_number(const char *text, long *out)
{
	const char *digits = text + (text[0] == '-');
	int base = strncmp(digits, "0x", 2) == 0 ? 16 : 10;
	char *end;
	long number;

	if (!isdigit((unsigned char)digits[0]))
		return false;
	errno = 0;
	number = strtol(text, &end, base);
	if (errno != 0 || *end != '\0' || end[-1] == 'x')
		return false;
	*out = number;
	return true;
}

int
value_number(const struct value *value, long min, long max,
    struct faults *faults, long *out)
{
	long number;

	if (value->text != NULL && to_number(value->text, &number) &&
	    number >= min && number <= max) {
		*out = number;
		return 0;
	}
	faults_add(faults, value_file(value), value->line,
	    "%s must be a number from %ld to %ld", value->name, min, max);
	return -EINVAL;
}

int
value_flag(const struct value *value, struct faults *faults, bool *out)
{
	static const struct { const char *text; bool flag; } flags[] = {
		{ "yes", true }, { "no", false },
		{ "true", true }, { "false", false },
	};

	for (size_t i = 0; value->text != NULL && i < 4; i++)
		if (strcmp(value->text, flags[i].text) == 0) {
			*out = flags[i].flag;
			return 0;
		}
	faults_add(faults, value_file(value), value->line,
	    "%s must be yes or no", value->name);
	return -EINVAL;
}

static const struct field *
find_field(const struct field *field, const char *name)
{
	for (; field->name != NULL; field++)
		if (strcmp(field->name, name) == 0)
			return field;
	return NULL;
}

static void
add_unknown(const struct value *map, size_t n, const struct field *fields,
    struct faults *faults)
{
	char *known = talloc_strdup(NULL, fields[0].name);

	for (size_t i = 1; fields[i].name != NULL; i++)
		known = talloc_asprintf_append_buffer(known, ", %s",
		    fields[i].name);
	faults_add(faults, value_file(map), value_key_line(map, n),
	    "unknown key \"%s\"; there are %s", value_key(map, n), known);
	talloc_free(known);
}

static void
add_missing(const struct value *map, const struct field *field,
    struct faults *faults)
{
	for (; field->name != NULL; field++)
		if (field->required && value_find(map, field->name) == NULL)
			faults_add(faults, value_file(map), map->line,
			    "%s is missing; add it", field->name);
}

int
fields_read(const struct value *map, const struct field *fields, void *into,
    struct faults *faults)
{
	const struct field *field;
	int rc = 0;
	size_t before = faults_count(faults);

	if (map->kind != VALUE_MAP) {
		faults_add(faults, value_file(map), map->line,
		    "%s must be a map of keys and values", map->name);
		return -EINVAL;
	}
	for (size_t i = 0; i < map->n; i++) {
		field = find_field(fields, map->pairs[i].key);
		if (field == NULL) {
			add_unknown(map, i, fields, faults);
			continue;
		}
		if (field->read(map->pairs[i].value, into, faults) != 0)
			rc = -EINVAL;
	}
	add_missing(map, fields, faults);
	return faults_count(faults) > before ? -EINVAL : rc;
}
