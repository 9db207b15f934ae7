#include "gateway/desk/routes.h"

#include <string.h>

#include "gateway/desk/handlers.h"
#include "gateway/desk/shapes.h"

enum { EVEN = ROUTE_LOCKED | ROUTE_UNENROLLED };	/* in every state */

const struct route routes_table[] = {
	{ "GET", "/api/health", MAY_KNOCK, 0, health_get, NULL,
	  &shape_health, NULL, "Is the desk there, and can it write?" },
	{ "GET", "/api/openapi.json", MAY_KNOCK, 0, openapi_get, NULL, NULL,
	  NULL, "This document." },

	{ "POST", "/api/session", MAY_SIGN_IN, 0, session_post,
	  &shape_sign_in, &shape_session, NULL,
	  "Sign in.  Without a second factor yet, code is left out, and the "
	  "session can do nothing but set one up." },
	{ "GET", "/api/session", MAY_STAY, EVEN | ROUTE_QUIET, session_get,
	  NULL, &shape_session, NULL,
	  "Who is signed in, and the token that every change carries in "
	  "X-CSRF-Token." },
	{ "DELETE", "/api/session", MAY_STAY, EVEN, session_delete, NULL,
	  NULL, NULL, "Sign out: the keys are wiped." },
	{ "POST", "/api/session/lock", MAY_STAY, EVEN, lock_post, NULL, NULL,
	  NULL, "Lock: the keys are wiped, the password brings them back." },
	{ "POST", "/api/session/unlock", MAY_STAY, EVEN, unlock_post,
	  &shape_unlock, &shape_session, NULL,
	  "Unlock.  After five wrong passwords the session is over." },
	{ "POST", "/api/session/confirm", MAY_STAY, 0, confirm_post,
	  &shape_confirm, &shape_session, NULL,
	  "Password and code again; for five minutes what needs it may be "
	  "done." },
	{ "POST", "/api/session/password", MAY_STAY, 0, password_post,
	  &shape_password, NULL, NULL,
	  "Another password.  Her other sessions end." },
	{ "POST", "/api/session/factor", MAY_STAY, ROUTE_UNENROLLED,
	  factor_post, &shape_factor, &shape_factor_shown, NULL,
	  "Begin a second factor; what it shows is shown once.  Who has one "
	  "already confirms first." },
	{ "POST", "/api/session/factor/confirm", MAY_STAY, ROUTE_UNENROLLED,
	  factor_confirm_post, &shape_code, &shape_session, NULL,
	  "A first code proves that the app or the sheet is in her hands." },
	{ "POST", "/api/activation", MAY_SIGN_IN, 0, activation_post,
	  &shape_activation, NULL, NULL,
	  "The printed activation code becomes a password.  Then sign in." },
	{ 0 }
};

/* The length of a part of a path. */
static size_t
part(const char *at)
{
	return strcspn(at, "/");
}

/* References, names and numbers have nothing to escape. */
static bool
is_word(const char *at, size_t n)
{
	return n > 0 && strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789.-")
	    >= n;
}

bool
route_fits(const struct route *route, const char *path, char (*param)[41],
    int max)
{
	const char *want = route->path;
	int i = 0;

	for (;;) {
		size_t want_n = part(want), n = part(path);

		if (want[0] == ':') {
			if (i == max || n >= sizeof(*param) ||
			    !is_word(path, n))
				return false;
			memcpy(param[i], path, n);
			param[i++][n] = '\0';
		} else if (want_n != n || strncmp(want, path, n) != 0)
			return false;
		want += want_n;
		path += n;
		if (*want == '\0' || *path == '\0')
			return *want == *path;
		want++;
		path++;
	}
}
