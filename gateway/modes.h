/*
 * modes.h - who may touch the files of a data directory.
 *
 * A directory is its owner's alone (0700), or, where three users run one
 * process each, shared with a group: setgid, so that what is made in it
 * belongs to that group (gateway/service/).  What steers the helpline is then
 * still its owner's: nobody else may write it or put a file of that kind there.
 */
#ifndef GATEWAY_MODES_H
#define GATEWAY_MODES_H

struct faults;

/*
 * 0; -EACCES with faults that say what to do.  In a shared directory the
 * process makes files from now on that the group may read.  Keys are looked at
 * by whoever reads them (store/keys.h).
 */
[[nodiscard]] int modes_check(const char *dir, struct faults *);

#endif
