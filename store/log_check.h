/*
 * log_check.h - is the write-ahead log whole?
 *
 * SQLite takes the first frame that does not fit its checksum for the end of the
 * log, as after a power cut, and says nothing: what was committed after a damaged
 * frame would be gone, though it was acknowledged.  A cut falls into the last
 * transaction only, since each is synced before the next begins; so where one
 * that ended and one that followed stand behind the frame, it was damaged since.
 * What cannot be told from a cut is not: the last transaction, a log cut short, a
 * log that is gone.
 */
#ifndef STORE_LOG_CHECK_H
#define STORE_LOG_CHECK_H

#include "store/store.h"

/* Of the store at path, its lock held and SQLite not yet at it.  -EACCES; -EIO
   it is damaged or cannot be read; with store_why. */
[[nodiscard]] int log_check(struct store *, const char *path);

#endif
