/*
 * keyfile.h - one key in one file: 64 lower-case hex digits and a newline,
 * readable by its owner only.
 *
 * On failure *why is a sentence under the talloc parent that says what to do.
 */
#ifndef STORE_KEYFILE_H
#define STORE_KEYFILE_H

#include <talloc.h>

enum { KEYFILE_OCTETS = 32 };

/* Written whole or not at all, and durable.  -EACCES, -ENOSPC, -EIO. */
[[nodiscard]] int keyfile_write(TALLOC_CTX *, const char *path,
    const unsigned char key[KEYFILE_OCTETS], char **why);
/* -ENOENT; -EACCES it may be read by group or others, or not by us; -EINVAL
   it is no key; -EIO. */
[[nodiscard]] int keyfile_read(TALLOC_CTX *, const char *path,
    unsigned char key[KEYFILE_OCTETS], char **why);
/* Make the name of a file or directory durable.  -EIO. */
[[nodiscard]] int keyfile_sync_name(const char *path);
/* Are its permissions as they must be?  As keyfile_read, but unread. */
[[nodiscard]] int keyfile_check(TALLOC_CTX *, const char *path, char **why);

#endif
