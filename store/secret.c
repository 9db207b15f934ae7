#include "store/secret.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE = crypto_secretbox_NONCEBYTES };
static_assert((int)SECRET_OCTETS == crypto_secretbox_KEYBYTES);
static_assert(SECRET_WRAPPED == NONCE + crypto_secretbox_MACBYTES +
    SECRET_OCTETS);

static int
free_locked(struct secret *secret)
{
	sodium_free(secret->octets);
	return 0;
}

struct secret *
secret_new(TALLOC_CTX *ctx)
{
	struct secret *secret = talloc_zero(ctx, struct secret);

	/* sodium_malloc locks what RLIMIT_MEMLOCK permits, guards it by
	   unmapped pages and fails only without memory. */
	if (sodium_init() < 0 ||
	    (secret->octets = sodium_malloc(SECRET_OCTETS)) == NULL)
		abort();
	memset(secret->octets, 0, SECRET_OCTETS);
	talloc_set_destructor(secret, free_locked);
	return secret;
}

void
secret_fill(struct secret *secret)
{
	randombytes_buf(secret->octets, SECRET_OCTETS);
}

void
secret_wrap(const struct secret *key, const struct secret *secret,
    unsigned char out[SECRET_WRAPPED])
{
	randombytes_buf(out, NONCE);
	crypto_secretbox_easy(out + NONCE, secret->octets, SECRET_OCTETS, out,
	    key->octets);
}

int
secret_unwrap(const struct secret *key,
    const unsigned char wrapped[SECRET_WRAPPED], struct secret *out)
{
	if (crypto_secretbox_open_easy(out->octets, wrapped + NONCE,
	    SECRET_WRAPPED - NONCE, wrapped, key->octets) != 0)
		return -EBADMSG;
	return 0;
}

static int
wipe(char *text)
{
	sodium_memzero(text, talloc_get_size(text));
	return 0;
}

char *
secret_text(TALLOC_CTX *ctx, size_t n)
{
	char *text = talloc_zero_array(ctx, char, (unsigned)n);

	talloc_set_destructor(text, wipe);
	return text;
}
