#include "store/tries.h"

#include "store/query.h"

static struct query *
ask(struct store *store, enum statement which, int64_t day,
    const unsigned char key[KEY_TAG_SIZE])
{
	struct query *q = query_start(store, which);

	query_bind_int(q, day);
	query_bind_blob(q, key, KEY_TAG_SIZE);
	return q;
}

int
tries_count(struct store *store, int64_t day,
    const unsigned char key[KEY_TAG_SIZE], int64_t *n)
{
	return query_number(ask(store, SQL_TRIES_COUNT, day, key), n);
}

int
tries_add(struct store *store, int64_t day,
    const unsigned char key[KEY_TAG_SIZE])
{
	return query_run(ask(store, SQL_TRIES_ADD, day, key));
}
