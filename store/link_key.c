#include "store/link_key.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/query.h"
#include "store/seal.h"

/* 1 there is one, sealed as box. */
static int
find(struct store *store, int64_t centre, unsigned char box[SEAL_KEY_BOX])
{
	struct query *q = query_start(store, SQL_LINK_KEY_GET);
	int rc;

	query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1)
		query_copy(q, 0, box, SEAL_KEY_BOX);
	query_end(q);
	return rc;
}

static int
keep(struct store *store, int64_t centre, const unsigned char *pub,
    const struct secret *key)
{
	unsigned char box[SEAL_KEY_BOX];
	struct query *q;
	int rc = seal_key(pub, key->octets, box);

	if (rc != 0)
		return rc;
	q = query_start(store, SQL_LINK_KEY_SET);
	query_bind_int(q, centre);
	query_bind_blob(q, box, sizeof(box));
	return query_run(q);
}

/* The first who asks makes it. */
static int
make(struct store *store, int64_t centre, const unsigned char *pub,
    struct secret *key)
{
	secret_fill(key);
	return keep(store, centre, pub, key);
}

int
link_key_open(struct store *store, TALLOC_CTX *ctx, const struct login *login,
    struct secret **out)
{
	const struct secret *own = login_centre_key(login);
	int64_t centre = login_member(login)->centre;
	unsigned char box[SEAL_KEY_BOX], pub[SEAL_PUBLIC];
	struct secret *key;
	int rc = find(store, centre, box);

	if (rc < 0)
		return rc;
	key = secret_new(ctx);
	crypto_scalarmult_base(pub, own->octets);
	rc = rc == 0 ? make(store, centre, pub, key) :
	    seal_key_open(pub, own->octets, box, key->octets);
	if (rc != 0)
		talloc_free(key);
	else
		*out = key;
	return rc;
}

static int
drop(struct store *store, int64_t centre)
{
	struct query *q = query_start(store, SQL_LINK_KEY_DROP);

	query_bind_int(q, centre);
	return query_run(q);
}

int
link_key_reseal(struct store *store, int64_t centre,
    const struct secret *old, const unsigned char *fresh_pub)
{
	unsigned char box[SEAL_KEY_BOX], pub[SEAL_PUBLIC];
	struct secret *key;
	int rc = find(store, centre, box);

	if (rc != 1)
		return rc;
	if (old == NULL)
		return drop(store, centre);
	key = secret_new(NULL);
	rc = crypto_scalarmult_base(pub, old->octets) != 0 ? -EBADMSG :
	    seal_key_open(pub, old->octets, box, key->octets);
	if (rc == 0)
		rc = keep(store, centre, fresh_pub, key);
	talloc_free(key);
	return rc;
}

/* Keyed, of a purpose: a tag and a print of the same words have nothing in
   common. */
static void
hash(const struct secret *key, const char *purpose, const char *words,
    unsigned char *out, size_t n)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key->octets, SECRET_OCTETS, n);
	crypto_generichash_update(&state, (const unsigned char *)purpose,
	    strlen(purpose) + 1);
	crypto_generichash_update(&state, (const unsigned char *)words,
	    strlen(words));
	crypto_generichash_final(&state, out, n);
}

void
link_tag(const struct secret *key, const char *purpose, const char *words,
    unsigned char out[LINK_TAG])
{
	hash(key, purpose, words, out, LINK_TAG);
}

/* Another key for wrapping than for hashing. */
static struct secret *
wrapping_key(TALLOC_CTX *ctx, const struct secret *key)
{
	struct secret *wrapping = secret_new(ctx);

	hash(key, "print key", "", wrapping->octets, SECRET_OCTETS);
	return wrapping;
}

static struct secret *
name_of(TALLOC_CTX *ctx, const struct secret *key, const char *words)
{
	struct secret *name = secret_new(ctx);

	hash(key, "name", words, name->octets, SECRET_OCTETS);
	return name;
}

void
link_print(const struct secret *key, const char *words,
    unsigned char out[LINK_PRINT])
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	secret_wrap(wrapping_key(ctx, key), name_of(ctx, key, words), out);
	talloc_free(ctx);
}

struct looker { struct secret *wrapping, *name, *seen; };

struct looker *
looker_new(TALLOC_CTX *ctx, const struct secret *key, const char *words)
{
	struct looker *looker = talloc(ctx, struct looker);

	looker->wrapping = wrapping_key(looker, key);
	looker->name = name_of(looker, key, words);
	looker->seen = secret_new(looker);
	return looker;
}

bool
looker_sees(struct looker *looker, const unsigned char print[LINK_PRINT])
{
	return secret_unwrap(looker->wrapping, print, looker->seen) == 0 &&
	    sodium_memcmp(looker->seen->octets, looker->name->octets,
	    SECRET_OCTETS) == 0;
}
