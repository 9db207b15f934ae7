/*
 * staff.h - the people of a centre: activation, login, grants.
 *
 * Each call that writes has its own transaction.  What a departed member's
 * login still holds opens nothing through this store (reading.h), and her
 * centre gets a new key (leaving.h, rekey.h).
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

/*
 * What a member may do is the desk's table (gateway/desk/access.c).  Who works
 * on cases holds the centre's key; the other two hold none, so that nothing
 * they could be talked into opens a case.
 */
enum role {
	AS_STAFF,
	AS_LEAD,		/* and leads the centre's people */
	AS_ADMINISTRATOR,	/* people of every centre; no case */
	AS_NUMBERS,		/* counts only */
	ROLES
};
const char *role_name(enum role);
[[nodiscard]] int role_find(const char *name, enum role *out);	/* -ENOENT */
bool role_holds_key(enum role);

/* What she shows beside her password; see factor.h. */
enum factor {
	FACTOR_NONE,		/* none yet: she can do nothing but choose */
	FACTOR_TOTP,		/* an app (RFC 6238) */
	FACTOR_SHEET,		/* a printed sheet of codes (RFC 4226) */
	FACTORS
};
const char *factor_name(enum factor);
[[nodiscard]] int factor_find(const char *name, enum factor *out);

struct member {
	int64_t id;
	const char *name;	/* login name: a-z, then a-z 0-9 . - */
	int64_t centre;
	bool active;		/* may log in: activated, not departed */
	bool departed;
	enum role role;
	enum factor factor;
	int64_t factor_last;	/* count of the last code she showed */
	int64_t practised_at;	/* she has practised it all (practice.h); 0 */
	int64_t changed_at;	/* of staff_load: her code or password is from
				   then, or she left then */
};

/*
 * Add a member and grant her the centre's key.  Who is the first of a centre
 * leads it.  *code is the activation code
 * (128 bits as text in groups), printed once; it wraps her key until she sets
 * a password, for CODE_DAYS.  -EEXIST name taken, be it by someone departed;
 * -EINVAL not a login name; -EACCES the key of another centre; else as
 * centre_public.
 */
[[nodiscard]] int staff_add(struct store *, TALLOC_CTX *, const char *name,
    int64_t centre, const struct secret *centre_key, int64_t now,
    char **code);
/* The same in a role, noted as done by a member; centre_key is NULL for a role
   that holds none, else -EINVAL. */
[[nodiscard]] int staff_add_as(struct store *, TALLOC_CTX *, const char *name,
    int64_t centre, enum role, const struct secret *centre_key,
    const char *by, int64_t now, char **code);
/* Set the password with the code; one Argon2id run.  -EACCES wrong, used or
   too old; -EINVAL password too short, too long or too common; -EIO. */
[[nodiscard]] int staff_activate(struct store *, const char *name,
    const char *code, const char *password, int64_t now);
/* She is shut out at once, without her centre's key at hand: her grants and
   her key are deleted, her open cases are nobody's, and the centre's key is due
   to be changed.  -ENOENT nobody of this name, or departed before; -EIO. */
[[nodiscard]] int staff_depart(struct store *, const char *name, int64_t now);
[[nodiscard]] int staff_depart_by(struct store *, const char *name,
    const char *by, int64_t now);
/* Her state now: 0 and her role, or -EACCES she has departed; -EIO. */
[[nodiscard]] int staff_standing(struct store *, int64_t id, enum role *out);
/*
 * Give her another role.  One that holds the centre's key needs it from who
 * gives it (-EINVAL without it); one that holds none loses it.  -ENOENT
 * nobody; -EACCES key of another centre; -EIO.
 */
[[nodiscard]] int staff_set_role(struct store *, const char *name, enum role,
    const struct secret *centre_key, const char *by, int64_t now);
/*
 * She forgot her password: a new pair, a new grant, a new activation code;
 * what she had opens nothing any more.  As staff_add_as, with her role.
 */
[[nodiscard]] int staff_recode(struct store *, TALLOC_CTX *, const char *name,
    const struct secret *centre_key, const char *by, int64_t now,
    char **code);
/* One member by name; name hangs under the talloc parent.  -ENOENT; -EIO. */
[[nodiscard]] int staff_find(struct store *, TALLOC_CTX *, const char *name,
    struct member *out);

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
/* Both live as long as the login.  A role without cases has no key: NULL. */
const struct member *login_member(const struct login *);
const struct secret *login_centre_key(const struct login *);
/* Is her centre's key still the one she holds?  0; -EKEYEXPIRED it was changed:
   her password opens the new one; -EIO. */
[[nodiscard]] int login_is_current(struct store *, const struct login *);
/* She goes on with her centre's new key. */
void login_take_key(struct login *, const struct secret *fresh);
/* A case's secret key, out of what was sealed to her centre; while the
   centre's key is being changed also by the key before.  -EBADMSG. */
[[nodiscard]] int login_open_case(const struct login *,
    const unsigned char *box, struct secret *out);

/* All, by id.  Under the talloc parent.  -EIO. */
struct members { size_t n; struct member *member; };
[[nodiscard]] int staff_load(struct store *, TALLOC_CTX *,
    struct members **out);

#endif
