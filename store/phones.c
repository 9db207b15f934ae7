/*
 * The phones of a centre's people, and who is reminded of what is due.
 */
#include "store/roster.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/outbox.h"
#include "store/query.h"

static bool
is_e164(const char *text)
{
	size_t n = strlen(text);

	return text[0] == '+' && n >= 8 && n <= 1 + PHONE_DIGITS &&
	    text[1] != '0' && strspn(text + 1, "0123456789") == n - 1;
}

static int
write_phone(struct store *store, int64_t staff, const struct phone *phone)
{
	struct query *q = query_start(store, SQL_PHONE_SET);

	query_bind_int(q, staff);
	query_bind_blob(q, phone->box, phone->box_n);
	query_bind_int(q, phone->language);
	query_bind_int(q, phone->reminders);
	return query_run(q);
}

static int
delete_phone(struct store *store, int64_t staff)
{
	struct query *q = query_start(store, SQL_PHONE_DELETE);

	query_bind_int(q, staff);
	return query_run(q);
}

static int
set(struct store *store, const char *name, const struct phone *phone,
    bool away, const char *by, int64_t now)
{
	struct member_row row;
	int rc = member_find(store, name, &row);

	if (rc == 0 && row.state == MEMBER_DEPARTED)
		rc = -ENOENT;
	if (rc != 0)
		return rc == -ENOENT ? store_fail(store, rc, "nobody of this "
		    "name") : rc;
	rc = away ? delete_phone(store, row.id) :
	    write_phone(store, row.id, phone);
	return rc == 0 ? audit_add(store, by, "phone", name, now) : rc;
}

/* Sealed in the transaction: the outbox's key is read there. */
static int
seal_and_set(struct store *store, const char *name, const char *e164,
    struct phone *phone, const char *by, int64_t now)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	bool away = e164[0] == '\0';
	int rc = away ? 0 : outbox_seal_number(store, ctx, e164, &phone->box,
	    &phone->box_n);

	if (rc == 0)
		rc = set(store, name, phone, away, by, now);
	talloc_free(ctx);
	return rc;
}

int
phone_set(struct store *store, const char *name, const char *e164,
    int language, bool reminders, const char *by, int64_t now)
{
	struct phone phone = { .language = language, .reminders = reminders };
	int rc;

	if (e164[0] != '\0' && !is_e164(e164))
		return store_fail(store, -EINVAL, "a phone is written with "
		    "its country, +855...");
	rc = store_begin(store);
	return rc != 0 ? rc : store_finish(store, seal_and_set(store, name,
	    e164, &phone, by, now));
}

static int
write_reminders(struct store *store, int64_t staff, bool reminders)
{
	struct query *q = query_start(store, SQL_PHONE_REMINDERS_SET);
	int rc;

	query_bind_int(q, staff);
	query_bind_int(q, reminders);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -ENOENT : rc;
}

int
phone_set_reminders(struct store *store, int64_t staff, bool reminders)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, write_reminders(store,
	    staff, reminders));
}

int
phone_load(struct store *store, TALLOC_CTX *ctx, int64_t staff,
    struct phone *out)
{
	struct query *q = query_start(store, SQL_PHONE_GET);
	const void *box;
	int rc;

	query_bind_int(q, staff);
	rc = query_next(q);
	if (rc != 1)
		return rc < 0 ? rc : -ENOENT;
	box = query_blob(q, 0, &out->box_n);
	out->box = talloc_memdup(ctx, box, (unsigned)out->box_n);
	out->language = (int)query_int(q, 1);
	out->reminders = query_int(q, 2) != 0;
	query_end(q);
	return 0;
}

int
phones_load(struct store *store, TALLOC_CTX *ctx, struct phone_rows **out)
{
	struct phone_rows *all = talloc_zero(ctx, struct phone_rows);
	struct query *q = query_start(store, SQL_PHONES_ALL);
	int rc;

	while ((rc = query_next(q)) == 1) {
		all->row = talloc_realloc(all, all->row, struct phone_row,
		    (unsigned)(all->n + 1));
		all->row[all->n++] = (struct phone_row){
			.staff = query_int(q, 0),
			.language = (int)query_int(q, 1),
			.reminders = query_int(q, 2) != 0 };
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int
phones_of_role(struct store *store, TALLOC_CTX *ctx, enum role role,
    struct staff_ids **out)
{
	struct staff_ids *ids = talloc_zero(ctx, struct staff_ids);
	struct query *q = query_start(store, SQL_PHONES_OF_ROLE);
	int rc;

	query_bind_text(q, role_name(role));
	while ((rc = query_next(q)) == 1) {
		ids->id = talloc_realloc(ids, ids->id, int64_t,
		    (unsigned)(ids->n + 1));
		ids->id[ids->n++] = query_int(q, 0);
	}
	if (rc < 0) {
		talloc_free(ids);
		return rc;
	}
	*out = ids;
	return 0;
}

int
reminders_due(struct store *store, TALLOC_CTX *ctx, int64_t day,
    int64_t before, struct due_staffs **out)
{
	struct due_staffs *all = talloc_zero(ctx, struct due_staffs);
	struct query *q = query_start(store, SQL_REMINDERS_DUE);
	int rc;

	query_bind_int(q, day);
	query_bind_int(q, before);
	while ((rc = query_next(q)) == 1) {
		if (query_int(q, 2) == 0)
			continue;
		all->of = talloc_realloc(all, all->of, struct due_staff,
		    (unsigned)(all->n + 1));
		all->of[all->n++] = (struct due_staff){
			.staff = query_int(q, 0), .centre = query_int(q, 1),
			.cases = query_int(q, 2) };
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int
reminder_given(struct store *store, int64_t staff, int64_t day)
{
	struct query *q = query_start(store, SQL_REMINDER_GIVEN);

	query_bind_int(q, staff);
	query_bind_int(q, day);
	return query_run(q);
}
