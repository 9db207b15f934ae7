/*
 * log.h - one line per event on standard error, with a syslog(3) level.
 *
 * Under systemd the "<3>" prefix sets the journal's level.  Never pass what a
 * caller typed, a number, a name or a secret; control characters are escaped.
 */
#ifndef GATEWAY_LOG_H
#define GATEWAY_LOG_H

#include <syslog.h>

/* name is the process ("calls"); level is LOG_ERR ... LOG_DEBUG. */
void log_open(const char *name);
void log_line(int level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
