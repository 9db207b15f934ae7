#include "store/remake.h"

#include <errno.h>

#include "store/centre.h"
#include "store/draft.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/link_key.h"
#include "store/member.h"
#include "store/query.h"
#include "store/rekey.h"

struct remaking {
	int64_t centre;
	const struct login *login;
	const char *name;
	int64_t now;
	struct secret *fresh;
	struct member_row row;
};

/* Her centre stands in for it, and nobody there can log in. */
static int
check(struct store *store, const struct remaking *re)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct centre *centre = NULL, *other = NULL;
	struct centres *centres;
	int rc = centres_load(store, ctx, &centres);

	if (rc == 0)
		centre = centre_by_id(centres, re->centre);
	if (centre != NULL)
		other = centre_stand_in(centres, centre);
	if (rc == 0 && centre == NULL)
		rc = store_fail(store, -ENOENT, "no such centre");
	else if (rc == 0 && (other == NULL ||
	    other->id != login_member(re->login)->centre))
		rc = store_fail(store, -EPERM, "only its stand-in makes a "
		    "centre a new key");
	else if (rc == 0 && centre->active_staff > 0)
		rc = store_fail(store, -EPERM, "somebody can still log in "
		    "there");
	talloc_free(ctx);
	return rc;
}

/* What was under way by a key that nobody holds any more goes. */
static int
forget(struct store *store, int64_t centre)
{
	struct query *q = query_start(store, SQL_REKEY_DONE);

	query_bind_int(q, centre);
	return query_run(q);
}

static int
remake(struct store *store, struct remaking *re)
{
	const struct member *by = login_member(re->login);
	unsigned char pub[SEAL_PUBLIC];
	int rc = check(store, re);

	if (rc == 0)
		rc = login_is_current(store, re->login);
	if (rc == 0)
		rc = forget(store, re->centre);
	if (rc == 0)
		rc = rekey_new_key(store, re->centre, re->fresh, pub);
	if (rc == 0)
		rc = rekey_note(store, re->centre, by->centre, NULL);
	if (rc == 0)
		rc = link_key_reseal(store, re->centre, NULL, pub);
	if (rc == 0)
		rc = own_drafts_reseal(store, re->centre, NULL, pub);
	if (rc == 0)
		rc = member_add(store, re->name, &re->row, re->fresh,
		    by->name);
	if (rc == 0)
		rc = rekey_grant_all(store, re->centre, re->fresh);
	return rc == 0 ? rekey_audit(store, by->name, "remake", re->centre,
	    re->now) : rc;
}

int
centre_remake(struct store *store, TALLOC_CTX *ctx, int64_t centre,
    const struct login *login, const char *name, int64_t now, char **code)
{
	struct remaking re = { .centre = centre, .login = login,
	    .name = name, .now = now, .fresh = secret_new(NULL),
	    .row = { .centre = centre, .role = AS_LEAD, .changed_at = now } };
	char *text = member_pair(ctx, &re.row);
	int rc = member_check_name(store, name);

	if (rc == 0)
		rc = store_begin(store);
	if (rc == 0)
		rc = store_finish(store, remake(store, &re));
	talloc_free(re.fresh);
	if (rc == 0)
		*code = text;
	else
		talloc_free(text);
	return rc;
}
