/*
 * ledger.h - the register in memory, for answering.
 *
 * Always that of the generation that stands: whoever asks sees the old list
 * or the new one, whole.  What is found here is a fact of the list; whether
 * the list itself is current is judged when an answer is made.
 */
#ifndef GATEWAY_LICENCES_LEDGER_H
#define GATEWAY_LICENCES_LEDGER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/agencies.h"

struct ledger;

/* Empty until ledger_see. */
struct ledger *ledger_open(TALLOC_CTX *);

/* Load the register if another generation stands now: one row read when it
   does not.  -EIO. */
[[nodiscard]] int ledger_see(struct ledger *, struct store *);
/* The same from a list at hand, for trying and tests; kept by pointer. */
void ledger_use(struct ledger *, const struct agencies *);

/* The day of its list; DAY_NONE without one. */
int64_t ledger_day(const struct ledger *);
/* Is there a list, of today or before, and not older than so many days? */
bool ledger_is_current(const struct ledger *, int64_t today, long limit_days);

/* The agency of a licence as it stands on the list; NULL when none has it. */
const struct agency *ledger_licence(const struct ledger *,
    const char *licence);

enum found_as {
	FOUND_NONE,
	FOUND_VAGUE,	/* words that all companies have: write more */
	FOUND_ONE,	/* this is the company */
	FOUND_SEVERAL,	/* which of these? perhaps none of them */
};
enum { CANDIDATES_MAX = 3 };

struct sought {
	enum found_as as;
	/* All words typed are of its name, and most of the name was typed. */
	bool whole;
	bool exact;		/* it is the name of each of them */
	size_t n;
	/* What is suspended or revoked stands before what is valid. */
	const struct agency *agency[CANDIDATES_MAX];
};

/* Seek what someone typed, clean text of any length. */
void ledger_seek(const struct ledger *, const char *clean, int64_t today,
    struct sought *out);

/* What of a text is no word that all companies have, folded; under the
   talloc parent. */
char *ledger_own_words(const struct ledger *, TALLOC_CTX *,
    const char *clean);

/* What there is to say of one agency. */
enum saying {
	SAY_VALID,		/* for the countries of the list */
	SAY_VALID_FOR,		/* for the country asked for */
	SAY_NOT_FOR,		/* valid, but not for that country */
	SAY_UNSAID,		/* valid; the list names no country */
	SAY_EXPIRED, SAY_SUSPENDED, SAY_REVOKED, SAY_DELISTED,
	SAYINGS
};
/* country: ISO 3166-1, or "" none was named. */
enum saying ledger_saying(const struct agency *, const char *country,
    int64_t today);

#endif
