/*
 * rehearsal.h - the phone without a phone: keys walk the tree and give the page
 * that a network would be sent, with what would have been done.
 *
 * Nothing is written, counted, sent or looked up for anybody: no caller, no
 * case, no audit.  Her case is a sample.  The register, the facts and the
 * centres are those of the store, as phones see them.
 */
#ifndef GATEWAY_REHEARSAL_REHEARSAL_H
#define GATEWAY_REHEARSAL_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct rehearsal;
struct settings;
struct store;

enum { REHEARSAL_KEYS = 60, REHEARSAL_KEY_MAX = 800 };

/* Reads nothing yet. */
struct rehearsal *rehearsal_new(TALLOC_CTX *, const struct settings *,
    struct store *);

struct rehearsal_ask {
	int64_t now;			/* Unix s */
	int language;			/* enum locale; -1: she has chosen none */
	bool sms;
	unsigned septets, units;	/* of a USSD page; 0: as the network has */
	/* What she presses and writes, in order; the first is what she dials
	   ("" the code alone, "3" through to an alias) or her first SMS. */
	const char *const *key;
	size_t n;			/* 1 to REHEARSAL_KEYS */
};

/* What a key did: "file", "words" ...; item and value of what was sealed to the
   case, "" where it was none. */
struct rehearsed_act { size_t key; const char *effect, *item, *value; };

struct rehearsed {
	const char *node;		/* id of the page */
	const char *text;
	size_t page, pages;		/* from 1 */
	unsigned units, limit;		/* as the wire counts */
	bool gsm7, over;		/* over: the page closes the session */
	unsigned parts;			/* by SMS; 0 by USSD */
	size_t acts_n;
	struct rehearsed_act *act;
	/* What goes by SMS besides, because she asked for it with 7. */
	size_t letters_n;
	const char **letter;
	const char *network, *code;	/* whose limits; what is dialled */
};
/*
 * Walk from the beginning.  All hangs under the talloc parent.  0; -EINVAL no
 * network of the profiles has such a door; -EIO the store, or the files of the
 * house, cannot be read (logged).
 */
[[nodiscard]] int rehearse(struct rehearsal *, TALLOC_CTX *,
    const struct rehearsal_ask *, struct rehearsed *out);

#endif
