/*
 * facts.h - numbers, wages, fees and rules that a text may name.
 *
 * A fact has a source, dates and a confidence.  On a phone only V2, or S1
 * that the operator confirmed; a fact past its date is not shown, except a
 * contact, which stays with the month it was checked.
 */
#ifndef MENUS_FACTS_H
#define MENUS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>
#include <time.h>

struct document;
struct faults;

enum confidence { FACT_V2, FACT_S1, FACT_U, FACT_NF, FACT_WITHDRAWN };

struct fact {
	const char *id;			/* what a text names: {kh_police} */
	const char *value;		/* as shown, e.g. "117" */
	const char *source;
	const char *source_date;	/* as the source gives it */
	const char *checked_on;		/* YYYY-MM-DD */
	const char *expires_on;		/* YYYY-MM-DD */
	const char *confirmed_by;	/* NULL: by nobody */
	enum confidence confidence;
	bool contact;			/* never vanishes: shown with MM/YYYY */
	int line;
};
struct facts { size_t n; struct fact *fact; };

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int facts_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct facts **out);
[[nodiscard]] int facts_embedded(TALLOC_CTX *, struct faults *,
    struct facts **out);
const struct fact *facts_find(const struct facts *, const char *id);

/*
 * The fact as a phone may show it at a time, or NULL when it may not be
 * shown.  A contact past its date is "117 (11/2026)".
 */
char *fact_shown(TALLOC_CTX *, const struct fact *, time_t now);

#endif
