/*
 * status.h - what bearerbox's status page says, for doctor and the log.
 *
 * Asks http://127.0.0.1:PORT/status.xml, waits at most 2 s, takes at most
 * 1 MiB.  It blocks: never call it where callers wait.
 */
#ifndef GATEWAY_KANNEL_STATUS_H
#define GATEWAY_KANNEL_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

/* A connection to a network: state is Kannel's word, "online 12s". */
struct smsc_status { const char *id, *state; };

struct status {
	bool reachable;			/* bearerbox answered */
	bool denied;			/* the password is wrong */
	const char *version;		/* "Kannel bearerbox version `1.4.5'."
					   or "" */
	const char *gateway;		/* "running, uptime 0d 0h 0m 2s" */
	size_t boxes_n;
	const char **boxes;		/* ids of the boxes, "" unnamed */
	size_t smscs_n;
	struct smsc_status *smscs;
};

/* Never NULL; texts are printable ASCII, without line breaks. */
struct status *status_fetch(TALLOC_CTX *, unsigned admin_port,
    const char *password);
/* The same from a page that is here already; it may be anything. */
struct status *status_read(TALLOC_CTX *, const char *page, size_t n);

#endif
