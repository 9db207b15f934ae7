/*
 * backup.h - backups of a data directory: made while it is in use, checked,
 * sealed to an offline key, thinned out; and put back.
 *
 * In a backup stand a copy of the store and the settings, words and lists of
 * the data directory; never keys/, which have a file of their own that lies
 * elsewhere: who has both and the paper has everything but what members' and
 * centres' keys open.
 *
 * On failure *why is a sentence that says what to do, under the talloc parent.
 */
#ifndef GATEWAY_BACKUP_BACKUP_H
#define GATEWAY_BACKUP_BACKUP_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/settings.h"
#include "store/store.h"
#include "store/vault.h"

struct secret;

/* ---- the offline key ---- */

/* DIR/backup.pub: 0; -ENOENT none was made; -EACCES; -EINVAL; -EIO. */
[[nodiscard]] int backup_key(TALLOC_CTX *, const struct settings *,
    unsigned char pub[VAULT_PUBLIC], char **why);
/* Does it have one? */
bool backup_has_key(const struct settings *);
/* Remember the public half, with a canary in the store for rehearsals; one
   that was there is replaced.  -EACCES; -ENOSPC; -EIO. */
[[nodiscard]] int backup_key_set(TALLOC_CTX *, const struct settings *,
    struct store *, const unsigned char pub[VAULT_PUBLIC], int64_t now,
    char **why);

/* ---- making ---- */

/* Write one, check it, and make it durable under its time's name.  -ENOENT no
   key; -EAGAIN another is just being made; -ENOSPC; -EIO, also for a store that
   is damaged: older ones are better. */
[[nodiscard]] int backup_make(TALLOC_CTX *, const struct settings *,
    struct store *, int64_t now, char **path, char **why);
/* keys/ alone, to a new file.  -ENOENT; -EEXIST; -ENOSPC; -EIO. */
[[nodiscard]] int backup_keys(TALLOC_CTX *, const struct settings *,
    const char *path, char **why);

/* ---- those there are ---- */

struct backup { int64_t at; char *path; int64_t octets; };
struct backups { size_t n; struct backup *backup; };	/* latest first */
[[nodiscard]] int backups_list(TALLOC_CTX *, const struct settings *,
    struct backups **out);
/* The directory where they go when it is not below the data directory, however
   it is spelled or linked to; else NULL. */
char *backups_outside(TALLOC_CTX *, const struct settings *);
/*
 * Which stay at now: all of two days, then the last of each day up to
 * backup_keep_days; the latest always.  stays has n places.
 */
void backups_choose(const struct backups *, int64_t now, long keep_days,
    bool *stays);
/* Delete the others and what an interrupted run left.  How many; -EIO. */
[[nodiscard]] int backups_thin(const struct settings *, int64_t now);

/* ---- putting back ---- */

struct restored { int64_t made_at; int schema; const char *dir; };
/*
 * Unpack a backup into dir, which is there and empty, and check it: the
 * store opens and is whole.  keys is a file of backup_keys
 * or NULL.  -EINVAL, -EACCES, -EBADMSG: see unpack_into; -EPROTO made by a newer
 * program; -EIO.
 */
[[nodiscard]] int backup_restore(TALLOC_CTX *, const char *path,
    const char *keys, const struct secret *, const char *dir,
    struct restored *out, char **why);

/* Of what was restored: does its canary open?  A backup that was made while the
   key was changed has another's, and can be restored all the same.  As
   store_open and canary_open. */
[[nodiscard]] int backup_rehearse(TALLOC_CTX *, const char *dir,
    const struct secret *, char **why);

/* Remove a directory that a restore began, with all that is in it. */
void backup_discard(const char *dir);

#endif
