#include "store/consent.h"

#include <errno.h>
#include <string.h>

#include "store/posting.h"
#include "store/query.h"

enum { DAY_S = 24 * 60 * 60, DAY_MIN = 24 * 60, ANY_FROM = 7 * 60,
	ANY_UNTIL = 20 * 60 };

struct consent
consent_none(void)
{
	return (struct consent){ .days = CONSENT_EVERY_DAY, .from = ANY_FROM,
		.until = ANY_UNTIL };
}

static void
read_row(struct query *q, struct consent *out)
{
	*out = (struct consent){
		.text = query_int(q, 0) != 0,
		.call = query_int(q, 1) != 0,
		.relative = query_int(q, 2) != 0,
		.days = (unsigned)query_int(q, 3),
		.from = (unsigned)query_int(q, 4),
		.until = (unsigned)query_int(q, 5),
		.heard_on = query_int(q, 8),
		.has_number = query_int(q, 9) != 0,
	};
	query_copy_text(q, 6, out->country, sizeof(out->country));
	query_copy_text(q, 7, out->network, sizeof(out->network));
}

static int
load(struct store *store, const struct tag *about, struct consent *out)
{
	struct query *q = query_start(store, SQL_CONSENT_LOAD);
	int rc;

	*out = consent_none();
	query_bind_blob(q, about, sizeof(*about));
	rc = query_next(q);
	if (rc == 1)
		read_row(q, out);
	query_end(q);
	return rc == 0 ? -ENOENT : rc < 0 ? rc : 0;
}

int
consent_load(struct store *store, const struct id *case_id,
    struct consent *out)
{
	const struct tag about = posting_about(store, case_id);

	return load(store, &about, out);
}

int
posting_consent(struct store *store, const struct tag *about,
    struct consent *out)
{
	return load(store, about, out);
}

static bool
is_whole(const struct consent *c)
{
	return c->days <= CONSENT_EVERY_DAY && c->from <= c->until &&
	    c->until <= DAY_MIN &&
	    (c->country[0] == '\0' || strlen(c->country) == 2);
}

struct keeping {
	const struct tag *about;
	const struct consent *consent;
	const char *network;
	const char *e164;		/* NULL: as it was */
	int64_t day;
};

/* number is sealed, or NULL. */
static int
insert(struct store *store, const struct keeping *k, const void *number,
    size_t n)
{
	const struct consent *c = k->consent;
	struct query *q = query_start(store, SQL_CONSENT_SAVE);
	struct tag phone = { 0 };

	if (number != NULL) {
		phone = caller_tag(store, k->e164);
		phone = posting_phone(store, &phone);
	}
	query_bind_blob(q, k->about, sizeof(*k->about));
	query_bind_int(q, c->text);
	query_bind_int(q, c->call);
	query_bind_int(q, c->relative);
	query_bind_int(q, c->days);
	query_bind_int(q, c->from);
	query_bind_int(q, c->until);
	query_bind_text(q, c->country);
	query_bind_text(q, k->network);
	query_bind_int(q, k->day);
	query_bind_blob(q, number != NULL ? &phone : NULL, sizeof(phone));
	query_bind_blob(q, number, n);
	return query_run(q);
}

static int
keep(struct store *store, const struct keeping *k)
{
	const struct posting_place place = { k->about, "number" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	void *number = NULL;
	size_t n = 0;
	int rc = 0;

	if (k->consent->text && k->e164 != NULL)
		rc = posting_seal(store, ctx, &place, k->e164, &number, &n);
	if (rc == 0)
		rc = insert(store, k, number, n);
	talloc_free(ctx);
	return rc;
}

/* What is changed about one case; -ENOENT is no fault of anybody's. */
static int
change(struct store *store, enum statement which, const struct tag *about)
{
	struct query *q = query_start(store, which);

	query_bind_blob(q, about, sizeof(*about));
	return query_run(q);
}

static int
stop(struct store *store, const struct tag *about, int64_t now)
{
	int rc = change(store, SQL_CONSENT_ERASE, about);

	return rc != 0 ? rc : posting_end(store, about, "taken back", now);
}

int
consent_save(struct store *store, const struct id *case_id,
    const struct consent *consent, const char *number, const char *network,
    int64_t now)
{
	const struct tag about = posting_about(store, case_id);
	const struct keeping k = { .about = &about, .consent = consent,
		.network = network, .e164 = number, .day = now / DAY_S };
	int rc = is_whole(consent) ? keep(store, &k) : -EINVAL;

	return rc == 0 && !consent->text ? stop(store, &about, now) : rc;
}

int
consent_heard(struct store *store, const struct id *case_id, int64_t now)
{
	const struct tag about = posting_about(store, case_id);
	struct query *q = query_start(store, SQL_CONSENT_HEARD);

	query_bind_blob(q, &about, sizeof(about));
	query_bind_int(q, now / DAY_S);
	return query_run(q);
}

int
consent_move(struct store *store, const struct id *case_id,
    const char *country)
{
	const struct tag about = posting_about(store, case_id);
	struct query *q = query_start(store, SQL_CONSENT_MOVE);

	query_bind_blob(q, &about, sizeof(about));
	query_bind_text(q, strlen(country) == 2 ? country : "");
	return query_run(q);
}

int
consent_stop(struct store *store, const struct id *case_id, int64_t now)
{
	const struct tag about = posting_about(store, case_id);

	return stop(store, &about, now);
}

int
consent_stop_all(struct store *store, const struct tag *tag, int64_t now)
{
	const struct tag phone = posting_phone(store, tag);
	struct tag about;
	struct query *q;
	int rc;

	do {
		q = query_start(store, SQL_CONSENT_OF_PHONE);
		query_bind_blob(q, &phone, sizeof(phone));
		rc = query_next(q);
		if (rc == 1)
			query_copy(q, 0, &about, sizeof(about));
		query_end(q);
		if (rc == 1 && (rc = stop(store, &about, now)) == 0)
			rc = 1;
	} while (rc == 1);
	return rc;
}

int
consent_forget(struct store *store, const struct id *case_id, int64_t now)
{
	const struct tag about = posting_about(store, case_id);
	int rc = posting_end(store, &about, "case is gone", now);

	return rc != 0 ? rc : change(store, SQL_CONSENT_FORGET, &about);
}

static bool
is_quiet(const struct consent *c, int64_t now)
{
	/* A clock that was set back makes nobody younger than today. */
	return now / DAY_S - c->heard_on > CONSENT_QUIET_DAYS;
}

bool
consent_may_text(const struct consent *c, int64_t now)
{
	return c->text && c->has_number && !is_quiet(c, now);
}

bool
consent_has_lapsed(const struct consent *c, int64_t now)
{
	return c->text && !consent_may_text(c, now);
}
