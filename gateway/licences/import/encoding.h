/*
 * encoding.h - is it UTF-8, or what is it?
 */
#ifndef GATEWAY_LICENCES_IMPORT_ENCODING_H
#define GATEWAY_LICENCES_IMPORT_ENCODING_H

#include <stddef.h>
#include <talloc.h>

struct faults;

/*
 * The text of a file as UTF-8 without its byte-order mark: UTF-16 of either
 * order is converted, with a mark or without one.  NULL with a fault added
 * when it is of another encoding (a guess is named) or holds a NUL.  What is
 * returned ends in a NUL; *out_n does not count it.
 */
char *encoding_utf8(TALLOC_CTX *, const char *file, const void *octets,
    size_t n, struct faults *, size_t *out_n);

/* Octets of the UTF-8 sequence that begins here; 0 there is none. */
size_t encoding_sequence(const unsigned char *at, size_t n);

#endif
