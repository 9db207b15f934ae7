/*
 * coded.h - a text as it is on the air (3GPP TS 23.038).
 *
 * The simulated network's own reading and writing, sharing nothing with the
 * code that cuts our pages, so that one checks the other.  A septet is one
 * octet, as SMPP carries it.
 */
#ifndef GATEWAY_HANDSET_CODED_H
#define GATEWAY_HANDSET_CODED_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

enum { DCS_GSM7 = 0, DCS_UCS2 = 8 };	/* data_coding, SMPP 3.4 5.2.19 */

struct coded { uint8_t dcs; size_t n; const uint8_t *octets; };

/* GSM-7 when every character is in its alphabet, else UCS-2; under the
   talloc parent. */
struct coded coded_write(TALLOC_CTX *, const char *text);

/* As clean UTF-8; what a handset cannot show becomes one line saying so. */
char *coded_read(TALLOC_CTX *, const struct coded *);

/* Septets, UTF-16 units, or octets of what is neither. */
unsigned coded_units(const struct coded *);
const char *coded_name(const struct coded *);	/* "GSM-7", "UCS-2", "data" */

/* The code point that *text begins with; *text steps over it.  What is no
   UTF-8 is U+FFFD for each octet.  0 at the end, where *text stays. */
uint32_t coded_point(const char **text);

#endif
