/*
 * archive.h - one member of a zip file in memory.
 *
 * It may be hostile: at most MEMBER_MAX octets of a member are unpacked,
 * MEMBERS_MAX members are looked at, none is opened with a password.
 */
#ifndef GATEWAY_LICENCES_IMPORT_ARCHIVE_H
#define GATEWAY_LICENCES_IMPORT_ARCHIVE_H

#include <stddef.h>

enum { MEMBERS_MAX = 2000 };

/*
 * Unpack a member in pieces.  0; -ENOENT there is none of this name; -EFBIG it
 * is larger than MEMBER_MAX; -EACCES it is encrypted; -EBADMSG the file is
 * damaged; or what the receiver returned, which stops it.
 */
[[nodiscard]] int archive_member(const void *octets, size_t n,
    const char *name, int (*receive)(void *arg, const void *, size_t),
    void *arg);

#endif
