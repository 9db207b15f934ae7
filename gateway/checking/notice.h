/*
 * notice.h - what an operator writes for phones, looked at before it is kept:
 * clean, in letters a phone shows, short, dated, without a word that betrays.
 */
#ifndef GATEWAY_CHECKING_NOTICE_H
#define GATEWAY_CHECKING_NOTICE_H

#include <talloc.h>

#include "gateway/calls/house.h"

enum { NOTICE_PAGES_MAX = 4, NOTICE_DAYS_MAX = 184 };

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int notice_check(const struct house *,
    const struct notice_row *, struct faults *);
/* Read name: FILE's km, km_Latn, th, en, since, until into the row where it
   has none; under the talloc parent.  -EINVAL with faults. */
[[nodiscard]] int notice_read(TALLOC_CTX *, const char *path,
    struct faults *, struct notice_row *);
/* Does a text of any language show the notice of this name? */
bool notice_is_shown(const struct house *, const char *name);

#endif
