#include "gateway/desk/report.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/session.h"
#include "gateway/desk/grid.h"
#include "gateway/desk/tally.h"
#include "gateway/desk/visit.h"
#include "gateway/desk/words.h"
#include "gateway/report.h"
#include "store/audit.h"

static const struct { const char *ending, *type; } formats[] = {
	[REPORT_CSV] = { "csv", "text/csv; charset=utf-8" },
	[REPORT_XLSX] = { "xlsx", "application/vnd.openxmlformats-"
	    "officedocument.spreadsheetml.sheet" },
	[REPORT_JSON] = { "json", "application/json" },
};

/* A file to keep.  Nothing of its name was typed by anybody. */
static struct reply *
give(struct visit *visit, const void *octets, size_t n, const char *name,
    enum report_format format)
{
	struct answer *file = talloc_zero(visit, struct answer);
	struct reply *reply = reply_json(visit, 200, NULL);

	*file = (struct answer){ .type = formats[format].type,
		.body = octets, .n = n, .header = {
		{ "Cache-Control", "no-store" },
		{ "Content-Disposition", talloc_asprintf(visit,
		    "attachment; filename=\"helpline-%s.%s\"", name,
		    formats[format].ending) } } };
	reply->file = file;
	return reply;
}

static struct reply *
give_grid(struct visit *visit, const struct grid *grid, const char *name,
    enum report_format format)
{
	size_t n;
	void *octets = format == REPORT_XLSX ? grid_xlsx(visit, grid, &n) :
	    grid_csv(visit, grid, &n);

	return octets != NULL ? give(visit, octets, n, name, format) :
	    visit_refuse(visit, STORE_FAILED);
}

static int
note(struct visit *visit, const char *name, enum report_format format)
{
	return audit_note(visit->desk->store, visit->session->member.name,
	    "export", talloc_asprintf(visit, "%s.%s", name,
	    formats[format].ending), visit->now);
}

static void
add_heads(struct grid *grid, const struct words *words,
    const char *const *keys)
{
	for (; *keys != NULL; keys++)
		grid_text(grid, words_or(words, *keys, *keys));
}

static const char *
text_of(const json_t *json, const char *field)
{
	const char *text = json_string_value(json_object_get(json, field));

	return text != NULL ? text : "";
}

/* ---- a month ---- */

struct writer {
	struct grid *grid;
	const struct words *words;
	const char *month;
};

static const struct question_row *
find_question(const char *name)
{
	for (int q = 0; q < QUESTIONS; q++)
		if (strcmp(question_rows[q].name, name) == 0)
			return &question_rows[q];
	return NULL;
}

static const char *
name_value(const struct writer *to, const char *table, const char *value)
{
	const struct question_row *row = find_question(table);
	const char *said;

	if (value[0] == '\0')
		return words_or(to->words, "desk.unsaid", value);
	if (row == NULL || row->prefix == NULL)
		return value;
	said = words_of_value(to->words, row->prefix, value);
	/* Categories have the callers' own words where staff have none. */
	return said == value ? words_of_value(to->words, "list.what.",
	    value) : said;
}

static void
add_row(const struct writer *to, const char *part, const char *table,
    const char *value, const json_t *n, int decimals)
{
	grid_text(to->grid, to->month);
	grid_text(to->grid, part);
	grid_text(to->grid, table);
	grid_text(to->grid, value);
	if (json_is_integer(n))
		grid_number(to->grid, json_integer_value(n), decimals);
	else
		grid_text(to->grid, words_or(to->words, "desk.hidden", ""));
}

static void
add_table(const struct writer *to, const char *part, const json_t *table)
{
	const char *name = text_of(table, "table");
	const json_t *cell;
	size_t i;

	json_array_foreach(json_object_get(table, "cells"), i, cell)
		add_row(to, part, words_of_value(to->words, "desk.table.",
		    name), name_value(to, name, text_of(cell, "value")),
		    json_object_get(cell, "n"), 0);
}

static void
add_part(const struct writer *to, const json_t *part)
{
	const char *name = words_of_value(to->words, "desk.part.",
	    text_of(part, "part"));
	const char *all = words_or(to->words, "desk.total", "total");
	const json_t *table;
	size_t i;

	add_row(to, name, all, "", json_object_get(part, "total"), 0);
	json_array_foreach(json_object_get(part, "tables"), i, table)
		add_table(to, name, table);
}

static void
add_money(const struct writer *to, const json_t *money, const char *which)
{
	const char *currency = text_of(money, "currency");
	const json_t *n = json_object_get(money, which);

	if (n != NULL)
		add_row(to, words_of_value(to->words, "desk.money.",
		    text_of(money, "of")),
		    words_of_value(to->words, "desk.", which), currency, n,
		    strcmp(currency, "KHR") == 0 ? 0 : 2);
}

struct reply *
report_month(struct visit *visit, const json_t *numbers, const char *name,
    enum report_format format)
{
	static const char *const heads[] = { "desk.month", "desk.head.part",
		"desk.head.table", "desk.head.value", "desk.head.number",
		NULL };
	struct writer to = { grid_new(visit, 5),
		words_of(visit_text(visit, "language")), name };
	const json_t *one;
	size_t i;
	int rc = note(visit, name, format);

	if (rc != 0)
		return visit_failed(visit, rc);
	add_heads(to.grid, to.words, heads);
	json_array_foreach(json_object_get(numbers, "parts"), i, one)
		add_part(&to, one);
	json_array_foreach(json_object_get(numbers, "money"), i, one) {
		add_money(&to, one, "claimed");
		add_money(&to, one, "received");
	}
	return give_grid(visit, to.grid, name, format);
}

/* ---- a case ---- */

/* What stands in an entry, whichever kind it is. */
static const char *
entry_text(struct visit *visit, const struct words *words,
    const json_t *entry)
{
	const json_t *outcome = json_object_get(entry, "outcome");

	if (json_is_true(json_object_get(entry, "withheld")))
		return words_or(words, "desk.withheld", "");
	if (outcome != NULL)
		return talloc_asprintf(visit, "%s\n%s", words_of_value(words,
		    "desk.outcome.", text_of(outcome, "outcome")),
		    text_of(outcome, "note"));
	if (json_object_get(entry, "result") != NULL)
		return talloc_asprintf(visit, "%s\n%s", words_of_value(words,
		    "desk.result.", text_of(entry, "result")),
		    text_of(entry, "text"));
	return text_of(entry, "text");
}

static struct grid *
case_grid(struct visit *visit, const json_t *entries, const char *ref)
{
	static const char *const heads[] = { "desk.head.case",
		"desk.head.number", "desk.head.time", "desk.head.kind",
		"desk.head.text", NULL };
	const struct words *words = words_of(visit_text(visit, "language"));
	struct grid *grid = grid_new(visit, 5);
	const json_t *entry;
	size_t i;

	add_heads(grid, words, heads);
	json_array_foreach(entries, i, entry) {
		grid_text(grid, ref);
		grid_number(grid, json_integer_value(json_object_get(entry,
		    "n")), 0);
		grid_text(grid, time_local(visit, json_integer_value(
		    json_object_get(entry, "at"))));
		grid_text(grid, words_of_value(words, "desk.kind.",
		    text_of(entry, "kind")));
		grid_text(grid, entry_text(visit, words, entry));
	}
	return grid;
}

static struct reply *
give_json(struct visit *visit, const json_t *entries, const char *ref)
{
	json_t *all = json_pack("{s:s, s:O}", "ref", ref, "entries", entries);
	/* No letter that a terminal or a page could take for more. */
	char *text = json_dumps(all, JSON_INDENT(1) | JSON_ENSURE_ASCII);
	char *kept = talloc_strdup(visit, text);

	free(text);
	json_decref(all);
	return give(visit, kept, strlen(kept), ref, REPORT_JSON);
}

struct reply *
report_case(struct visit *visit, const json_t *entries, const char *ref,
    enum report_format format)
{
	return format == REPORT_JSON ? give_json(visit, entries, ref) :
	    give_grid(visit, case_grid(visit, entries, ref), ref, format);
}
