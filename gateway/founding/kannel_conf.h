/*
 * kannel_conf.h - the kannel.conf that init writes and doctor reads.
 *
 * bearerbox on loopback only, quiet (no access-log, log-level 4), with
 * passwords of its own, keeping what waits in DIR/spool.
 */
#ifndef GATEWAY_FOUNDING_KANNEL_CONF_H
#define GATEWAY_FOUNDING_KANNEL_CONF_H

#include <stddef.h>
#include <stdio.h>
#include <talloc.h>

struct settings;

struct kannel_plan {
	const struct settings *settings;
	const char *dir;		/* absolute, where it will stand */
	const char *ussd_smsc, *sms_smsc;	/* smsc-ids */
	long sendsms_port;		/* asked for by bearerbox, unused */
};

/* 0, or -EIO when there is no randomness for passwords or no disk. */
[[nodiscard]] int kannel_conf_write(const struct kannel_plan *, FILE *);

/*
 * n different TCP ports that nothing listens on now, at most 8.  0, or -EIO.
 */
[[nodiscard]] int ports_free(long *ports, size_t n);

/* A kannel.conf as groups of keys and values. */
struct kannel_conf;
/* 0; -ENOENT; -EIO. */
[[nodiscard]] int kannel_conf_read(TALLOC_CTX *, const char *path,
    struct kannel_conf **out);
/* A key of the nth group of a name; NULL when it is not set.  Owned by the
   conf. */
const char *kannel_conf_value(const struct kannel_conf *, const char *group,
    size_t n, const char *key);
/* How many groups of that name there are. */
size_t kannel_conf_count(const struct kannel_conf *, const char *group);
/* A file that it includes and that was not read; NULL none. */
const char *kannel_conf_included(const struct kannel_conf *);

#endif
