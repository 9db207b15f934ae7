#include "store/inbox.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/query.h"
#include "store/uuid.h"

/*
 * A row lies under its second and the first 30 bits of its id, and holds the
 * last 64: two ids that agree in their second and in 94 bits do not happen.
 * Two that agree in the first 30 only do, at thousands a second: the later one
 * lies under the next key that is free.
 */
struct place { int64_t key, id; };

static int64_t
read_word(const unsigned char octets[8])
{
	uint64_t word = 0;

	for (int i = 0; i < 8; i++)
		word = word << 8 | octets[i];
	return (int64_t)word;
}

static struct place
place_of(int64_t time, const char *id)
{
	unsigned char raw[UUID_RAW];

	if (!uuid_pack(id, raw))
		crypto_generichash(raw, sizeof(raw),
		    (const unsigned char *)id, strlen(id), NULL, 0);
	return (struct place){
		.key = (int64_t)((uint64_t)time << 30 |
		    (uint64_t)read_word(raw) >> 34),
		.id = read_word(raw + 8),
	};
}

/* Who lies there?  0, or -EEXIST: the same message. */
static int
compare(struct store *store, const struct place *place)
{
	struct query *q = query_start(store, SQL_INBOX_FIND);
	int rc;

	query_bind_int(q, place->key);
	rc = query_next(q);
	if (rc == 1)
		rc = query_int(q, 0) == place->id ? -EEXIST : 0;
	query_end(q);
	return rc;
}

static int
insert(struct store *store, const struct place *place)
{
	struct query *q = query_start(store, SQL_INBOX_ADD);

	query_bind_int(q, place->key);
	query_bind_int(q, place->id);
	return query_run(q);
}

int
inbox_add(struct store *store, int64_t time, const char *id)
{
	struct place place = place_of(time, id);
	int rc;

	while ((rc = insert(store, &place)) == -EEXIST) {
		rc = compare(store, &place);
		if (rc != 0)
			return rc;
		place.key++;
	}
	return rc;
}
