/*
 * pack.h - files in one sealed file: a tar (POSIX.1-2001), gzip, and the vault
 * of store/vault.h around both.
 */
#ifndef GATEWAY_BACKUP_PACK_H
#define GATEWAY_BACKUP_PACK_H

#include <stddef.h>
#include <talloc.h>

struct pack;
struct secret;

/* Begin in fd, which stays the caller's.  -EINVAL pub is no key; -ENOSPC;
   -EIO. */
[[nodiscard]] int pack_create(TALLOC_CTX *, int fd, const unsigned char *pub,
    struct pack **out);
/* Add the file at path, or octets, under a name.  -ENOENT and other errors
   of reading it; -ENOSPC; -EIO. */
[[nodiscard]] int pack_file(struct pack *, const char *name, const char *path);
[[nodiscard]] int pack_octets(struct pack *, const char *name,
    const void *octets, size_t n);
/* Write the end, make it durable and free the pack.  -ENOSPC; -EIO. */
[[nodiscard]] int pack_close(struct pack *);

/*
 * Write all that is in fd into a directory that has none of it, readable to
 * us alone, and make it durable.  -EINVAL it is no such file; -EACCES sealed to
 * another key; -EBADMSG changed, cut off, or with names that no pack of ours
 * has; -EEXIST; -ENOSPC; -EIO.  What was written before that is left.
 */
[[nodiscard]] int unpack_into(int fd, const struct secret *, const char *dir);

#endif
