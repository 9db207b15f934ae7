/*
 * partner.h - whom a centre writes to and who has no login: the provincial
 * labour department, an embassy, the police, a shelter.
 *
 * A small table of each centre's own.  A telephone number is either a checked
 * fact, by its id, or what a member entered, who stands for it with her name.
 */
#ifndef STORE_PARTNER_H
#define STORE_PARTNER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

enum { PARTNER_NAMES = 3 };		/* km, th, en */

struct partner {
	int64_t id, centre;
	const char *kind;		/* "police", ... (gateway/procedures.h) */
	const char *country;		/* ISO 3166-1; "" not said */
	const char *name[PARTNER_NAMES];
	const char *address;
	const char *phone, *fact;	/* one of them, or neither: "" */
	bool active;			/* false: no new letters to it */
	const char *by;			/* who entered it as it is */
	int64_t at;
};
struct partners { size_t n; struct partner *partner; };

/* Those of a centre, by id.  -EIO. */
[[nodiscard]] int partners_load(struct store *, TALLOC_CTX *,
    int64_t centre, struct partners **out);
/* One of a centre.  -ENOENT: none, or another centre's. */
[[nodiscard]] int partner_find(struct store *, TALLOC_CTX *, int64_t centre,
    int64_t id, struct partner *out);
/* Add it (id 0, which is set) or change it, with an audit row; its by and at
   are set.  A transaction of its own.  -ENOENT; -EIO. */
[[nodiscard]] int partner_save(struct store *, struct partner *,
    const char *by, int64_t now);

#endif
