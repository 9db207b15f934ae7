#include "gateway/desk/tally.h"

#include <assert.h>
#include <string.h>

#include "gateway/desk/hiding.h"
#include "gateway/desk/values.h"

const struct question_row question_rows[QUESTIONS] = {
	[ASK_KIND] = { "kind", "desk.kind.", values_kind },
	[ASK_CHANNEL] = { "channel", "desk.channel.", values_channel },
	[ASK_SEX] = { "sex", "desk.sex.", values_sex },
	[ASK_AGE] = { "age", NULL, values_age },
	[ASK_PROVINCE] = { "province", "province.", values_province },
	[ASK_DESTINATION] = { "destination", "list.where.",
	    values_destination },
	[ASK_REGULAR] = { "regular", "desk.regular.", values_regular },
	[ASK_STAGE] = { "stage", "desk.stage.", values_stage },
	[ASK_SECTOR] = { "sector", "desk.sector.", values_sector },
	[ASK_CATEGORY] = { "category", "desk.category.", values_category },
	[ASK_URGENT] = { "urgent", "desk.urgent.", values_urgent },
	[ASK_LANGUAGE] = { "language", "desk.in.", values_language },
	[ASK_DOOR] = { "door", "desk.channel.", values_door },
	[ASK_OUTCOME] = { "outcome", "desk.outcome.", values_outcome },
};

static const struct table { enum part part; enum question question; }
tables[] = {
	{ PART_CONTACTS, ASK_KIND },
	{ PART_CONTACTS, ASK_CHANNEL },
	{ PART_CONTACTS, ASK_SEX },
	{ PART_CONTACTS, ASK_AGE },
	{ PART_CONTACTS, ASK_PROVINCE },
	{ PART_CONTACTS, ASK_DESTINATION },
	{ PART_CONTACTS, ASK_REGULAR },
	{ PART_CONTACTS, ASK_STAGE },
	{ PART_CONTACTS, ASK_SECTOR },
	{ PART_OPENED, ASK_CATEGORY },
	{ PART_OPENED, ASK_URGENT },
	{ PART_OPENED, ASK_SEX },
	{ PART_OPENED, ASK_AGE },
	{ PART_OPENED, ASK_PROVINCE },
	{ PART_OPENED, ASK_DESTINATION },
	{ PART_OPENED, ASK_REGULAR },
	{ PART_OPENED, ASK_LANGUAGE },
	{ PART_OPENED, ASK_DOOR },
	{ PART_FINISHED, ASK_OUTCOME },
	{ PART_FINISHED, ASK_CATEGORY },
	{ PART_FINISHED, ASK_SEX },
	{ PART_FINISHED, ASK_DESTINATION },
	{ PART_FINISHED, ASK_REGULAR },
	{ PART_WORKERS, ASK_SEX },
	{ PART_WORKERS, ASK_AGE },
	{ PART_WORKERS, ASK_PROVINCE },
	{ PART_WORKERS, ASK_DESTINATION },
	{ PART_WORKERS, ASK_REGULAR },
	{ PART_WORKERS, ASK_CATEGORY },
	{ PART_ENDED, ASK_OUTCOME },
	{ PART_ENDED, ASK_SEX },
	{ PART_ENDED, ASK_AGE },
	{ PART_ENDED, ASK_DESTINATION },
	{ PART_ENDED, ASK_REGULAR },
};
enum { TABLES = sizeof(tables) / sizeof(*tables) };
static_assert((int)TABLES <= (int)TALLY_TABLES);

const char *
part_name(enum part part)
{
	static const char *const names[PARTS] = {
		[PART_CONTACTS] = "contacts",
		[PART_OPENED] = "opened",
		[PART_FINISHED] = "finished",
		[PART_WORKERS] = "workers",
		[PART_ENDED] = "ended",
	};

	return names[part];
}

static size_t
count(const char *const *values)
{
	size_t n = 0;

	while (values[n] != NULL)
		n++;
	assert(n <= TALLY_CELLS);
	return n;
}

static size_t
find(const char *const *values, const char *value)
{
	for (size_t i = 0; values[i] != NULL; i++)
		if (strcmp(values[i], value) == 0)
			return i;
	return count(values);
}

static size_t
find_cell(const char *const *values, const char *answer)
{
	size_t n = count(values), at = find(values, answer);

	if (at == n)
		at = find(values, "other");
	if (at == n)
		at = find(values, "");
	return at < n ? at : n - 1;
}

void
tally_add(struct tally *tally, enum part part, int64_t n,
    const char *const answer[QUESTIONS])
{
	tally->total[part] += n;
	for (size_t t = 0; t < TABLES; t++) {
		enum question q = tables[t].question;

		if (tables[t].part == part)
			tally->cell[t][find_cell(question_rows[q].values,
			    answer[q] != NULL ? answer[q] : "")] += n;
	}
}

void
tally_pay(struct tally *tally, enum payee payee, const char *currency,
    int64_t claimed, int64_t received)
{
	size_t at = find(values_currency, currency);
	struct tally_money *money;

	if (at >= TALLY_CURRENCIES)
		return;
	money = &tally->money[payee][at];
	money->claimed += claimed;
	if (received <= 0)
		return;
	money->payments++;
	money->received += received;
	if (received > money->largest)
		money->largest = received;
}

static json_t *
cells_json(const struct tally *tally, size_t t, const bool *hidden)
{
	const char *const *values = question_rows[tables[t].question].values;
	json_t *list = json_array();

	for (size_t i = 0; values[i] != NULL; i++)
		json_array_append_new(list, json_pack("{s:s, s:o}", "value",
		    values[i], "n", hidden[i] ? json_null() :
		    json_integer(tally->cell[t][i])));
	return list;
}

static json_t *
table_json(const struct tally *tally, size_t t, bool exact)
{
	const struct question_row *row = &question_rows[tables[t].question];
	bool hidden[TALLY_CELLS] = { false }, shown = true;
	size_t n = count(row->values);

	if (!exact && !hiding_shows_total(tally->total[tables[t].part])) {
		shown = false;
		memset(hidden, true, sizeof(hidden));
	} else if (!exact)
		shown = hiding_of_table(tally->cell[t], n, hidden);
	return json_pack("{s:s, s:b, s:o}", "table", row->name,
	    "withheld", !shown, "cells", cells_json(tally, t, hidden));
}

static json_t *
part_json(const struct tally *tally, enum part part, bool exact)
{
	json_t *list = json_array();
	int64_t total = tally->total[part];

	for (size_t t = 0; t < TABLES; t++)
		if (tables[t].part == part)
			json_array_append_new(list, table_json(tally, t,
			    exact));
	return json_pack("{s:s, s:o, s:o}", "part", part_name(part),
	    "total", exact || hiding_shows_total(total) ?
	    json_integer(total) : json_null(), "tables", list);
}

/* Nothing was received: that is told too; it is a sum of no payment. */
static json_t *
money_json(const struct tally *tally, int payee, int at, bool exact)
{
	static const char *const payees[] = { [PAYEE_CASE] = "cases",
		[PAYEE_WORKER] = "workers" };
	const struct tally_money *money = &tally->money[payee][at];
	const char *currency = values_currency[at];
	int64_t shown = hiding_of_money(money->payments, money->received,
	    money->largest);

	if (exact)
		return json_pack("{s:s, s:s, s:I, s:I}", "of",
		    payees[payee], "currency", currency,
		    "received", (json_int_t)money->received,
		    "claimed", (json_int_t)money->claimed);
	return json_pack("{s:s, s:s, s:o}", "of", payees[payee],
	    "currency", currency, "received",
	    shown > 0 || money->payments == 0 ? json_integer(shown) :
	    json_null());
}

json_t *
tally_json(const struct tally *tally, bool exact)
{
	json_t *parts = json_array(), *money = json_array();

	for (int p = 0; p < PARTS; p++)
		json_array_append_new(parts, part_json(tally, (enum part)p,
		    exact));
	for (int p = 0; p < PAYEES; p++)
		for (int c = 0; c < TALLY_CURRENCIES; c++)
			json_array_append_new(money, money_json(tally, p, c,
			    exact));
	return json_pack("{s:o, s:o}", "parts", parts, "money", money);
}
