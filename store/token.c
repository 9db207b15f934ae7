#include "store/token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { TOKEN_OCTETS = 32 };
static_assert(TOKEN_TEXT + 1 == sodium_base64_ENCODED_LEN(TOKEN_OCTETS,
    sodium_base64_VARIANT_URLSAFE_NO_PADDING));

void
token_make(char text[TOKEN_TEXT + 1])
{
	unsigned char octets[TOKEN_OCTETS];

	randombytes_buf(octets, sizeof(octets));
	sodium_bin2base64(text, TOKEN_TEXT + 1, octets, sizeof(octets),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(octets, sizeof(octets));
}

void
token_hash(const char *text, unsigned char out[TOKEN_HASH])
{
	crypto_generichash(out, TOKEN_HASH, (const unsigned char *)text,
	    strlen(text), NULL, 0);
}

bool
token_hash_same(const unsigned char a[TOKEN_HASH],
    const unsigned char b[TOKEN_HASH])
{
	return sodium_memcmp(a, b, TOKEN_HASH) == 0;
}
