/*
 * instance.h - one process of a kind on one data directory.
 */
#ifndef GATEWAY_INSTANCE_H
#define GATEWAY_INSTANCE_H

/*
 * Hold DIR/name.lock, with our process id in it, until we end.  0 and *fd,
 * which is not handed on to children; -EEXIST another process holds it; -EIO.
 */
[[nodiscard]] int instance_take(const char *dir, const char *name, int *fd);

/* The same for a process of its own: the descriptor; -1 after it was logged why
   not. */
[[nodiscard]] int instance_hold(const char *dir, const char *name);

#endif
