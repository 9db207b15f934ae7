/*
 * person_name.h - the name of a person, as staff type it or paste it from a
 * list.
 */
#ifndef LOCALES_PERSON_NAME_H
#define LOCALES_PERSON_NAME_H

#include <talloc.h>

enum name_fault {
	NAME_FINE,
	NAME_EMPTY,		/* a blank line */
	NAME_LONG,		/* more than NAME_CHARS_MAX characters */
	NAME_COLUMNS,		/* a tab: more columns than the name's */
	NAME_DIGITS,		/* a number or an age is no part of it */
	NAME_SIGNS,		/* a character that no name has; no letter */
	NAME_FAULTS
};
/* "digits": what an API says. */
const char *name_fault_name(enum name_fault);

enum { NAME_CHARS_MAX = 80 };

/*
 * One line of UTF-8 becomes a name: without the number or dash of a list before
 * it, without controls and marks that turn a line, spaces single.  A name is
 * letters and marks of any script, spaces and . ' - ( ) /, and begins with a
 * letter, so that no spreadsheet takes it for a formula.  *out hangs under the
 * talloc parent, and is set when NAME_FINE.
 */
enum name_fault person_name(TALLOC_CTX *, const char *line, char **out);

#endif
