/*
 * visit.h - one request of the API, from the door to its answer.
 *
 * visit_answer finds the route, asks whether it comes from our own page
 * (guard.h), who asks (session.h), whether that role may (access.h) and
 * whether the body has the route's shape, in this order; only then the route's
 * handler runs.
 */
#ifndef GATEWAY_DESK_VISIT_H
#define GATEWAY_DESK_VISIT_H

#include <jansson.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/desk/http.h"
#include "gateway/desk/reply.h"
#include "gateway/desk/routes.h"

struct desk;
struct session;

enum { PARAMS_MAX = 2, PARAM_MAX = 40 };

/* A talloc context: what a handler makes hangs under it. */
struct visit {
	struct desk *desk;
	struct request *request;
	const struct route *route;
	char param[PARAMS_MAX][PARAM_MAX + 1];	/* ":ref" of the path, ... */
	struct session *session;		/* NULL: none is needed */
	json_t *body;				/* of the route's shape */
	int64_t now;				/* Unix s */
	bool practising;	/* asked under /practice: the desk and the
				   session are those of invented cases */
};

/* The http handler; arg is the desk. */
bool visit_answer(void *arg, struct request *, struct answer *);

/* A handler that returned NULL gives its reply later; the visit is gone. */
void visit_finish(struct visit *, struct reply *);

/* Text of a field that was checked: "" when it is not there. */
const char *visit_text(const struct visit *, const char *field);
int64_t visit_number(const struct visit *, const char *field);

/* The reply for an errno of the store: the table of errno -> HTTP. */
struct reply *visit_failed(struct visit *, int rc);
struct reply *visit_refuse(struct visit *, enum refusal);

#endif
