#include "store/matter.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#define TO(state) (1u << CASE_##state)
static const struct { const char *name; unsigned may; } states[] = {
	[CASE_INCOMPLETE] = { "incomplete", TO(NEW) | TO(WORKING) |
	    TO(FINISHED) },
	[CASE_NEW] = { "new", TO(WORKING) | TO(CALL_US) | TO(FINISHED) },
	[CASE_WORKING] = { "working", TO(CALL_US) | TO(FINISHED) },
	[CASE_CALL_US] = { "call_us", TO(WORKING) | TO(FINISHED) },
	[CASE_FINISHED] = { "finished", TO(WORKING) },
};
#undef TO
static_assert(sizeof(states) / sizeof(*states) == CASE_STATES);
enum { HOUR_S = 3600 };

const char *
case_state_name(enum case_state state)
{
	return states[state].name;
}

int
case_state_find(const char *name, enum case_state *out)
{
	for (int i = 0; i < CASE_STATES; i++)
		if (strcmp(states[i].name, name) == 0) {
			*out = (enum case_state)i;
			return 0;
		}
	return -ENOENT;
}

bool
case_may(enum case_state from, enum case_state to)
{
	return (states[from].may >> to & 1) != 0;
}

int
matter_read(struct query *q, struct matter *out)
{
	query_copy(q, 0, &out->id, sizeof(out->id));
	query_copy_text(q, 1, out->ref, sizeof(out->ref));
	out->centre = query_int(q, 2);
	out->urgent = query_int(q, 4) != 0;
	out->filed = query_int(q, 5) != 0;
	query_copy_text(q, 6, out->category, sizeof(out->category));
	query_copy_text(q, 7, out->destination, sizeof(out->destination));
	out->channel = (int)query_int(q, 8);
	out->language = (int)query_int(q, 9);
	out->opened_at = query_int(q, 10);
	out->changed_at = query_int(q, 11);
	out->version = query_int(q, 12);
	out->owner = query_int(q, 13);
	out->due_at = query_int(q, 14);
	query_copy_text(q, 15, out->waits_for, sizeof(out->waits_for));
	return case_state_find(query_text(q, 3), &out->state) == 0 ? 0 : -EIO;
}

int
matters_read(struct query *q, TALLOC_CTX *ctx, struct matters *out)
{
	int rc;

	while ((rc = query_next(q)) == 1) {
		out->matter = talloc_realloc(ctx, out->matter, struct matter,
		    (unsigned)(out->n + 1));
		memset(&out->matter[out->n], 0, sizeof(struct matter));
		rc = matter_read(q, &out->matter[out->n++]);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

int
matter_find(struct query *q, struct matter *out)
{
	struct matter matter = { 0 };
	int rc = query_next(q);

	if (rc == 0)
		rc = -ENOENT;
	if (rc == 1)
		rc = matter_read(q, &matter);
	query_end(q);
	if (rc == 0)
		*out = matter;
	return rc;
}

int64_t
matter_hour(int64_t now)
{
	return now - now % HOUR_S;
}

int
case_office_of(struct store *store, const struct tag *tag, int64_t *centre)
{
	struct query *q = query_start(store, SQL_CASE_OFFICE_OF);
	int rc;

	query_bind_blob(q, tag, sizeof(*tag));
	rc = query_next(q);
	if (rc == 1)
		*centre = query_int(q, 0);
	query_end(q);
	return rc == 0 ? -ENOENT : rc == 1 ? 0 : rc;
}
