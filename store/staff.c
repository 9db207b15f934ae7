#include "store/staff.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/query.h"
#include "store/work.h"

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
insert_member(struct store *store, const char *name,
    const struct member_row *row, int64_t *id)
{
	struct query *q = query_start(store, SQL_STAFF_INSERT);
	int rc;

	query_bind_text(q, name);
	query_bind_int(q, row->centre);
	query_bind_blob(q, row->wrapped, sizeof(row->wrapped));
	query_bind_blob(q, row->pub, sizeof(row->pub));
	query_bind_int(q, row->changed_at);
	query_bind_text(q, role_name(row->role));
	rc = query_run(q);
	if (rc == 0)
		*id = query_inserted(store);
	return rc;
}

int
member_check_name(struct store *store, const char *name)
{
	return is_login_name(name) ? 0 : store_fail(store, -EINVAL, "a login "
	    "name is a letter a-z, then a-z, 0-9, full stops and dashes, 2 "
	    "to %d", STAFF_NAME_MAX);
}

int
member_add(struct store *store, const char *name,
    const struct member_row *row, const struct secret *centre_key,
    const char *by)
{
	int64_t id = 0;
	int rc = insert_member(store, name, row, &id);

	if (rc == 0 && centre_key != NULL)
		rc = member_grant(store, id, row, centre_key);
	if (rc == 0)
		rc = audit_add(store, by, "staff_add", name, row->changed_at);
	return rc;
}

/* A key that is this centre's, for a role that holds one; else none. */
static int
check_key(struct store *store, int64_t centre, enum role role,
    const struct secret *centre_key)
{
	if (role_holds_key(role) != (centre_key != NULL))
		return store_fail(store, -EINVAL, "this role %s the centre's "
		    "key", role_holds_key(role) ? "needs" : "holds not");
	return centre_key == NULL ? 0 :
	    centre_check_secret(store, centre, centre_key);
}

int
staff_add_as(struct store *store, TALLOC_CTX *ctx, const char *name,
    int64_t centre, enum role role, const struct secret *centre_key,
    const char *by, int64_t now, char **code)
{
	struct member_row row = { .centre = centre, .role = role,
	    .changed_at = now };
	char *text;
	int rc = member_check_name(store, name);

	if (rc == 0)
		rc = check_key(store, centre, role, centre_key);
	if (rc != 0)
		return rc;
	text = member_pair(ctx, &row);
	rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, member_add(store, name, &row,
		    centre_key, by));
	if (rc == 0)
		*code = text;
	else
		talloc_free(text);
	return rc;
}

/* Who is the first leads. */
static int
find_role(struct store *store, int64_t centre, enum role *out)
{
	struct query *q = query_start(store, SQL_STAFF_LEADS);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		*out = query_int(q, 0) == 0 ? AS_LEAD : AS_STAFF;
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
staff_add(struct store *store, TALLOC_CTX *ctx, const char *name,
    int64_t centre, const struct secret *centre_key, int64_t now, char **code)
{
	enum role role = AS_STAFF;
	int rc = find_role(store, centre, &role);

	return rc != 0 ? rc : staff_add_as(store, ctx, name, centre, role,
	    centre_key, operator, now, code);
}

static int
delete_key(struct store *store, const char *name, int64_t now)
{
	struct query *q = query_start(store, SQL_GRANT_DELETE);
	int rc;

	query_bind_text(q, name);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_OWN_DRAFTS_DEPART);
	query_bind_text(q, name);
	rc = query_run(q);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_STAFF_SET_DEPARTED);
	query_bind_int(q, now);
	query_bind_text(q, name);
	return query_run(q);
}

int
member_key_due(struct store *store, int64_t centre, int64_t now)
{
	struct query *q = query_start(store, SQL_CENTRE_KEY_DUE);

	query_bind_int(q, centre);
	query_bind_int(q, now);
	return query_run(q);
}

int
member_depart(struct store *store, const char *name, const char *by,
    int64_t now)
{
	struct member_row row;
	int rc = member_find(store, name, &row);

	if (rc == 0 && row.state == MEMBER_DEPARTED)
		rc = -ENOENT;
	if (rc == -ENOENT)
		return store_fail(store, -ENOENT, "nobody of this name");
	if (rc == 0)
		rc = cases_given_on(store, row.id, 0, by, now);
	if (rc == 0)
		rc = delete_key(store, name, now);
	if (rc == 0 && role_holds_key(row.role))
		rc = member_key_due(store, row.centre, now);
	return rc == 0 ? audit_add(store, by, "depart", name, now) : rc;
}

int
staff_depart_by(struct store *store, const char *name, const char *by,
    int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc :
	    store_finish(store, member_depart(store, name, by, now));
}

int
staff_depart(struct store *store, const char *name, int64_t now)
{
	return staff_depart_by(store, name, operator, now);
}

/* 0; -EIO a role or a factor that nobody knows. */
static int
read_member(struct query *q, TALLOC_CTX *ctx, struct member *out)
{
	int64_t state = query_int(q, 3);

	*out = (struct member){
		.id = query_int(q, 0),
		.name = talloc_strdup(ctx, query_text(q, 1)),
		.centre = query_int(q, 2),
		.active = state == MEMBER_ACTIVE,
		.departed = state == MEMBER_DEPARTED,
		.factor_last = query_int(q, 6),
		.practised_at = query_int(q, 7),
		.changed_at = query_int(q, 8),
	};
	return role_find(query_text(q, 4), &out->role) == 0 &&
	    factor_find(query_text(q, 5), &out->factor) == 0 ? 0 : -EIO;
}

int
staff_load(struct store *store, TALLOC_CTX *ctx, struct members **out)
{
	struct members *all = talloc_zero(ctx, struct members);
	struct query *q = query_start(store, SQL_STAFF_ALL);
	int rc;

	while ((rc = query_next(q)) == 1) {
		all->member = talloc_realloc(all, all->member, struct member,
		    (unsigned)(all->n + 1));
		rc = read_member(q, all, &all->member[all->n++]);
		if (rc != 0)
			break;
	}
	query_end(q);
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
