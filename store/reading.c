#include "store/reading.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/item.h"
#include "store/person.h"
#include "store/piece.h"

int
opened_items(struct store *store, enum statement which,
    const struct opened *opened, struct reading *reading)
{
	struct query *q = query_start(store, which);
	struct entry entry = { 0 };
	int rc;

	query_bind_blob(q, opened->matter.id.octets, ID_OCTETS);
	while ((rc = query_next(q)) == 1) {
		rc = item_open(reading, q, opened, &entry);
		if (rc != 0)
			break;
		reading->entry = talloc_realloc(reading, reading->entry,
		    struct entry, (unsigned)(reading->n + 1));
		reading->entry[reading->n++] = entry;
	}
	query_end(q);
	return rc;
}

/* What it is made of: items and people. */
static int
read_opened(struct store *store, const struct opened *opened,
    struct reading *reading)
{
	int rc = opened_items(store, SQL_READING_ITEMS, opened, reading);

	if (rc == 0)
		rc = persons_open(store, reading, opened, &reading->people);
	reading->matter = opened->matter;
	return rc;
}

/* A duplicate is opened with what it was joined to, and noted like it. */
static int
read_joined(struct store *store, const struct opened *opened,
    const struct login *login, int64_t now, struct reading *reading)
{
	struct opened_list list = { 0 };
	struct reading *one;
	int rc = opened_joined(store, reading, opened, &list);

	reading->joined = talloc_zero_array(reading, struct reading *,
	    (unsigned)list.n);
	for (size_t i = 0; rc == 0 && i < list.n; i++) {
		one = talloc_zero(reading, struct reading);
		reading->joined[reading->joined_n++] = one;
		rc = audit_add_case(store, login_member(login)->name, "read",
		    &list.opened[i].matter.id, now);
		if (rc == 0)
			rc = read_opened(store, &list.opened[i], one);
	}
	return rc;
}

static int
read_case(struct store *store, const struct piece *piece, bool whole,
    struct reading *reading)
{
	struct opened opened = { .secret = secret_new(reading) };
	int rc = opened_case(store, piece->ref, piece->login, piece->action,
	    piece->now, &opened);

	if (rc == 0)
		rc = read_opened(store, &opened, reading);
	if (rc == 0 && whole)
		rc = read_joined(store, &opened, piece->login, piece->now,
		    reading);
	if (rc == 0)
		rc = drafts_open(store, reading, &opened,
		    login_member(piece->login)->id, &reading->drafts);
	talloc_free(opened.secret);
	return rc;
}

static int
read_in_transaction(struct store *store, TALLOC_CTX *ctx,
    const struct piece *piece, bool whole, struct reading **out)
{
	struct reading *reading = talloc_zero(ctx, struct reading);
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, read_case(store, piece, whole,
		    reading));
	if (rc != 0)
		talloc_free(reading);
	else
		*out = reading;
	return rc;
}

int
case_read_as(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, const char *action, int64_t now,
    struct reading **out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = action, .now = now };

	return read_in_transaction(store, ctx, &piece, false, out);
}

int
case_read(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, int64_t now, struct reading **out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "read", .now = now };

	return read_in_transaction(store, ctx, &piece, true, out);
}

int
case_readable(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct matter *out)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = opened_find(store, ref, login, now, &opened);

	talloc_free(opened.secret);
	if (rc == 0)
		*out = opened.matter;
	return rc;
}

int
case_note(struct store *store, const char *ref, const struct login *login,
    const char *text, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0) {
		rc = opened_case(store, ref, login, "note", now, &opened);
		if (rc == 0)
			rc = case_add(store, &opened.matter.id, "note", text,
			    now);
		if (rc == 0)
			rc = opened_edit(store, &opened, login, "note", now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}

int
case_step(struct store *store, const char *ref, const struct login *login,
    enum case_state state, int64_t now)
{
	struct opened opened;
	int rc;

	/* Filing is hers: without her 4 digits she could never ask for it. */
	if (state == CASE_NEW)
		return -EPERM;
	opened = (struct opened){ .secret = secret_new(NULL) };
	rc = store_begin(store);
	if (rc == 0) {
		rc = opened_case(store, ref, login, "step", now, &opened);
		if (rc == 0)
			rc = case_set_state(store, &opened.matter.id, state,
			    opened.matter.version, now);
		if (rc == 0)
			rc = opened_edit(store, &opened, login, "state", now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}
