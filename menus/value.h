/*
 * value.h - what a document is made of, for document.c and value.c only.
 *
 * All of it hangs under the document and never changes once it is read.
 */
#ifndef MENUS_VALUE_H
#define MENUS_VALUE_H

#include "menus/document.h"

struct pair {
	const char *key;		/* NULL in a list */
	int key_line;
	struct value *value;
};

struct value {
	const struct document *document;
	enum value_kind kind;
	int line;
	const char *name;
	const char *text;		/* NULL unless VALUE_TEXT */
	unsigned n;
	struct pair *pairs;
};

struct document {
	const char *name;
	uint64_t digest;
	const struct value *root;
};

#endif
