/*
 * placeholder.h - {name} in a text, where a value goes.
 */
#ifndef LOCALES_PLACEHOLDER_H
#define LOCALES_PLACEHOLDER_H

#include <stddef.h>

/* Octets of the placeholder that begins at a brace, or 0 when it is none:
   a name is letters, digits, _ and full stops, at least one. */
size_t placeholder_length(const char *brace);

#endif
