/*
 * vault.h - a file that many may write and only the holder of a paper key
 * reads: a stream of octets sealed to an offline key.  The format is in
 * SEALING.md, "Backups".
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include <stddef.h>
#include <sys/types.h>
#include <talloc.h>

enum { VAULT_PUBLIC = 32 };

struct secret;
struct vault_writer;
struct vault_reader;

/* A fresh pair: *secret under the talloc parent, wiped when freed. */
void vault_pair(TALLOC_CTX *, unsigned char pub[VAULT_PUBLIC],
    struct secret **secret);
/* The public half of a secret one. */
void vault_public(const struct secret *, unsigned char pub[VAULT_PUBLIC]);

/*
 * Begin to write to fd, which stays the caller's; every octet that was given
 * leaves by vault_close, which also syncs.  0; -EINVAL pub is no key; -ENOSPC;
 * -EIO.  A file without its end does not open to its end.
 */
[[nodiscard]] int vault_create(TALLOC_CTX *, int fd,
    const unsigned char pub[VAULT_PUBLIC], struct vault_writer **out);
[[nodiscard]] int vault_write(struct vault_writer *, const void *, size_t);
[[nodiscard]] int vault_close(struct vault_writer *);

/*
 * Begin to read from fd.  0; -EINVAL no file of this kind, or of a newer
 * version; -EACCES sealed to another key; -EIO.
 */
[[nodiscard]] int vault_open(TALLOC_CTX *, int fd, const struct secret *,
    struct vault_reader **out);
/* The next octets, owned by the reader until the next call: how many; 0 at
   the end, when nothing was changed, cut off or added; -EBADMSG something was;
   -EIO. */
[[nodiscard]] ssize_t vault_read(struct vault_reader *, const void **octets);

#endif
