/*
 * gather.h - fewer system calls for each commit.
 *
 * SQLite writes a frame of its log with two calls, a header and a page, a
 * hundred times in one of our transactions.  Under this VFS they are gathered
 * and written together before the sync that makes them count.  All else is the
 * system's own VFS.
 *
 * Nothing is weakened: whoever may see a frame - this process reading it
 * back, another after the commit, the disk at a sync - finds it written.
 */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

/* The name for sqlite3_open_v2; NULL: it could not be registered. */
const char *gather_vfs(void);

#endif
