/*
 * naming.h - a list answered by a name instead of a number.
 *
 * A name is taken where it is one of a value's names in any language or
 * spelling, or so near that no other value can be meant.  A text with a word
 * of danger, a long one, or one that is near nothing is no name.
 */
#ifndef GATEWAY_CALLS_NAMING_H
#define GATEWAY_CALLS_NAMING_H

#include <talloc.h>

#include "gateway/calls/house.h"

enum named {
	NAMED_NOTHING,	/* words, for people to read */
	NAMED_ONE,
	NAMED_SEVERAL,	/* a name, but of which? the list is shown again */
};

/*
 * Which of a NODE_CHOOSE's values, or which language of the language page, a
 * clean text names.  *value, owned by the house, is set on NAMED_ONE.  Lists
 * of no places (names.yaml) are named by their own words, as they stand or as
 * they begin, unless they are sensitive; pages of other kinds by nothing.
 */
enum named naming_find(const struct house *, const struct node *,
    const char *text, const char **value);

#endif
