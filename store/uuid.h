/*
 * uuid.h - ids of messages: 36 letters on the wire, 16 octets in the store.
 */
#ifndef STORE_UUID_H
#define STORE_UUID_H

#include <stdbool.h>

enum { UUID_LETTERS = 36, UUID_RAW = 16 };

/* False, and out in any state: not one in lower-case hexadecimal, which alone
   is the same again when it is written out. */
bool uuid_pack(const char *text, unsigned char out[UUID_RAW]);
/* With its NUL. */
void uuid_write(const unsigned char raw[UUID_RAW], char out[UUID_LETTERS + 1]);

#endif
