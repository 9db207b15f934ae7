/*
 * lock.h - the flock on DIR/lock that all writers of a store share.
 *
 * It belongs to the open file: one lock_open for each struct store.  Writers
 * get it in turn: flock alone would give it back to whoever has just let it go
 * and is already asking again, for as long as that goes on.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

/* A descriptor, closed on exec; -ENOENT no DIR; -EACCES; -EIO. */
[[nodiscard]] int lock_open(const char *dir);
/* Waits for it.  -EIO. */
[[nodiscard]] int lock_take(int fd);
/* Ends the process where the kernel does not let it go. */
void lock_give(int fd);

#endif
