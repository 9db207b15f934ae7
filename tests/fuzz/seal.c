/*
 * Sealed items.  What was sealed opens to exactly that at its own place with
 * its own key.  Changed anywhere, cut, moved to another case, number or kind,
 * or opened with another key, it fails; so do any octets at all; and what
 * someone with the public key seals by hand fails or gives what he sealed.
 * Of what one sealer seals to several, each opens his own and no other's; a
 * key that is sealed anew opens with the new key only.
 */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <sodium.h>
#include <stdbool.h>

#include "store/seal.h"

enum { MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES, HAND = 64 };

static unsigned char pub[SEAL_PUBLIC], sec[SEAL_SECRET];
static unsigned char other_pub[SEAL_PUBLIC], other_sec[SEAL_SECRET];

/* Not random at all, so that the same input always does the same. */
static void
fill(void *octets, const size_t n)
{
	static const unsigned char seed[randombytes_SEEDBYTES] = { 20 };

	randombytes_buf_deterministic(octets, n, seed);
}

static uint32_t
fill_word(void)
{
	return 0;
}

static const char *
fill_name(void)
{
	return "fixed";
}

static struct randombytes_implementation fixed = {
	.implementation_name = fill_name, .random = fill_word, .buf = fill,
};

static void
begin(void)
{
	static const unsigned char seeds[2][crypto_box_SEEDBYTES] =
	    { { 1 }, { 2 } };
	static bool begun;

	if (begun)
		return;
	must(randombytes_set_implementation(&fixed) == 0);
	must(sodium_init() >= 0);
	crypto_box_seed_keypair(pub, sec, seeds[0]);
	crypto_box_seed_keypair(other_pub, other_sec, seeds[1]);
	begun = true;
}

static struct seal_place
draw_place(TALLOC_CTX *work, struct draw *draw)
{
	struct seal_place place = { .n = draw_octet(draw) - 1 };
	size_t n = draw_octet(draw) % (SEAL_KIND_MAX + 3);
	const uint8_t *kind = draw_octets(draw, n, &n);

	memset(&place.case_id, draw_octet(draw), sizeof(place.case_id));
	place.kind = talloc_strndup(work, n ? (const char *)kind : "", n);
	return place;
}

static bool
opens(TALLOC_CTX *work, const struct seal_place *place,
    const struct sealed *sealed, struct draw *text)
{
	char *opened;
	size_t n;
	int rc = seal_open(work, pub, sec, place, sealed, &opened, &n);

	must(rc == 0 || rc == -EBADMSG);
	if (rc == 0) {
		must(opened[n] == '\0' && n <= SEAL_TEXT_MAX + 255);
		*text = (struct draw){ (const uint8_t *)opened, n };
	}
	return rc == 0;
}

/* One change, drawn; false: what was drawn changes nothing. */
static bool
change(struct draw *draw, struct sealed *sealed)
{
	size_t at = (size_t)draw_octet(draw) << 8 | draw_octet(draw);
	uint8_t bits = draw_octet(draw);

	if (bits == 0 && at < sealed->ct_n) {
		sealed->ct_n = at;
		return true;
	}
	at %= SEAL_NONCE + SEAL_KEY_BOX + sealed->ct_n;
	if (at < SEAL_NONCE)
		sealed->nonce[at] ^= bits;
	else if ((at -= SEAL_NONCE) < SEAL_KEY_BOX)
		sealed->key[at] ^= bits;
	else
		sealed->ct[at - SEAL_KEY_BOX] ^= bits;
	return bits != 0;
}

static void
hold_bound(TALLOC_CTX *work, const struct seal_place *place,
    const struct sealed *sealed)
{
	struct seal_place moved = *place;
	struct draw text;
	char *opened;
	size_t n;

	moved.n ^= 1 << 9;
	must(!opens(work, &moved, sealed, &text));
	moved = *place;
	moved.case_id.octets[0] ^= 1;
	must(!opens(work, &moved, sealed, &text));
	moved = *place;
	moved.kind = place->kind[0] == 'a' ? "b" : "a";
	must(!opens(work, &moved, sealed, &text));
	must(seal_open(work, other_pub, other_sec, place, sealed, &opened,
	    &n) == -EBADMSG);
}

static void
seal_and_open(TALLOC_CTX *work, struct draw draw)
{
	struct seal_place place = draw_place(work, &draw);
	size_t times = draw_octet(&draw) + (size_t)1, n = times * draw.n;
	char *long_text = talloc_zero_size(work, n + 1);
	struct sealed sealed;
	struct draw text;

	for (size_t i = 0; i < times && draw.n > 0; i++)
		memcpy(long_text + i * draw.n, draw.at, draw.n);
	if (seal_item(work, pub, &place, long_text, n, &sealed) != 0) {
		must(n > SEAL_TEXT_MAX || strlen(place.kind) > SEAL_KIND_MAX);
		return;
	}
	must(n <= SEAL_TEXT_MAX && sealed.ct_n > n + MAC);
	must(opens(work, &place, &sealed, &text));
	must(text.n == n && memcmp(text.at, long_text, n) == 0);
	hold_bound(work, &place, &sealed);
	if (change(&draw, &sealed))
		must(!opens(work, &place, &sealed, &text));
}

static void
open_anything(TALLOC_CTX *work, struct draw draw)
{
	struct seal_place place = draw_place(work, &draw);
	struct sealed sealed = { 0 };
	struct draw text;
	const uint8_t *from;
	size_t n;

	from = draw_octets(&draw, SEAL_KEY_BOX, &n);
	if (n > 0)
		memcpy(sealed.key, from, n);
	sealed.ct_n = draw.n;
	sealed.ct = talloc_memdup(work, draw.n ? draw.at :
	    (const uint8_t *)"", draw.n);
	must(!opens(work, &place, &sealed, &text));
	/* The zero point is no key. */
	memset(sealed.key, 0, sizeof(sealed.key));
	must(seal_key(sealed.key, sealed.key, sealed.key) == -EINVAL);
	must(seal_item(work, sealed.key, &place, "", 0, &sealed) == -EINVAL);
}

/* By hand: the format of SEALING.md with a padding of any octets. */
static void
open_by_hand(TALLOC_CTX *work, struct draw draw)
{
	const struct seal_place place = { .n = 1, .kind = "" };
	unsigned char bound[1 + ID_OCTETS + 8 + SEAL_KIND_MAX + 1] =
	    { SEAL_VERSION, [ID_OCTETS + 8] = 1 };
	unsigned char key[32] = { 3 }, padded[HAND] = { 0 };
	struct sealed sealed = { .ct_n = HAND + MAC };
	struct draw text;
	size_t n;
	const uint8_t *from = draw_octets(&draw, HAND, &n);

	if (n > 0)
		memcpy(padded + HAND - n, from, n);
	must(seal_key(pub, key, sealed.key) == 0);
	sealed.ct = talloc_size(work, sealed.ct_n);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.ct, NULL, padded,
	    HAND, bound, sizeof(bound), NULL, sealed.nonce, key);
	if (opens(work, &place, &sealed, &text))
		must(text.n < HAND && padded[text.n] == 0x80 &&
		    memcmp(text.at, padded, text.n) == 0);
}

/* To the key pairs that octets make, more than a sealer's pair is for. */
static void
seal_to_several(TALLOC_CTX *work, struct draw draw)
{
	struct seal_place place = draw_place(work, &draw);
	unsigned char to[SEAL_PUBLIC], opener[SEAL_SECRET];
	struct sealed sealed;
	struct sealer sealer;
	char *opened;
	size_t n;

	if (strlen(place.kind) > SEAL_KIND_MAX)
		return;
	sealer_make(&sealer);
	for (int i = 0; i < SEALER_MAX + 2; i++) {
		unsigned char seed[crypto_box_SEEDBYTES] =
		    { draw_octet(&draw), 4 };

		crypto_box_seed_keypair(to, opener, seed);
		must(seal_item_by(work, &sealer, to, &place, draw.at, draw.n,
		    &sealed) == (draw.n > SEAL_TEXT_MAX ? -EINVAL : 0));
		if (draw.n > SEAL_TEXT_MAX)
			break;
		must(seal_open(work, to, opener, &place, &sealed, &opened,
		    &n) == 0);
		must(n == draw.n && memcmp(opened, draw.at, n) == 0);
		must(seal_open(work, pub, sec, &place, &sealed, &opened,
		    &n) == -EBADMSG);
	}
	sealer_wipe(&sealer);
	must(sodium_is_zero(sealer.sec, sizeof(sealer.sec)));
}

static void
seal_anew(TALLOC_CTX *, struct draw draw)
{
	unsigned char secret[32] = { 0 }, is[32], box[SEAL_KEY_BOX];
	unsigned char new_pub[SEAL_PUBLIC], new_sec[SEAL_SECRET];
	uint8_t at = draw_octet(&draw) % SEAL_KEY_BOX;
	uint8_t bits = draw_octet(&draw);
	size_t n;
	const uint8_t *from = draw_octets(&draw, sizeof(secret), &n);

	if (n > 0)
		memcpy(secret, from, n);
	seal_pair(new_pub, new_sec);
	must(seal_key(pub, secret, box) == 0);
	box[at] ^= bits;
	must(seal_key_again(sec, new_pub, box) == (bits ? -EBADMSG : 0));
	if (bits != 0)
		return;
	must(seal_key_open(new_pub, new_sec, box, is) == 0);
	must(memcmp(is, secret, sizeof(is)) == 0);
	must(seal_key_open(pub, sec, box, is) == -EBADMSG);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static void (*const ways[])(TALLOC_CTX *, struct draw) = {
		seal_and_open, open_anything, open_by_hand, seal_to_several,
		seal_anew,
	};
	enum { WAYS = sizeof(ways) / sizeof(*ways) };
	struct draw draw = { at, n };
	TALLOC_CTX *work = talloc_new(NULL);
	unsigned way = draw_octet(&draw) % WAYS;

	begin();
	ways[way](work, draw);
	talloc_free(work);
	return 0;
}
