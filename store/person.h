/*
 * person.h - people of a case that is open; for the files of store/.
 */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include "store/opened.h"
#include "store/persons.h"

/* All, by n, under the talloc parent, wiped when freed.  -EBADMSG; -EIO. */
[[nodiscard]] int persons_open(struct store *, TALLOC_CTX *,
    const struct opened *, struct persons **out);
/* Without opening any: n and who. */
[[nodiscard]] int persons_count(struct store *, TALLOC_CTX *,
    const struct id *, struct persons **out);

/* Seal one at her n, with her print for the member's centre; who is set where
   she is new.  -EINVAL a text that is too long or has two lines. */
[[nodiscard]] int person_insert(struct store *, const struct opened *,
    const struct secret *link, int64_t centre, const struct person *);
[[nodiscard]] int person_update(struct store *, const struct opened *,
    const struct secret *link, int64_t centre, const struct person *);

#endif
