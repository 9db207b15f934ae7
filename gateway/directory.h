/*
 * directory.h - a data directory, opened by a command.
 */
#ifndef GATEWAY_DIRECTORY_H
#define GATEWAY_DIRECTORY_H

#include <stdint.h>
#include <talloc.h>
#include <time.h>

#include "gateway/settings.h"
#include "store/centre.h"
#include "store/staff.h"
#include "store/store.h"

struct faults;
struct house;

struct directory {
	struct settings *settings;
	struct store *store;
	struct centres *centres;
};

/* DIR/helpline.yaml; NULL after its faults were said on standard error. */
struct settings *directory_settings(TALLOC_CTX *, const char *dir);

/* Settings, store and centres; NULL after what is wrong was said. */
struct directory *directory_open(TALLOC_CTX *, const char *dir,
    enum store_role);

/* The centre of a name in any language, or of an id; NULL after saying that
   there is none and which there are. */
const struct centre *directory_centre(const struct directory *,
    const char *name);

/* Log in with a password from fd or the terminal; NULL after saying why. */
struct login *directory_login(const struct directory *, const char *name,
    int fd);

/*
 * Tree, words, facts and operators of a data directory with its centres, or
 * what the program carries when dir is NULL.  NULL with faults added.
 */
struct house *directory_house(TALLOC_CTX *, const char *dir,
    struct faults *);
/* The same, facts and notices judged as of then. */
struct house *directory_house_at(TALLOC_CTX *, const char *dir, time_t,
    struct faults *);

/* Say what the store says.  Always FAILED. */
int directory_failed(const struct directory *);

#endif
