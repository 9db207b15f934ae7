#include "store/trying.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <talloc.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/login.h"

enum { NONCE = 16 };
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
