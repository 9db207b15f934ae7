/*
 * licence.h - licence numbers, however they are written: in digits of any
 * script, with or without spaces, dashes, leading zeros.
 */
#ifndef GATEWAY_LICENCES_LICENCE_H
#define GATEWAY_LICENCES_LICENCE_H

#include <stdbool.h>

enum { LICENCE_KEY = 64 };	/* octets */

/* How a number is read: "1 2/26" is 1, 2 and 26, or 12 and 26; written in one
   run ("00126") it has no parts, and its zeros count.  Where it is parted
   matters otherwise: 120/26 is not 1/2026. */
enum licence_written {
	LICENCE_PARTED, LICENCE_CLOSED, LICENCE_RUN, LICENCE_WAYS
};

/* The key of a number, or its digits' alone; "" when it has no digit. */
void licence_key(const char *clean, bool digits_only, enum licence_written,
    char out[LICENCE_KEY]);

/* The key of what was typed for one, "licence no. 12" included; "" none. */
void licence_asked(const char *clean, enum licence_written,
    char out[LICENCE_KEY]);

#endif
