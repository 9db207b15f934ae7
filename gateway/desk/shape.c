#include "gateway/desk/shape.h"

#include <string.h>

static const struct field *
find_field(const struct shape *shape, const char *name)
{
	const struct field *field = shape->field;

	while (field->name != NULL && strcmp(field->name, name) != 0)
		field++;
	return field->name != NULL ? field : NULL;
}

/* Controls but newline and tab are no text; a line has none at all. */
static bool
is_plain(const char *text, bool line)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < ' ' && (line ||
		    (*text != '\n' && *text != '\t'))) || *text == 0x7f)
			return false;
	return true;
}

static const char *
text_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t n = (int64_t)json_string_length(value);

	if (text == NULL)
		return talloc_asprintf(ctx, "%s: a text is needed",
		    field->name);
	if (n < field->min || n > field->max)
		return talloc_asprintf(ctx, "%s: %lld to %lld octets of text "
		    "are needed", field->name, (long long)field->min,
		    (long long)field->max);
	if (!is_plain(text, field->type == FIELD_LINE))
		return talloc_asprintf(ctx, "%s: a text without controls is "
		    "needed", field->name);
	return NULL;
}

static const char *
number_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	int64_t n = json_integer_value(value);

	if (json_is_integer(value) && n >= field->min && n <= field->max)
		return NULL;
	return talloc_asprintf(ctx, "%s: a whole number from %lld to %lld is "
	    "needed", field->name, (long long)field->min,
	    (long long)field->max);
}

static const char *
flag_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	return json_is_boolean(value) ? NULL : talloc_asprintf(ctx,
	    "%s: true or false is needed", field->name);
}

static const char *
choice_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	char *fault;

	for (const char *const *c = field->choices; text != NULL && *c; c++)
		if (strcmp(*c, text) == 0)
			return NULL;
	fault = talloc_asprintf(ctx, "%s: one of these is needed:",
	    field->name);
	for (const char *const *c = field->choices; *c != NULL; c++)
		fault = talloc_asprintf_append(fault, " %s",
		    **c != '\0' ? *c : "\"\"");
	return fault;
}

static const char *
object_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	return shape_fault(ctx, field->of, value);
}

static const char *
list_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	const char *fault = NULL;

	if (!json_is_array(value) ||
	    (int64_t)json_array_size(value) > field->max)
		return talloc_asprintf(ctx, "%s: a list of at most %lld is "
		    "needed", field->name, (long long)field->max);
	for (size_t i = 0; fault == NULL && i < json_array_size(value); i++)
		fault = field->of != NULL ?
		    shape_fault(ctx, field->of, json_array_get(value, i)) :
		    text_fault(ctx, field, json_array_get(value, i));
	return fault;
}

static const char *
any_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *value)
{
	(void)ctx, (void)field, (void)value;
	return NULL;
}

static const char *(*const faults[])(TALLOC_CTX *, const struct field *,
    const json_t *) = {
	[FIELD_LINE] = text_fault,
	[FIELD_TEXT] = text_fault,
	[FIELD_NUMBER] = number_fault,
	[FIELD_FLAG] = flag_fault,
	[FIELD_CHOICE] = choice_fault,
	[FIELD_OBJECT] = object_fault,
	[FIELD_LIST] = list_fault,
	[FIELD_LINES] = list_fault,
	[FIELD_ANY] = any_fault,
};

static const char *
field_fault(TALLOC_CTX *ctx, const struct field *field, const json_t *body)
{
	const json_t *value = json_object_get(body, field->name);

	if (value == NULL && field->optional)
		return NULL;
	if (value == NULL)
		return talloc_asprintf(ctx, "%s: is missing", field->name);
	return faults[field->type](ctx, field, value);
}

const char *
shape_fault(TALLOC_CTX *ctx, const struct shape *shape, const json_t *body)
{
	const char *fault = NULL, *key;
	json_t *value;

	if (!json_is_object(body))
		return "a JSON object is needed";
	/* The name is not said again: it may be anything. */
	json_object_foreach((json_t *)(uintptr_t)body, key, value)
		if (find_field(shape, key) == NULL)
			return "there is a field too many";
	for (const struct field *f = shape->field; fault == NULL && f->name;
	    f++)
		fault = field_fault(ctx, f, body);
	return fault;
}
