/*
 * What a browser sends.  The input says whether the rest is a body or a path,
 * and of which shape.  A body that has no fault is an object whose fields are
 * those of the shape, each of its type and within its bounds, and nothing else;
 * a fault is a short sentence that says nothing of what was sent again.  A path
 * fits at most one pattern of each kind, and what stands for its words has
 * nothing to escape.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <talloc.h>

#include "gateway/desk/routes.h"
#include "gateway/desk/shapes.h"

enum { FAULT_MAX = 400, WORD_MAX = 40 };

static const char *const patterns[] = { "/api/cases", "/api/cases/:ref",
	"/api/cases/:ref/referral/accept", "/api/staff/:name/role",
	"/api/register/imports/:n/confirm" };

static size_t
count_shapes(void)
{
	size_t n = 0;

	while (shapes_table[n] != NULL)
		n++;
	return n;
}

static void
hold_text(const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t n = (int64_t)json_string_length(value);

	must(text != NULL && (int64_t)strlen(text) == n);
	must(n >= field->min && n <= field->max);
	must(field->type != FIELD_LINE || strpbrk(text, "\n\r\t\x1b") ==
	    NULL);
}

static void
hold_field(const struct field *field, const json_t *value)
{
	if (field->type == FIELD_LINE || field->type == FIELD_TEXT)
		hold_text(field, value);
	if (field->type == FIELD_NUMBER)
		must(json_is_integer(value) &&
		    json_integer_value(value) >= field->min &&
		    json_integer_value(value) <= field->max);
	if (field->type == FIELD_FLAG)
		must(json_is_boolean(value));
	if (field->type == FIELD_CHOICE)
		must(json_is_string(value));
	if (field->type == FIELD_LIST || field->type == FIELD_LINES)
		must(json_is_array(value) &&
		    (int64_t)json_array_size(value) <= field->max);
}

static void
hold_body(const struct shape *shape, const json_t *body)
{
	size_t known = 0;
	json_t *value;

	must(json_is_object(body));
	for (const struct field *f = shape->field; f->name != NULL; f++) {
		value = json_object_get(body, f->name);
		must(value != NULL || f->optional);
		if (value == NULL)
			continue;
		known++;
		hold_field(f, value);
	}
	must(json_object_size(body) == known);
}

static void
try_body(const struct shape *shape, const char *at, size_t n)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	json_t *body = json_loadb(at, n, JSON_REJECT_DUPLICATES, NULL);
	const char *fault;

	if (body != NULL) {
		fault = shape_fault(ctx, shape, body);
		if (fault == NULL)
			hold_body(shape, body);
		else
			must(fault[0] != '\0' && strlen(fault) < FAULT_MAX);
	}
	json_decref(body);
	talloc_free(ctx);
}

static void
try_path(const char *at, size_t n)
{
	char *path = strndup(at, n), param[2][WORD_MAX + 1];
	size_t fits = 0;

	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		const struct route route = { .path = patterns[i] };

		memset(param, 0, sizeof(param));
		if (!route_fits(&route, path, param, 2))
			continue;
		fits++;
		must(strspn(param[0], "abcdefghijklmnopqrstuvwxyz0123456789.-")
		    == strlen(param[0]));
	}
	must(fits <= 1);
	free(path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	bool path = draw_octet(&draw) % 2 == 1;
	const struct shape *shape = shapes_table[draw_octet(&draw) %
	    count_shapes()];

	if (path)
		try_path((const char *)draw.at, draw.n);
	else
		try_body(shape, (const char *)draw.at, draw.n);
	return 0;
}
