/*
 * tree.h - the menu tree: what a caller can be asked and where a key leads.
 *
 * Loaded from YAML (format: menus/README.md), checked whole before anything
 * uses it, then read-only.  It holds keys and values, never a text: texts are
 * in locales/ under the node's prompt and its options' texts.
 */
#ifndef MENUS_TREE_H
#define MENUS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct document;
struct faults;

enum {
	NODE_ID_MAX = 31,	/* octets of a node's id */
	VALUE_MAX = 15,		/* octets of an option's or list item's value */
	OPTIONS_MAX = 5,	/* 1-5; 8, 9, 0 and 00 mean the same everywhere */
};

enum node_kind {
	NODE_MENU,	/* options with fixed digits, 1-5 */
	NODE_TEXT,	/* information: pages, then only the common keys */
	NODE_ASK,	/* she types words or digits */
	NODE_CHOOSE,	/* a list, numbered 1-5 on each page */
	NODE_END,	/* the page closes the session */
};

/*
 * What must be done before the next page is shown.  gateway/calls/effects.c
 * carries each out and says whether it was done (go on to next) or refused
 * (go to otherwise).  The names in YAML are these in lower case.
 */
enum effect {
	EFFECT_NONE,
	EFFECT_LANGUAGE,	/* value: km, km_Latn, th, en */
	EFFECT_OPEN,		/* a case at centre <value>, category kept */
	EFFECT_OPEN_URGENT,	/* at once, at the intake centre; value: category */
	EFFECT_ANSWER,		/* item <item> of her case: value */
	EFFECT_WORDS,		/* item <item> of her case: what she typed */
	EFFECT_FILE,		/* value: her 4 digits; refused: too common */
	EFFECT_CALL_ME,		/* value: when; opens a case if she has none */
	EFFECT_STATE,		/* value: 4 or 12 digits; refused: no such;
				   may find answer or closing (branches) */
	EFFECT_WISH,		/* value: withdraw, solved, unsolved; refused:
				   it is not to be asked any more */
	EFFECT_FORGET,		/* not my phone */
	EFFECT_LOOK_UP,		/* value: a company's name; refused: which
				   country? */
	EFFECT_PICK,		/* value: 1-3 of those found; refused: the same */
	EFFECT_COUNTRY,		/* value: where the company is to send her */
	EFFECT_CONSENT,		/* what she allows: item contact, when, days or
				   relative */
	EFFECT_ANOTHER,		/* value: another number of hers; refused: it
				   is none */
	EFFECT_UNSORTED,	/* words typed where a key was expected */
	EFFECT_SEND,		/* key 7: the page by SMS; refused: not now */
	EFFECTS
};
const char *effect_name(enum effect);

struct node;

/* Where an answer leads and what it does on the way. */
struct step {
	enum effect effect;
	const char *item;		/* of EFFECT_ANSWER, EFFECT_WORDS */
	const struct node *to;		/* never NULL once loaded */
	const struct node *otherwise;	/* when refused; NULL: the same page */
	const struct node *several;	/* EFFECT_LOOK_UP found more than one */
	bool keep;			/* remember the value with the node */
};

struct option {
	char digit;			/* '1' to '5', for ever */
	const char *text;		/* key of its words */
	const char *value;		/* "" where the step needs none */
	bool retired;			/* explained by text, no longer done;
					   its step leads to its own node */
	struct step step;
};

struct branch { const char *value; struct step step; };

struct node {
	const char *id;			/* stable: callers' rows name it */
	unsigned index;			/* place in the tree, from 0 */
	int line;
	enum node_kind kind;
	const char *prompt;		/* key of its words */
	const struct node *back;	/* where 0 leads; NULL: nowhere */
	bool ussd_only;			/* by SMS one neutral sentence instead */
	bool sms;			/* 7 sends it by SMS to who asks */
	bool sensitive;			/* Continue for minutes only, no alias */
	bool long_sms;			/* a page may be an SMS of two parts */
	const char *alias;		/* digits for dial-through, or NULL */
	const char *word;		/* keyword that leads here, or NULL */

	size_t options_n;		/* NODE_MENU */
	struct option *options;

	const char *list;		/* NODE_CHOOSE: its list's name */
	size_t branches_n;		/* values that lead elsewhere; of a NODE_ASK
					   what its effect may find */
	struct branch *branches;

	bool digits;			/* NODE_ASK: digits, else words */
	unsigned digits_n[2];		/* how many digits: either length; 0 none */
	bool skip;			/* 8 goes on without an answer */

	struct step step;		/* NODE_ASK, NODE_CHOOSE */
	const struct node *skip_to;	/* where 8 leads when skip */
	const struct node *next;	/* NODE_TEXT: where 8 after the last page
					   leads, or NULL */
};

struct list {
	const char *name;
	bool dynamic;			/* its items come from the store */
	bool own;			/* ... and are each caller's own */
	size_t n;
	const char **values;		/* words: list.<name>.<value> */
};

/* What an id that is gone means now. */
struct renamed { const char *id; const struct node *to; };

struct tree {
	uint64_t digest;		/* of the file's octets */
	size_t nodes_n;
	struct node *nodes;
	size_t lists_n;
	struct list *lists;
	size_t renamed_n;
	struct renamed *renamed;
	/* The nodes the engine itself needs; all required in the file. */
	const struct node *language;	/* language: first page of a new caller */
	const struct node *start;	/* start: key 00 */
	const struct node *resume;	/* resume: 1 continue 2 start again */
	const struct node *call_me;	/* call: key 9 */
};

/*
 * Build a tree.  0, or -EINVAL with every mistake added to faults: unknown
 * keys and kinds, missing or doubled ids, digits and aliases, links to
 * nowhere, unreachable nodes, nodes without a way on, lists that are not
 * there, aliases into or below a sensitive node, more than 5 options.
 */
[[nodiscard]] int tree_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct tree **out);
/* The tree that the program carries; its faults would be our own. */
[[nodiscard]] int tree_embedded(TALLOC_CTX *, struct faults *,
    struct tree **out);

/* A node by id, or what replaced it; NULL when it is neither. */
const struct node *tree_node(const struct tree *, const char *id);
/* The node of a dial-through alias such as "3"; NULL when there is none. */
const struct node *tree_alias(const struct tree *, const char *digits);
/* The node that a keyword ("check", "state", "call") leads to, or NULL. */
const struct node *tree_word(const struct tree *, const char *word);
/* Where a value of a node leads if that is elsewhere; NULL: it has no branch. */
const struct step *tree_branch(const struct node *, const char *value);
const struct list *tree_list(const struct tree *, const char *name);

#endif
