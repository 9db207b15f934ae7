#include "store/sending.h"

#include <errno.h>
#include <string.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/tries.h"

enum { DAY_S = 86400 };

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
	const int64_t day = sending->now / DAY_S;
	unsigned char number[KEY_TAG_SIZE], page[KEY_TAG_SIZE];
	int64_t sent, pages;
	int rc;

	keys_tag(store->keys, "send", sending->tag.octets, TAG_OCTETS, number);
	make_page_key(store, sending, page);
	rc = tries_count(store, day, page, &sent);
	if (rc == 0)
		rc = tries_count(store, day, number, &pages);
	if (rc != 0)
		return rc;
	if (sent > 0)
		return -EEXIST;
	if (pages >= most)
		return -EAGAIN;
	rc = tries_add(store, day, page);
	return rc != 0 ? rc : tries_add(store, day, number);
}

int
sending_by_staff(struct store *store, int64_t member, unsigned most,
    int64_t now)
{
	const int64_t day = now / DAY_S;
	unsigned char key[KEY_TAG_SIZE];
	int64_t sent;
	int rc;

	keys_tag(store->keys, "send by staff", &member, sizeof(member), key);
	rc = tries_count(store, day, key, &sent);
	if (rc == 0 && sent >= most)
		rc = -EAGAIN;
	return rc == 0 ? tries_add(store, day, key) : rc;
}
