/*
 * drawing.h - a place in the tree becomes pages: keys are joined with words.
 *
 * Pages without a caller's own values are cut once, at start (drawing_cut);
 * those with her reference, state or centre are cut each time.  Sends nothing and remembers
 * nothing about callers.
 */
#ifndef GATEWAY_CALLS_DRAWING_H
#define GATEWAY_CALLS_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>
#include <time.h>

#include "locales/catalogue.h"
#include "locales/pages.h"
#include "menus/dialog.h"
#include "menus/tree.h"

struct drawing;
struct known;

/* Items of a list that comes from the store, in the order shown. */
struct choices {
	size_t n;
	const char **values;		/* the last may be "0": I do not know */
	const char *(*names)[LOCALES];	/* by value, then locale */
};

/* Where pages go. */
struct door {
	struct page_limits limits;
	bool sms;
	bool sends;		/* she could have the page by SMS too */
};

/* For whom a page is drawn. */
struct view {
	const struct node *node;
	enum locale locale;
	bool sms, sends;	/* the door's */
	struct page_limits limits;
	/* A caller's own values by placeholder name; NULL function: none, the
	   placeholder stays.  NULL for a name it does not know. */
	const char *(*value)(void *arg, const char *name);
	void *arg;
	/* The lines of a text in another order, under the talloc context; NULL:
	   as they stand. */
	const char *(*order)(void *arg, TALLOC_CTX *, const char *text);
	/* What a list of her own holds; NULL: nothing. */
	const struct choices *choices;
};

/*
 * Facts are judged at now: open a new drawing when the day changes.  Keeps
 * pointers to tree, catalogue and what is known, which must outlive it.
 */
struct drawing *drawing_open(TALLOC_CTX *, const struct tree *,
    const struct catalogue *, const struct known *, bool demo, time_t now);

/* Cut every page that goes to a door and is the same for everyone, with each
   line of help, so that no step has to. */
void drawing_cut(struct drawing *, struct door);

/* What a list of the store holds now; kept by pointer until the next call.
   Cuts the pages that show it anew. */
void drawing_choices(struct drawing *, const char *list,
    const struct choices *);

/*
 * The pages of a view.  Kept pages belong to the drawing, others hang under
 * the talloc parent.  Never NULL, never without a page.
 */
const struct pages *drawing_pages(struct drawing *, TALLOC_CTX *,
    const struct view *);

/*
 * One page (it must exist) with a line of help: above it where that fits,
 * else in place of its title or its closing keys, else the page itself.
 */
const struct page *drawing_hint(struct drawing *, TALLOC_CTX *,
    const struct view *, unsigned page, enum hint);

/*
 * A node's text alone, without keys, for an SMS that stays; the view's limits
 * are those of SMS.  NULL when it holds a value of the caller's own or may
 * not be shown today.  Hangs under the talloc parent.
 */
const struct pages *drawing_letter(const struct drawing *, TALLOC_CTX *,
    const struct view *);

/* A text by key, its SMS variant when there is one, facts filled in.  Hangs
   under the talloc parent; NULL when no locale has it. */
char *drawing_text(const struct drawing *, TALLOC_CTX *, const char *key,
    const struct view *);

/* The values of a NODE_CHOOSE's list in the order shown; *n their number. */
const char *const *drawing_values(const struct drawing *,
    const struct node *, size_t *n);
/* The same, also where the list is her own. */
const char *const *drawing_view_values(const struct drawing *,
    const struct view *, size_t *n);

#endif
