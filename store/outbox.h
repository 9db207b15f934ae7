/*
 * outbox.h - texts that staff write and duty phones get: written down before
 * they leave, sent at most once.
 *
 *	queued -> sending -> accepted -> delivered | failed | expired | unknown
 *
 * A state is a rank and only grows, so that reports may come late, twice and
 * in any order.  The one step back is sending -> queued, when bearerbox itself
 * says that it has not taken it.  Who falls while something is "sending" does
 * not know whether it left: it becomes "unknown", its words are gone, and a
 * person decides whether to write again.  A report may still say.
 *
 * Rows hold no case and no number in clear: a keyed hash of the case's id, and
 * text and number sealed to the outbox key, which calls alone can open.  Both
 * are erased as soon as they cannot be needed any more.
 *
 * What changes something stands inside a transaction; -EIO.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "store/consent.h"
#include "store/store.h"

enum outbox_state {
	OUTBOX_QUEUED,
	OUTBOX_SENDING,		/* on its way to bearerbox */
	OUTBOX_ACCEPTED,	/* bearerbox has it on its disk */
	OUTBOX_UNKNOWN,		/* it may have left, or not */
	OUTBOX_EXPIRED,		/* its time was over, or she took it back */
	OUTBOX_FAILED,
	OUTBOX_DELIVERED,
	OUTBOX_STATES
};
/* "queued", ... */
const char *outbox_state_name(enum outbox_state);

/* In the order in which they leave. */
enum outbox_kind { OUTBOX_DUTY, OUTBOX_STAFF, OUTBOX_KINDS };
const char *outbox_kind_name(enum outbox_kind);

enum { OUTBOX_WHY_MAX = 15, OUTBOX_MESSAGE_MAX = 31, OUTBOX_KEPT_DAYS = 30 };

/* What is to be sent. */
struct outbox_new {
	enum outbox_kind kind;
	int64_t centre;			/* which pays */
	const struct id *id;		/* of the row, so that a click that
					   comes twice is one text; NULL: any */
	const struct id *case_id;	/* whose caller; NULL for a duty phone */
	/* Words: text (clean UTF-8), or for a duty phone the key of words of
	   the program, and its language. */
	const char *text, *message;
	int language;			/* enum locale */
	const void *number;		/* a duty phone's, outbox_seal_number */
	size_t number_n;
	unsigned parts;			/* at least 1 */
	bool checked;			/* a person gave a reason for a word of
					   sensitive.txt */
	int64_t begins_at, ends_at;	/* not before, not at or after */
	unsigned budget;		/* parts the centre has this month;
					   0: without end.  Not for duty. */
	int64_t now;
};

/*
 * Queue a text.  *out is its id.  -EACCES she does not allow texts, or did not
 * for 90 quiet days; -EDQUOT the centre's month is used up; -EEXIST it is
 * queued already, under new->id; -EINVAL no words, no time, no parts, too
 * long.  A duty's needs no keys, so rounds may queue it.
 */
[[nodiscard]] int outbox_queue(struct store *, const struct outbox_new *,
    struct id *out);
/* A duty phone's number (E.164) as calls alone can read it; under the talloc
   parent.  -EINVAL too long. */
[[nodiscard]] int outbox_seal_number(struct store *, TALLOC_CTX *,
    const char *e164, void **out, size_t *n);

/* What anyone may know of one. */
struct outbox_row {
	struct id id;
	enum outbox_kind kind;
	int64_t centre;
	enum outbox_state state;
	char why[OUTBOX_WHY_MAX + 1];	/* "", or a word: "hours", "network" */
	bool taken;			/* the network has said that it has it */
	unsigned parts;
	int64_t queued_at, due_at, ends_at;
	int64_t state_at;		/* since when it is in this state */
	unsigned tries;			/* times that bearerbox sent it back */
};

/* The texts to a case's caller, the oldest first; under the talloc parent. */
struct outbox_rows { size_t n; struct outbox_row *row; };
[[nodiscard]] int outbox_of_case(struct store *, TALLOC_CTX *,
    const struct id *case_id, struct outbox_rows **out);
/* All, the oldest first, until each returns false; each may change nothing. */
[[nodiscard]] int outbox_each(struct store *,
    bool (*each)(void *arg, const struct outbox_row *), void *arg);
/* -ENOENT. */
[[nodiscard]] int outbox_load(struct store *, const struct id *,
    struct outbox_row *out);
/* How many are in a state. */
[[nodiscard]] int outbox_count(struct store *, enum outbox_state,
    int64_t *out);
/* Parts of a centre's texts in the month that now is in (+7). */
[[nodiscard]] int outbox_cost(struct store *, int64_t centre, int64_t now,
    int64_t *parts);

/* One that may leave now, with what is needed for that. */
struct outbox_due {
	struct outbox_row row;
	bool checked;
	int language;
	char message[OUTBOX_MESSAGE_MAX + 1];	/* or "" */
	const char *text;		/* or NULL; wiped when freed */
	const char *number;		/* E.164; NULL: the wish has ended, or
					   it does not open */
	struct consent consent;		/* of OUTBOX_STAFF */
};
struct outbox_dues { size_t n; struct outbox_due *due; };
/* What is queued and due, duty first, n at most.  -ENOKEY the outbox key is
   not here: only calls holds it. */
[[nodiscard]] int outbox_due(struct store *, TALLOC_CTX *, int64_t now,
    size_t n, struct outbox_dues **out);
/* When the next is due; 0 none is queued. */
[[nodiscard]] int outbox_next(struct store *, int64_t *at);

/*
 * Move on.  0; -EALREADY it is there, or further; -ENOENT.  Beyond sending
 * its words are erased.  What ends before bearerbox took it costs nothing.
 */
[[nodiscard]] int outbox_move(struct store *, const struct id *,
    enum outbox_state to, const char *why, int64_t now);
/* Not now: due again later.  Back from sending only by bearerbox's own word.
   As outbox_move. */
[[nodiscard]] int outbox_put_off(struct store *, const struct id *,
    int64_t due_at, const char *why);
/* At start, and when the link falls: all that was sending is unknown.  *n how
   many. */
[[nodiscard]] int outbox_recover(struct store *, int64_t now, int64_t *n);
/* What is queued past its end expires; what nobody reported on by a day after
   its end is unknown.  Some at a time; *left: there may be more. */
[[nodiscard]] int outbox_age(struct store *, int64_t now, bool *left);

/* The id that bearerbox brings back with each report on one: random, with a
   keyed check. */
enum { OUTBOX_REPORT_ID = 32 + 1 + 16 };
void outbox_report_id(const struct store *, const struct id *,
    char out[OUTBOX_REPORT_ID + 1]);
/*
 * A report.  to is OUTBOX_ACCEPTED where the network says that it has taken
 * it, else what became of it; what failed after its end has expired.  0;
 * -EALREADY nothing new; -EKEYREJECTED not an id of ours; -ENOENT it is gone,
 * or was never sent.
 */
[[nodiscard]] int outbox_report(struct store *, const char *id, size_t id_n,
    enum outbox_state to, const char *why, int64_t now);

#endif
