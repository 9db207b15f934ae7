#include "store/login.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/paper.h"
#include "store/query.h"

enum { DAY_S = 86400 };

struct activation {
	const char *name;
	char *password;			/* wiped when freed */
	struct member_row row;
	struct secret *own;
	bool renews;			/* she had a password */
};

static int
check_password(struct store *store, const char *name, const char *password)
{
	if (password_is_allowed(password, name))
		return 0;
	return store_fail(store, -EINVAL, "a password is %d to %d octets, not "
	    "the login name and not a common one", PASSWORD_MIN,
	    PASSWORD_MAX);
}

static struct activation *
make(TALLOC_CTX *ctx, const char *name, const char *password)
{
	struct activation *activation = talloc_zero(ctx, struct activation);

	activation->name = talloc_strdup(activation, name);
	activation->password = secret_text(activation, PASSWORD_MAX + 1);
	memcpy(activation->password, password, strlen(password));
	activation->own = secret_new(activation);
	return activation;
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

int
activation_begin(struct store *store, TALLOC_CTX *ctx, const char *name,
    const char *code, const char *password, int64_t now,
    struct activation **out)
{
	struct activation *activation;
	int rc = check_password(store, name, password);

	if (rc != 0)
		return rc;
	activation = make(ctx, name, password);
	rc = member_find(store, name, &activation->row);
	if (rc == 0)
		rc = open_with_code(&activation->row, code, now,
		    activation->own);
	if (rc != 0) {
		talloc_free(activation);
		return rc == -ENOENT ? -EACCES : rc;
	}
	*out = activation;
	return 0;
}

int
activation_renew(struct store *store, TALLOC_CTX *ctx,
    const struct attempt *attempt, const char *password,
    struct activation **out)
{
	struct activation *activation;
	int rc = check_password(store, attempt_name(attempt), password);

	if (rc != 0)
		return rc;
	activation = make(ctx, attempt_name(attempt), password);
	activation->row = *attempt_row(attempt);
	memcpy(activation->own->octets, attempt_secret(attempt)->octets,
	    SECRET_OCTETS);
	activation->renews = true;
	*out = activation;
	return 0;
}

void
activation_run(struct activation *activation)
{
	struct secret *wrap = secret_new(activation);
	struct member_row *row = &activation->row;

	randombytes_buf(row->salt, sizeof(row->salt));
	password_run(activation->password, row->salt, row->verifier, wrap);
	secret_wrap(wrap, activation->own, row->wrapped);
	talloc_free(wrap);
}

static int
set_password(struct store *store, const struct activation *activation,
    int64_t now)
{
	const struct member_row *row = &activation->row;
	struct query *q = query_start(store, activation->renews ?
	    SQL_STAFF_RENEW_PASSWORD : SQL_STAFF_SET_PASSWORD);
	int rc;

	query_bind_blob(q, row->salt, sizeof(row->salt));
	query_bind_blob(q, row->verifier, sizeof(row->verifier));
	query_bind_blob(q, row->wrapped, sizeof(row->wrapped));
	query_bind_int(q, now);
	query_bind_int(q, row->id);
	if (activation->renews)
		query_bind_blob(q, row->pub, sizeof(row->pub));
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		rc = -EACCES;
	return rc == 0 ? audit_add(store, activation->name,
	    activation->renews ? "password" : "activate", activation->name,
	    now) : rc;
}

int
activation_finish(struct store *store, struct activation *activation,
    int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, set_password(store,
	    activation, now));
}

int
staff_activate(struct store *store, const char *name, const char *code,
    const char *password, int64_t now)
{
	struct activation *activation;
	int rc = activation_begin(store, NULL, name, code, password, now,
	    &activation);

	if (rc != 0)
		return rc;
	activation_run(activation);
	rc = activation_finish(store, activation, now);
	talloc_free(activation);
	return rc;
}
