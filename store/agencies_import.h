/*
 * agencies_import.h - how a new list comes into the register.
 *
 * A list is written beside the one that stands, in many short transactions,
 * and takes its place in one: killed at any point, the old one or the new one
 * stands whole.  Each import has a number, by which it is spoken of.  Only
 * one import is made at a time: the caller sees to that.
 */
#ifndef STORE_AGENCIES_IMPORT_H
#define STORE_AGENCIES_IMPORT_H

#include <stdint.h>
#include <talloc.h>

#include "store/agencies.h"

enum { IMPORT_DIGEST = 32 };

struct import_new {
	int64_t base;		/* the import that stood when it was compared */
	int64_t as_of;
	const char *source;
	const char *importer;	/* a member, "" the shell, "rounds" */
	unsigned char digest[IMPORT_DIGEST];	/* of what was imported */
};

/*
 * Write a list under a new number; nothing stands on it yet.  Its own
 * transactions.  -EINVAL a text is too long, a licence is there twice or
 * there are too many; -EIO.
 */
[[nodiscard]] int import_stage(struct store *, const struct import_new *,
    const struct agency *, size_t n, int64_t now, int64_t *number);

/*
 * Let it stand, in one transaction.  -EEXIST another list stands now than
 * the one it was compared with; -EIO.
 */
[[nodiscard]] int import_apply(struct store *, int64_t number,
    const struct import_new *, const char *actor, int64_t now);

#endif
