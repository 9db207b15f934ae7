/*
 * contact.h - people at the counter and on the phone, counted without a name.
 *
 * A contact is what was done for somebody: told, counselled, sent on.  The
 * values are the desk's; the store keeps short texts.  Times are days.
 */
#ifndef STORE_CONTACT_H
#define STORE_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/staff.h"
#include "store/store.h"

struct contact {
	int64_t id;
	int64_t centre, day, staff;
	const char *kind, *channel, *sex, *age, *province, *destination,
	    *stage, *sector, *regular;
	int64_t heads;
};

/* A transaction of its own; sets id.  -EIO. */
[[nodiscard]] int contact_add(struct store *, struct contact *);
/* Take back what a member counted on this day; -ENOENT nothing of hers. */
[[nodiscard]] int contact_take_back(struct store *, int64_t id,
    int64_t staff, int64_t day);
/* Those of a centre from a day until before another, in order; texts live for
   the call.  -EIO. */
[[nodiscard]] int contacts_each(struct store *, int64_t centre, int64_t from,
    int64_t until, void (*each)(void *arg, const struct contact *),
    void *arg);

#endif
