/*
 * keyfile.h - one key in one file: 64 lower-case hex digits and a newline,
 * of whoever reads it, of root, or of who owns its directory.
 *
 * On failure *why is a sentence under the talloc parent that says what to do.
 */
#ifndef STORE_KEYFILE_H
#define STORE_KEYFILE_H

#include <talloc.h>

enum { KEYFILE_OCTETS = 32 };

enum keyfile_kind {
	KEYFILE_SECRET,		/* its owner reads it, nobody else */
	KEYFILE_PUBLIC,		/* and the group, where its directory hands
				   files on to one (setgid) */
	KEYFILE_LENT,		/* a credential that systemd lent us: it lets
				   us in by an ACL, seen as the group's bit */
};

/* Written whole or not at all, and durable; a public one for the group
   too where its directory is a group's.  -EACCES, -ENOSPC, -EIO. */
[[nodiscard]] int keyfile_write(TALLOC_CTX *, const char *path,
    enum keyfile_kind, const unsigned char key[KEYFILE_OCTETS], char **why);
/* -ENOENT; -EACCES others may read or change it, or we may not read it;
   -EINVAL it is no key; -EIO. */
[[nodiscard]] int keyfile_read(TALLOC_CTX *, const char *path,
    enum keyfile_kind, unsigned char key[KEYFILE_OCTETS], char **why);
/* Make the name of a file or directory durable.  -EIO. */
[[nodiscard]] int keyfile_sync_name(const char *path);
/* Are its permissions as they must be?  As keyfile_read, but it is neither
   read nor need it be readable. */
[[nodiscard]] int keyfile_check(TALLOC_CTX *, const char *path,
    enum keyfile_kind, char **why);
/* The same of a directory of keys: others may not even look, and who owns it
   alone may put keys there. */
[[nodiscard]] int keyfile_check_dir(TALLOC_CTX *, const char *path,
    char **why);

#endif
