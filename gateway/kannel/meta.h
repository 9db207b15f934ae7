/*
 * meta.h - Kannel's meta_data: the optional parameters (TLVs) of SMPP 3.4.
 *
 * "?group?" then urlenc(key)=urlenc(value)& repeated, groups in a row; values
 * are any octets; order is not stable.  "?smpp?" alone is none at all.
 */
#ifndef GATEWAY_KANNEL_META_H
#define GATEWAY_KANNEL_META_H

#include <stddef.h>
#include <talloc.h>

#include "gateway/kannel/packet.h"

/*
 * The value of a key of the group "smpp", decoded, under the talloc parent.
 * data is NULL when the key is absent or the text cannot be read.
 */
struct octets meta_value(TALLOC_CTX *, struct octets meta, const char *key);

struct meta_pair { const char *key; struct octets value; };
/* "?smpp?k=v&..." under the talloc parent; pairs without data are left out. */
char *meta_write(TALLOC_CTX *, const struct meta_pair *, size_t n);

#endif
