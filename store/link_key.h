/*
 * link_key.h - what a centre knows a name again by, without the name.
 *
 * A random key for each centre, sealed to the centre's own (SEALING.md): only in
 * a session of its staff can a name be tried.  A tag is the same for the same
 * words and found by an index; a print looks another each time and is found by
 * opening all of a centre's, half a microsecond each.
 */
#ifndef STORE_LINK_KEY_H
#define STORE_LINK_KEY_H

#include "store/secret.h"
#include "store/staff.h"
#include "store/store.h"

enum { LINK_TAG = 16, LINK_PRINT = SECRET_WRAPPED };

/*
 * The key of a member's centre, under the talloc parent; the first who asks
 * makes it, so it is asked inside a transaction.  -EBADMSG it is sealed to a key
 * that is no longer the centre's; -EIO.
 */
[[nodiscard]] int link_key_open(struct store *, TALLOC_CTX *,
    const struct login *, struct secret **out);

/* The centre's key is changed, in the transaction that stands: sealed to the
   new one.  Where nobody can open it (old NULL) it goes, and names of before are
   not known again. */
[[nodiscard]] int link_key_reseal(struct store *, int64_t centre,
    const struct secret *old, const unsigned char *fresh_pub);

/* key: words as they are compared, folded by who calls. */
void link_tag(const struct secret *, const char *purpose, const char *key,
    unsigned char out[LINK_TAG]);
void link_print(const struct secret *, const char *key,
    unsigned char out[LINK_PRINT]);

/* Is a print that of a name?  A looker compares many with one. */
struct looker;
struct looker *looker_new(TALLOC_CTX *, const struct secret *,
    const char *key);
bool looker_sees(struct looker *, const unsigned char print[LINK_PRINT]);

#endif
