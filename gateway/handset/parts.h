/*
 * parts.h - long SMS: cut into parts with a user data header, and joined.
 *
 * 3GPP TS 23.040 9.2.3.24.1: 05 00 03 reference total number; a 16-bit
 * reference (08 04 ...) is joined too.  Parts may come in any order, twice,
 * or never: the oldest unfinished message is forgotten first.
 */
#ifndef GATEWAY_HANDSET_PARTS_H
#define GATEWAY_HANDSET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/handset/coded.h"

enum {
	PARTS_MAX = 10,		/* parts that a phone writes */
	PARTS_WAITING = 8,	/* unfinished messages of a phone */
	PARTS_HEADER = 6,	/* octets of the header that we write */
};

/* Where a part lies in a text's octets. */
struct span { size_t at, n; };

/* Cut after neither an escape nor the first half of a surrogate pair.  The
   result is how many parts; 0: more than PARTS_MAX. */
size_t parts_cut(const struct coded *, struct span out[PARTS_MAX]);

/* A part as it came: octets with their header, where there is one. */
struct part { const char *from; bool headed; struct coded coded; };
struct whole { struct coded coded; unsigned parts; };

struct parts;
struct parts *parts_new(TALLOC_CTX *);
/* True when the part completes its message, or is all of it; *out then hangs
   under the talloc parent. */
bool parts_join(struct parts *, TALLOC_CTX *, const struct part *,
    struct whole *out);

#endif
