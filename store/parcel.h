/*
 * parcel.h - what another office is offered of a case: a copy of the items she
 * agreed to, sealed to a key of its own.
 *
 * The office never gets a key of the case itself, so that what is withheld is
 * unreadable for it whatever it does.  Accepted, the parcel becomes a case of
 * that office under its own id and reference; its items stand there as they
 * are, because they were sealed for that place.  For the files of store/;
 * inside a transaction.
 */
#ifndef STORE_PARCEL_H
#define STORE_PARCEL_H

#include "store/cases.h"
#include "store/opened.h"
#include "store/reading.h"

struct parcel {
	struct id id;			/* of the case it becomes */
	struct id case_id;		/* of what it was taken from */
	char ref[REF_DIGITS + 1];
	int64_t to, from;
	unsigned char pub[SEAL_PUBLIC];
};

/*
 * Copy items (their numbers in the reading) of an opened case and a text that
 * says why, for two offices.  -EINVAL one of the items is not there; -ENOENT
 * no such office; as centre_public.
 */
struct parcel_wish {
	const struct reading *reading;
	const int64_t *item;
	size_t items_n;
	const char *text;
	int64_t to, from, now;
};
[[nodiscard]] int parcel_make(struct store *, const struct matter *,
    const struct parcel_wish *, struct parcel *out);

/* By its reference, or by the case it was taken from.  -ENOENT. */
[[nodiscard]] int parcel_find(struct store *, const char *ref,
    struct parcel *out);
[[nodiscard]] int parcel_of_case(struct store *, const struct id *,
    struct parcel *out);
/* Its secret half, by the key of one of its two offices; *out is a case as
   opened.h has it, with the clear columns of what it was taken from. */
[[nodiscard]] int parcel_open(struct store *, const struct parcel *,
    const struct login *, struct opened *out);
/* It becomes a case of the office, owned by a member. */
[[nodiscard]] int parcel_accept(struct store *, const struct parcel *,
    int64_t owner, int64_t due_at, int64_t now);
[[nodiscard]] int parcel_drop(struct store *, const struct parcel *);

/* A centre's key is changed from old to pub: what it opens of parcels, too.
   What it does not open stays as it is. */
[[nodiscard]] int parcel_reseal(struct store *, int64_t centre,
    const struct secret *old, const unsigned char pub[SEAL_PUBLIC]);

#endif
