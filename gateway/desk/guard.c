#include "gateway/desk/guard.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char https[] = "https://";

bool
guard_is_secure(const struct settings *settings)
{
	return strncmp(settings->desk_origin, https, strlen(https)) == 0;
}

/* "http://127.0.0.1:8026" where no other is set. */
static bool
is_own_origin(const struct settings *settings, const char *origin)
{
	static const char *const names[] = { "127.0.0.1", "localhost" };
	char own[64];

	if (settings->desk_origin[0] != '\0')
		return strcmp(origin, settings->desk_origin) == 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(own, sizeof(own), "http://%s:%ld", names[i],
		    settings->desk_port);
		if (strcmp(origin, own) == 0)
			return true;
	}
	return false;
}

bool
guard_is_host(const struct settings *settings, const struct request *request)
{
	const char *host = request_header(request, "Host");
	char origin[320];
	int n = snprintf(origin, sizeof(origin), "%s%s",
	    guard_is_secure(settings) ? https : "http://",
	    host != NULL ? host : "");

	return n > 0 && (size_t)n < sizeof(origin) &&
	    is_own_origin(settings, origin);
}

/* Typed into the address bar is "none"; everything else is ours or not. */
static bool
is_own_fetch(const struct request *request, bool changes)
{
	const char *site = request_header(request, "Sec-Fetch-Site");

	return site == NULL || strcmp(site, "same-origin") == 0 ||
	    (!changes && strcmp(site, "none") == 0);
}

static bool
is_json(const char *type)
{
	static const char json[] = "application/json";
	size_t n = strlen(json);

	return type != NULL && strncasecmp(type, json, n) == 0 &&
	    (type[n] == '\0' || type[n] == ';');
}

enum refusal
guard_check(const struct settings *settings, const struct request *request,
    bool changes)
{
	const char *origin = request_header(request, "Origin");

	if (!guard_is_host(settings, request) ||
	    !is_own_fetch(request, changes))
		return BAD_ORIGIN;
	if (origin != NULL && !is_own_origin(settings, origin))
		return BAD_ORIGIN;
	if (!changes)
		return request->body_n == 0 ? REFUSAL_NONE : BAD_REQUEST;
	/* A browser always says where a change comes from. */
	if (origin == NULL)
		return BAD_ORIGIN;
	return is_json(request_header(request, "Content-Type")) ?
	    REFUSAL_NONE : BAD_TYPE;
}
