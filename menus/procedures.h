/*
 * procedures.h - by when somebody must have done what, from a file.
 *
 * Steps are asked from the first to the last; the first that fits a case
 * counts.  Words like states and partners are those of whoever judges them
 * (gateway/procedures.h); here they are texts with their lines.
 */
#ifndef MENUS_PROCEDURES_H
#define MENUS_PROCEDURES_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct document;
struct faults;

enum { PROCEDURE_LANGUAGES = 3 };		/* km, th, en */

struct procedure {
	const char *step;		/* a name, "first_word" */
	const char **states;		/* end with NULL */
	const char **categories;	/* end with NULL; NULL: any */
	bool has_urgent, urgent;
	long working_days, hours;	/* one of them; the other 0 */
	const char *calendar;		/* NULL: not said */
	const char *says[PROCEDURE_LANGUAGES];
	int line;
};
struct chase {
	const char *partner;
	long working_days, hours;
	const char *calendar;
	int line;
};
struct procedures {
	size_t steps_n, chases_n;
	struct procedure *step;
	struct chase *chase;
};

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int procedures_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct procedures **out);
/* Those that the program carries; their faults would be our own. */
[[nodiscard]] int procedures_embedded(TALLOC_CTX *, struct faults *,
    struct procedures **out);

#endif
