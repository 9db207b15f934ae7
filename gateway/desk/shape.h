/*
 * shape.h - the shapes of JSON bodies, as tables.
 *
 * A shape checks what comes in and describes what goes out: a body holds the
 * fields of its shape, each of its type and within its bounds, and nothing
 * else.  The OpenAPI document is made of the same tables.
 */
#ifndef GATEWAY_DESK_SHAPE_H
#define GATEWAY_DESK_SHAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

enum field_type {
	FIELD_LINE,		/* text without newline; min, max octets */
	FIELD_TEXT,		/* text; min, max octets */
	FIELD_NUMBER,		/* whole; min, max */
	FIELD_FLAG,
	FIELD_CHOICE,		/* one of choices */
	FIELD_OBJECT,		/* of a shape */
	FIELD_LIST,		/* of a shape; max entries */
	FIELD_LINES,		/* a list of texts; max entries */
	FIELD_ANY,		/* any value: only in what we give */
};

struct shape;
struct field {
	const char *name;
	enum field_type type;
	bool optional;
	int64_t min, max;
	const char *const *choices;	/* ends with NULL */
	const struct shape *of;
	const char *help;
};
struct shape {
	const char *name;		/* "Note", in the document */
	const struct field *field;	/* ends with a NULL name */
};

/* The first fault of a body, or NULL: a sentence under the talloc parent that
   names the field and what is wanted. */
const char *shape_fault(TALLOC_CTX *, const struct shape *, const json_t *);

/* As JSON Schema 2020-12; shapes within it as references to
   #/components/schemas/NAME. */
json_t *shape_schema(const struct shape *);

#endif
