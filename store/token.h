/*
 * token.h - random words that open a session, and how they are kept: by hash,
 * so that whoever reads our memory later finds none that opens anything.
 */
#ifndef STORE_TOKEN_H
#define STORE_TOKEN_H

#include <stdbool.h>

enum { TOKEN_TEXT = 43, TOKEN_HASH = 32 };	/* 256 bits as base64url */

void token_make(char text[TOKEN_TEXT + 1]);
/* Of any text. */
void token_hash(const char *text, unsigned char out[TOKEN_HASH]);
/* In a time that tells nothing. */
bool token_hash_same(const unsigned char a[TOKEN_HASH],
    const unsigned char b[TOKEN_HASH]);

#endif
