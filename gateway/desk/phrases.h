/*
 * phrases.h - the words that phones are shown, as the desk needs them: for the
 * sentences staff answer with, and to know what must not lie in an inbox.
 */
#ifndef GATEWAY_DESK_PHRASES_H
#define GATEWAY_DESK_PHRASES_H

struct desk;

/* The program's words and the operator's own over them, and the list of
   danger, into the desk.  0; negative after logging why. */
[[nodiscard]] int phrases_open(struct desk *);

#endif
