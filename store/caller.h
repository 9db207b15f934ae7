/*
 * caller.h - one row for each number: session and journey, without words.
 *
 * A number is found by its tag, BLAKE2b-128 keyed with the tag key; the
 * number itself is never here.
 */
#ifndef STORE_CALLER_H
#define STORE_CALLER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

enum { TAG_OCTETS = 16, SESSION_MAX = 64, UUID_OCTETS = 36 };
struct tag { unsigned char octets[TAG_OCTETS]; };

struct caller {
	struct tag tag;
	int language;			/* enum locale; -1: not chosen */
	int channel;			/* of her last message */
	char profile[32];		/* operator's name */
	char session[SESSION_MAX + 1];	/* the network's session id */
	char node[32];			/* the page before her; "": none */
	unsigned page;
	char kept[16];
	unsigned misses;
	bool offered;			/* the resume page lies before her */
	uint64_t tree;			/* digest of the tree she was shown */
	int64_t last_time;		/* time of her last message, Unix s */
	char last_id[UUID_OCTETS + 1];	/* and its id */
	int64_t answered_at;		/* when we last answered, Unix ms */
	int64_t echo;			/* keyed, of her last input */
	int64_t seen_at;		/* Unix s; 0: the row is new */
	struct id case_id;		/* the case she is at; zero: none */
	bool borrowed;			/* not her phone: forgotten at the next
					   session */
	bool over;			/* her session was ended by us */
	unsigned replies;		/* SMS answered since replies_at */
	int64_t replies_at;		/* Unix s */
	int64_t due;			/* the store's own, see due.h */
};

/* The tag of an E.164 number. */
struct tag caller_tag(const struct store *, const char *e164);
/* 56 keyed bits of an input, for telling a repeat: of what is taken for one the
   words are not kept, so other words must never be. */
int64_t caller_echo(const struct store *, const char *input);

/* Load her row, or a new one.  -EIO. */
[[nodiscard]] int caller_load(struct store *, struct tag, struct caller *out);
[[nodiscard]] int caller_save(struct store *, const struct caller *);
/* Delete her row, take her tag from her cases; no more texts about them. */
[[nodiscard]] int caller_forget(struct store *, struct tag, int64_t now);

#endif
