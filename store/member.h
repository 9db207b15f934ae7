/*
 * member.h - a member's row with its secrets; for staff.c and login.c only.
 */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H

#include "store/password.h"
#include "store/secret.h"
#include "store/seal.h"
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
};

/* -ENOENT; -EIO. */
[[nodiscard]] int member_find(struct store *, const char *name,
    struct member_row *out);

#endif
