#include "store/opened.h"

#include <errno.h>

#include "store/alarm.h"
#include "store/audit.h"
#include "store/browsing.h"
#include "store/deadline.h"
#include "store/matter.h"

/* 1 the centre reads the case, with its key in pub and box; 0 it does not. */
static int
find_key(struct store *store, const struct id *id, int64_t centre,
    unsigned char pub[SEAL_PUBLIC], unsigned char box[SEAL_KEY_BOX])
{
	struct query *q = query_start(store, SQL_READING_KEY);
	int rc;

	query_bind_blob(q, id->octets, ID_OCTETS);
	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, pub, SEAL_PUBLIC);
		query_copy(q, 1, box, SEAL_KEY_BOX);
	}
	query_end(q);
	return rc;
}

/* The first column of a statement about one number. */
static int
find_number(struct store *store, enum statement which, int64_t of,
    int64_t *out)
{
	struct query *q = query_start(store, which);
	int rc;

	query_bind_int(q, of);
	rc = query_next(q);
	if (rc == 1)
		*out = query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
opened_holder(struct store *store, const struct login *login)
{
	enum role role;
	int rc = staff_standing(store, login_member(login)->id, &role);

	if (rc != 0)
		return rc;
	return role_holds_key(role) && login_centre_key(login) != NULL ? 0 :
	    -ENOENT;
}

int
opened_member(struct store *store, const struct login *login)
{
	int rc = opened_holder(store, login);

	return rc == 0 ? login_is_current(store, login) : rc;
}

static bool
is_neglected(const struct matter *matter, int64_t now)
{
	return (matter->state == CASE_NEW ||
	    matter->state == CASE_INCOMPLETE) &&
	    now >= deadline_patience(matter->opened_at);
}

bool
opened_is_shown(const struct matter *matter, int64_t now)
{
	return matter->urgent || is_neglected(matter, now);
}

int
opened_by_stand_in(struct store *store, const struct matter *matter,
    int64_t now)
{
	int64_t active = 0;
	int rc;

	/* Without a look at the store where that need not be. */
	if (opened_is_shown(matter, now))
		return 0;
	rc = find_number(store, SQL_STAFF_ACTIVE, matter->centre, &active);
	return rc == 0 && active >= OPENED_STAFF_ENOUGH ? -ENOENT : rc;
}

/* A reader that is not its centre: the office that gave it away, or one that
   stands in. */
static int
check_other(struct store *store, const struct matter *matter, int64_t centre,
    int64_t now)
{
	struct query *q = query_start(store, SQL_REFERRAL_GIVEN_BY);
	int rc;

	query_bind_blob(q, matter->id.octets, ID_OCTETS);
	query_bind_int(q, centre);
	rc = query_next(q);
	query_end(q);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	return opened_by_stand_in(store, matter, now);
}

int
opened_find(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct opened *out)
{
	int64_t centre = login_member(login)->centre;
	unsigned char box[SEAL_KEY_BOX];
	int rc = opened_member(store, login);

	if (rc == 0)
		rc = case_find(store, ref, &out->matter);
	if (rc != 0)
		return rc;
	rc = find_key(store, &out->matter.id, centre, out->pub, box);
	if (rc <= 0)
		return rc < 0 ? rc : -ENOENT;
	rc = out->matter.centre == centre ? 0 :
	    check_other(store, &out->matter, centre, now);
	return rc != 0 ? rc : login_open_case(login, box, out->secret);
}

int
opened_case(struct store *store, const char *ref, const struct login *login,
    const char *action, int64_t now, struct opened *out)
{
	int rc = opened_find(store, ref, login, now, out);

	if (rc == 0)
		rc = alarm_drop(store, &out->matter, login_member(login)->centre,
		    now);
	if (rc == 0)
		rc = browsing_note(store, login, &out->matter, now);
	return rc != 0 ? rc : audit_add_case(store, login_member(login)->name,
	    action, &out->matter.id, now);
}

int
opened_edit(struct store *store, const struct opened *opened,
    const struct login *login, const char *what, int64_t now)
{
	struct query *q = query_start(store, SQL_EDIT_ADD);

	query_bind_blob(q, opened->matter.id.octets, ID_OCTETS);
	query_bind_text(q, login_member(login)->name);
	query_bind_text(q, what);
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}
