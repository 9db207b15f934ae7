/*
 * secret.h - a 32-octet secret in memory that is locked where the system
 * permits, kept out of core dumps, and wiped when its talloc parent goes;
 * and memory for words that is only wiped.
 */
#ifndef STORE_SECRET_H
#define STORE_SECRET_H

#include <stddef.h>
#include <talloc.h>

enum { SECRET_OCTETS = 32, SECRET_WRAPPED = 24 + 16 + 32 };

struct secret { unsigned char *octets; };

/* All zeros.  Needs no memory-lock allowance: it is locked if it may be. */
struct secret *secret_new(TALLOC_CTX *);

/* Random. */
void secret_fill(struct secret *);

/* One secret under another: a nonce and a secretbox.  -EBADMSG it does not
   open with this key. */
void secret_wrap(const struct secret *key, const struct secret *,
    unsigned char out[SECRET_WRAPPED]);
[[nodiscard]] int secret_unwrap(const struct secret *key,
    const unsigned char wrapped[SECRET_WRAPPED], struct secret *out);

/* n octets of zero that are wiped when freed: talloc gives the memory to the
   next who asks. */
char *secret_text(TALLOC_CTX *, size_t n);

#endif
