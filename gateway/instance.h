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

#endif
