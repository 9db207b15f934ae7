#include "store/chain.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/inside.h"

static char *
put_number(char *at, int64_t n)
{
	for (int i = 7; i >= 0; i--)
		*at++ = (char)((uint64_t)n >> (8 * i) & 0xff);
	return at;
}

static char *
put_text(char *at, const char *text)
{
	size_t n = strlen(text);

	at = put_number(at, (int64_t)n);
	memcpy(at, text, n);
	return at + n;
}

static struct link
tag(const struct store *store, const char *purpose, const char *octets,
    size_t n)
{
	struct link link;

	keys_tag(store->keys, purpose, octets, n, link.octets);
	return link;
}

struct link
chain_next(const struct store *store, struct link before,
    const struct audit_row *row)
{
	size_t n = sizeof(before) + 5 * 8 + strlen(row->actor) +
	    strlen(row->action) + strlen(row->object);
	char *octets = talloc_size(NULL, n), *at = octets + sizeof(before);
	struct link link;

	memcpy(octets, &before, sizeof(before));
	at = put_number(at, row->seq);
	at = put_number(at, row->at);
	at = put_text(at, row->actor);
	at = put_text(at, row->action);
	at = put_text(at, row->object);
	link = tag(store, "audit", octets, (size_t)(at - octets));
	talloc_free(octets);
	return link;
}

struct link
chain_seal(const struct store *store, int64_t seq, struct link link)
{
	char octets[8 + sizeof(link)];

	memcpy(put_number(octets, seq), &link, sizeof(link));
	return tag(store, "audit head", octets, sizeof(octets));
}

struct audit_row
chain_row(struct query *q)
{
	return (struct audit_row){
		.seq = query_int(q, 0), .at = query_int(q, 1),
		.actor = query_text(q, 2), .action = query_text(q, 3),
		.object = query_text(q, 4),
	};
}

bool
chain_link(struct query *q, int column, struct link *out)
{
	size_t n;

	(void)query_blob(q, column, &n);
	if (n != sizeof(*out))
		return false;
	query_copy(q, column, out, sizeof(*out));
	return true;
}

int
chain_is_sealed(struct store *store, int64_t seq, struct link link)
{
	const struct link want = chain_seal(store, seq, link);
	struct query *q = query_start(store, SQL_AUDIT_HEAD_GET);
	struct link is;
	int rc = query_next(q);
	bool same = false;

	if (rc == 1)
		same = query_int(q, 0) == seq && chain_link(q, 1, &is) &&
		    sodium_memcmp(&is, &want, sizeof(is)) == 0;
	query_end(q);
	return rc < 0 ? rc : same ? 0 : -EBADMSG;
}

int
chain_set_seal(struct store *store, int64_t seq, struct link link)
{
	const struct link seal = chain_seal(store, seq, link);
	struct query *q = query_start(store, SQL_AUDIT_HEAD_SET);

	query_bind_int(q, seq);
	query_bind_blob(q, &seal, sizeof(seal));
	return query_run(q);
}
