/*
 * member.h - a member's row with its secrets; for those files of store/ that
 * make, open and change it.
 */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H

#include "store/password.h"
#include "store/secret.h"
#include "store/seal.h"
#include "store/staff.h"
#include "store/store.h"

enum member_state { MEMBER_CODED, MEMBER_ACTIVE, MEMBER_DEPARTED };

struct member_row {
	int64_t id, centre;
	enum member_state state;
	int64_t changed_at;
	unsigned char salt[PASSWORD_SALT];
	unsigned char verifier[PASSWORD_VERIFIER];
	unsigned char wrapped[SECRET_WRAPPED];
	unsigned char pub[SEAL_PUBLIC];
	enum role role;
	enum factor factor;
	unsigned char factor_box[SEAL_KEY_BOX];	/* sealed to her key */
	int64_t factor_last;
	int64_t practised_at;
};

/* Her pair, the secret half wrapped by a fresh activation code, which is the
   result. */
char *member_pair(TALLOC_CTX *, struct member_row *);
/* Seal the centre's key to her, in the transaction that stands. */
[[nodiscard]] int member_grant(struct store *, int64_t id,
    const struct member_row *, const struct secret *centre_key);

/* -EINVAL no login name. */
[[nodiscard]] int member_check_name(struct store *, const char *name);
/* In the transaction that stands: a new member's row and her grant (NULL: her
   role holds no key); she leaves: her key, grants and open cases go, and her
   centre's key is due to be changed.  As staff_add_as, staff_depart. */
[[nodiscard]] int member_add(struct store *, const char *name,
    const struct member_row *, const struct secret *centre_key,
    const char *by);
[[nodiscard]] int member_depart(struct store *, const char *name,
    const char *by, int64_t now);
/* Somebody who held a centre's key holds it no more. */
[[nodiscard]] int member_key_due(struct store *, int64_t centre,
    int64_t now);

/* -ENOENT; -EIO. */
[[nodiscard]] int member_find(struct store *, const char *name,
    struct member_row *out);

#endif
