/*
 * onetime.h - one-time codes: from an app (RFC 6238: 6 digits, 30 s, SHA-1) or
 * from a printed sheet of 60 (RFC 4226: 8 digits).
 *
 * Both are a count and a code of it; a count is accepted once, and none below
 * it after that.  Digits may be Khmer or Thai, with spaces.
 */
#ifndef GATEWAY_DESK_ONETIME_H
#define GATEWAY_DESK_ONETIME_H

#include <stdint.h>
#include <talloc.h>

#include "store/factor.h"

enum { SHEET_LINES = 60 };

/* A random secret for either. */
struct secret *onetime_new(TALLOC_CTX *);
/* 0 and the count of the code as typed; -EACCES wrong, or last or earlier. */
[[nodiscard]] int onetime_check(enum factor, const struct secret *,
    int64_t last, const char *typed, int64_t now, int64_t *count);
/* The code of a sheet's line, from 1.  Under the talloc parent. */
char *onetime_line(TALLOC_CTX *, const struct secret *, int line);
/* The app's secret as people type it (base32), and as its QR code says it. */
char *onetime_base32(TALLOC_CTX *, const struct secret *);
char *onetime_uri(TALLOC_CTX *, const struct secret *, const char *name);
/* A QR code as the d of one SVG path, each module a unit, a quiet zone of four
   about it; *size is the side of the whole. */
char *onetime_qr(TALLOC_CTX *, const char *text, int *size);

#endif
