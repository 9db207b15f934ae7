/*
 * erasing.h - what is past its time goes, a few rows at a time, while nobody
 * waits.
 */
#ifndef GATEWAY_CALLS_ERASING_H
#define GATEWAY_CALLS_ERASING_H

#include <stdint.h>

#include "gateway/settings.h"
#include "store/store.h"

/* When it was last looked; 0 at first. */
struct erasing { int64_t at; };

/* A pass, if it is time for one. */
void erasing_pass(struct erasing *, const struct settings *, struct store *,
    int64_t now);

#endif
