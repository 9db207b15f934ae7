/*
 * http.h - the staff's door: HTTP/1.1 by libmicrohttpd inside our loop.
 *
 * What is here is transport only.  A request is handed on when it is whole;
 * nothing that two programs could read differently (two lengths, two hosts, a
 * NUL, an escaped NUL) is handed on at all.  Limits stand in http.c: open
 * connections, octets of a request's head and body, and a deadline that no
 * dripping client can move.  RFC 9110, RFC 9112.
 */
#ifndef GATEWAY_DESK_HTTP_H
#define GATEWAY_DESK_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct event_base;
struct http;

enum { HTTP_BODY_MAX = 64 * 1024 };

/* A whole request; a talloc context that lives until it is answered. */
struct request {
	const char *method;
	const char *path;		/* as sent, without the query */
	const char *body;		/* ends with a NUL; NULL: none */
	size_t body_n;
	int line;			/* its socket; for gone.h */
};

/* The value of a header or of a query parameter, as sent; NULL none. */
const char *request_header(const struct request *, const char *name);
const char *request_query(const struct request *, const char *name);
/* Does the query hold a parameter that is none of these (NULL ends them)? */
bool request_query_strange(const struct request *, const char *const *names);

struct header { const char *name, *value; };
enum { ANSWER_HEADERS = 16 };
/* What is sent.  The body is copied unless it is the program's own. */
struct answer {
	unsigned status;
	const char *type;		/* Content-Type; NULL: no body */
	const void *body;
	size_t n;
	bool constant;			/* the body outlives everything */
	struct header header[ANSWER_HEADERS];	/* those with a name */
};

/*
 * Called with each whole request.  True: *answer is set.  False: the request
 * is held until http_answer is called for it, once.
 */
typedef bool http_handler(void *arg, struct request *, struct answer *);

/* Serve a listening socket, which is then ours.  0; -EIO. */
[[nodiscard]] int http_open(TALLOC_CTX *, struct event_base *, int fd,
    http_handler *, void *arg, struct http **out);
/* Stop listening and cut every connection; requests that were held must have
   been answered.  Freeing the http does the same. */
void http_close(struct http *);

/* Answer a request that was held.  Its memory is gone soon after. */
void http_answer(struct request *, const struct answer *);

#endif
