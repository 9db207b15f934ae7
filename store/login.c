#include "store/staff.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/member.h"
#include "store/query.h"

enum {
	FREE_TRIES = 5, WAIT_MAX_S = 15 * 60,
	TRY_KEY = 2,	/* 65 536 rows at most, whatever names are tried */
};

struct login {
	struct member member;
	struct secret *centre_key;
};

const struct member *
login_member(const struct login *login)
{
	return &login->member;
}

const struct secret *
login_centre_key(const struct login *login)
{
	return login->centre_key;
}

/* Names are kept as keyed tags: people type passwords where names belong. */
static void
try_key(struct store *store, const char *name, unsigned char key[TRY_KEY])
{
	unsigned char tag[KEY_TAG_SIZE];

	keys_tag(store->keys, "login", name, strlen(name), tag);
	memcpy(key, tag, TRY_KEY);
}

static int64_t
wait_after(int64_t tries)
{
	int64_t s = 1;

	if (tries < FREE_TRIES)
		return 0;
	for (; tries > FREE_TRIES && s < WAIT_MAX_S; tries--)
		s *= 2;
	return s < WAIT_MAX_S ? s : WAIT_MAX_S;
}

/* A clock that was set back ends a wait: nobody is locked out for good. */
static bool
must_wait(int64_t tries, int64_t at, int64_t now)
{
	return now >= at && now - at < wait_after(tries);
}

static int
add_try(struct store *store, const unsigned char key[TRY_KEY], int64_t now)
{
	struct query *q = query_start(store, SQL_LOGIN_TRY_FIND);
	int64_t tries = 0, at = 0;
	int rc;

	query_bind_blob(q, key, TRY_KEY);
	rc = query_next(q);
	if (rc == 1) {
		tries = query_int(q, 0);
		at = query_int(q, 1);
		query_end(q);
	}
	if (rc < 0)
		return rc;
	if (must_wait(tries, at, now))
		return store_fail(store, -EAGAIN, "too many wrong tries");
	q = query_start(store, SQL_LOGIN_TRY_SET);
	query_bind_blob(q, key, TRY_KEY);
	query_bind_int(q, tries + 1);
	query_bind_int(q, now);
	return query_run(q);
}

/* Counted before the password is looked at: tries in parallel count too. */
static int
count_try(struct store *store, const char *name, int64_t now)
{
	unsigned char key[TRY_KEY];
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	try_key(store, name, key);
	return store_finish(store, add_try(store, key, now));
}

static int
clear_tries(struct store *store, const char *name)
{
	struct query *q = query_start(store, SQL_LOGIN_TRY_CLEAR);
	unsigned char key[TRY_KEY];

	try_key(store, name, key);
	query_bind_blob(q, key, TRY_KEY);
	return query_run(q);
}

/* Her secret key by her password.  The slow step is taken for every name. */
static int
open_with_password(const struct member_row *row, const char *password,
    struct secret *own)
{
	struct secret *wrap = secret_new(own);
	unsigned char verifier[PASSWORD_VERIFIER];
	bool is_long = strnlen(password, PASSWORD_MAX + 1) > PASSWORD_MAX;
	int rc = -EACCES;

	password_run(is_long ? "" : password, row->salt, verifier, wrap);
	if (sodium_memcmp(verifier, row->verifier, sizeof(verifier)) == 0 &&
	    row->state == MEMBER_ACTIVE &&
	    secret_unwrap(wrap, row->wrapped, own) == 0)
		rc = 0;
	talloc_free(wrap);
	return rc;
}

static int
open_grant(struct store *store, const struct member_row *row,
    const struct secret *own, struct secret *centre_key)
{
	struct query *q = query_start(store, SQL_GRANT_FIND);
	unsigned char box[SEAL_KEY_BOX];
	int rc;

	query_bind_int(q, row->id);
	query_bind_int(q, row->centre);
	rc = query_next(q);
	if (rc != 1)
		return rc < 0 ? rc : -EACCES;
	query_copy(q, 0, box, sizeof(box));
	query_end(q);
	if (seal_key_open(row->pub, own->octets, box,
	    centre_key->octets) != 0)
		return store_fail(store, -EIO, "a grant does not open");
	return centre_check_secret(store, row->centre, centre_key);
}

/* She may have departed since her row was read: then the grant is gone. */
static int
enter(struct store *store, const char *name, const struct member_row *row,
    const struct secret *own, struct login *login, int64_t now)
{
	int rc = open_grant(store, row, own, login->centre_key);

	if (rc == 0)
		rc = clear_tries(store, name);
	if (rc == 0)
		rc = audit_add(store, name, "login", name, now);
	return rc;
}

static struct login *
make_login(TALLOC_CTX *ctx, const char *name, const struct member_row *row)
{
	struct login *login = talloc_zero(ctx, struct login);

	login->member = (struct member){
		.id = row->id, .centre = row->centre, .active = true,
		.name = talloc_strdup(login, name),
	};
	login->centre_key = secret_new(login);
	return login;
}

int
staff_login(struct store *store, TALLOC_CTX *ctx, const char *name,
    const char *password, int64_t now, struct login **out)
{
	struct member_row row = { 0 };
	struct login *login;
	struct secret *own;
	int rc;

	assert(store->keys != NULL);
	rc = count_try(store, name, now);
	if (rc == 0)
		rc = member_find(store, name, &row);
	if (rc != 0 && rc != -ENOENT)
		return rc;
	login = make_login(ctx, name, &row);
	own = secret_new(login);
	rc = open_with_password(&row, password, own);
	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, enter(store, name, &row, own, login,
		    now));
	talloc_free(own);
	if (rc == 0)
		*out = login;
	else
		talloc_free(login);
	return rc;
}
