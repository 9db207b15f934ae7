#include "store/alarm.h"

#include <errno.h>

#include "store/deadline.h"
#include "store/matter.h"
#include "store/outbox.h"
#include "store/query.h"

enum { SLOW_DAYS = 3 };

int
alarm_raise(struct store *store, const struct id *id, bool before,
    int64_t now)
{
	struct query *q = query_start(store, SQL_ALARM_RAISE);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, now);
	query_bind_int(q, !before);
	return query_run(q);
}

static int
delete(struct store *store, const struct id *id, bool *was)
{
	struct query *q = query_start(store, SQL_ALARM_DROP);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_run(q);
	*was = rc == 0 && query_changed(store) > 0;
	return rc;
}

int
alarms_count(struct store *store, int64_t centre, int64_t *n)
{
	struct query *q = query_start(store, SQL_ALARMS_OF_CENTRE);

	query_bind_int(q, centre);
	return query_number(q, n);
}

static int
note_diligence(struct store *store, int64_t centre, int64_t now)
{
	struct query *q = query_start(store, SQL_DILIGENCE_NOTE);

	query_bind_int(q, centre);
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
alarm_keep_text(struct store *store, int64_t centre, const struct id *text)
{
	struct query *q = query_start(store, SQL_ALARM_TEXT_ADD);

	query_bind_int(q, centre);
	query_bind_blob(q, text, sizeof(*text));
	return query_run(q);
}

/* 1 there is one; 0 none. */
static int
find_text(struct store *store, int64_t centre, struct id *out)
{
	struct query *q = query_start(store, SQL_ALARM_TEXT_ONE);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		query_copy(q, 0, out, sizeof(*out));
	query_end(q);
	return rc;
}

static int
forget_text(struct store *store, int64_t centre, const struct id *text)
{
	struct query *q = query_start(store, SQL_ALARM_TEXT_DROP);

	query_bind_int(q, centre);
	query_bind_blob(q, text, sizeof(*text));
	return query_run(q);
}

/* What is on its way or further cannot be called back. */
static int
call_back(struct store *store, const struct id *text, int64_t now)
{
	struct outbox_row row;
	int rc = outbox_load(store, text, &row);

	if (rc == 0 && row.state == OUTBOX_QUEUED)
		rc = outbox_move(store, text, OUTBOX_EXPIRED, "opened", now);
	return rc == -ENOENT || rc == -EALREADY ? 0 : rc;
}

static int
call_all_back(struct store *store, int64_t centre, int64_t now)
{
	struct id text;
	int rc, found;

	while ((found = find_text(store, centre, &text)) == 1) {
		rc = call_back(store, &text, now);
		if (rc == 0)
			rc = forget_text(store, centre, &text);
		if (rc != 0)
			return rc;
	}
	return found;
}

int
alarm_drop(struct store *store, const struct matter *matter, int64_t centre,
    int64_t now)
{
	int64_t others = 0;
	bool was = false;
	int rc = delete(store, &matter->id, &was);

	/* What a stand-in opens says nothing of the centre's own people. */
	if (rc == 0 && centre == matter->centre)
		rc = note_diligence(store, centre, now);
	if (rc == 0 && was)
		rc = alarms_count(store, matter->centre, &others);
	return rc == 0 && was && others == 0 ?
	    call_all_back(store, matter->centre, now) : rc;
}

int
alarms_load(struct store *store, TALLOC_CTX *ctx, unsigned steps,
    unsigned max, struct alarms **out)
{
	struct alarms *all = talloc_zero(ctx, struct alarms);
	struct query *q = query_start(store, SQL_ALARMS_ALL);
	int rc;

	query_bind_int(q, steps);
	query_bind_int(q, max);
	all->alarm = talloc_array(all, struct alarm, max);
	while ((rc = query_next(q)) == 1) {
		struct alarm *alarm = &all->alarm[all->n++];

		query_copy(q, 0, &alarm->case_id, sizeof(alarm->case_id));
		alarm->centre = query_int(q, 1);
		alarm->at = query_int(q, 2);
		alarm->step = (unsigned)query_int(q, 3);
	}
	if (rc < 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}

int
alarm_told(struct store *store, const struct id *id, unsigned step,
    int64_t at)
{
	struct query *q = query_start(store, SQL_ALARM_TOLD);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, at);
	query_bind_int(q, step);
	return query_run(q);
}

static int
load_diligence(struct store *store, int64_t centre, int64_t *opened_at,
    bool *slow)
{
	struct query *q = query_start(store, SQL_DILIGENCE_GET);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc < 0)
		return rc;
	*opened_at = rc == 1 ? query_int(q, 0) : 0;
	*slow = rc == 1 && query_int(q, 1) != 0;
	query_end(q);
	return 0;
}

int
centre_slow(struct store *store, int64_t centre, bool *out)
{
	int64_t opened_at;

	return load_diligence(store, centre, &opened_at, out);
}

static int
load_waiting(struct store *store, int64_t centre, int64_t *since)
{
	struct query *q = query_start(store, SQL_DILIGENCE_WAITS);

	query_bind_int(q, centre);
	return query_number(q, since);
}

int
centre_judge(struct store *store, int64_t centre, int64_t now, bool *is,
    bool *was)
{
	int64_t opened_at = 0, waits = 0;
	int rc = load_diligence(store, centre, &opened_at, was);

	if (rc == 0)
		rc = load_waiting(store, centre, &waits);
	if (rc != 0)
		return rc;
	*is = waits != 0 && now >= deadline_after(opened_at > waits ?
	    opened_at : waits, SLOW_DAYS);
	return 0;
}

int
centre_set_slow(struct store *store, int64_t centre, bool slow)
{
	struct query *q = query_start(store, SQL_DILIGENCE_SLOW);

	query_bind_int(q, centre);
	query_bind_int(q, slow);
	return query_run(q);
}
