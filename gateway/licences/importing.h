/*
 * importing.h - helpline agencies import: from a file to a register that
 * stands, one that waits, or a list of faults.
 */
#ifndef GATEWAY_LICENCES_IMPORTING_H
#define GATEWAY_LICENCES_IMPORTING_H

#include <stdbool.h>

struct directory;

struct importing {
	const char *path;		/* "-" standard input */
	const char *as_of, *source;	/* as given */
	const char *sheet;		/* NULL not given */
	const char *importer;
	bool dry_run, json;
};

/* OPTIONS_GO, or USAGE after saying what is missing. */
[[nodiscard]] int importing_check(const struct importing *);
/* DONE or FAILED, after saying so. */
[[nodiscard]] int importing_run(const struct directory *,
    const struct importing *);

#endif
