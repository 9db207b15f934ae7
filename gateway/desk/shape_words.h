/*
 * shape_words.h - fields as rows of a shape; for the files shapes_*.c.
 */
#ifndef GATEWAY_DESK_SHAPE_WORDS_H
#define GATEWAY_DESK_SHAPE_WORDS_H

#include <stddef.h>

#include "gateway/desk/shapes.h"

/* What a field is chosen from.  Where "" stands first, it may be unknown. */
extern const char *const currency_words[];

#define LINE(name, optional, min, max, help) \
	{ name, FIELD_LINE, optional, min, max, NULL, NULL, help }
#define TEXT(name, optional, min, max, help) \
	{ name, FIELD_TEXT, optional, min, max, NULL, NULL, help }
#define NUMBER(name, optional, min, max, help) \
	{ name, FIELD_NUMBER, optional, min, max, NULL, NULL, help }
#define FLAG(name, optional, help) \
	{ name, FIELD_FLAG, optional, 0, 0, NULL, NULL, help }
#define CHOICE(name, optional, choices, help) \
	{ name, FIELD_CHOICE, optional, 0, 0, choices, NULL, help }
#define OBJECT(name, optional, shape, help) \
	{ name, FIELD_OBJECT, optional, 0, 0, NULL, shape, help }
#define LIST(name, max, shape, help) \
	{ name, FIELD_LIST, false, 0, max, NULL, shape, help }
#define ANY(name, optional, help) \
	{ name, FIELD_ANY, optional, 0, 0, NULL, NULL, help }

/* Times are Unix seconds, from 2000 to 2200. */
#define TIME(name, optional, help) \
	NUMBER(name, optional, 946684800, 7258118400, help)

#endif
