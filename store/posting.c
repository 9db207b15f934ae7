#include "store/posting.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/seal.h"

/* nonce, sealed key, then what is sealed. */
enum { HEAD = SEAL_NONCE + SEAL_KEY_BOX };

struct tag
posting_about(const struct store *store, const struct id *case_id)
{
	struct tag about;

	static_assert(sizeof(about) == KEY_TAG_SIZE);
	keys_tag(store->keys, "about", case_id, sizeof(*case_id),
	    about.octets);
	return about;
}

struct tag
posting_phone(const struct store *store, const struct tag *caller)
{
	struct tag phone;

	keys_tag(store->keys, "texted", caller, sizeof(*caller),
	    phone.octets);
	return phone;
}

static struct seal_place
place_of(const struct posting_place *place)
{
	struct seal_place out = { .n = 1, .kind = place->kind };

	if (place->of != NULL)
		memcpy(&out.case_id, place->of, sizeof(out.case_id));
	return out;
}

int
posting_seal(struct store *store, TALLOC_CTX *ctx,
    const struct posting_place *place, const char *text, void **out, size_t *n)
{
	const struct seal_place bound = place_of(place);
	struct sealed sealed;
	unsigned char *octets;
	int rc = seal_item(ctx, keys_outbox(store->keys), &bound, text,
	    strlen(text), &sealed);

	if (rc != 0)
		return rc;
	octets = talloc_size(ctx, HEAD + sealed.ct_n);
	memcpy(octets, sealed.nonce, SEAL_NONCE);
	memcpy(octets + SEAL_NONCE, sealed.key, SEAL_KEY_BOX);
	memcpy(octets + HEAD, sealed.ct, sealed.ct_n);
	talloc_free(sealed.ct);
	*out = octets;
	*n = HEAD + sealed.ct_n;
	return 0;
}

int
posting_open(struct store *store, TALLOC_CTX *ctx,
    const struct posting_place *place, const void *octets, size_t n,
    char **text)
{
	const struct seal_place bound = place_of(place);
	const unsigned char *at = octets, *secret;
	struct sealed sealed;
	size_t length;
	int rc;

	secret = store->keys != NULL ? keys_outbox_secret(store->keys) : NULL;
	if (secret == NULL)
		return -ENOKEY;
	if (n < HEAD)
		return -EBADMSG;
	memcpy(sealed.nonce, at, SEAL_NONCE);
	memcpy(sealed.key, at + SEAL_NONCE, SEAL_KEY_BOX);
	sealed.ct_n = n - HEAD;
	sealed.ct = talloc_memdup(ctx, at + HEAD, sealed.ct_n);
	rc = seal_open(ctx, keys_outbox(store->keys), secret, &bound, &sealed,
	    text, &length);
	talloc_free(sealed.ct);
	return rc;
}
