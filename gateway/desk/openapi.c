#include "gateway/desk/openapi.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

#include "gateway/desk/handlers.h"
#include "gateway/desk/shapes.h"
#include "gateway/desk/visit.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

/* "/api/cases/:ref" is "/api/cases/{ref}" there. */
static char *
template_of(TALLOC_CTX *ctx, const char *path)
{
	char *text = talloc_strdup(ctx, "");
	size_t n;

	for (; *path != '\0'; path += n) {
		n = *path == ':' ? strcspn(path, "/") : strcspn(path, ":");
		text = *path == ':' ? talloc_asprintf_append(text, "{%.*s}",
		    (int)n - 1, path + 1) : talloc_strndup_append(text, path,
		    n);
	}
	return text;
}

static json_t *
parameter(const char *name, size_t n, const char *in)
{
	return json_pack("{s:s%, s:s, s:b, s:{s:s}}", "name", name, n,
	    "in", in, "required", strcmp(in, "path") == 0,
	    "schema", "type", "string");
}

static json_t *
parameters_of(const struct route *route)
{
	json_t *list = json_array();

	for (const char *at = strchr(route->path, ':'); at != NULL;
	    at = strchr(at + 1, ':'))
		json_array_append_new(list, parameter(at + 1,
		    strcspn(at + 1, "/"), "path"));
	for (const char *const *q = route->query; q && *q != NULL; q++)
		json_array_append_new(list, parameter(*q, strlen(*q),
		    "query"));
	if (route->flags & ROUTE_ONCE)
		json_array_append_new(list, parameter("Idempotency-Key",
		    strlen("Idempotency-Key"), "header"));
	return list;
}

static json_t *
content_of(const struct shape *shape)
{
	return json_pack("{s:{s:{s:o}}}", "application/json", "schema", "$ref",
	    json_sprintf("#/components/schemas/%s", shape->name));
}

static json_t *
responses_of(const struct route *route)
{
	json_t *good = json_pack("{s:s}", "description",
	    route->gives != NULL ? "as asked" : "done");
	const char *status = route->gives != NULL ||
	    strcmp(route->method, "GET") == 0 ? "200" : "204";

	if (route->gives != NULL)
		json_object_set_new(good, "content",
		    content_of(route->gives));
	return json_pack("{s:o, s:{s:s, s:o}}", status, good, "default",
	    "description", "refused", "content", content_of(&shape_refusal));
}

static json_t *
roles_of(const struct access *access)
{
	json_t *list = json_array();

	for (int i = 0; i < ROLES; i++)
		if (access->roles >> i & 1)
			json_array_append_new(list, json_string(role_name(
			    (enum role)i)));
	return list;
}

/* What no standard word is for: who may, whose, and in which state. */
static void
add_access(json_t *operation, const struct route *route)
{
	const struct access *access = &access_table[route->action];

	json_object_set_new(operation, "x-action",
	    json_string(access->name));
	json_object_set_new(operation, "x-roles", roles_of(access));
	json_object_set_new(operation, "x-scope",
	    json_string(scope_name(access->scope)));
	json_object_set_new(operation, "x-fresh",
	    json_boolean(access->fresh));
	json_object_set_new(operation, "x-while-locked",
	    json_boolean(route->flags & ROUTE_LOCKED));
	json_object_set_new(operation, "x-before-enrolment",
	    json_boolean(route->flags & ROUTE_UNENROLLED));
	json_object_set_new(operation, "x-keeps-awake",
	    json_boolean(!(route->flags & ROUTE_QUIET)));
	if (access->roles == 0)
		json_object_set_new(operation, "security", json_array());
}

static json_t *
operation_of(const struct route *route)
{
	json_t *operation = json_pack("{s:s, s:o, s:o}",
	    "summary", route->help, "parameters", parameters_of(route),
	    "responses", responses_of(route));

	if (route->takes != NULL)
		json_object_set_new(operation, "requestBody", json_pack(
		    "{s:b, s:o}", "required", 1, "content",
		    content_of(route->takes)));
	add_access(operation, route);
	return operation;
}

static void
add_operation(json_t *all, const struct route *route)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *name = template_of(ctx, route->path);
	char *method = talloc_strdup(ctx, route->method);
	json_t *path = json_object_get(all, name);

	if (path == NULL) {
		path = json_object();
		json_object_set_new(all, name, path);
	}
	for (char *c = method; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	json_object_set_new(path, method, operation_of(route));
	talloc_free(ctx);
}

static json_t *
paths(void)
{
	json_t *all = json_object();

	for (const struct route *const *t = routes_tables; *t != NULL; t++)
		for (const struct route *r = *t; r->method != NULL; r++)
			add_operation(all, r);
	return all;
}

static json_t *
schemas(void)
{
	json_t *all = json_object();

	for (const struct shape *const *s = shapes_table; *s != NULL; s++)
		json_object_set_new(all, (*s)->name, shape_schema(*s));
	return all;
}

json_t *
openapi_document(void)
{
	return json_pack("{s:s, s:{s:s, s:s, s:s}, s:o, s:{s:o, s:{s:{s:s, s:s,"
	    " s:s}}}, s:[{s:[]}]}",
	    "openapi", "3.1.0",
	    "info", "title", "Helpline: the desk", "version", PACKAGE_VERSION,
	    "description", "JSON only.  A change (anything but GET) carries "
	    "Origin, Content-Type: application/json and, once signed in, "
	    "X-CSRF-Token.  One that takes an Idempotency-Key does one thing "
	    "however often it is sent under it within 15 minutes.  "
	    "A refusal is a Refusal; another office's case is "
	    "answered as one that does not exist.",
	    "paths", paths(),
	    "components", "schemas", schemas(), "securitySchemes", "session",
	    "type", "apiKey", "in", "cookie", "name", "helpline",
	    "security", "session");
}

struct reply *
openapi_get(struct visit *visit)
{
	return reply_json(visit, 200, openapi_document());
}
