/*
 * libgw.h - Kannel's own packer and unpacker, for a test to hold ours against.
 *
 * Kannel's headers poison malloc, define the tag struct sms and are not clean
 * under our warnings, so they are included in libgw.c alone.
 */
#ifndef TESTS_LIBGW_H
#define TESTS_LIBGW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

enum { LIBGW_FIELDS = 64 };

/* A field as msg-decl.h declares it; a text with data NULL is NULL. */
struct libgw_field {
	const char *name;
	bool text;
	int32_t number;
	const void *data;
	size_t n;
};
struct libgw_message {
	int type;			/* -1: libgw could not unpack it */
	size_t n;
	struct libgw_field fields[LIBGW_FIELDS];
};

void libgw_start(void);

/* A packet without its length; data hangs under the talloc parent. */
void libgw_unpack(TALLOC_CTX *, const void *octets, size_t n,
    struct libgw_message *out);
/* The fields in the order in which libgw_unpack gives them. */
unsigned char *libgw_pack(TALLOC_CTX *, const struct libgw_message *,
    size_t *n);

/* meta_data of the group smpp with one pair; the value of one. */
char *libgw_meta_write(TALLOC_CTX *, const char *key, const void *data,
    size_t n);
void *libgw_meta_value(TALLOC_CTX *, const char *meta, const char *key,
    size_t *n);

#endif
