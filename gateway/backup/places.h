/*
 * places.h - where backups lie; for gateway/backup only.  All under the talloc
 * parent.
 */
#ifndef GATEWAY_BACKUP_PLACES_H
#define GATEWAY_BACKUP_PLACES_H

#include <stdint.h>

#include "gateway/settings.h"

/* The directory of setting backup_dir. */
char *place_backups(TALLOC_CTX *, const struct settings *);
/* The file of one that was made then, in that directory. */
char *place_of(TALLOC_CTX *, const char *dir, int64_t at);

extern const char manifest_name[], store_name[];

#endif
