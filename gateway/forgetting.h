/*
 * forgetting.h - how long each kind of thing is kept, as a table for people, and
 * as the store wants it.
 */
#ifndef GATEWAY_FORGETTING_H
#define GATEWAY_FORGETTING_H

#include <stddef.h>
#include <talloc.h>

#include "gateway/settings.h"
#include "store/store.h"

/* Of the settings; ahead_s is 0. */
struct retention forgetting_retention(const struct settings *);

struct kept_kind {
	const char *kind;		/* "draft" */
	const char *what;		/* in words */
	const char *setting;		/* whose number it is; NULL: it is fixed */
	const char *how_long;		/* "days", or all of it where it is fixed */
};
extern const struct kept_kind forgetting_table[];	/* ends with a NULL kind */
/* "30 days"; under the talloc parent. */
char *forgetting_how_long(TALLOC_CTX *, const struct settings *,
    const struct kept_kind *);

#endif
