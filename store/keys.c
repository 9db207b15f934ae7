#include "store/keys.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/keyfile.h"
#include "store/secret.h"

static_assert((int)KEY_SIZE == (int)SECRET_OCTETS);
static_assert((int)KEY_SIZE == (int)KEYFILE_OCTETS);

struct centre_key {
	struct centre_key *next;
	int64_t centre, epoch;
	unsigned char pub[KEY_SIZE];
};

struct keys {
	char *dir;
	struct secret *key[KEYS];
	struct secret *outbox;		/* NULL: not read */
	struct centre_key *centres;
};

static const struct {
	const char *name, *file;
	enum keyfile_kind kind;
} table[KEYS] = {
	[KEY_TAG] = { "tag", "tag.key", KEYFILE_SECRET },
	[KEY_PIN] = { "pin", "pin.key", KEYFILE_SECRET },
	[KEY_OUTBOX] = { "outbox", "outbox.pub", KEYFILE_PUBLIC },
};
static const char outbox_secret[] = "outbox.key";

const char *
key_name(enum key key)
{
	return table[key].name;
}

static int
write_key(const char *dir, const char *name, const unsigned char *key,
    char **why, TALLOC_CTX *ctx)
{
	char *path = talloc_asprintf(ctx, "%s/%s", dir, name);
	int rc = keyfile_write(ctx, path, KEYFILE_SECRET, key, why);

	talloc_free(path);
	return rc;
}

static int
write_keys(const char *dir, char **why, TALLOC_CTX *ctx)
{
	struct secret *key = secret_new(ctx);
	unsigned char pub[KEY_SIZE];
	int rc;

	randombytes_buf(key->octets, KEY_SIZE);
	rc = write_key(dir, table[KEY_TAG].file, key->octets, why, ctx);
	randombytes_buf(key->octets, KEY_SIZE);
	if (rc == 0)
		rc = write_key(dir, table[KEY_PIN].file, key->octets, why,
		    ctx);
	crypto_box_keypair(pub, key->octets);
	if (rc == 0)
		rc = write_key(dir, outbox_secret, key->octets, why, ctx);
	if (rc == 0)
		rc = write_key(dir, table[KEY_OUTBOX].file, pub, why, ctx);
	talloc_free(key);
	return rc;
}

/* Half a set of keys would stand in the way of the next attempt. */
static void
unmake(const char *dir, TALLOC_CTX *ctx)
{
	for (int i = 0; i <= KEYS; i++) {
		char *path = talloc_asprintf(ctx, "%s/%s", dir,
		    i == KEYS ? outbox_secret : table[i].file);

		unlink(path);
		talloc_free(path);
	}
	rmdir(dir);
}

static int
make_dir(const char *dir, char **why, TALLOC_CTX *ctx)
{
	if (mkdir(dir, 0700) == 0)
		return 0;
	*why = talloc_asprintf(ctx, "%s: %s", dir, strerror(errno));
	if (errno == EPERM || errno == EROFS)
		return -EACCES;
	if (errno == EEXIST || errno == EACCES || errno == ENOSPC)
		return -errno;
	return -EIO;
}

int
keys_make(const char *dir, char **why, TALLOC_CTX *ctx)
{
	char *keys_dir = talloc_asprintf(ctx, "%s/keys", dir);
	int rc = make_dir(keys_dir, why, ctx);

	if (rc == 0) {
		rc = write_keys(keys_dir, why, ctx);
		if (rc == 0 && (rc = keyfile_sync_name(keys_dir)) != 0)
			*why = talloc_asprintf(ctx, "%s: cannot be made"
			    " durable", keys_dir);
		if (rc != 0)
			unmake(keys_dir, ctx);
	}
	talloc_free(keys_dir);
	return rc;
}

/* Where systemd has put a key that is not ours to read in DIR/keys, for this
   process alone (LoadCredential=); NULL without one. */
static char *
lent_path(const struct keys *keys, const char *path, const char *name)
{
	const char *dir = secure_getenv("CREDENTIALS_DIRECTORY");

	return dir != NULL && access(path, R_OK) != 0 ?
	    talloc_asprintf(keys, "%s/%s", dir, name) : NULL;
}

/* A key that lies open is refused, also by who has it from elsewhere. */
static int
read_key(const struct keys *keys, TALLOC_CTX *ctx, const char *name,
    enum keyfile_kind kind, unsigned char *key, char **why)
{
	char *path = talloc_asprintf(keys, "%s/%s", keys->dir, name);
	char *lent = lent_path(keys, path, name);
	int rc = keyfile_check(ctx, path, kind, why);

	if (lent != NULL && (rc == 0 || rc == -ENOENT)) {
		TALLOC_FREE(*why);
		rc = keyfile_read(ctx, lent, KEYFILE_LENT, key, why);
	} else if (rc == 0) {
		rc = keyfile_read(ctx, path, kind, key, why);
	}
	talloc_free(lent);
	talloc_free(path);
	return rc;
}

static int
load_keys(struct keys *keys, TALLOC_CTX *ctx, char **why)
{
	char *path = talloc_asprintf(keys, "%s/%s", keys->dir, outbox_secret);
	int rc = keyfile_check_dir(ctx, keys->dir, why);

	/* Only `calls` needs it: elsewhere it may be absent, but not open. */
	if (rc == 0)
		rc = keyfile_check(ctx, path, KEYFILE_SECRET, why);
	if (rc == -ENOENT) {
		TALLOC_FREE(*why);
		rc = 0;
	}
	talloc_free(path);
	for (int i = 0; rc == 0 && i < KEYS; i++) {
		keys->key[i] = secret_new(keys);
		rc = read_key(keys, ctx, table[i].file, table[i].kind,
		    keys->key[i]->octets, why);
	}
	return rc;
}

int
keys_load(TALLOC_CTX *ctx, const char *dir, struct keys **out, char **why)
{
	struct keys *keys = talloc_zero(ctx, struct keys);
	int rc;

	keys->dir = talloc_asprintf(keys, "%s/keys", dir);
	rc = load_keys(keys, ctx, why);
	if (rc != 0) {
		talloc_free(keys);
		return rc;
	}
	*out = keys;
	return 0;
}

const unsigned char *
keys_outbox(const struct keys *keys)
{
	return keys->key[KEY_OUTBOX]->octets;
}

const unsigned char *
keys_outbox_secret(const struct keys *keys)
{
	return keys->outbox != NULL ? keys->outbox->octets : NULL;
}

int
keys_load_outbox(struct keys *keys, char **why, TALLOC_CTX *ctx)
{
	struct secret *key = secret_new(keys);
	unsigned char pub[KEY_SIZE];
	int rc = read_key(keys, ctx, outbox_secret, KEYFILE_SECRET,
	    key->octets, why);

	if (rc == 0) {
		crypto_scalarmult_base(pub, key->octets);
		if (sodium_memcmp(pub, keys_outbox(keys), KEY_SIZE) != 0) {
			*why = talloc_asprintf(ctx, "%s/%s is not the key of "
			    "%s", keys->dir, outbox_secret,
			    table[KEY_OUTBOX].file);
			rc = -EKEYREJECTED;
		}
	}
	if (rc == 0)
		keys->outbox = key;
	else
		talloc_free(key);
	return rc;
}

/* BLAKE2b of two parts, keyed. */
static void
hash_parts(const struct secret *key, const void *a, size_t a_n, const void *b,
    size_t b_n, unsigned char *out, size_t out_n)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key->octets, KEY_SIZE, out_n);
	crypto_generichash_update(&state, a, a_n);
	crypto_generichash_update(&state, b, b_n);
	crypto_generichash_final(&state, out, out_n);
	sodium_memzero(&state, sizeof(state));
}

void
keys_tag(const struct keys *keys, const char *purpose, const void *data,
    size_t n, unsigned char out[KEY_TAG_SIZE])
{
	hash_parts(keys->key[KEY_TAG], purpose, strlen(purpose) + 1, data, n,
	    out, KEY_TAG_SIZE);
}

void
keys_pin(const struct keys *keys, const char *ref, const char *digits,
    unsigned char out[KEY_PIN_SIZE])
{
	hash_parts(keys->key[KEY_PIN], ref, strlen(ref), digits,
	    strlen(digits), out, KEY_PIN_SIZE);
}

void
keys_check(const struct keys *keys, enum key which,
    unsigned char out[KEY_CHECK])
{
	static const char label[] = "helpline key check 1";
	unsigned char hash[crypto_generichash_BYTES];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)label,
	    strlen(label), keys->key[which]->octets, KEY_SIZE);
	memcpy(out, hash, KEY_CHECK);
}

static char *
centre_path(const struct keys *keys, int64_t centre, int64_t epoch)
{
	return epoch == 1 ? talloc_asprintf(keys, "%s/centre-%" PRId64 ".pub",
	    keys->dir, centre) : talloc_asprintf(keys, "%s/centre-%" PRId64
	    ".%" PRId64 ".pub", keys->dir, centre, epoch);
}

int
keys_centre_pin(const struct keys *keys, int64_t centre, int64_t epoch,
    const unsigned char pub[KEY_SIZE])
{
	char *path = centre_path(keys, centre, epoch), *why = NULL;
	int rc = keyfile_write(path, path, KEYFILE_PUBLIC, pub, &why);

	talloc_free(path);
	return rc;
}

/* A process that may not write there leaves it to one that may, and what a
   power cut brings back goes when the key is next looked at. */
static void
unpin(const struct keys *keys, int64_t centre, int64_t epoch)
{
	char *path = centre_path(keys, centre, epoch);

	(void)unlink(path);
	talloc_free(path);
}

static struct centre_key *
find_centre(const struct keys *keys, int64_t centre)
{
	struct centre_key *key = keys->centres;

	while (key != NULL && key->centre != centre)
		key = key->next;
	return key;
}

static void
remember(struct keys *keys, int64_t centre, int64_t epoch,
    const unsigned char pub[KEY_SIZE])
{
	struct centre_key *key = find_centre(keys, centre);

	if (key == NULL) {
		key = talloc_zero(keys, struct centre_key);
		key->centre = centre;
		key->next = keys->centres;
		keys->centres = key;
	}
	key->epoch = epoch;
	memcpy(key->pub, pub, KEY_SIZE);
}

int
keys_centre_trust(struct keys *keys, int64_t centre, int64_t epoch,
    const unsigned char row[KEY_SIZE])
{
	char *path = centre_path(keys, centre, epoch), *why = NULL;
	unsigned char pinned[KEY_SIZE];
	int rc = keyfile_read(path, path, KEYFILE_PUBLIC, pinned, &why);

	talloc_free(path);
	if (rc != 0)
		return rc;
	if (sodium_memcmp(pinned, row, KEY_SIZE) != 0)
		return -EKEYREJECTED;
	remember(keys, centre, epoch, pinned);
	if (epoch > 1)
		unpin(keys, centre, epoch - 1);
	return 0;
}

bool
keys_centre(const struct keys *keys, int64_t centre, int64_t epoch,
    unsigned char out[KEY_SIZE])
{
	const struct centre_key *key = find_centre(keys, centre);

	if (key == NULL || key->epoch != epoch)
		return false;
	memcpy(out, key->pub, KEY_SIZE);
	return true;
}
