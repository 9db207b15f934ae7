/*
 * seal.h - sealing and opening of items; the format is SEALING.md.
 *
 * libsodium's high-level calls only.  Sealing needs a public key, opening a
 * secret one; a process that answers callers holds no secret one.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include <stddef.h>
#include <talloc.h>

#include "store/store.h"

enum {
	SEAL_VERSION = 1,
	SEAL_PUBLIC = 32, SEAL_SECRET = 32, SEAL_NONCE = 24,
	SEAL_KEY_BOX = 32 + 48,	/* a 32-octet key in crypto_box_seal */
	SEAL_KIND_MAX = 15,
	SEAL_TEXT_MAX = 8192,	/* octets of one item */
};

/* What an item is bound to: it opens nowhere else. */
struct seal_place { struct id case_id; int64_t n; const char *kind; };

struct sealed {
	unsigned char nonce[SEAL_NONCE];
	unsigned char key[SEAL_KEY_BOX];	/* the item's key, sealed */
	unsigned char *ct;			/* padded to a size bucket */
	size_t ct_n;
};

/*
 * One fresh key pair for all that is sealed in one moment to different
 * recipients, where crypto_box_seal makes one for each.  What it makes opens
 * with crypto_box_seal_open.  The nonce comes of the two public keys, so each
 * recipient gets one secret of it; a second gets a pair of its own (SEALING.md).
 */
enum { SEALER_MAX = 4 };
struct sealer {
	unsigned char pub[SEAL_PUBLIC], sec[SEAL_SECRET];
	unsigned char to[SEALER_MAX][SEAL_PUBLIC];
	size_t n;
};
void sealer_make(struct sealer *);
void sealer_wipe(struct sealer *);

/* -EINVAL text longer than SEAL_TEXT_MAX, kind than 15 octets, or pub is no
   key. */
[[nodiscard]] int seal_item(TALLOC_CTX *, const unsigned char pub[SEAL_PUBLIC],
    const struct seal_place *, const void *text, size_t n,
    struct sealed *out);
/* The same with a sealer's pair. */
[[nodiscard]] int seal_item_by(TALLOC_CTX *, struct sealer *,
    const unsigned char pub[SEAL_PUBLIC], const struct seal_place *,
    const void *text, size_t n, struct sealed *out);
/* The text is wiped when freed.  -EBADMSG it does not open: other key, other
   place, changed. */
[[nodiscard]] int seal_open(TALLOC_CTX *, const unsigned char pub[SEAL_PUBLIC],
    const unsigned char sec[SEAL_SECRET], const struct seal_place *,
    const struct sealed *, char **text, size_t *n);

/* A fresh key pair. */
void seal_pair(unsigned char pub[SEAL_PUBLIC], unsigned char sec[SEAL_SECRET]);
/* A 32-octet secret sealed to a public key, and opened again.  -EINVAL pub is
   no key; -EBADMSG it does not open. */
[[nodiscard]] int seal_key(const unsigned char pub[SEAL_PUBLIC],
    const unsigned char secret[32], unsigned char out[SEAL_KEY_BOX]);
[[nodiscard]] int seal_key_by(struct sealer *,
    const unsigned char pub[SEAL_PUBLIC], const unsigned char secret[32],
    unsigned char out[SEAL_KEY_BOX]);
[[nodiscard]] int seal_key_open(const unsigned char pub[SEAL_PUBLIC],
    const unsigned char sec[SEAL_SECRET], const unsigned char box[SEAL_KEY_BOX],
    unsigned char secret[32]);
/* A box of the secret key old becomes one of pub.  -EBADMSG it was none. */
[[nodiscard]] int seal_key_again(const unsigned char old[SEAL_SECRET],
    const unsigned char pub[SEAL_PUBLIC], unsigned char box[SEAL_KEY_BOX]);

#endif
