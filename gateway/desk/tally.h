/*
 * tally.h - a month counted: what is divided by which question.
 *
 * Pure: it knows no store and no visit.  Each thing that is counted stands in
 * one cell of each table of its part, so that every table sums up to the
 * part's total.  hiding.h builds on that.
 */
#ifndef GATEWAY_DESK_TALLY_H
#define GATEWAY_DESK_TALLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum part {
	PART_CONTACTS,		/* people at the counter: heads */
	PART_OPENED,		/* cases opened in the month */
	PART_FINISHED,		/* cases finished in it */
	PART_WORKERS,		/* people of cases that were opened in it */
	PART_ENDED,		/* people of cases that were finished in it */
	PARTS
};

enum question {
	ASK_KIND, ASK_CHANNEL, ASK_SEX, ASK_AGE, ASK_PROVINCE,
	ASK_DESTINATION, ASK_REGULAR, ASK_STAGE, ASK_SECTOR, ASK_CATEGORY,
	ASK_URGENT, ASK_LANGUAGE, ASK_DOOR, ASK_OUTCOME, QUESTIONS
};
struct question_row {
	const char *name;		/* of the table, in JSON and words */
	const char *prefix;		/* of its values' words; NULL: they
					   are words themselves */
	const char *const *values;
};
extern const struct question_row question_rows[QUESTIONS];
const char *part_name(enum part);	/* "contacts", ... */

/* Whose money: as it was noted of a case, or of one of its people. */
enum payee { PAYEE_CASE, PAYEE_WORKER, PAYEES };

enum { TALLY_TABLES = 40, TALLY_CELLS = 32, TALLY_CURRENCIES = 3 };
struct tally {
	int64_t total[PARTS];
	int64_t cell[TALLY_TABLES][TALLY_CELLS];
	/* In the smallest coin, by values_currency. */
	struct tally_money {
		int64_t payments, received, largest, claimed;
	} money[PAYEES][TALLY_CURRENCIES];
};

/* n alike; answer[question], NULL like "".  An answer that is not in the list
   counts as "other", else as "", else as the list's last. */
void tally_add(struct tally *, enum part, int64_t n,
    const char *const answer[QUESTIONS]);
/* One's; amounts of 0 are none.  A currency not in the list is none. */
void tally_pay(struct tally *, enum payee, const char *currency,
    int64_t claimed, int64_t received);

/*
 * {"parts": [{"part", "total", "tables": [{"table", "withheld", "cells":
 * [{"value", "n"}]}]}], "money": [{"of", "currency", "received",
 * "claimed"}]}.
 * Exact; or as it may be published, where null is hidden and claimed is not
 * told.
 */
json_t *tally_json(const struct tally *, bool exact);

#endif
