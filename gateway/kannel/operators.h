/*
 * operators.h - profiles of mobile networks: everything that differs by
 * operator, read from operators.yaml, none of it in C.
 */
#ifndef GATEWAY_KANNEL_OPERATORS_H
#define GATEWAY_KANNEL_OPERATORS_H

#include <stddef.h>
#include <talloc.h>

#include "locales/pages.h"

struct document;
struct faults;

/* Where a network puts its session id. */
enum session_place {
	SESSION_NONE,		/* nowhere: number and time are the session */
	SESSION_TLV,		/* in the TLV named session_tlv */
};

enum { OP_NONE = 0x100 };	/* an op value that no octet has */

struct operator {
	const char *name;		/* "demo"; at most 31 octets */
	const char *country;		/* ISO 3166-1, where the network is */
	const char *country_code;	/* "855" */
	const char *trunk_prefix;	/* "0", or "" */

	/* USSD */
	const char *ussd_smsc;		/* smsc-id, NULL: no USSD here */
	const char *code;		/* "*2026#" */
	const char *op_tlv;		/* "ussd_service_op"; NULL: none, the
					   text tells */
	unsigned op_begin, op_input, op_abort;	/* op_abort 0x100: none */
	unsigned op_ask, op_end;	/* what we answer: continue, end */
	enum session_place session_place;
	const char *session_tlv;	/* echoed in every answer */
	unsigned session_end_bit;	/* OR-ed into the last octet at the
					   end; 0: none */
	unsigned session_s;		/* a session without id lasts so long */
	struct page_limits ussd_limits;

	/* SMS */
	const char *sms_smsc;		/* smsc-id, NULL: no SMS here */
	const char *number;		/* short number, "2026" */
	const char *long_number;	/* from abroad, "+855..."; NULL: none */
	struct page_limits sms_limits;
	unsigned rate;			/* parts a second that may leave
					   unasked */
};
struct operators { size_t n; struct operator *operator; };

/* 0, or -EINVAL with every mistake added to faults.  At least one profile. */
[[nodiscard]] int operators_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct operators **out);
/* The text of the profiles that the program carries, for init to copy. */
const char *operators_embedded(size_t *n);

#endif
