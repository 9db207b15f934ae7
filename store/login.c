#include "store/login.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/query.h"
#include "store/rekey.h"
#include "store/trying.h"

struct attempt {
	const char *name;
	char *password;			/* wiped when freed */
	struct member_row row;
	unsigned char verifier[PASSWORD_VERIFIER];
	struct secret *wrap, *own, *factor;
	unsigned char try_key[TRY_KEY];
};

struct login {
	struct member member;
	struct secret *centre_key;
	struct secret *old_key;		/* while cases are sealed to it; NULL */
	unsigned char pub[SEAL_PUBLIC], old_pub[SEAL_PUBLIC];
	int64_t epoch;			/* number of the key she holds */
};

const struct member_row *
attempt_row(const struct attempt *attempt)
{
	return &attempt->row;
}

const char *
attempt_name(const struct attempt *attempt)
{
	return attempt->name;
}

const struct secret *
attempt_secret(const struct attempt *attempt)
{
	return attempt->own;
}

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

int
login_is_current(struct store *store, const struct login *login)
{
	int64_t epoch = 0;
	int rc;

	if (login->centre_key == NULL)
		return 0;
	rc = centre_epoch(store, login->member.centre, &epoch);
	return rc == 0 && epoch != login->epoch ? -EKEYEXPIRED : rc;
}

void
login_take_key(struct login *login, const struct secret *fresh)
{
	if (login->centre_key == NULL)
		return;
	talloc_free(login->old_key);
	login->old_key = login->centre_key;
	memcpy(login->old_pub, login->pub, SEAL_PUBLIC);
	login->centre_key = secret_new(login);
	memcpy(login->centre_key->octets, fresh->octets, SECRET_OCTETS);
	(void)crypto_scalarmult_base(login->pub, fresh->octets);
	login->epoch++;
}

int
login_open_case(const struct login *login, const unsigned char *box,
    struct secret *out)
{
	int rc = seal_key_open(login->pub, login->centre_key->octets, box,
	    out->octets);

	return rc == 0 || login->old_key == NULL ? rc : seal_key_open(
	    login->old_pub, login->old_key->octets, box, out->octets);
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

/* What is longer than a password is no password; it takes as long. */
static char *
keep_password(struct attempt *attempt, const char *password)
{
	size_t n = strnlen(password, PASSWORD_MAX + 1);
	char *kept = secret_text(attempt, PASSWORD_MAX + 1);

	if (n <= PASSWORD_MAX)
		memcpy(kept, password, n);
	return kept;
}

static int
wipe(struct attempt *attempt)
{
	sodium_memzero(attempt->verifier, sizeof(attempt->verifier));
	sodium_memzero(&attempt->row, sizeof(attempt->row));
	return 0;
}

int
login_begin(struct store *store, TALLOC_CTX *ctx, const char *name,
    const char *password, const char *mark, int64_t now,
    struct attempt **out)
{
	unsigned char key[TRY_KEY];
	struct attempt *attempt;
	int rc;

	assert(store->keys != NULL);
	try_key(store, name, mark, key);
	rc = try_count(store, key, now);
	if (rc != 0)
		return rc;
	attempt = talloc_zero(ctx, struct attempt);
	memcpy(attempt->try_key, key, TRY_KEY);
	talloc_set_destructor(attempt, wipe);
	attempt->name = talloc_strdup(attempt, name);
	attempt->password = keep_password(attempt, password);
	attempt->wrap = secret_new(attempt);
	attempt->own = secret_new(attempt);
	attempt->factor = secret_new(attempt);
	rc = member_find(store, name, &attempt->row);
	if (rc != 0 && rc != -ENOENT) {
		talloc_free(attempt);
		return rc;
	}
	*out = attempt;
	return 0;
}

void
login_run(struct attempt *attempt)
{
	password_run(attempt->password, attempt->row.salt, attempt->verifier,
	    attempt->wrap);
}

int
login_open(struct store *store, struct attempt *attempt, enum factor *factor,
    const struct secret **secret, int64_t *last)
{
	const struct member_row *row = &attempt->row;

	if (row->state != MEMBER_ACTIVE ||
	    sodium_memcmp(attempt->verifier, row->verifier,
	    sizeof(row->verifier)) != 0 ||
	    secret_unwrap(attempt->wrap, row->wrapped, attempt->own) != 0)
		return -EACCES;
	if (row->factor != FACTOR_NONE && seal_key_open(row->pub,
	    attempt->own->octets, row->factor_box,
	    attempt->factor->octets) != 0)
		return store_fail(store, -EIO, "a second factor does not "
		    "open");
	*factor = row->factor;
	*secret = attempt->factor;
	*last = row->factor_last;
	return 0;
}

/* Of two who show the same code at once, one is too late. */
static int
use_code(struct store *store, int64_t id, int64_t count)
{
	struct query *q = query_start(store, SQL_FACTOR_USE);
	int rc;

	query_bind_int(q, count);
	query_bind_int(q, id);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -EACCES : rc;
}

/* What belongs to the key she now holds. */
static int
hold_old_key(struct store *store, struct login *login)
{
	struct secret *old = secret_new(login);
	int rc = rekey_old(store, login->member.centre, login->centre_key,
	    old);

	if (rc == 1 && crypto_scalarmult_base(login->old_pub,
	    old->octets) == 0)
		login->old_key = old;
	else
		talloc_free(old);
	return rc < 0 ? rc : 0;
}

static int
hold(struct store *store, struct login *login)
{
	int rc = crypto_scalarmult_base(login->pub,
	    login->centre_key->octets) == 0 ? 0 : -EIO;

	if (rc == 0)
		rc = centre_epoch(store, login->member.centre,
		    &login->epoch);
	return rc == 0 ? hold_old_key(store, login) : rc;
}

/* She may have departed since her row was read: then the grant is gone. */
static int
open_key(struct store *store, const struct attempt *attempt,
    struct login *login)
{
	enum role role;
	int rc = staff_standing(store, attempt->row.id, &role);

	if (rc != 0)
		return rc;
	login->member.role = role;
	if (!role_holds_key(role))
		return 0;
	login->centre_key = secret_new(login);
	rc = open_grant(store, &attempt->row, attempt->own,
	    login->centre_key);
	return rc == 0 ? hold(store, login) : rc;
}

static int
enter(struct store *store, const struct attempt *attempt,
    struct login *login, const char *action, int64_t count, int64_t now)
{
	int rc = open_key(store, attempt, login);

	if (rc == 0 && count > 0)
		rc = use_code(store, attempt->row.id, count);
	if (rc == 0)
		rc = try_clear(store, attempt->try_key);
	if (rc == 0)
		rc = audit_add(store, attempt->name, action, attempt->name,
		    now);
	return rc;
}

static struct login *
make_login(TALLOC_CTX *ctx, const char *name, const struct member_row *row)
{
	struct login *login = talloc_zero(ctx, struct login);

	login->member = (struct member){
		.id = row->id, .centre = row->centre, .active = true,
		.name = talloc_strdup(login, name), .factor = row->factor,
		.practised_at = row->practised_at,
	};
	return login;
}

int
login_enter(struct store *store, TALLOC_CTX *ctx, struct attempt *attempt,
    const char *action, int64_t count, int64_t now, struct login **out)
{
	struct login *login = make_login(ctx, attempt->name, &attempt->row);
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, enter(store, attempt, login, action,
		    count, now));
	if (rc == 0)
		*out = login;
	else
		talloc_free(login);
	return rc;
}

int
login_at_practice(struct store *store, TALLOC_CTX *ctx, const char *name,
    const struct member_row *row, const struct secret *key,
    struct login **out)
{
	struct login *login = make_login(ctx, name, row);
	int rc;

	login->member.role = row->role;
	login->centre_key = secret_new(login);
	memcpy(login->centre_key->octets, key->octets, SECRET_OCTETS);
	rc = hold(store, login);
	if (rc == 0)
		*out = login;
	else
		talloc_free(login);
	return rc;
}

int
staff_login(struct store *store, TALLOC_CTX *ctx, const char *name,
    const char *password, int64_t now, struct login **out)
{
	const struct secret *secret;
	struct attempt *attempt;
	enum factor factor;
	int64_t last;
	int rc = login_begin(store, ctx, name, password, NULL, now,
	    &attempt);

	if (rc != 0)
		return rc;
	login_run(attempt);
	rc = login_open(store, attempt, &factor, &secret, &last);
	if (rc == 0)
		rc = login_enter(store, ctx, attempt, "login", 0, now, out);
	talloc_free(attempt);
	return rc;
}
