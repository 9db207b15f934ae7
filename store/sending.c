#include "store/sending.h"

#include <errno.h>
#include <string.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/query.h"

enum { DAY_S = 86400 };

struct counting { struct store *store; int64_t day; };

static int
count(const struct counting *c, const unsigned char key[KEY_TAG_SIZE],
    int64_t *n)
{
	struct query *q = query_start(c->store, SQL_TRIES_COUNT);
	int rc;

	*n = 0;
	query_bind_int(q, c->day);
	query_bind_blob(q, key, KEY_TAG_SIZE);
	rc = query_next(q);
	if (rc == 1)
		*n = query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
add(const struct counting *c, const unsigned char key[KEY_TAG_SIZE])
{
	struct query *q = query_start(c->store, SQL_TRIES_ADD);

	query_bind_int(q, c->day);
	query_bind_blob(q, key, KEY_TAG_SIZE);
	return query_run(q);
}

static void
make_page_key(const struct store *store, const struct sending *sending,
    unsigned char key[KEY_TAG_SIZE])
{
	char *what = talloc_asprintf(NULL, "%s %s", sending->session,
	    sending->page);
	unsigned char both[KEY_TAG_SIZE + TAG_OCTETS];

	keys_tag(store->keys, "sent", what, strlen(what), both);
	memcpy(both + KEY_TAG_SIZE, sending->tag.octets, TAG_OCTETS);
	keys_tag(store->keys, "sent", both, sizeof(both), key);
	talloc_free(what);
}

int
sending_allow(struct store *store, const struct sending *sending,
    unsigned most)
{
	const struct counting c = { store, sending->now / DAY_S };
	unsigned char number[KEY_TAG_SIZE], page[KEY_TAG_SIZE];
	int64_t sent, pages;
	int rc;

	keys_tag(store->keys, "send", sending->tag.octets, TAG_OCTETS, number);
	make_page_key(store, sending, page);
	rc = count(&c, page, &sent);
	if (rc == 0)
		rc = count(&c, number, &pages);
	if (rc != 0)
		return rc;
	if (sent > 0)
		return -EEXIST;
	if (pages >= most)
		return -EAGAIN;
	rc = add(&c, page);
	return rc != 0 ? rc : add(&c, number);
}

int
sending_by_staff(struct store *store, int64_t member, unsigned most,
    int64_t now)
{
	const struct counting c = { store, now / DAY_S };
	unsigned char key[KEY_TAG_SIZE];
	int64_t sent;
	int rc;

	keys_tag(store->keys, "send by staff", &member, sizeof(member), key);
	rc = count(&c, key, &sent);
	if (rc == 0 && sent >= most)
		rc = -EAGAIN;
	return rc == 0 ? add(&c, key) : rc;
}
