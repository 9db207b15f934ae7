#include "store/staff.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/paper.h"
#include "store/query.h"

static_assert((int)PASSWORD_CODE == (int)PAPER_CODE);
enum { DAY_S = 86400 };

/* Who administers from the command line has no login. */
static const char operator[] = "operator";

static bool
is_login_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-");

	return name[n] == '\0' && n >= 2 && n <= STAFF_NAME_MAX &&
	    name[0] >= 'a' && name[0] <= 'z';
}

static int
insert_member(struct store *store, const char *name, int64_t centre,
    const struct member_row *row, int64_t *id)
{
	struct query *q = query_start(store, SQL_STAFF_INSERT);
	int rc;

	query_bind_text(q, name);
	query_bind_int(q, centre);
	query_bind_blob(q, row->wrapped, sizeof(row->wrapped));
	query_bind_blob(q, row->pub, sizeof(row->pub));
	query_bind_int(q, row->changed_at);
	rc = query_run(q);
	if (rc == 0)
		*id = query_inserted(store);
	return rc;
}

static int
insert_grant(struct store *store, int64_t member, int64_t centre,
    const unsigned char box[SEAL_KEY_BOX])
{
	struct query *q = query_start(store, SQL_GRANT_INSERT);

	query_bind_int(q, member);
	query_bind_int(q, centre);
	query_bind_blob(q, box, SEAL_KEY_BOX);
	return query_run(q);
}

/* Her pair, the secret half wrapped by a fresh activation code. */
static char *
make_keys(TALLOC_CTX *ctx, struct member_row *row)
{
	struct secret *own = secret_new(ctx), *wrap = secret_new(own);
	unsigned char code[PASSWORD_CODE];
	char *text;

	seal_pair(row->pub, own->octets);
	randombytes_buf(code, sizeof(code));
	password_from_code(code, wrap);
	secret_wrap(wrap, own, row->wrapped);
	text = paper_code(ctx, code);
	sodium_memzero(code, sizeof(code));
	talloc_free(own);
	return text;
}

static int
add(struct store *store, const char *name, int64_t centre,
    const struct member_row *row, const unsigned char box[SEAL_KEY_BOX])
{
	int64_t id = 0;
	int rc = insert_member(store, name, centre, row, &id);

	if (rc == 0)
		rc = insert_grant(store, id, centre, box);
	if (rc == 0)
		rc = audit_add(store, operator, "staff_add", name,
		    row->changed_at);
	return rc;
}

int
staff_add(struct store *store, TALLOC_CTX *ctx, const char *name,
    int64_t centre, const struct secret *centre_key, int64_t now, char **code)
{
	unsigned char box[SEAL_KEY_BOX];
	struct member_row row = { .changed_at = now };
	char *text;
	int rc;

	if (!is_login_name(name))
		return store_fail(store, -EINVAL, "a login name is a letter "
		    "a-z, then a-z, 0-9, full stops and dashes, 2 to %d",
		    STAFF_NAME_MAX);
	rc = centre_check_secret(store, centre, centre_key);
	if (rc != 0)
		return rc;
	text = make_keys(ctx, &row);
	rc = seal_key(row.pub, centre_key->octets, box);
	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, add(store, name, centre, &row, box));
	if (rc == 0)
		*code = text;
	else
		talloc_free(text);
	return rc;
}

/* Her secret key, if the code is hers, unused and not too old. */
static int
open_with_code(const struct member_row *row, const char *text, int64_t now,
    struct secret *own)
{
	struct secret *wrap = secret_new(own);
	unsigned char code[PASSWORD_CODE];
	int rc = -EACCES;

	if (row->state == MEMBER_CODED &&
	    now <= row->changed_at + CODE_DAYS * DAY_S &&
	    paper_code_read(text, code) == 0) {
		password_from_code(code, wrap);
		if (secret_unwrap(wrap, row->wrapped, own) == 0)
			rc = 0;
		sodium_memzero(code, sizeof(code));
	}
	talloc_free(wrap);
	return rc;
}

static int
set_password(struct store *store, const struct member_row *row,
    const char *name, int64_t now)
{
	struct query *q = query_start(store, SQL_STAFF_SET_PASSWORD);
	int rc;

	query_bind_blob(q, row->salt, sizeof(row->salt));
	query_bind_blob(q, row->verifier, sizeof(row->verifier));
	query_bind_blob(q, row->wrapped, sizeof(row->wrapped));
	query_bind_int(q, now);
	query_bind_int(q, row->id);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		rc = -EACCES;
	return rc == 0 ? audit_add(store, name, "activate", name, now) : rc;
}

int
staff_activate(struct store *store, const char *name, const char *code,
    const char *password, int64_t now)
{
	struct member_row row = { 0 };
	struct secret *own, *wrap;
	int rc;

	if (!password_is_allowed(password, name))
		return store_fail(store, -EINVAL, "a password is %d to %d "
		    "octets, not the login name and not a common one",
		    PASSWORD_MIN, PASSWORD_MAX);
	rc = member_find(store, name, &row);
	if (rc != 0)
		return rc == -ENOENT ? -EACCES : rc;
	own = secret_new(NULL);
	wrap = secret_new(own);
	rc = open_with_code(&row, code, now, own);
	if (rc == 0) {
		randombytes_buf(row.salt, sizeof(row.salt));
		password_run(password, row.salt, row.verifier, wrap);
		secret_wrap(wrap, own, row.wrapped);
		rc = store_begin(store);
	}
	if (rc == 0)
		rc = store_finish(store, set_password(store, &row, name, now));
	talloc_free(own);
	return rc;
}

static int
depart(struct store *store, const char *name, int64_t now)
{
	struct query *q = query_start(store, SQL_GRANT_DELETE);
	int rc;

	query_bind_text(q, name);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_STAFF_SET_DEPARTED);
	query_bind_int(q, now);
	query_bind_text(q, name);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		return store_fail(store, -ENOENT, "nobody of this name");
	return rc == 0 ? audit_add(store, operator, "depart", name, now) : rc;
}

int
staff_depart(struct store *store, const char *name, int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, depart(store, name, now));
}

int
staff_load(struct store *store, TALLOC_CTX *ctx, struct members **out)
{
	struct members *all = talloc_zero(ctx, struct members);
	struct query *q = query_start(store, SQL_STAFF_ALL);
	int rc;

	while ((rc = query_next(q)) == 1) {
		int64_t state = query_int(q, 3);

		all->member = talloc_realloc(all, all->member, struct member,
		    (unsigned)(all->n + 1));
		all->member[all->n++] = (struct member){
			.id = query_int(q, 0),
			.name = talloc_strdup(all, query_text(q, 1)),
			.centre = query_int(q, 2),
			.active = state == MEMBER_ACTIVE,
			.departed = state == MEMBER_DEPARTED,
		};
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
