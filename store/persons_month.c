#include "store/persons.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/item.h"
#include "store/matter.h"
#include "store/person.h"

/* Who was met already: an open table of random numbers, half empty at least. */
struct met { size_t room, n; struct id *who; };

struct month {
	struct store *store;
	TALLOC_CTX *ctx;		/* of one walk */
	const struct login *login;
	int64_t centre, from, until, now;
	enum person_event event;
	struct met met;
	persons_each *each;
	void *arg;
};

static bool
put(struct met *met, const struct id *who)
{
	size_t i;

	memcpy(&i, who, sizeof(i));
	for (i &= met->room - 1; !id_is_zero(&met->who[i]);
	    i = (i + 1) & (met->room - 1))
		if (memcmp(&met->who[i], who, sizeof(*who)) == 0)
			return false;
	met->who[i] = *who;
	met->n++;
	return true;
}

/* Is it new? */
static bool
meet(TALLOC_CTX *ctx, struct met *met, const struct id *who)
{
	struct met wider = { .room = met->room == 0 ? 64 : 2 * met->room };

	if (2 * met->n >= met->room) {
		wider.who = talloc_zero_array(ctx, struct id,
		    (unsigned)wider.room);
		for (size_t i = 0; i < met->room; i++)
			if (!id_is_zero(&met->who[i]))
				put(&wider, &met->who[i]);
		talloc_free(met->who);
		*met = wider;
	}
	return put(met, who);
}

static void
show_all(struct month *month, const struct matter *matter,
    const char *outcome, const struct persons *persons)
{
	for (size_t i = 0; i < persons->n; i++)
		month->each(month->arg, month->event, meet(month->ctx,
		    &month->met, &persons->person[i].who), matter, outcome,
		    &persons->person[i]);
}

/* An item or a person that does not open is counted, as unknown. */
static int
show_one(struct month *month, TALLOC_CTX *ctx, const struct opened *opened,
    const struct matter *matter, const char *outcome)
{
	struct persons *persons;
	int rc = persons_open(month->store, ctx, opened, &persons);

	if (rc == -EBADMSG)
		rc = persons_count(month->store, ctx, &opened->matter.id,
		    &persons);
	if (rc == 0)
		show_all(month, matter, outcome, persons);
	return rc;
}

/* Its own people, and where it is finished those of its duplicates. */
static int
show_opened(struct month *month, TALLOC_CTX *ctx, const struct opened *opened)
{
	struct opened_list joined = { 0 };
	const char *outcome = NULL;
	int rc = 0;

	if (month->event == PERSON_ENDED && opened->secret != NULL) {
		rc = item_last(month->store, ctx, opened, "outcome",
		    &outcome);
		if (rc == 0 || rc == -EBADMSG)
			rc = opened_joined(month->store, ctx, opened,
			    &joined);
	}
	if (rc == -EBADMSG)
		rc = 0;
	if (rc == 0)
		rc = show_one(month, ctx, opened, &opened->matter, outcome);
	for (size_t i = 0; rc == 0 && i < joined.n; i++)
		rc = show_one(month, ctx, &joined.opened[i], &opened->matter,
		    outcome);
	return rc;
}

/* What this member does not read is counted without being opened. */
static int
show_case(struct month *month, const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct opened opened = { .matter = *matter };
	int rc = -ENOENT;

	if (month->login != NULL) {
		opened.secret = secret_new(ctx);
		rc = opened_find(month->store, matter->ref, month->login,
		    month->now, &opened);
	}
	if (rc == -ENOENT || rc == -EBADMSG) {
		opened.secret = NULL;
		rc = 0;
	}
	if (rc == 0)
		rc = show_opened(month, ctx, &opened);
	talloc_free(ctx);
	return rc;
}

static int
walk(struct month *month, enum statement which, enum person_event event)
{
	struct query *q = query_start(month->store, which);
	struct matters all = { 0 };
	int rc;

	month->event = event;
	month->ctx = talloc_new(NULL);
	month->met = (struct met){ 0 };
	query_bind_int(q, month->centre);
	query_bind_int(q, month->from);
	query_bind_int(q, month->until);
	rc = matters_read(q, month->ctx, &all);
	for (size_t i = 0; rc == 0 && i < all.n; i++)
		rc = show_case(month, &all.matter[i]);
	talloc_free(month->ctx);
	return rc;
}

static int
walk_both(struct month *month)
{
	int rc = walk(month, SQL_PEOPLED_OPENED, PERSON_CAME);

	return rc == 0 ? walk(month, SQL_PEOPLED_FINISHED, PERSON_ENDED) : rc;
}

int
persons_of_month(struct store *store, int64_t centre,
    const struct login *login, int64_t from, int64_t until, int64_t now,
    persons_each *each, void *arg)
{
	struct month month = { .store = store, .login = login,
	    .centre = centre, .from = from, .until = until, .now = now,
	    .each = each, .arg = arg };
	int rc;

	if (login == NULL)
		return walk_both(&month);
	/* Callers wait for the lock: it is not held while items are opened. */
	rc = audit_note(store, login_member(login)->name, "month", "people",
	    now);
	return rc == 0 ? walk_both(&month) : rc;
}
