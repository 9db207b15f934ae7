/*
 * dialog.h - the dialogue engine: a key and a place give the next place.
 *
 * Pure: no I/O, no clock, no store, no words.  The caller of dialog_turn
 * loads the dialogue from where it is kept, says what lay before the caller,
 * carries out the effect that comes back, and keeps the dialogue again.
 */
#ifndef MENUS_DIALOG_H
#define MENUS_DIALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "menus/tree.h"

/* Where one caller is.  All of it fits her row; nothing in it is her words. */
struct dialog {
	const struct node *node;	/* the page before her; NULL: none yet */
	unsigned page;			/* from 0 */
	char kept[VALUE_MAX + 1];	/* a choice that opens a case later */
	unsigned misses;		/* wrong keys in a row on this page */
	bool offered;			/* the resume page lies before her; node
					   and page are what she would resume */
	bool language;			/* she has chosen a language */
};

enum input_kind {
	INPUT_BEGIN,	/* she dialled, or her first SMS after a pause */
	INPUT_TEXT,	/* she pressed keys or wrote */
	INPUT_AGAIN,	/* show the page again: a repeat, a tree that changed */
};

struct input {
	enum input_kind kind;
	/* Clean UTF-8 as typed; for INPUT_BEGIN the dial-through digits
	   ("3" of *2026*3#) or "". */
	const char *text;
	/* The same as ASCII digits where it is digits of any script with
	   nothing but spaces * # . around them, else NULL. */
	const char *digits;
	bool fresh;		/* recent enough for sensitive steps */
	bool words;		/* not a key press or keyword but real words */
	const char *word;	/* the tree's name of a keyword, or NULL */
	/* What lay before her: */
	unsigned pages;		/* pages of this node's text, >= 1 */
	unsigned first, shown;	/* NODE_CHOOSE: items on this page */
	/* NODE_CHOOSE: the list's values in the order shown. */
	const char *const *values;
	size_t values_n;
	/* NODE_CHOOSE: the value that she named instead of its number, or
	   NULL; unsure: she named several, so the list is shown again. */
	const char *named;
	bool unsure;
	/* NODE_MENU: the last option on this page or those before it has
	   this index + 1; keys of options not yet seen are wrong keys. */
	unsigned seen;
	/* She is not writing by SMS, and could be written to by it. */
	bool can_send;
};

enum hint {
	HINT_NONE,
	HINT_WRONG_KEY,		/* the page again, with one line of help */
	HINT_CALL_BACK,		/* the second time: offer to call back */
	HINT_SENT,		/* the page again: it comes by SMS too */
	HINT_NOT_SENT,		/* the page again: not by SMS, not now */
	HINTS
};

/*
 * What to do now.  The dialogue is already where it goes when the effect is
 * done; when it is refused call dialog_refused, when a look-up found several
 * dialog_go(dialog, turn.several), when her matter has something to say first
 * dialog_found.
 */
struct turn {
	enum effect effect;
	const char *item;		/* owned by the tree */
	const char *value;		/* owned by the tree or the input */
	const struct node *otherwise;	/* never NULL with an effect */
	const struct node *several;	/* never NULL with EFFECT_LOOK_UP */
	const struct node *from;	/* never NULL with EFFECT_STATE: the node
					   whose branches say what comes first */
	enum hint hint;
};

/* How many wrong keys before a call back is offered. */
enum { MISSES_BEFORE_OFFER = 2 };

/*
 * One turn.  Never fails: any input in any place gives a page.  A dialogue
 * without a node begins at the language page, or at start when she has a
 * language.
 */
struct turn dialog_turn(const struct tree *, struct dialog *,
    const struct input *);

/* The effect of a turn was refused: go where that leads. */
void dialog_refused(struct dialog *, struct turn *);

/* The effect found what the node has a branch for: there first.  A tree that
   has none of that name goes on as it was. */
void dialog_found(struct dialog *, const struct turn *, const char *branch);

/* Put her at a node's first page. */
void dialog_go(struct dialog *, const struct node *);

/* The node whose page lies before her: resume when that is offered. */
const struct node *dialog_shown(const struct tree *, const struct dialog *);

#endif
