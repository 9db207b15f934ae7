/*
 * moving.h - what a restored data directory needs beside what was in its
 * backup, perhaps at another place.
 */
#ifndef GATEWAY_BACKUP_MOVING_H
#define GATEWAY_BACKUP_MOVING_H

#include <talloc.h>

#include "gateway/backup/backup.h"

/*
 * part, which becomes dir: spool/ and log/ for bearerbox, and the paths in
 * kannel.conf where they named the old place.  Texts that waited to be sent are
 * unknown now: they may have been sent after the backup was made.  -EACCES, -ENOSPC, -EIO; *why as
 * in backup.h.
 */
[[nodiscard]] int moving_settle(TALLOC_CTX *, const char *part,
    const char *dir, const struct restored *, char **why);

#endif
