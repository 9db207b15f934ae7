/*
 * staff.h - the people of a centre: activation, login, grants.
 *
 * Each call that writes has its own transaction.  What a departed member's
 * login still holds opens nothing through this store (reading.h); a new
 * centre key after a departure is not made here (SEALING.md).
 */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/centre.h"
#include "store/store.h"

enum {
	PASSWORD_MIN = 12, PASSWORD_MAX = 128,		/* octets */
	STAFF_NAME_MAX = 32,
	CODE_DAYS = 14,			/* an activation code's life */
};

struct member {
	int64_t id;
	const char *name;	/* login name: a-z, then a-z 0-9 . - */
	int64_t centre;
	bool active;		/* may log in: activated, not departed */
	bool departed;
};

/*
 * Add a member and grant her the centre's key.  *code is the activation code
 * (128 bits as text in groups), printed once; it wraps her key until she sets
 * a password, for CODE_DAYS.  -EEXIST name taken, be it by someone departed;
 * -EINVAL not a login name; -EACCES the key of another centre; else as
 * centre_public.
 */
[[nodiscard]] int staff_add(struct store *, TALLOC_CTX *, const char *name,
    int64_t centre, const struct secret *centre_key, int64_t now,
    char **code);
/* Set the password with the code; one Argon2id run.  -EACCES wrong, used or
   too old; -EINVAL password too short, too long or too common; -EIO. */
[[nodiscard]] int staff_activate(struct store *, const char *name,
    const char *code, const char *password, int64_t now);
/* She leaves: her grants and her key are deleted.  -ENOENT nobody of this
   name, or departed before; -EIO. */
[[nodiscard]] int staff_depart(struct store *, const char *name, int64_t now);

/* Who is logged in; holds the centre's secret key until freed. */
struct login;
/*
 * One Argon2id run (128 MiB, 3 passes) whether or not the name exists.
 * -EACCES wrong name or password; -EAGAIN too many wrong tries for this name,
 * wait: 1 s after the fifth, then twice as long each, 15 minutes at most;
 * -EIO.
 */
[[nodiscard]] int staff_login(struct store *, TALLOC_CTX *, const char *name,
    const char *password, int64_t now, struct login **out);
/* Both live as long as the login. */
const struct member *login_member(const struct login *);
const struct secret *login_centre_key(const struct login *);

/* All, by id.  Under the talloc parent.  -EIO. */
struct members { size_t n; struct member *member; };
[[nodiscard]] int staff_load(struct store *, TALLOC_CTX *,
    struct members **out);

#endif
