/*
 * judging.h - may this text go to this caller, now, and what does it cost?
 *
 * What gateway/outgoing.h says of any text, and what only an open case and her
 * wishes can say of this one.  Asked again where it leaves.
 */
#ifndef GATEWAY_DESK_JUDGING_H
#define GATEWAY_DESK_JUDGING_H

#include <jansson.h>
#include <stdbool.h>

#include "gateway/hours.h"
#include "gateway/outgoing.h"
#include "store/reading.h"

struct visit;

struct judged {
	const char *fault;		/* "fine", or why not */
	const char *word;		/* of "sensitive" */
	unsigned parts;
	bool now;			/* it is her time */
	struct opening opening;		/* now, or her next; from 0: never */
	int64_t used;			/* parts of the centre this month */
};

/* checked: a reason was given for a word of the list; later: it may wait for
   her hours.  -EIO. */
[[nodiscard]] int judge_text(struct visit *, const struct reading *,
    const char *text, bool checked, bool later, struct judged *out);

/* As shape_text_judged. */
json_t *judged_json(const struct visit *, const struct judged *);

#endif
