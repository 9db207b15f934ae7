/*
 * step.h - one message answered: her row, a turn of the dialogue, its effect,
 * the page that goes back.  Runs inside the transaction of the wake-up; sends
 * nothing.
 */
#ifndef GATEWAY_CALLS_STEP_H
#define GATEWAY_CALLS_STEP_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/calls/heard.h"
#include "gateway/calls/house.h"
#include "gateway/settings.h"
#include "locales/pages.h"

struct outbox;
struct outflow;

/* What all messages of one wake-up share. */
struct sitting {
	const struct settings *settings;
	struct house *house;
	struct store *store;
	int64_t now;			/* Unix s */
	int64_t now_ms;			/* Unix ms; the same for the batch */
	int64_t linked_at;		/* when the link came up, Unix s */
	struct outbox *outbox;		/* NULL: nothing leaves unasked */
	struct outflow *outflow;	/* see limits.h; NULL: without end */
};

struct answer {
	const struct page *page;	/* NULL: no reply */
	bool licence;			/* it may come hours late */
	const char *session;		/* USSD session to answer in */
	bool end;			/* the page closes the session */
	bool begun;			/* it was the first of a session */
	const struct pages *letter;	/* by SMS besides; NULL: nothing */
};

/*
 * Carry out one message.  *out is set on 0 and hangs under the talloc
 * parent.  Negative: the store failed, nothing of it may be kept.
 */
[[nodiscard]] int step_take(TALLOC_CTX *, const struct sitting *,
    const struct heard *, struct answer *out);

/*
 * What could not be carried out is kept sealed and answered with the neutral
 * closing page; her place stays as it was.  Negative: it was not kept.
 */
[[nodiscard]] int step_quarantine(TALLOC_CTX *, const struct sitting *,
    const struct heard *, struct answer *out);

#endif
