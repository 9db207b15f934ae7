/*
 * fetch.h - one file from one https address, and nothing that it does not
 * want to be.
 *
 * The certificate is verified, TLS is 1.2 or later, redirections lead to https
 * only and three times at most, what comes is as large as was said and no
 * larger than is allowed, and it comes in time or not at all.  It blocks.
 */
#ifndef GATEWAY_ROUNDS_FETCH_H
#define GATEWAY_ROUNDS_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct fetch {
	const char *url;
	const char *ca;		/* a file; "" those the system trusts */
	const char *etag;	/* of what we have; "" nothing */
	size_t max;		/* octets */
	long timeout_s;
	bool (*stop)(void);	/* give up now? */
};

struct fetched {
	bool same;		/* 304: what we have */
	char *octets;
	size_t n;
	const char *etag;	/* "" none */
	int64_t modified_at;	/* by its server; 0 it does not say */
};

/* 0; -EIO with *why set, a sentence under the talloc parent. */
[[nodiscard]] int fetch_file(TALLOC_CTX *, const struct fetch *,
    struct fetched *out, const char **why);

/* The address without user, password, query and fragment: what may be shown. */
char *fetch_shown(TALLOC_CTX *, const char *url);

#endif
