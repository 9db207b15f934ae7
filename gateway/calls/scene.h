/*
 * scene.h - one message being answered: all that its effects and its page
 * need to know, for as long as that takes.
 */
#ifndef GATEWAY_CALLS_SCENE_H
#define GATEWAY_CALLS_SCENE_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gateway/calls/drawing.h"
#include "gateway/calls/heard.h"
#include "gateway/calls/house.h"
#include "menus/dialog.h"
#include "store/budget.h"
#include "store/caller.h"
#include "store/cases.h"

struct look;
struct outflow;

struct scene {
	TALLOC_CTX *ctx;		/* gone when the reply is on its way */
	const struct settings *settings;
	const struct house *house;
	struct store *store;
	const struct heard *heard;
	struct caller caller;		/* her row: read once, written once */
	struct dialog dialog;
	bool fresh;			/* recent enough for sensitive steps */
	int64_t now;
	/* The case she is at; loaded when first asked for. */
	struct matter matter;
	bool has_matter;
	const char *branch;		/* what comes before its state: see
					   followup_find */
	const struct pages *letter;	/* what goes by SMS besides; or NULL */
	/* What she asked of a company; loaded when first asked for. */
	struct look *look;
	bool look_loaded;
	bool trial;			/* nobody asked: nothing is kept */
	bool licence;			/* an answer that may come hours late */
	int hint;			/* enum locale of an answer to one who
					   chose none; -1 */
	int64_t answer;			/* the page being drawn shows staff's
					   answer of this n; 0 none */
	/* For limits.h: */
	struct outflow *outflow;	/* NULL: nothing is sent */
	struct budget budget;
	bool budget_loaded;
	/* The first failure of the store while values were looked up: then a
	   page lacks something, and the message counts as not carried out. */
	int failed;
	bool vain;			/* this was no answer to a page of ours */
	bool progress;			/* and this changed something */
};

struct sitting;

/* A scene as it begins: nothing known of her but her tag. */
struct scene scene_of(TALLOC_CTX *, const struct sitting *,
    const struct heard *);

enum locale scene_locale(const struct scene *);

/* Is it there (0)?  Remembers what failed; -ENOENT has not. */
bool scene_found(struct scene *, int rc);

/* Her case into scene->matter; false when she is at none. */
bool scene_matter(struct scene *);

/* Where she says she is; until then the country her phone speaks from. */
const char *scene_country(struct scene *);

/* The place where she is, in her words; and its pages. */
struct view scene_view(struct scene *);
const struct pages *scene_pages(struct scene *, struct view *);
/* Is she to choose from a list of her own? */
bool scene_is_choosing(const struct scene *);

#endif
