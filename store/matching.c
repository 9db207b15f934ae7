#include "store/matching.h"

#include <errno.h>
#include <string.h>

#include "store/finish.h"
#include "store/inside.h"
#include "store/item.h"
#include "store/matter.h"

struct match {
	struct store *store;
	const struct login *login;
	int64_t now;
	struct opened from, to;
};

int
cases_beside(struct store *store, const struct id *unsorted,
    const struct login *login, struct beside *out)
{
	struct query *q = query_start(store, SQL_CASES_BESIDE);
	struct beside found = { 0 };
	int rc;

	query_bind_blob(q, unsorted, sizeof(*unsorted));
	query_bind_int(q, login_member(login)->centre);
	query_bind_int(q, BESIDE_MAX);
	while ((rc = query_next(q)) == 1 && found.n < BESIDE_MAX)
		query_copy_text(q, 0, found.ref[found.n++],
		    sizeof(found.ref[0]));
	query_end(q);
	if (rc < 0)
		return rc;
	*out = found;
	return 0;
}

static int
check(struct match *m)
{
	const struct matter *from = &m->from.matter, *to = &m->to.matter;

	if (strcmp(from->category, "unsorted") != 0 ||
	    memcmp(&from->id, &to->id, sizeof(from->id)) == 0)
		return store_fail(m->store, -EINVAL, "only an unsorted "
		    "message can be put into another case");
	if (from->state == CASE_FINISHED)
		return -EALREADY;
	return to->state != CASE_FINISHED ? 0 : store_fail(m->store, -EPERM,
	    "that case is finished; take it up first");
}

/* What somebody said, not what staff noted meanwhile nor whose number it is. */
static bool
is_said(const char *kind)
{
	return strcmp(kind, "words") == 0 || strcmp(kind, "unverified") == 0 ||
	    strcmp(kind, "fragment") == 0;
}

static int
copy_said(struct match *m)
{
	struct reading *reading = talloc_zero(NULL, struct reading);
	int rc = opened_items(m->store, SQL_READING_ITEMS, &m->from, reading);

	for (size_t i = 0; rc == 0 && i < reading->n; i++)
		if (is_said(reading->entry[i].kind))
			rc = case_add(m->store, &m->to.matter.id,
			    "unverified", reading->entry[i].text, m->now);
	talloc_free(reading);
	return rc;
}

static int
finish(struct match *m)
{
	struct query *q = query_start(m->store, SQL_CASE_MATCHED);

	query_bind_blob(q, &m->from.matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(m->now));
	return query_run(q);
}

static int
match(struct match *m, const char *unsorted, const char *ref)
{
	int rc = opened_case(m->store, unsorted, m->login, "match", m->now,
	    &m->from);

	if (rc == 0)
		rc = opened_case(m->store, ref, m->login, "match", m->now,
		    &m->to);
	if (rc == 0)
		rc = check(m);
	if (rc == 0)
		rc = copy_said(m);
	if (rc == 0)
		rc = finish(m);
	if (rc == 0)
		rc = opened_edit(m->store, &m->from, m->login, "match",
		    m->now);
	return rc == 0 ? opened_edit(m->store, &m->to, m->login, "match",
	    m->now) : rc;
}

int
case_match(struct store *store, const char *unsorted, const char *ref,
    const struct login *login, int64_t now)
{
	struct match m = { .store = store, .login = login, .now = now };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	m.from.secret = secret_new(NULL);
	m.to.secret = secret_new(NULL);
	rc = store_finish(store, match(&m, unsorted, ref));
	talloc_free(m.from.secret);
	talloc_free(m.to.secret);
	return rc;
}
