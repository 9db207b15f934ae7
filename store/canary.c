#include "store/canary.h"

#include <errno.h>
#include <sodium.h>

#include "store/finish.h"
#include "store/query.h"
#include "store/secret.h"

enum { CANARY = 32, SEALED = CANARY + crypto_box_SEALBYTES, DIGEST = 32 };

static void
digest_of(const unsigned char canary[CANARY], unsigned char out[DIGEST])
{
	crypto_generichash(out, DIGEST, canary, CANARY, NULL, 0);
}

static int
put(struct store *store, const unsigned char sealed[SEALED],
    const unsigned char digest[DIGEST], int64_t now)
{
	struct query *q = query_start(store, SQL_CANARY_PUT);

	query_bind_int(q, now);
	query_bind_blob(q, sealed, SEALED);
	query_bind_blob(q, digest, DIGEST);
	return query_run(q);
}

int
canary_put(struct store *store, const unsigned char pub[VAULT_PUBLIC],
    int64_t now)
{
	unsigned char canary[CANARY], sealed[SEALED], digest[DIGEST];
	int rc;

	randombytes_buf(canary, sizeof(canary));
	digest_of(canary, digest);
	if (crypto_box_seal(sealed, canary, CANARY, pub) != 0)
		return -EINVAL;
	sodium_memzero(canary, sizeof(canary));
	rc = store_begin(store);
	if (rc == 0)
		rc = put(store, sealed, digest, now);
	return store_finish(store, rc);
}

static int
load(struct store *store, unsigned char sealed[SEALED],
    unsigned char digest[DIGEST])
{
	struct query *q = query_start(store, SQL_CANARY);
	int rc = query_next(q);

	if (rc != 1)
		return rc == 0 ? -ENOENT : rc;
	query_copy(q, 0, sealed, SEALED);
	query_copy(q, 1, digest, DIGEST);
	query_end(q);
	return 0;
}

int
canary_open(struct store *store, const struct secret *secret)
{
	unsigned char canary[CANARY], sealed[SEALED], is[DIGEST], want[DIGEST],
	    pub[VAULT_PUBLIC];
	int rc = load(store, sealed, want);

	if (rc != 0)
		return rc;
	vault_public(secret, pub);
	if (crypto_box_seal_open(canary, sealed, SEALED, pub,
	    secret->octets) != 0)
		return -EBADMSG;
	digest_of(canary, is);
	sodium_memzero(canary, sizeof(canary));
	return sodium_memcmp(is, want, DIGEST) == 0 ? 0 : -EBADMSG;
}
