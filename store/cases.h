/*
 * cases.h - complaints, from the first key press to the last letter.
 *
 * The draft is the case: it is opened incomplete, and filing is the permitted
 * step incomplete -> new, so filing twice is impossible.  Nothing here can
 * read what a caller wrote: items are sealed to the case's own key before
 * they reach the store (seal.h, SEALING.md), and only a centre that is a
 * reader can open them (reading.h).
 */
#ifndef STORE_CASES_H
#define STORE_CASES_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/caller.h"
#include "store/store.h"

enum { REF_DIGITS = 8, PIN_DIGITS = 4, CATEGORY_MAX = 15, WAITS_FOR_MAX = 15 };

enum case_state {
	CASE_INCOMPLETE,	/* opened, not filed */
	CASE_NEW,		/* filed, or unsorted, or call me: not read */
	CASE_WORKING,
	CASE_CALL_US,		/* we need her: "please call us" */
	CASE_FINISHED,
	CASE_STATES
};
const char *case_state_name(enum case_state);
[[nodiscard]] int case_state_find(const char *name, enum case_state *out);
/* The table of permitted steps. */
bool case_may(enum case_state from, enum case_state to);

/* The clear columns, as design.md §6 lists them. */
struct matter {
	struct id id;
	char ref[REF_DIGITS + 1];
	int64_t centre;			/* whose queue it is in */
	enum case_state state;
	bool urgent;
	bool filed;			/* has her 4 digits */
	char category[CATEGORY_MAX + 1];
	char destination[3];		/* ISO 3166-1, "" unknown */
	int channel, language;
	int64_t opened_at, changed_at;	/* Unix s, rounded to the hour */
	int64_t version;		/* grows by one with each change */
	int64_t owner;			/* the member who has it; 0: nobody */
	int64_t due_at;			/* something must be done by then */
	char waits_for[WAITS_FOR_MAX + 1];	/* "": nobody (work.h) */
};
struct matters { size_t n; struct matter *matter; };

/* What opens a case. */
struct case_new {
	int64_t centre;			/* centre chosen; 0: the intake one */
	bool stand_in_only;		/* about the service or its staff */
	bool urgent;
	enum case_state state;		/* CASE_INCOMPLETE or CASE_NEW */
	const char *category;
	int channel, language;
	const struct tag *tag;		/* NULL: a borrowed phone */
	const char *number;		/* E.164, sealed as item "number";
					   NULL: not kept */
	int64_t now;
};

/*
 * Open a case: a random id, a reference nobody has (8 digits, the last by
 * ISO 7064 MOD 11,10, none beginning with 0), its own key pair whose secret
 * half is sealed to each reader: its centre and that centre's stand-in.
 * stand_in_only puts it in the stand-in's queue, and nobody else reads it.
 * -ENOENT no such centre; -EINVAL category or number too long; as
 * centre_public when a centre's key is not to be trusted; -EIO.
 */
[[nodiscard]] int case_open(struct store *, const struct case_new *,
    struct matter *out);

/* -ENOENT no such case, here and below; -EIO. */
[[nodiscard]] int case_load(struct store *, const struct id *,
    struct matter *out);
[[nodiscard]] int case_find(struct store *, const char *ref,
    struct matter *out);

/*
 * Seal an item to a case and append it.  kind is at most 15 octets ("number",
 * "words", "contact", ...); text is UTF-8 of at most 8192 octets; -EINVAL
 * longer.
 */
[[nodiscard]] int case_add(struct store *, const struct id *, const char *kind,
    const char *text, int64_t now);
/* Delete an incomplete case that holds nothing but "number", "contact", "when"
   and "days", and what she allowed; -EEXIST it holds more, or it is filed or
   urgent: it stays. */
[[nodiscard]] int case_discard(struct store *, const struct id *,
    int64_t now);

/*
 * File: keep the 4 digits as a keyed hash and step incomplete -> new.  What
 * staff have taken up before she got there is filed and stays where it is.
 * -EINVAL not 4 digits, or among the 30 commonest; -EEXIST it was filed
 * before, or opened CASE_NEW (nothing changed); -EIO.
 */
[[nodiscard]] int case_file(struct store *, const struct id *,
    const char *digits, int64_t now);
/* Would these 4 digits be taken? */
bool pin_is_permitted(const char *digits);
/* Each of these is a change and makes the version grow. */
[[nodiscard]] int case_set_urgent(struct store *, const struct id *,
    int64_t now);
[[nodiscard]] int case_set_destination(struct store *, const struct id *,
    const char *iso, int64_t now);	/* -EINVAL not AA to ZZ, nor "" */
/* -EPERM the table does not permit the step, or it is joined to another case;
   -EEXIST version is stale. */
[[nodiscard]] int case_set_state(struct store *, const struct id *,
    enum case_state, int64_t version, int64_t now);

/*
 * Her matter, by secret.  digits is 4 digits (her latest filed case from this
 * phone with these digits) or reference and digits, 12.  At most tries wrong
 * ones a day (UTC) for each phone and each case; a right one neither counts
 * nor clears.  -ENOENT wrong, absent, unfiled, blocked and detached from this
 * phone (detached.h) alike; -EIO.
 */
[[nodiscard]] int case_by_secret(struct store *, const struct tag *,
    const char *digits, unsigned tries, int64_t now, struct matter *out);

/* The office that has the newest open case of a number, unsorted messages
   aside.  -ENOENT there is none; -EIO. */
[[nodiscard]] int case_office_of(struct store *, const struct tag *,
    int64_t *centre);

/* The number is not checked for being in use. */
bool ref_is_valid(const char *digits);

/* When the first of what is urgent, or of the rest, is or was due (Unix s); 0
   nothing waits.  -EIO. */
[[nodiscard]] int cases_oldest_due(struct store *, bool urgent, int64_t *out);

/*
 * The queue of a centre (0: of all): urgent first, then what is due first;
 * with finished_too those follow, urgent first, then the oldest change.
 * Calls each(arg, matter) until it returns false.  Read by page, so that each
 * may take its time, ask and change; what changes meanwhile may be met twice
 * or not.  -EIO.
 */
[[nodiscard]] int cases_each(struct store *, int64_t centre,
    bool finished_too, bool (*each)(void *arg, const struct matter *),
    void *arg);

#endif
