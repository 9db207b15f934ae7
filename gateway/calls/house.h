/*
 * house.h - what calls reads at start and again on SIGHUP: tree, facts,
 * words, networks, centres.  A new house is built and checked whole beside
 * the old one; an error keeps the old.
 */
#ifndef GATEWAY_CALLS_HOUSE_H
#define GATEWAY_CALLS_HOUSE_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>
#include <time.h>

#include "gateway/danger.h"
#include "gateway/calls/drawing.h"
#include "gateway/kannel/operator.h"
#include "gateway/known.h"
#include "gateway/procedures.h"
#include "gateway/settings.h"
#include "gateway/words/needs.h"
#include "menus/document.h"
#include "store/centre.h"

struct house {
	struct tree *tree;
	struct facts *file;		/* the facts of a file */
	struct known *known;		/* with the store's; by house_facts */
	struct operators *operators;
	struct catalogue *catalogue;
	struct sheet *own;		/* DIR/words.csv; NULL: none */
	struct needs *needs;		/* who must have read which text */
	struct drawing *drawing;
	struct danger *danger;
	struct names *names;		/* how places are spelled */
	struct countries *countries;	/* those of them that are countries */
	struct ledger *ledger;		/* the register of companies */
	struct rules *rules;		/* what is due when */
	struct centres *centres;	/* by house_centres */
	const char *mark;		/* what callers see of the centres */
	uint64_t digest;		/* of tree and centres: both say what a
					   digit means */
	bool demo;
	time_t day_of;			/* facts are judged as of then */
	const char *facts_from;		/* the file's name, or the program */
	const char *dir;		/* the data directory, or NULL */
	/* Files that faults are told of. */
	const char *tree_file, *facts_file;
};

/*
 * Read DIR's tree.yaml, facts.yaml, operators.yaml, procedures.yaml and
 * holidays.yaml where they are, else what the program carries.  settings may
 * be NULL: only what it carries.  0, or -EINVAL with faults added.  Facts are
 * those of the file until house_facts; words are those of DIR/words.csv, then
 * the program's, whoever has read them (gateway/words/sending.h judges that).
 */
[[nodiscard]] int house_open(TALLOC_CTX *, const struct settings *,
    struct faults *, time_t now, struct house **out);

/* Judge the facts as of now and draw every page anew.  The centres are to be
   put in again. */
void house_new_day(struct house *, time_t now);

/* Where a network's pages go, by SMS or by USSD. */
struct door house_door(const struct operator *, bool sms);

/* Cut the pages of every network that is known, so that no step has to.  Once
   for each new house or day; house_centres keeps what it changes cut. */
void house_cut(struct house *);

/* Put the store's facts and notices in, when they have changed; then the
   centres are to be put in again.  -EIO. */
[[nodiscard]] int house_facts(struct house *, struct store *);
/* Put the file's facts into the store, where they are news.  -EIO. */
[[nodiscard]] int house_keep_facts(const struct house *, struct store *,
    time_t now);

/* Put the store's centres in, when they have changed.  -EIO. */
[[nodiscard]] int house_centres(struct house *, struct store *);

#endif
