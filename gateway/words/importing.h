/*
 * importing.h - what a spreadsheet changes, told before it is done, and done
 * whole or not at all.
 *
 * Sheets travel for weeks, and several at once.  So a sheet adds readers to a
 * text that is the same and takes none away; a text that somebody has read
 * changes only where that is allowed, and then nobody has read it but whom the
 * sheet names.  A reviewer who sends a sheet has read every text of her
 * language in it: as the first where nobody has, as the second where somebody
 * else was the first.
 */
#ifndef GATEWAY_WORDS_IMPORTING_H
#define GATEWAY_WORDS_IMPORTING_H

#include <talloc.h>
#include <time.h>

#include "gateway/calls/house.h"
#include "gateway/words/sheet.h"
#include "store/store.h"

struct change {
	const char *key;
	enum locale locale;
	int line;
	const char *was, *is;		/* was NULL: there was none */
	struct review before, after;
	bool text, state;		/* what changes */
};
struct changes { const char *file; size_t n; struct change *change; };

struct reviewing {
	const char *who;		/* NULL: nobody */
	bool language[LOCALES];
	bool may_void;			/* change what somebody has read */
	const char *today;
};

/* What the sheet changes of the words in use.  -EINVAL with every mistake
   added: keys that are not there, letters that cannot be shown, braces,
   placeholders that are not those of the English text. */
[[nodiscard]] int changes_find(TALLOC_CTX *, const struct house *,
    const struct sheet *, const char *file, const struct reviewing *,
    struct faults *, struct changes **out);

/* As a reader compares them, on standard output. */
void changes_print(const struct changes *);

/* Put them into the house and check all of it.  -EINVAL: errors that were
   not there before, each added. */
[[nodiscard]] int changes_try(struct house *, struct store *,
    const struct changes *, time_t now, struct faults *);

/* What of a house that has them is to stand in DIR/words.csv. */
struct sheet *changes_kept(TALLOC_CTX *, const struct house *,
    const struct changes *);

#endif
