#include "store/agencies_import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/query.h"

/* Within its transaction. */
struct decision {
	struct store *store;
	TALLOC_CTX *ctx;
	struct import import;
	const char *actor;
	int64_t now;
};

/* The audit is keyed, and rounds holds no key: what it does has its row in
   agency_import and in round. */
static int
note(struct decision *d, const char *action)
{
	char object[32];

	if (d->store->keys == NULL)
		return 0;
	snprintf(object, sizeof(object), "import %" PRId64, d->import.n);
	return audit_add(d->store, d->actor, action, object, d->now);
}

static int
set_state(struct decision *d, enum import_state state)
{
	struct query *q = query_start(d->store, SQL_IMPORT_DECIDE);

	query_bind_int(q, d->import.n);
	query_bind_text(q, import_state_name(state));
	query_bind_text(q, d->actor);
	query_bind_int(q, d->now);
	return query_run(q);
}

static int
supersede(struct decision *d)
{
	struct query *q = query_start(d->store, SQL_IMPORT_SUPERSEDE);

	query_bind_text(q, d->actor);
	query_bind_int(q, d->now);
	return query_run(q);
}

static int
changed_meanwhile(struct decision *d)
{
	return store_fail(d->store, -EEXIST, "another list stands now than"
	    " the one that import %" PRId64 " was compared with: import it"
	    " again", d->import.n);
}

static int
set_register(struct decision *d)
{
	struct query *q = query_start(d->store, SQL_REGISTER_SET);
	int rc;

	query_bind_int(q, d->import.n);
	query_bind_int(q, d->import.as_of);
	query_bind_int(q, d->now);
	query_bind_int(q, d->import.base);
	rc = query_run(q);
	return rc == 0 && query_changed(d->store) == 0 ?
	    changed_meanwhile(d) : rc;
}

/* Its own state first, so that it does not supersede itself. */
static int
let_stand(struct decision *d)
{
	int rc = set_register(d);

	if (rc == 0)
		rc = set_state(d, IMPORT_APPLIED);
	if (rc == 0)
		rc = supersede(d);
	return rc == 0 ? note(d, "register applied") : rc;
}

static int
let_wait(struct decision *d)
{
	int rc = supersede(d);

	if (rc == 0)
		rc = set_state(d, IMPORT_PENDING);
	return rc == 0 ? note(d, "register held") : rc;
}

static int
refuse(struct decision *d)
{
	int rc = set_state(d, IMPORT_REJECTED);

	return rc == 0 ? note(d, "register rejected") : rc;
}

/* Begin, and find an import that is in a state. */
static int
begin(struct decision *d, int64_t number, enum import_state state)
{
	int rc = store_begin(d->store);

	if (rc != 0)
		return rc;
	d->ctx = talloc_new(NULL);
	rc = import_find(d->store, d->ctx, number, &d->import);
	if (rc == 0 && d->import.state != state)
		rc = store_fail(d->store, -EPERM, "import %" PRId64 " is %s,"
		    " not %s", number, import_state_name(d->import.state),
		    import_state_name(state));
	return rc;
}

static int
end(struct decision *d, int rc)
{
	talloc_free(d->ctx);
	return store_finish(d->store, rc);
}

int
import_apply(struct store *store, int64_t number, const char *actor,
    int64_t now)
{
	struct decision d = { .store = store, .actor = actor, .now = now };
	int rc = begin(&d, number, IMPORT_LOADING);

	return end(&d, rc == 0 ? let_stand(&d) : rc);
}

int
import_hold(struct store *store, int64_t number, const char *actor,
    int64_t now)
{
	struct decision d = { .store = store, .actor = actor, .now = now };
	int rc = begin(&d, number, IMPORT_LOADING);

	return end(&d, rc == 0 ? let_wait(&d) : rc);
}

int
import_reject(struct store *store, int64_t number, const char *member,
    int64_t now)
{
	struct decision d = { .store = store, .actor = member, .now = now };
	int rc = begin(&d, number, IMPORT_PENDING);

	return end(&d, rc == 0 ? refuse(&d) : rc);
}

static int
check_second(struct decision *d)
{
	if (strcmp(d->import.importer, d->actor) == 0)
		return store_fail(d->store, -EACCES, "%s imported it herself:"
		    " another member confirms it", d->actor);
	if (strcmp(d->import.confirmed_by, d->actor) == 0)
		return store_fail(d->store, -EACCES, "%s confirmed it before:"
		    " one more member is needed", d->actor);
	return 0;
}

/* From the shell anyone may have imported it, she too. */
static bool
is_enough(const struct decision *d)
{
	return d->import.importer[0] != '\0' ||
	    d->import.confirmed_by[0] != '\0';
}

static int
keep_first(struct decision *d)
{
	struct query *q = query_start(d->store, SQL_IMPORT_SET_CONFIRMED);
	int rc;

	query_bind_int(q, d->import.n);
	query_bind_text(q, d->actor);
	rc = query_run(q);
	return rc == 0 ? note(d, "register confirmed") : rc;
}

int
import_confirm(struct store *store, int64_t number, const char *member,
    int64_t now, bool *stands)
{
	struct decision d = { .store = store, .actor = member, .now = now };
	int rc = begin(&d, number, IMPORT_PENDING);
	bool enough = rc == 0 && is_enough(&d);

	if (rc == 0)
		rc = check_second(&d);
	if (rc == 0)
		rc = enough ? let_stand(&d) : keep_first(&d);
	rc = end(&d, rc);
	if (rc == 0)
		*stands = enough;
	return rc;
}

int
register_touch(struct store *store, int64_t as_of)
{
	struct query *q;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_REGISTER_TOUCH);
	query_bind_int(q, as_of);
	return store_finish(store, query_run(q));
}
