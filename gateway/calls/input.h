/*
 * input.h - what she pressed or wrote, against what lay before her.
 */
#ifndef GATEWAY_CALLS_INPUT_H
#define GATEWAY_CALLS_INPUT_H

#include "gateway/calls/scene.h"
#include "menus/dialog.h"

/* The dialogue's input; a page that has fewer pages than before is turned
   back to its last. */
struct input input_of(struct scene *);

#endif
