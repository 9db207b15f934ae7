#include "store/vault.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "store/secret.h"

enum {
	PIECE = 64 << 10,
	SEALED_PIECE = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES,
	STREAM_KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	SEALED_KEY = STREAM_KEY + crypto_box_SEALBYTES,
	STREAM_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	FINAL = crypto_secretstream_xchacha20poly1305_TAG_FINAL,
};
static_assert((int)VAULT_PUBLIC == crypto_box_PUBLICKEYBYTES);
static_assert((int)SECRET_OCTETS == crypto_box_SECRETKEYBYTES);

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

/* Bound to each piece, so that a piece belongs to this version. */
static const char magic[] = "helpline backup 1\n";
enum { MAGIC = sizeof(magic) - 1 };

struct head {
	unsigned char magic[MAGIC], key[SEALED_KEY], stream[STREAM_HEADER];
};
static_assert(sizeof(struct head) == MAGIC + SEALED_KEY + STREAM_HEADER);

struct vault_writer {
	int fd;
	stream_state state;
	size_t n;
	unsigned char piece[PIECE], sealed[SEALED_PIECE];
};

struct vault_reader {
	int fd;
	bool ended;
	stream_state state;
	size_t next_n;			/* read ahead: the last is the last */
	unsigned char next[SEALED_PIECE], sealed[SEALED_PIECE], piece[PIECE];
};

static int
wipe_writer(struct vault_writer *writer)
{
	sodium_memzero(writer, sizeof(*writer));
	return 0;
}

static int
wipe_reader(struct vault_reader *reader)
{
	sodium_memzero(reader, sizeof(*reader));
	return 0;
}

static int
put(int fd, const void *octets, size_t n)
{
	const unsigned char *at = octets;
	ssize_t did;

	while (n > 0) {
		did = write(fd, at, n);
		if (did < 0 && errno == EINTR)
			continue;
		if (did < 0)
			return errno == ENOSPC || errno == EDQUOT ||
			    errno == EFBIG ? -ENOSPC : -EIO;
		at += did;
		n -= (size_t)did;
	}
	return 0;
}

/* As many as there are, up to n; negative -EIO. */
static ssize_t
take(int fd, void *octets, size_t n)
{
	size_t all = 0;
	ssize_t did;

	while (all < n) {
		did = read(fd, (unsigned char *)octets + all, n - all);
		if (did < 0 && errno == EINTR)
			continue;
		if (did < 0)
			return -EIO;
		if (did == 0)
			break;
		all += (size_t)did;
	}
	return (ssize_t)all;
}

void
vault_pair(TALLOC_CTX *ctx, unsigned char pub[VAULT_PUBLIC],
    struct secret **secret)
{
	*secret = secret_new(ctx);
	crypto_box_keypair(pub, (*secret)->octets);
}

void
vault_public(const struct secret *secret, unsigned char pub[VAULT_PUBLIC])
{
	crypto_scalarmult_base(pub, secret->octets);
}

int
vault_create(TALLOC_CTX *ctx, int fd, const unsigned char pub[VAULT_PUBLIC],
    struct vault_writer **out)
{
	struct vault_writer *writer = talloc_zero(ctx, struct vault_writer);
	struct secret *key = secret_new(writer);
	struct head head;
	int rc = 0;

	talloc_set_destructor(writer, wipe_writer);
	writer->fd = fd;
	secret_fill(key);
	memcpy(head.magic, magic, MAGIC);
	if (crypto_box_seal(head.key, key->octets, STREAM_KEY, pub) != 0)
		rc = -EINVAL;
	crypto_secretstream_xchacha20poly1305_init_push(&writer->state,
	    head.stream, key->octets);
	talloc_free(key);
	if (rc == 0)
		rc = put(fd, &head, sizeof(head));
	if (rc == 0)
		*out = writer;
	else
		talloc_free(writer);
	return rc;
}

static int
put_piece(struct vault_writer *writer, unsigned char tag)
{
	unsigned long long n;

	crypto_secretstream_xchacha20poly1305_push(&writer->state,
	    writer->sealed, &n, writer->piece, writer->n,
	    (const unsigned char *)magic, MAGIC, tag);
	writer->n = 0;
	return put(writer->fd, writer->sealed, (size_t)n);
}

int
vault_write(struct vault_writer *writer, const void *octets, size_t n)
{
	const unsigned char *at = octets;
	size_t room;
	int rc = 0;

	while (rc == 0 && n > 0) {
		/* A full piece waits for more: the last one is marked. */
		if (writer->n == PIECE)
			rc = put_piece(writer, 0);
		room = PIECE - writer->n < n ? PIECE - writer->n : n;
		memcpy(writer->piece + writer->n, at, room);
		writer->n += room;
		at += room;
		n -= room;
	}
	return rc;
}

int
vault_close(struct vault_writer *writer)
{
	int rc = put_piece(writer, FINAL);

	if (rc == 0 && fsync(writer->fd) != 0)
		rc = errno == ENOSPC || errno == EDQUOT ? -ENOSPC : -EIO;
	talloc_free(writer);
	return rc;
}

static int
read_head(struct vault_reader *reader, const struct secret *secret)
{
	struct secret *key = secret_new(reader);
	unsigned char pub[VAULT_PUBLIC];
	struct head head;
	ssize_t n = take(reader->fd, &head, sizeof(head));

	if (n < 0)
		return -EIO;
	if (n != sizeof(head) || memcmp(head.magic, magic, MAGIC) != 0)
		return -EINVAL;
	vault_public(secret, pub);
	if (crypto_box_seal_open(key->octets, head.key, SEALED_KEY, pub,
	    secret->octets) != 0)
		return -EACCES;
	if (crypto_secretstream_xchacha20poly1305_init_pull(&reader->state,
	    head.stream, key->octets) != 0)
		return -EINVAL;
	talloc_free(key);
	return 0;
}

static int
read_ahead(struct vault_reader *reader)
{
	ssize_t n = take(reader->fd, reader->next, SEALED_PIECE);

	if (n < 0)
		return -EIO;
	reader->next_n = (size_t)n;
	return 0;
}

int
vault_open(TALLOC_CTX *ctx, int fd, const struct secret *secret,
    struct vault_reader **out)
{
	struct vault_reader *reader = talloc_zero(ctx, struct vault_reader);
	int rc;

	talloc_set_destructor(reader, wipe_reader);
	reader->fd = fd;
	rc = read_head(reader, secret);
	if (rc == 0)
		rc = read_ahead(reader);
	if (rc == 0)
		*out = reader;
	else
		talloc_free(reader);
	return rc;
}

ssize_t
vault_read(struct vault_reader *reader, const void **octets)
{
	size_t sealed_n = reader->next_n;
	unsigned long long n;
	unsigned char tag;

	if (reader->ended)
		return 0;
	memcpy(reader->sealed, reader->next, sealed_n);
	if (read_ahead(reader) != 0)
		return -EIO;
	if (crypto_secretstream_xchacha20poly1305_pull(&reader->state,
	    reader->piece, &n, &tag, reader->sealed, sealed_n,
	    (const unsigned char *)magic, MAGIC) != 0)
		return -EBADMSG;
	/* What is marked as the last is the last, and nothing else is. */
	if ((tag == FINAL) != (reader->next_n == 0))
		return -EBADMSG;
	reader->ended = tag == FINAL;
	*octets = reader->piece;
	return (ssize_t)n;
}
