#include "store/caller.h"

#include <assert.h>
#include <string.h>

#include "store/consent.h"
#include "store/due.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/query.h"
#include "store/uuid.h"

static_assert((int)TAG_OCTETS == (int)KEY_TAG_SIZE);
static_assert((int)UUID_OCTETS == (int)UUID_LETTERS);

struct tag
caller_tag(const struct store *store, const char *e164)
{
	struct tag tag = { 0 };

	keys_tag(store->keys, "caller", e164, strlen(e164), tag.octets);
	return tag;
}

int64_t
caller_echo(const struct store *store, const char *input)
{
	unsigned char hash[KEY_TAG_SIZE] = { 0 };
	int64_t echo = 0;

	keys_tag(store->keys, "echo", input, strlen(input), hash);
	for (int i = 0; i < 7; i++)
		echo = echo << 8 | hash[i];
	return echo;
}

/* What her row lies under.  Should two numbers ever agree in it, the later one
   takes the row: neither is taken for the other. */
static int64_t
key_of(struct tag tag)
{
	uint64_t key = 0;

	for (size_t i = 0; i < sizeof(key); i++)
		key = key << 8 | tag.octets[i];
	return (int64_t)key;
}

static void
bind_key(struct query *q, const struct tag *tag)
{
	query_bind_int(q, key_of(*tag));
	query_bind_blob(q, tag, sizeof(*tag));
}

static void
read_id(struct query *q, int column, char out[UUID_OCTETS + 1])
{
	size_t n;
	const void *raw = query_blob(q, column, &n);

	if (n == UUID_RAW)
		uuid_write(raw, out);
	else
		query_copy_text(q, column, out, UUID_OCTETS + 1);
}

static void
read_session(struct query *q, struct caller *out)
{
	out->language = (int)query_int(q, 0);
	out->channel = (int)query_int(q, 1);
	query_copy_text(q, 2, out->profile, sizeof(out->profile));
	query_copy_text(q, 3, out->session, sizeof(out->session));
	query_copy_text(q, 4, out->node, sizeof(out->node));
	out->page = (unsigned)query_int(q, 5);
	query_copy_text(q, 6, out->kept, sizeof(out->kept));
	out->misses = (unsigned)query_int(q, 7);
	out->offered = query_int(q, 8) != 0;
	out->tree = (uint64_t)query_int(q, 9);
}

static void
read_journey(struct query *q, struct caller *out)
{
	out->last_time = query_int(q, 10);
	read_id(q, 11, out->last_id);
	out->answered_at = query_int(q, 12);
	out->echo = query_int(q, 13);
	out->seen_at = query_int(q, 14);
	query_copy(q, 15, &out->case_id, sizeof(out->case_id));
	out->borrowed = query_int(q, 16) != 0;
	out->over = query_int(q, 17) != 0;
	out->replies = (unsigned)query_int(q, 18);
	out->replies_at = query_int(q, 19);
	out->due = query_int(q, 20);
}

int
caller_load(struct store *store, struct tag tag, struct caller *out)
{
	struct query *q = query_start(store, SQL_CALLER_LOAD);
	struct caller caller = { .tag = tag, .language = -1 };
	int rc;

	bind_key(q, &tag);
	rc = query_next(q);
	if (rc == 1) {
		read_session(q, &caller);
		read_journey(q, &caller);
	}
	query_end(q);
	if (rc < 0)
		return rc;
	*out = caller;
	return 0;
}

static void
bind_session(struct query *q, const struct caller *caller)
{
	query_bind_int(q, caller->language);
	query_bind_int(q, caller->channel);
	query_bind_text(q, caller->profile);
	query_bind_text(q, caller->session);
	query_bind_text(q, caller->node);
	query_bind_int(q, caller->page);
	query_bind_text(q, caller->kept);
	query_bind_int(q, caller->misses);
	query_bind_int(q, caller->offered);
	query_bind_int(q, (int64_t)caller->tree);
}

static void
bind_journey(struct query *q, const struct caller *caller,
    unsigned char id[UUID_RAW])
{
	query_bind_int(q, caller->last_time);
	if (uuid_pack(caller->last_id, id))
		query_bind_blob(q, id, UUID_RAW);
	else
		query_bind_text(q, caller->last_id);
	query_bind_int(q, caller->answered_at);
	query_bind_int(q, caller->echo);
	query_bind_int(q, caller->seen_at);
	query_bind_blob(q, id_is_zero(&caller->case_id) ? NULL :
	    &caller->case_id, sizeof(caller->case_id));
	query_bind_int(q, caller->borrowed);
	query_bind_int(q, caller->over);
	query_bind_int(q, caller->replies);
	query_bind_int(q, caller->replies_at);
	query_bind_int(q, caller->due);
}

static int
save(struct store *store, const struct caller *caller)
{
	struct query *q = query_start(store, SQL_CALLER_SAVE);
	unsigned char id[UUID_RAW];

	bind_key(q, &caller->tag);
	bind_session(q, caller);
	bind_journey(q, caller, id);
	return query_run(q);
}

int
caller_save(struct store *store, const struct caller *caller)
{
	struct caller kept = *caller;
	int rc = due_keep(store, key_of(caller->tag), &kept);

	return rc == 0 ? save(store, &kept) : rc;
}

int
caller_forget(struct store *store, struct tag tag, int64_t now)
{
	struct query *q = query_start(store, SQL_CALLER_FORGET);
	int rc;

	bind_key(q, &tag);
	rc = query_run(q);
	if (rc == 0)
		rc = consent_stop_all(store, &tag, now);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CALLER_LEAVE_CASES);
	query_bind_blob(q, &tag, sizeof(tag));
	rc = query_run(q);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_LOOKUP_FORGET);
	query_bind_blob(q, &tag, sizeof(tag));
	return query_run(q);
}
