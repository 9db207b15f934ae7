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
/* "V2" ... "withdrawn".  confidence_find: -EINVAL none of these. */
const char *confidence_name(enum confidence);
[[nodiscard]] int confidence_find(const char *name, enum confidence *out);

enum {
	DATE_TEXT = 11,		/* "2026-11-22" and its NUL */
	DUE_DAYS = 60,		/* ahead of its last day somebody is told */
};

struct fact {
	const char *id;			/* what a text names: {kh_police} */
	const char *value;		/* as shown, e.g. "117" */
	const char *source;
	const char *source_date;	/* as the source gives it */
	const char *checked_on;		/* YYYY-MM-DD */
	const char *expires_on;		/* YYYY-MM-DD */
	const char *confirmed_by;	/* NULL: by nobody */
	/* When somebody answers there, "1-5 8:30-16:30" (ISO 8601 weekdays) by
	   the clock of the country that the id begins with, and as sure as the
	   value; NULL or "": not known. */
	const char *hours;
	enum confidence confidence;
	bool contact;			/* never vanishes: shown with MM/YYYY */
	const char *by;			/* the operator who changed it here;
					   NULL: as a file says */
	int line;			/* 0: in no file */
};
struct facts { size_t n; struct fact *fact; };

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int facts_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct facts **out);
[[nodiscard]] int facts_embedded(TALLOC_CTX *, struct faults *,
    struct facts **out);
const struct fact *facts_find(const struct facts *, const char *id);

/* What is wrong with one fact is added to faults, as of its file and line. */
void fact_check(const struct fact *, const char *file, struct faults *);

/* Judging (judging.c).  Days are those of Cambodia and Thailand, UTC+7. */

/* Is it in the calendar, and written as 2026-11-22? */
bool date_is_real(const char *day);
void date_at(time_t now, char day[DATE_TEXT]);
bool date_is_same(time_t, time_t);
/* Noon of a day that is real. */
time_t date_noon(const char *day);

enum standing {
	FACT_SHOWN,
	FACT_DUE,		/* shown; its last day is within DUE_DAYS */
	FACT_MONTH,		/* past it: a contact, with its month */
	FACT_HIDDEN,		/* past it: its texts give way */
	FACT_UNCONFIRMED,	/* S1 that nobody here confirmed */
	FACT_UNKNOWN,		/* U, NF, withdrawn */
};
enum standing fact_standing(const struct fact *, time_t now);
/* Until its last day; 0 on it, negative past it. */
long fact_days_left(const struct fact *, time_t now);

/* Do both say the same, whoever said it? */
bool fact_is_same(const struct fact *, const struct fact *);

/*
 * The facts of a file and those held here (their lines are the file's) as
 * one.  A file's is taken when none is held, or the held one came from a file
 * and was checked no later, or the file's was checked after an operator
 * changed it and phones may show it; never over one she withdrew.  Points
 * into both.  taken (may be NULL) gets the file's that replace or add.
 */
struct facts *facts_merge(TALLOC_CTX *, const struct facts *file,
    const struct facts *held, struct facts **taken);

/*
 * The fact as a phone may show it at a time, or NULL when it may not be
 * shown.  A contact past its date is "117 (11/2026)".
 */
char *fact_shown(TALLOC_CTX *, const struct fact *, time_t now);

#endif
