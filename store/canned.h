/*
 * canned.h - what staff answer without a text leaving: one of some fixed
 * sentences, put on a case, that she reads when she dials with her digits.
 *
 * The sentences stand in locales/ under canned.CODE; here is which of them, a
 * day and a centre, in clear as the state is, because calls shows them and can
 * open no case.  Of those on a case the last one stands.
 */
#ifndef STORE_CANNED_H
#define STORE_CANNED_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

enum { CANNED_CODE_MAX = 15, CANNED_DAYS_MAX = 366 };

/* A sentence, and whether it names a day.  Each may name a centre: {centre}
   and {phone} are that one's, or the case's own. */
struct canned_kind { const char *code; bool day; };
extern const struct canned_kind canned_kinds[];	/* ends with a NULL code */
/* NULL: there is none of that code. */
const struct canned_kind *canned_find(const char *code);

struct canned {
	int64_t n;			/* which of the case's, from 1 */
	char code[CANNED_CODE_MAX + 1];
	int64_t day;			/* named in it (see day.h); 0 none */
	int64_t centre;			/* named in it; 0 the case's own */
	const char *by;			/* login name; NULL from canned_standing */
	int64_t at;			/* rounded to the hour */
	int64_t read_on;		/* day she was shown it first; 0 not yet */
	bool taken_back;
};

/*
 * Put one on a case, as work.h: asked whether she may, noted in the audit and
 * as an edit.  Of *new code, day and centre count.  -EINVAL no such code, a day
 * that is missing, past, more than CANNED_DAYS_MAX away or not named by it, no
 * such centre; -EPERM the case has no digits, so that nobody could read it;
 * -EEXIST it is not of this version any more, and *out is how it is (out may be
 * NULL).
 */
[[nodiscard]] int canned_put(struct store *, const char *ref,
    const struct login *, const struct canned *new, int64_t version,
    int64_t now, struct matter *out);
/* Take back what stands: she is shown none.  -ENOENT none stands. */
[[nodiscard]] int canned_take_back(struct store *, const char *ref,
    const struct login *, int64_t now);

/* All that were ever put on a case, in order; without a word of hers, so no
   audit row.  Under the talloc parent.  -EIO. */
struct canneds { size_t n; struct canned *canned; };
[[nodiscard]] int canned_of(struct store *, TALLOC_CTX *, const struct id *,
    struct canneds **out);

/* What she is to be shown.  -ENOENT none; -EIO. */
[[nodiscard]] int canned_standing(struct store *, const struct id *,
    struct canned *out);
/* She was shown it, on a day: the first time counts, and is a change that the
   desk sees.  Inside a transaction. */
[[nodiscard]] int canned_read(struct store *, const struct id *, int64_t n,
    int64_t day, int64_t now);

#endif
