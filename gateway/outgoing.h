/*
 * outgoing.h - may a text that a member wrote leave as an SMS, and what does it
 * cost?
 *
 * Asked when it is written, so that she can mend it, and again where it
 * leaves, so that nothing else can send.  What the caller typed is known only
 * where the case is open: outgoing_echoes is asked there.
 */
#ifndef GATEWAY_OUTGOING_H
#define GATEWAY_OUTGOING_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "gateway/danger.h"
#include "locales/pages.h"

enum outgoing_fault {
	OUTGOING_FINE,
	OUTGOING_EMPTY,
	OUTGOING_CONTROL,	/* controls, or what cannot be read */
	OUTGOING_LONG,		/* more parts than may be */
	OUTGOING_SENSITIVE,	/* a word of menus/sensitive.txt */
	OUTGOING_ECHO,		/* four words in a row of what she typed */
	OUTGOING_FAULTS
};
/* "fine", "empty", ... */
const char *outgoing_fault_name(enum outgoing_fault);

enum { OUTGOING_SHARED_WORDS = 4, OUTGOING_UNITS_MAX = 1600 };

struct outgoing {
	enum outgoing_fault fault;
	const char *word;	/* of OUTGOING_SENSITIVE; the danger's */
	unsigned parts;		/* as the phone company counts; 0 not counted */
	const struct page *page;	/* as it goes, whole; NULL not drawn */
};

/*
 * Judge a text.  checked: a person gave a reason for a word of the list, and
 * the lead has been told.  Parts and page are there for OUTGOING_FINE,
 * OUTGOING_LONG and OUTGOING_SENSITIVE.  Hangs under the talloc parent.
 */
struct outgoing outgoing_judge(TALLOC_CTX *, const struct danger *,
    const char *text, unsigned parts_max, bool checked);

/* Are OUTGOING_SHARED_WORDS of it in a row in what a caller typed?  An inbox
   would tell whose it is. */
bool outgoing_echoes(const char *text, const char *typed);

/* Parts of a page as an SMS: one of 160 septets or 70 units, else each of 153
   or 67 (3GPP TS 23.040 §9.2.3.24.1), an extension character never parted. */
unsigned outgoing_parts(const struct page *);

#endif
