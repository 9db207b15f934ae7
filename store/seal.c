#include "store/seal.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/secret.h"

enum {
	ITEM_KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	BOUND = 1 + ID_OCTETS + 8 + SEAL_KIND_MAX + 1,
};
static_assert(SEAL_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(SEAL_PUBLIC == crypto_box_PUBLICKEYBYTES);
static_assert(SEAL_SECRET == crypto_box_SECRETKEYBYTES);
static_assert(SEAL_KEY_BOX == ITEM_KEY + crypto_box_SEALBYTES);

/* Whoever copies the disk learns only which of these a text fits in. */
static const size_t buckets[] = { 64, 160, 320, 640, 1280, 2560, 5120, 8448 };
enum { BUCKETS = sizeof(buckets) / sizeof(buckets[0]) };

/* The padding takes at least one octet. */
static size_t
bucket_for(size_t n)
{
	size_t i = 0;

	while (buckets[i] <= n)
		i++;
	return buckets[i];
}

static bool
is_bucket(size_t n)
{
	for (size_t i = 0; i < BUCKETS; i++)
		if (buckets[i] == n)
			return true;
	return false;
}

static int
bind_place(const struct seal_place *place, unsigned char out[BOUND])
{
	size_t kind_n = strlen(place->kind);
	uint64_t n = (uint64_t)place->n;

	if (kind_n > SEAL_KIND_MAX)
		return -EINVAL;
	memset(out, 0, BOUND);
	*out++ = SEAL_VERSION;
	memcpy(out, place->case_id.octets, ID_OCTETS);
	out += ID_OCTETS;
	for (int shift = 56; shift >= 0; shift -= 8)
		*out++ = (unsigned char)(n >> shift);
	memcpy(out, place->kind, kind_n);
	return 0;
}

int
seal_item_by(TALLOC_CTX *ctx, struct sealer *sealer,
    const unsigned char pub[SEAL_PUBLIC], const struct seal_place *place,
    const void *text, size_t n, struct sealed *out)
{
	unsigned char bound[BOUND], key[ITEM_KEY];
	struct sealed made = { 0 };
	char *padded;
	size_t size;
	int rc;

	if (n > SEAL_TEXT_MAX || bind_place(place, bound) != 0)
		return -EINVAL;
	randombytes_buf(key, sizeof(key));
	rc = sealer != NULL ? seal_key_by(sealer, pub, key, made.key) :
	    seal_key(pub, key, made.key);
	if (rc != 0)
		goto out;
	size = bucket_for(n);
	padded = secret_text(ctx, size);
	if (n > 0)
		memcpy(padded, text, n);
	(void)sodium_pad(&size, (unsigned char *)padded, n, size, size);
	randombytes_buf(made.nonce, sizeof(made.nonce));
	made.ct_n = size + MAC;
	made.ct = talloc_array(ctx, unsigned char, (unsigned)made.ct_n);
	crypto_aead_xchacha20poly1305_ietf_encrypt(made.ct, NULL,
	    (unsigned char *)padded, size, bound, BOUND, NULL,
	    made.nonce, key);
	talloc_free(padded);
	*out = made;
out:
	sodium_memzero(key, sizeof(key));
	return rc;
}

int
seal_item(TALLOC_CTX *ctx, const unsigned char pub[SEAL_PUBLIC],
    const struct seal_place *place, const void *text, size_t n,
    struct sealed *out)
{
	return seal_item_by(ctx, NULL, pub, place, text, n, out);
}

int
seal_open(TALLOC_CTX *ctx, const unsigned char pub[SEAL_PUBLIC],
    const unsigned char sec[SEAL_SECRET], const struct seal_place *place,
    const struct sealed *sealed, char **text, size_t *n)
{
	unsigned char bound[BOUND], key[ITEM_KEY];
	char *padded;
	size_t size, text_n;
	int rc = -EBADMSG;

	if (sealed->ct_n <= MAC || !is_bucket(sealed->ct_n - MAC) ||
	    bind_place(place, bound) != 0 ||
	    seal_key_open(pub, sec, sealed->key, key) != 0)
		return -EBADMSG;
	size = sealed->ct_n - MAC;
	padded = secret_text(ctx, size);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)padded,
	    NULL, NULL, sealed->ct, sealed->ct_n, bound, BOUND,
	    sealed->nonce, key) == 0 &&
	    sodium_unpad(&text_n, (unsigned char *)padded, size, size) == 0) {
		/* The padding's first octet becomes the end of the string. */
		padded[text_n] = '\0';
		*text = padded;
		*n = text_n;
		rc = 0;
	} else {
		talloc_free(padded);
	}
	sodium_memzero(key, sizeof(key));
	return rc;
}

void
seal_pair(unsigned char pub[SEAL_PUBLIC], unsigned char sec[SEAL_SECRET])
{
	crypto_box_keypair(pub, sec);
}

int
seal_key(const unsigned char pub[SEAL_PUBLIC], const unsigned char secret[32],
    unsigned char out[SEAL_KEY_BOX])
{
	unsigned char box[SEAL_KEY_BOX];

	if (crypto_box_seal(box, secret, ITEM_KEY, pub) != 0)
		return -EINVAL;
	memcpy(out, box, sizeof(box));
	return 0;
}

void
sealer_make(struct sealer *sealer)
{
	crypto_box_keypair(sealer->pub, sealer->sec);
	sealer->n = 0;
}

void
sealer_wipe(struct sealer *sealer)
{
	sodium_memzero(sealer, sizeof(*sealer));
}

static bool
has_sealed_to(const struct sealer *sealer, const unsigned char pub[SEAL_PUBLIC])
{
	for (size_t i = 0; i < sealer->n; i++)
		if (memcmp(sealer->to[i], pub, SEAL_PUBLIC) == 0)
			return true;
	return false;
}

/* As crypto_box_seal makes it. */
static void
nonce_of(const struct sealer *sealer, const unsigned char pub[SEAL_PUBLIC],
    unsigned char out[crypto_box_NONCEBYTES])
{
	unsigned char both[2 * SEAL_PUBLIC];

	memcpy(both, sealer->pub, SEAL_PUBLIC);
	memcpy(both + SEAL_PUBLIC, pub, SEAL_PUBLIC);
	crypto_generichash(out, crypto_box_NONCEBYTES, both, sizeof(both),
	    NULL, 0);
}

int
seal_key_by(struct sealer *sealer, const unsigned char pub[SEAL_PUBLIC],
    const unsigned char secret[32], unsigned char out[SEAL_KEY_BOX])
{
	unsigned char box[SEAL_KEY_BOX], nonce[crypto_box_NONCEBYTES];

	if (sealer->n == SEALER_MAX || has_sealed_to(sealer, pub))
		return seal_key(pub, secret, out);
	nonce_of(sealer, pub, nonce);
	memcpy(box, sealer->pub, SEAL_PUBLIC);
	if (crypto_box_easy(box + SEAL_PUBLIC, secret, ITEM_KEY, nonce, pub,
	    sealer->sec) != 0)
		return -EINVAL;
	memcpy(sealer->to[sealer->n++], pub, SEAL_PUBLIC);
	memcpy(out, box, sizeof(box));
	return 0;
}

int
seal_key_open(const unsigned char pub[SEAL_PUBLIC],
    const unsigned char sec[SEAL_SECRET], const unsigned char box[SEAL_KEY_BOX],
    unsigned char secret[32])
{
	unsigned char opened[ITEM_KEY];
	int rc = -EBADMSG;

	if (crypto_box_seal_open(opened, box, SEAL_KEY_BOX, pub, sec) == 0) {
		memcpy(secret, opened, sizeof(opened));
		rc = 0;
	}
	sodium_memzero(opened, sizeof(opened));
	return rc;
}

int
seal_key_again(const unsigned char old[SEAL_SECRET],
    const unsigned char pub[SEAL_PUBLIC], unsigned char box[SEAL_KEY_BOX])
{
	unsigned char old_pub[SEAL_PUBLIC];
	struct secret *inside = secret_new(NULL);
	int rc;

	crypto_scalarmult_base(old_pub, old);
	rc = seal_key_open(old_pub, old, box, inside->octets);
	if (rc == 0)
		rc = seal_key(pub, inside->octets, box);
	talloc_free(inside);
	return rc;
}
