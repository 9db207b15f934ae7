/*
 * sentence.h - the sentences that staff answer with, as a phone shows them.
 */
#ifndef GATEWAY_DESK_SENTENCE_H
#define GATEWAY_DESK_SENTENCE_H

#include <stdbool.h>
#include <talloc.h>

#include "store/canned.h"

struct catalogue;
struct centres;

struct sentence_ask {
	const struct catalogue *catalogue;
	const struct centres *centres;
	const struct matter *matter;	/* whose language and centre */
	struct canned canned;		/* code, day, centre */
	int64_t now;
};
/* In her language; where nobody translated it it is English.  The guides of
   breaking are left out.  Under the talloc parent. */
char *sentence_words(TALLOC_CTX *, const struct sentence_ask *);
/* Is it there in her own language? */
bool sentence_is_own(const struct sentence_ask *);
/* Its pages, as a USSD phone shows them: the first, the second, ... n of them,
   three at most. */
enum { SENTENCE_PAGES = 3 };
size_t sentence_pages(TALLOC_CTX *, const char *words,
    const char *page[SENTENCE_PAGES]);

#endif
