/*
 * What comes to the staff's door before anybody is asked who she is: five
 * headers, whatever a browser or an attacker puts there.  The first octet says
 * how the page is reached and whether the request changes something; lines are
 * Cookie, Host, Origin, Sec-Fetch-Site and Content-Type, an empty one is not
 * sent.
 *
 * A cookie is found when its name stands there once, as a reader of RFC 6265
 * reads it; a request is let through only from our own page to our own name;
 * what we set is one cookie that no script reads, and it is found again.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <talloc.h>

#include "gateway/desk/cookie.h"
#include "gateway/desk/guard.h"

enum { COOKIE, HOST, ORIGIN, SITE, TYPE, HEADERS };

static const char *const names[HEADERS] = { "Cookie", "Host", "Origin",
	"Sec-Fetch-Site", "Content-Type" };
static const char *sent[HEADERS];

/* ---- in the place of http.c ---- */

const char *
request_header(const struct request *request, const char *name)
{
	must(request != NULL);
	for (int i = 0; i < HEADERS; i++)
		if (strcmp(name, names[i]) == 0)
			return sent[i];
	return NULL;
}

static void
read_headers(TALLOC_CTX *ctx, struct draw *draw)
{
	char *lines = talloc_strndup(ctx, (const char *)draw->at, draw->n);
	char *line;

	for (int i = 0; i < HEADERS; i++) {
		line = strsep(&lines, "\n");
		sent[i] = line == NULL || *line == '\0' ? NULL : line;
	}
}

/* ---- cookies ---- */

/* How often a name stands there, by the letter of the standard. */
static unsigned
count(TALLOC_CTX *ctx, const char *name, const char **value)
{
	char *all = talloc_strdup(ctx, sent[COOKIE] != NULL ? sent[COOKIE] :
	    ""), *pair, *is;
	unsigned n = 0;

	while ((pair = strsep(&all, ";")) != NULL) {
		while (*pair == ' ')
			pair++;
		is = strchr(pair, '=');
		if (is == NULL || (size_t)(is - pair) != strlen(name) ||
		    strncmp(pair, name, strlen(name)) != 0)
			continue;
		*value = is + 1;
		n++;
	}
	return n;
}

static void
hold_cookie(TALLOC_CTX *ctx, const struct request *request, const char *name)
{
	const char *want = NULL;
	char *is = cookie_find(ctx, request, name);
	bool once = count(ctx, name, &want) == 1;

	must((is != NULL) == once);
	must(!once || strcmp(is, want) == 0);
}

static void
hold_set(TALLOC_CTX *ctx, const struct settings *settings,
    const struct request *request)
{
	const char *name = cookie_session_name(settings);
	char *set = cookie_session(ctx, settings, "word");
	bool secure = guard_is_secure(settings);

	must(strstr(set, "; HttpOnly") != NULL);
	must(strstr(set, "; SameSite=Strict") != NULL);
	must((strstr(set, "; Secure") != NULL) == secure);
	must((strncmp(set, "__Host-", 7) == 0) == secure);
	set[strcspn(set, ";")] = '\0';
	sent[COOKIE] = set;
	must(strcmp(cookie_find(ctx, request, name), "word") == 0);
}

/* ---- who is let in ---- */

static bool
is_ours(const struct settings *settings, const char *origin)
{
	if (settings->desk_origin[0] != '\0')
		return strcmp(origin, settings->desk_origin) == 0;
	return strcmp(origin, "http://127.0.0.1:8026") == 0 ||
	    strcmp(origin, "http://localhost:8026") == 0;
}

static bool
may_pass(TALLOC_CTX *ctx, const struct settings *settings, bool changes)
{
	const char *scheme = guard_is_secure(settings) ? "https" : "http";
	const char *site = sent[SITE], *type = sent[TYPE];

	if (sent[HOST] == NULL || !is_ours(settings, talloc_asprintf(ctx,
	    "%s://%s", scheme, sent[HOST])))
		return false;
	if (sent[ORIGIN] != NULL && !is_ours(settings, sent[ORIGIN]))
		return false;
	if (site != NULL && strcmp(site, "same-origin") != 0 &&
	    (changes || strcmp(site, "none") != 0))
		return false;
	return !changes || (sent[ORIGIN] != NULL && type != NULL &&
	    strncasecmp(type, "application/json", 16) == 0 &&
	    (type[16] == '\0' || type[16] == ';'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	uint8_t how = draw_octet(&draw);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct settings settings = { .desk_port = 8026,
		.desk_origin = how & 1 ? "https://desk.example.org" : "" };
	struct request request = { .method = how & 2 ? "POST" : "GET" };
	bool changes = (how & 2) != 0;

	read_headers(ctx, &draw);
	hold_cookie(ctx, &request, cookie_session_name(&settings));
	hold_cookie(ctx, &request, cookie_mark_name(&settings));
	must((guard_check(&settings, &request, changes) == REFUSAL_NONE) ==
	    may_pass(ctx, &settings, changes));
	hold_set(ctx, &settings, &request);
	talloc_free(ctx);
	return 0;
}
