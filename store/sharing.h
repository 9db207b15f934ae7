/*
 * sharing.h - what she said when she was asked whether others may be told.
 *
 * Each asking is an item of the case, of kind "sharing": to whom, yes or no,
 * and to exactly which of its items and fields.  The last one about somebody
 * counts.  Nothing of it is in clear.
 */
#ifndef STORE_SHARING_H
#define STORE_SHARING_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

struct reading;

enum { SHARING_ITEMS_MAX = 200, SHARING_FIELDS_MAX = 20 };

/* How she was asked; ends with NULL. */
extern const char *const sharing_ways[];

struct sharing {
	bool partner;		/* to is a partner (partner.h), else an office */
	int64_t to;
	bool yes;
	bool told;		/* what may follow: for the police */
	const char *how;	/* one of sharing_ways */
	size_t items_n, fields_n;
	int64_t *item;		/* numbers of items of the case */
	const char **field;	/* names, a-z and _ */
	const char *note;	/* in her words or ours; "" none */
};

/* The item's text, and back; both under the talloc parent.  -EINVAL the text
   is none of ours. */
char *sharing_text(TALLOC_CTX *, const struct sharing *);
[[nodiscard]] int sharing_read(TALLOC_CTX *, const char *text,
    struct sharing *out);

/* The last one about somebody.  -ENODATA she was not asked. */
[[nodiscard]] int sharing_find(TALLOC_CTX *, const struct reading *,
    bool partner, int64_t to, struct sharing *out);
bool sharing_has_item(const struct sharing *, int64_t n);
bool sharing_has_field(const struct sharing *, const char *name);

#endif
