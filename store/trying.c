#include "store/trying.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <talloc.h>

#include "store/finish.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/login.h"
#include "store/query.h"

enum { NONCE = 16, FREE_TRIES = 5, WAIT_MAX_S = 15 * 60 };
static_assert(MARK_TEXT == 2 * (NONCE + KEY_TAG_SIZE));

static void
sign(const struct store *store, const unsigned char nonce[NONCE],
    unsigned char tag[KEY_TAG_SIZE])
{
	keys_tag(store->keys, "mark", nonce, NONCE, tag);
}

void
mark_make(const struct store *store, char text[MARK_TEXT + 1])
{
	unsigned char mark[NONCE + KEY_TAG_SIZE];

	randombytes_buf(mark, NONCE);
	sign(store, mark, mark + NONCE);
	sodium_bin2hex(text, MARK_TEXT + 1, mark, sizeof(mark));
}

static bool
is_true(const struct store *store, const char *text)
{
	unsigned char mark[NONCE + KEY_TAG_SIZE], tag[KEY_TAG_SIZE];
	size_t n = 0;

	if (text == NULL || strlen(text) != MARK_TEXT ||
	    sodium_hex2bin(mark, sizeof(mark), text, MARK_TEXT, NULL, &n,
	    NULL) != 0 || n != sizeof(mark))
		return false;
	sign(store, mark, tag);
	return sodium_memcmp(tag, mark + NONCE, KEY_TAG_SIZE) == 0;
}

void
try_key(const struct store *store, const char *name, const char *mark,
    unsigned char key[TRY_KEY])
{
	unsigned char tag[KEY_TAG_SIZE];
	char *of = talloc_asprintf(NULL, "%s%s%s", name,
	    is_true(store, mark) ? " " : "", is_true(store, mark) ? mark : "");

	keys_tag(store->keys, "login", of, strlen(of), tag);
	memcpy(key, tag, TRY_KEY);
	sodium_memzero(of, strlen(of));
	talloc_free(of);
}

static int64_t
wait_after(int64_t tries)
{
	int64_t s = 1;

	if (tries < FREE_TRIES)
		return 0;
	for (; tries > FREE_TRIES && s < WAIT_MAX_S; tries--)
		s *= 2;
	return s < WAIT_MAX_S ? s : WAIT_MAX_S;
}

/* A clock that was set back ends a wait: nobody is locked out for good. */
static bool
must_wait(int64_t tries, int64_t at, int64_t now)
{
	return now >= at && now - at < wait_after(tries);
}

static int
add_try(struct store *store, const unsigned char key[TRY_KEY], int64_t now)
{
	struct query *q = query_start(store, SQL_LOGIN_TRY_FIND);
	int64_t tries = 0, at = 0;
	int rc;

	query_bind_blob(q, key, TRY_KEY);
	rc = query_next(q);
	if (rc == 1) {
		tries = query_int(q, 0);
		at = query_int(q, 1);
		query_end(q);
	}
	if (rc < 0)
		return rc;
	if (must_wait(tries, at, now))
		return store_fail(store, -EAGAIN, "too many wrong tries");
	q = query_start(store, SQL_LOGIN_TRY_SET);
	query_bind_blob(q, key, TRY_KEY);
	query_bind_int(q, tries + 1);
	query_bind_int(q, now);
	return query_run(q);
}

/* Counted before the password is looked at: tries in parallel count too. */
int
try_count(struct store *store, const unsigned char key[TRY_KEY], int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, add_try(store, key, now));
}

int
try_clear(struct store *store, const unsigned char key[TRY_KEY])
{
	struct query *q = query_start(store, SQL_LOGIN_TRY_CLEAR);

	query_bind_blob(q, key, TRY_KEY);
	return query_run(q);
}
