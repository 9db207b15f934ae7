/*
 * deadline.h - by when somebody must have done something.
 *
 * A table of steps, from a file (menus/procedures.yaml), says how long; two
 * calendars of holidays say which days are working days.  All times are
 * Unix seconds; days begin at midnight of UTC+7, Cambodia's and Thailand's all
 * year.  A store that was given no table follows one of its own: an hour and a
 * day for what is urgent, two, five and ten working days, no holidays.
 */
#ifndef STORE_DEADLINE_H
#define STORE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/cases.h"

enum { DEADLINE_HOUR_S = 3600, DEADLINE_DAY_S = 86400 };

/* Whose days off count; OFFICE and PARTNER are judged by a country. */
enum deadline_calendar { DEADLINE_KH, DEADLINE_TH, DEADLINE_BOTH,
	DEADLINE_OFFICE, DEADLINE_PARTNER };

struct deadline_rule {
	unsigned states;		/* bits of enum case_state */
	bool has_urgent, urgent;	/* has_urgent false: either */
	const char *const *categories;	/* end with NULL; NULL: any */
	int working_days, hours;	/* one of them */
	enum deadline_calendar calendar;
};
struct deadline_chase {
	const char *partner;		/* its kind; "other": any */
	int working_days, hours;
	enum deadline_calendar calendar;
};
struct deadline_holidays {
	size_t fixed_n, days_n;
	const int *fixed;		/* month * 100 + day, each year */
	const int64_t *day;		/* days since 1970-01-01 */
};
struct deadline_table {
	size_t rules_n, chases_n;
	const struct deadline_rule *rule;	/* the first that fits */
	const struct deadline_chase *chase;
	struct deadline_holidays kh, th;
};

/* From now on; the table must outlive the store's use.  NULL: its own. */
void deadline_follow(struct store *, const struct deadline_table *);

/* What a step is judged by. */
struct deadline_case {
	enum case_state state;
	bool urgent;
	const char *category;
	const char *area;		/* of its office, ISO 3166-2: "KH-17" */
};
/* The number of the step that is next; -1 none. */
int deadline_step(const struct store *, const struct deadline_case *);
/* By when; `from` where there is none, as for what is finished. */
int64_t deadline_due(const struct store *, const struct deadline_case *,
    int64_t from);
/* The same of a case as it stands, its office's country asked of the store.
   -EIO. */
[[nodiscard]] int deadline_of(struct store *, const struct matter *,
    int64_t from, int64_t *out);
/* When a partner of a kind, in a country ("KH", "TH", ""), is asked again by
   an office. */
int64_t deadline_chase(const struct store *, const char *partner,
    const char *country, const char *area, int64_t from);

/* So many working days after a time, without any holiday. */
int64_t deadline_after(int64_t at, int days);
/* Two of them: an office that is closed for a festival is just when its
   stand-in shall look. */
int64_t deadline_patience(int64_t opened_at);

#endif
