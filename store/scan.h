/*
 * scan.h - the sealed items of many cases, read in the loop and opened in
 * another thread: for searching in words.
 *
 *	scan_begin	the audit row; without it there is no key
 *	scan_load	some items of one case, and its people, as they lie in
 *			the store
 *	scan_open	in the other thread: one of them, touching no store
 *	scan_end	an audit row for each case whose words are to be shown
 *
 * Nothing of it is kept: what is opened lives for one search.
 */
#ifndef STORE_SCAN_H
#define STORE_SCAN_H

#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/seal.h"
#include "store/staff.h"

/* A copy of the centre's key, in locked memory, wiped when freed: a session
   may be locked while its search still runs. */
struct scan_key;

/* Note that this member searches in words (never which).  -EACCES she has
   departed; -ENOENT she holds no key; -EIO. */
[[nodiscard]] int scan_begin(struct store *, TALLOC_CTX *,
    const struct login *, int64_t now, struct scan_key **out);

/* after says where to go on; n is its place in the case.  A person is of kind
   "person", her text as person_shown takes it (persons.h). */
struct scan_item { int64_t after, n, at; const char *kind;
    struct sealed sealed; };
/* Items of one case; a talloc context. */
struct scan {
	struct id id;
	unsigned char pub[SEAL_PUBLIC], box[SEAL_KEY_BOX];
	size_t n;
	struct scan_item *item;
};
/* The items after one (0: from the first), max at most.  -ENOENT the centre
   does not read this case; -EIO. */
[[nodiscard]] int scan_load(struct store *, TALLOC_CTX *, const struct id *,
    int64_t centre, int64_t after, unsigned max, struct scan **out);

/* The case's own key into secret.  -EBADMSG it does not open. */
[[nodiscard]] int scan_open_key(const struct scan_key *, const struct scan *,
    struct secret *);
/* One item; the text is wiped when freed.  -EBADMSG. */
[[nodiscard]] int scan_open(TALLOC_CTX *, const struct scan *,
    const struct secret *, const struct scan_item *, char **text);

/*
 * Before words of these cases are shown: asks of each whether she reads it now
 * and notes it; whose does not stays out (shown[i] is false).  One transaction:
 * when it fails nothing may be shown.  -EACCES; -EIO.
 */
[[nodiscard]] int scan_end(struct store *, const struct login *,
    const char (*refs)[REF_DIGITS + 1], size_t n, int64_t now, bool *shown);

#endif
