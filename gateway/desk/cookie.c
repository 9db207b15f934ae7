#include "gateway/desk/cookie.h"

#include <string.h>

#include "gateway/desk/guard.h"

enum { MARK_DAYS = 90, DAY_S = 86400 };

const char *
cookie_session_name(const struct settings *settings)
{
	return guard_is_secure(settings) ? "__Host-helpline" : "helpline";
}

const char *
cookie_mark_name(const struct settings *settings)
{
	return guard_is_secure(settings) ? "__Host-helpline-mark" :
	    "helpline-mark";
}

/* The value when this pair has the name. */
static char *
value_of(TALLOC_CTX *ctx, const char *pair, size_t n, const char *name)
{
	size_t name_n = strlen(name);

	if (n <= name_n || strncmp(pair, name, name_n) != 0 ||
	    pair[name_n] != '=')
		return NULL;
	return talloc_strndup(ctx, pair + name_n + 1, n - name_n - 1);
}

/* Two of one name: another host's page may have set one of them. */
char *
cookie_find(TALLOC_CTX *ctx, const struct request *request, const char *name)
{
	const char *at = request_header(request, "Cookie");
	char *found = NULL, *value;
	size_t n;

	for (; at != NULL && *at != '\0'; at += n + (at[n] == ';')) {
		at += strspn(at, " ");
		n = strcspn(at, ";");
		value = value_of(ctx, at, n, name);
		if (value != NULL && found != NULL)
			return NULL;
		if (value != NULL)
			found = value;
	}
	return found;
}

static char *
make(TALLOC_CTX *ctx, const struct settings *settings, const char *name,
    const char *value, int seconds)
{
	char *cookie = talloc_asprintf(ctx, "%s=%s; Path=/; HttpOnly; "
	    "SameSite=Strict%s", name, value,
	    guard_is_secure(settings) ? "; Secure" : "");

	return seconds < 0 ? cookie : talloc_asprintf_append(cookie,
	    "; Max-Age=%d", seconds);
}

char *
cookie_session(TALLOC_CTX *ctx, const struct settings *settings,
    const char *word)
{
	return make(ctx, settings, cookie_session_name(settings), word,
	    word[0] != '\0' ? -1 : 0);
}

char *
cookie_mark(TALLOC_CTX *ctx, const struct settings *settings,
    const char *mark)
{
	return make(ctx, settings, cookie_mark_name(settings), mark,
	    MARK_DAYS * DAY_S);
}
