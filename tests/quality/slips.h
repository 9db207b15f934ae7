/*
 * slips.h - how people write a name that they half remember, on a keypad, in
 * a hurry, in a script that has no one spelling.
 */
#ifndef TESTS_QUALITY_SLIPS_H
#define TESTS_QUALITY_SLIPS_H

#include <stdbool.h>
#include <talloc.h>

#include "tests/quality/chance.h"

struct slip {
	const char *name;
	bool latin, khmer;	/* of which script's names */
	bool same;		/* the name is still the same, only written
				   in another way: an exact match is right */
	/* NULL when this name has none such. */
	char *(*make)(TALLOC_CTX *, struct chance *, const char *name);
};

extern const struct slip slips[];	/* ends with a NULL name */

#endif
