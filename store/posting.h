/*
 * posting.h - what consent and outbox share: the keyed name of a case, and
 * sealing to the outbox key; for files of store/ only.
 */
#ifndef STORE_POSTING_H
#define STORE_POSTING_H

#include <stddef.h>
#include <talloc.h>

#include "store/caller.h"
#include "store/consent.h"
#include "store/store.h"

/* What stands for a case where no case may be named: without the tag key
   nobody can say which it is. */
struct tag posting_about(const struct store *, const struct id *case_id);

/* The same for a phone that may be texted: not a caller's tag, which stands
   beside her cases. */
struct tag posting_phone(const struct store *, const struct tag *caller);

/* What a thing is sealed for: it opens nowhere else.  number is of a consent
   (its about), duty of nothing, text of a row of the outbox (its id). */
struct posting_place { const void *of; const char *kind; };

/* One octet string under the talloc parent.  -EINVAL too long. */
[[nodiscard]] int posting_seal(struct store *, TALLOC_CTX *,
    const struct posting_place *, const char *text, void **out, size_t *n);
/* Text is wiped when freed.  -ENOKEY the secret half is not here; -EBADMSG it
   does not open. */
[[nodiscard]] int posting_open(struct store *, TALLOC_CTX *,
    const struct posting_place *, const void *octets, size_t n, char **text);

/* consent_load by its keyed name. */
[[nodiscard]] int posting_consent(struct store *, const struct tag *about,
    struct consent *out);
/* Of queued texts about one case: they end. */
[[nodiscard]] int posting_end(struct store *, const struct tag *about,
    const char *why, int64_t now);

#endif
