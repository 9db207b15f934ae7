/*
 * wording.h - a text by its key, as one caller reads it: in her language, in
 * its SMS variant where she writes, with facts and her own values filled in.
 */
#ifndef GATEWAY_CALLS_WORDING_H
#define GATEWAY_CALLS_WORDING_H

#include <stdbool.h>
#include <talloc.h>
#include <time.h>

#include "gateway/calls/drawing.h"
#include "gateway/known.h"

#define NOTICE_PREFIX "notice."
#define OTHERWISE_SUFFIX ".otherwise"
#define OPTIONAL_LINE "? "

struct wording {
	const struct catalogue *catalogue;
	const struct known *known;
	time_t now;			/* facts and notices are judged at */
};

/* Whether a line is left out when a fact or a value in it cannot be shown. */
bool wording_is_optional(const char *line);

/*
 * The text under the talloc parent; NULL when no locale has it.  *own becomes
 * true when it names a caller's own value.  A text whose fact is past its
 * date, or whose notice is not there, is not shown: KEY.otherwise is, or
 * where there is none the text "otherwise".
 */
char *wording_text(const struct wording *, TALLOC_CTX *, const char *key,
    const struct view *, bool *own);

#endif
