/*
 * publication.h - months as a centre gave them out.
 *
 * Once given out a month never changes, also where a case of it does: two
 * publications of one month would tell by their difference what each of them
 * hides.  numbers is text of the desk's making, fit for everybody to read.
 */
#ifndef STORE_PUBLICATION_H
#define STORE_PUBLICATION_H

#include <stdint.h>
#include <talloc.h>

#include "store/staff.h"
#include "store/store.h"

struct publication {
	int64_t month;			/* its first day */
	int64_t at;			/* Unix s */
	const char *by, *numbers;	/* numbers: NULL in lists */
};

/* Of her centre, with an audit row.  -EEXIST it was given out before; -EIO. */
[[nodiscard]] int publication_add(struct store *, const struct login *,
    int64_t month, const char *numbers, int64_t now);
/* Its texts are under the talloc parent.  -ENOENT not given out; -EIO. */
[[nodiscard]] int publication_of(struct store *, TALLOC_CTX *, int64_t centre,
    int64_t month, struct publication *out);
/* The last 120, the latest first; texts live for the call.  -EIO. */
[[nodiscard]] int publications_of(struct store *, int64_t centre,
    void (*each)(void *arg, const struct publication *), void *arg);

#endif
