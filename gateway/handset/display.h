/*
 * display.h - what a handset is shown, as text for a terminal.
 */
#ifndef GATEWAY_HANDSET_DISPLAY_H
#define GATEWAY_HANDSET_DISPLAY_H

#include <stdbool.h>
#include <talloc.h>

#include "gateway/handset/wire.h"

/* A page, SMS or notice in a frame with how long it is and what the network
   waits for.  plain: without box drawing characters. */
char *display_draw(TALLOC_CTX *, const struct screen *, bool plain);

#endif
