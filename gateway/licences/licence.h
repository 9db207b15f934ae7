/*
 * licence.h - licence numbers, however they are written: in digits of any
 * script, with or without spaces, dashes, leading zeros.
 */
#ifndef GATEWAY_LICENCES_LICENCE_H
#define GATEWAY_LICENCES_LICENCE_H

#include <stdbool.h>

enum { LICENCE_KEY = 64 };	/* octets */

/* The key of a number, or its digits' alone; "" when it has no digit. */
void licence_key(const char *clean, bool digits_only, char out[LICENCE_KEY]);

/* The key of what was typed for one, "licence no. 12" included; "" none. */
void licence_asked(const char *clean, char out[LICENCE_KEY]);

#endif
