/*
 * routes.h - every request that the desk answers, in two tables.
 *
 * The permission matrix, the OpenAPI document and the test of every route by
 * every role are made of them; see HACKING.md for how to add a row.
 */
#ifndef GATEWAY_DESK_ROUTES_H
#define GATEWAY_DESK_ROUTES_H

#include "gateway/desk/access.h"
#include "gateway/desk/shape.h"

struct reply;
struct visit;

enum route_flag {
	ROUTE_QUIET = 1,	/* asked by the page itself: not a sign that
				   somebody sits there */
	ROUTE_LOCKED = 2,	/* also while the session is locked */
	ROUTE_UNENROLLED = 4,	/* also before there is a second factor */
	ROUTE_ONCE = 8,		/* a form: sent twice under one key it does
				   one thing (once.h); not where the answer
				   holds a secret */
};

/* NULL: the reply comes later, by visit_finish. */
typedef struct reply *route_handler(struct visit *);

struct route {
	const char *method;
	const char *path;		/* "/api/cases/:ref" */
	enum action action;
	unsigned flags;
	route_handler *run;
	const struct shape *takes;	/* the body; NULL: none */
	const struct shape *gives;	/* NULL: 204, or as help says */
	const char *const *query;	/* parameters; NULL: none */
	const char *help;
};
/* By what they are about; each ends with a NULL method. */
extern const struct route routes_house[], routes_cases[];
extern const struct route *const routes_tables[];	/* both; end: NULL */

enum { PATH_PARTS = 6 };
/* Does a path fit a route's?  Copies what stands for its :words. */
bool route_fits(const struct route *, const char *path,
    char (*param)[41], int max);

#endif
