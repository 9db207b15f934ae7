/*
 * cookie.h - the two cookies of the desk (RFC 6265): the session's word, and a
 * browser's mark (store/login.h).
 *
 * Both are for us alone: HttpOnly, SameSite=Strict, and where the page is
 * reached by https also Secure with the __Host- prefix.
 */
#ifndef GATEWAY_DESK_COOKIE_H
#define GATEWAY_DESK_COOKIE_H

#include <talloc.h>

#include "gateway/desk/http.h"
#include "gateway/settings.h"

const char *cookie_session_name(const struct settings *);
const char *cookie_mark_name(const struct settings *);

/* The value of the one cookie of that name; NULL none, or several. */
char *cookie_find(TALLOC_CTX *, const struct request *, const char *name);

/* Set-Cookie for a session's word ("" takes it away), for a mark. */
char *cookie_session(TALLOC_CTX *, const struct settings *, const char *word);
char *cookie_mark(TALLOC_CTX *, const struct settings *, const char *mark);

#endif
