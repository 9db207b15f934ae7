/*
 * lookup.h - what a caller was told about an agency, so that "2" or a country
 * can follow; and how many asked.
 *
 * Nothing of what she typed is here: licence numbers from the register, for a
 * day, under her tag.
 */
#ifndef STORE_LOOKUP_H
#define STORE_LOOKUP_H

#include "store/agency.h"
#include "store/caller.h"

enum { LOOKUP_LICENCES = 3, LOOKUP_S = 24 * 60 * 60, LOOKUP_SAID = 15 };

struct lookup {
	int64_t at;			/* Unix s */
	int language;			/* enum locale of the answer */
	char said[LOOKUP_SAID + 1];	/* which answer it was */
	char country[3];		/* ISO 3166-1; "" none was named */
	size_t n;
	char licence[LOOKUP_LICENCES][AGENCY_LICENCE_MAX + 1];
};

/* Her last one, if it is not older than LOOKUP_S.  -ENOENT; -EIO. */
[[nodiscard]] int lookup_load(struct store *, struct tag, int64_t now,
    struct lookup *out);
[[nodiscard]] int lookup_save(struct store *, struct tag,
    const struct lookup *);
[[nodiscard]] int lookup_forget(struct store *, struct tag);

/* One more answer of a kind on a day (see day.h). */
[[nodiscard]] int lookup_count(struct store *, int64_t day, const char *said);
/* How often that answer was given since a day. */
[[nodiscard]] int lookup_counted(struct store *, int64_t since,
    const char *said, int64_t *out);

#endif
