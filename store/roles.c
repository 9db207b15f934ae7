#include "store/staff.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/query.h"

static const struct { const char *name; bool holds_key; } roles[ROLES] = {
	[AS_STAFF] = { "staff", true },
	[AS_LEAD] = { "lead", true },
	[AS_ADMINISTRATOR] = { "administrator", false },
	[AS_NUMBERS] = { "numbers", false },
};

const char *
role_name(enum role role)
{
	return roles[role].name;
}

int
role_find(const char *name, enum role *out)
{
	for (int i = 0; i < ROLES; i++)
		if (strcmp(roles[i].name, name) == 0) {
			*out = (enum role)i;
			return 0;
		}
	return -ENOENT;
}

bool
role_holds_key(enum role role)
{
	return roles[role].holds_key;
}

int
staff_standing(struct store *store, int64_t id, enum role *out)
{
	struct query *q = query_start(store, SQL_STAFF_STATE);
	enum role role = AS_NUMBERS;
	int rc;

	query_bind_int(q, id);
	rc = query_next(q);
	if (rc != 1)
		return rc < 0 ? rc : -EACCES;
	rc = query_int(q, 0) != MEMBER_ACTIVE ? -EACCES :
	    role_find(query_text(q, 1), &role) == 0 ? 0 : -EIO;
	query_end(q);
	if (rc == 0)
		*out = role;
	return rc;
}

int
staff_find(struct store *store, TALLOC_CTX *ctx, const char *name,
    struct member *out)
{
	struct member_row row;
	int rc = member_find(store, name, &row);

	if (rc != 0)
		return rc;
	*out = (struct member){
		.id = row.id, .centre = row.centre, .role = row.role,
		.factor = row.factor, .name = talloc_strdup(ctx, name),
		.active = row.state == MEMBER_ACTIVE,
		.departed = row.state == MEMBER_DEPARTED,
	};
	return 0;
}

/* Who is there to be changed. */
static int
find_present(struct store *store, const char *name, struct member_row *row)
{
	int rc = member_find(store, name, row);

	if (rc == 0 && row->state == MEMBER_DEPARTED)
		rc = -ENOENT;
	return rc == -ENOENT ? store_fail(store, rc, "nobody of this name") :
	    rc;
}

static int
delete_grants(struct store *store, int64_t id)
{
	struct query *q = query_start(store, SQL_GRANT_DELETE_OF);

	query_bind_int(q, id);
	return query_run(q);
}

/* What her role holds, and nothing else. */
static int
renew_grant(struct store *store, const struct member_row *row,
    const struct secret *centre_key)
{
	int rc = delete_grants(store, row->id);

	return rc == 0 && role_holds_key(row->role) ?
	    member_grant(store, row->id, row, centre_key) : rc;
}

static int
check_key(struct store *store, const struct member_row *row,
    const struct secret *centre_key)
{
	if (!role_holds_key(row->role))
		return 0;
	if (centre_key == NULL)
		return store_fail(store, -EINVAL, "this role needs the "
		    "centre's key");
	return centre_check_secret(store, row->centre, centre_key);
}

static int
set_role(struct store *store, const struct member_row *row, const char *name,
    const struct secret *centre_key, const char *by, int64_t now)
{
	struct query *q = query_start(store, SQL_ROLE_SET);
	int rc;

	query_bind_text(q, role_name(row->role));
	query_bind_int(q, row->id);
	rc = query_run(q);
	if (rc == 0)
		rc = renew_grant(store, row, centre_key);
	/* A grant went and none came: she knows the key. */
	if (rc == 0 && !role_holds_key(row->role) && query_changed(store) > 0)
		rc = member_key_due(store, row->centre, now);
	return rc == 0 ? audit_add(store, by, "role", name, now) : rc;
}

int
staff_set_role(struct store *store, const char *name, enum role role,
    const struct secret *centre_key, const char *by, int64_t now)
{
	struct member_row row;
	int rc = find_present(store, name, &row);

	if (rc != 0)
		return rc;
	row.role = role;
	rc = check_key(store, &row, centre_key);
	if (rc == 0)
		rc = store_begin(store);
	return rc != 0 ? rc : store_finish(store, set_role(store, &row, name,
	    centre_key, by, now));
}

static int
recode(struct store *store, const struct member_row *row, const char *name,
    const struct secret *centre_key, const char *by)
{
	struct query *q = query_start(store, SQL_STAFF_RECODE);
	int rc;

	query_bind_blob(q, row->wrapped, sizeof(row->wrapped));
	query_bind_blob(q, row->pub, sizeof(row->pub));
	query_bind_int(q, row->changed_at);
	query_bind_int(q, row->id);
	rc = query_run(q);
	if (rc == 0)
		rc = renew_grant(store, row, centre_key);
	return rc == 0 ? audit_add(store, by, "recode", name,
	    row->changed_at) : rc;
}

int
staff_recode(struct store *store, TALLOC_CTX *ctx, const char *name,
    const struct secret *centre_key, const char *by, int64_t now, char **code)
{
	struct member_row row;
	char *text;
	int rc = find_present(store, name, &row);

	if (rc == 0)
		rc = check_key(store, &row, centre_key);
	if (rc != 0)
		return rc;
	row.changed_at = now;
	text = member_pair(ctx, &row);
	rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, recode(store, &row, name, centre_key,
		    by));
	if (rc == 0)
		*code = text;
	else
		talloc_free(text);
	return rc;
}
