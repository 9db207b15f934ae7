#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "gateway/desk/hiding.h"
#include "gateway/desk/tally.h"
#include "gateway/desk/values.h"

enum { SMALL = 10, BITS_1_TO_10 = 0x7fe };

static uint64_t seed;

static int64_t
below(int64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % (uint64_t)n);
}

/* ---- every small table there is ---- */

/* What an onlooker sees of a table, and for each cell which of 0 to 10 it was
   in any table that looks the same. */
enum { SEEN = 1 << 20, WIDE = 5 };
struct seen { uint64_t look; unsigned was[WIDE]; };
static struct seen *all_seen;

static uint64_t
mix(uint64_t hash, uint64_t value)
{
	hash ^= value + 0x9e3779b97f4a7c15 + (hash << 6) + (hash >> 2);
	hash *= 0xff51afd7ed558ccd;
	return hash ^ hash >> 33;
}

/* The onlooker is told which of the hidden are small, too. */
static uint64_t
look_of(const int64_t *cell, size_t n, const bool *hidden, bool shown)
{
	uint64_t look = mix(1, shown);

	for (size_t i = 0; shown && i < n; i++)
		look = mix(look, hidden[i] ? cell[i] <= SMALL ? 1000 : 1001 :
		    (uint64_t)cell[i]);
	return look | 1;
}

static struct seen *
find_seen(uint64_t look)
{
	size_t at = (size_t)(look >> 20) % SEEN;

	while (all_seen[at].look != 0 && all_seen[at].look != look)
		at = (at + 1) % SEEN;
	all_seen[at].look = look;
	return &all_seen[at];
}

static void
note(const int64_t *cell, size_t n)
{
	bool hidden[WIDE], shown = hiding_of_table(cell, n, hidden);
	struct seen *seen = find_seen(look_of(cell, n, hidden, shown));

	for (size_t i = 0; i < n; i++)
		if (cell[i] <= SMALL)
			seen->was[i] |= 1u << cell[i];
}

static void
hold(const int64_t *cell, size_t n)
{
	bool hidden[WIDE], shown = hiding_of_table(cell, n, hidden);
	struct seen *seen = find_seen(look_of(cell, n, hidden, shown));

	for (size_t i = 0; i < n; i++) {
		bool small = cell[i] > 0 && cell[i] <= SMALL;

		assert_true(!small || hidden[i]);
		if (small || !shown)
			assert_int_equal(seen->was[i] & BITS_1_TO_10,
			    BITS_1_TO_10);
	}
}

/* Every way to divide a total by n cells. */
static void
each_table(int64_t *cell, size_t at, size_t n, int64_t rest,
    void (*what)(const int64_t *, size_t))
{
	if (at + 1 == n) {
		cell[at] = rest;
		what(cell, n);
		return;
	}
	for (cell[at] = 0; cell[at] <= rest; cell[at]++)
		each_table(cell, at + 1, n, rest - cell[at], what);
}

static void
no_small_table_tells_which_it_hides(void **state)
{
	static const int64_t most[WIDE + 1] = { 0, 0, 120, 90, 48, 28 };
	int64_t cell[WIDE];

	(void)state;
	all_seen = calloc(SEEN, sizeof(*all_seen));
	for (size_t n = 2; n <= WIDE; n++)
		for (int64_t total = SMALL + 1; total <= most[n]; total++) {
			memset(all_seen, 0, SEEN * sizeof(*all_seen));
			each_table(cell, 0, n, total, note);
			each_table(cell, 0, n, total, hold);
		}
	free(all_seen);
}

/* ---- a thousand months ---- */

/* A value that some choose often and others rarely, as in life. */
static const char *
choose(const char *const *values, unsigned skew)
{
	int64_t n = 0, at;

	while (values[n] != NULL)
		n++;
	at = below(n);
	for (unsigned i = 0; i < skew; i++) {
		int64_t other = below(n);

		at = other < at ? other : at;
	}
	return values[at];
}

enum { PEOPLE = 400 };
struct people { size_t n; const char *answer[PEOPLE][QUESTIONS]; };

static void
make_people(struct people *people)
{
	unsigned skew[QUESTIONS];

	people->n = (size_t)below(below(2) ? 60 : PEOPLE);
	for (int q = 0; q < QUESTIONS; q++)
		skew[q] = (unsigned)below(5);
	for (size_t i = 0; i < people->n; i++)
		for (int q = 0; q < QUESTIONS; q++)
			people->answer[i][q] = choose(
			    question_rows[q].values, skew[q]);
}

static void
count_people(struct tally *tally, enum part part,
    const struct people *people)
{
	for (size_t i = 0; i < people->n; i++)
		tally_add(tally, part, 1, people->answer[i]);
}

/* What somebody works out of a sum and of bounds: the others at their least
   leave one its most, and the other way. */
struct bound { int64_t least, most; };

static bool
tighten(struct bound *bound, size_t n, int64_t sum)
{
	bool closer = false;

	for (size_t i = 0; i < n; i++) {
		int64_t least = sum, most = sum;

		for (size_t j = 0; j < n; j++) {
			least -= j == i ? 0 : bound[j].most;
			most -= j == i ? 0 : bound[j].least;
		}
		if (least > bound[i].least) {
			bound[i].least = least;
			closer = true;
		}
		if (most < bound[i].most) {
			bound[i].most = most;
			closer = true;
		}
	}
	return closer;
}

/* The least that is shown bounds the hidden ones that are not small. */
static int64_t
least_shown(json_t *cells, int64_t total)
{
	int64_t least = total;
	json_t *cell;
	size_t i;

	json_array_foreach(cells, i, cell) {
		int64_t n = json_integer_value(json_object_get(cell, "n"));

		if (n > SMALL && n < least)
			least = n;
	}
	return least;
}

static void
attack_table(json_t *table, json_t *exact, int64_t total)
{
	json_t *cells = json_object_get(table, "cells"), *cell;
	int64_t sum = total, most = least_shown(cells, total);
	struct bound bound[TALLY_CELLS];
	bool small[TALLY_CELLS];
	size_t i, n = 0;

	json_array_foreach(cells, i, cell) {
		int64_t is = json_integer_value(json_object_get(json_array_get(
		    json_object_get(exact, "cells"), i), "n"));

		if (!json_is_null(json_object_get(cell, "n"))) {
			assert_true(is == 0 || is > SMALL);
			assert_int_equal(is, json_integer_value(
			    json_object_get(cell, "n")));
			sum -= is;
			continue;
		}
		small[n] = is <= SMALL;
		bound[n] = small[n] ? (struct bound){ 1, SMALL } :
		    (struct bound){ SMALL + 1, most };
		/* Of what is withheld nobody knows which are small. */
		if (json_is_true(json_object_get(table, "withheld")))
			bound[n] = (struct bound){ 0, total };
		n++;
	}
	while (tighten(bound, n, sum))
		continue;
	for (i = 0; i < n; i++)
		if (small[i]) {
			assert_true(bound[i].least <= 1);
			assert_true(bound[i].most >= SMALL);
		}
}

/* Every table of every part, with every sum that anybody can make: the totals
   are the same in all tables, so that two of them say no more than one. */
static void
attack(json_t *published, json_t *exact)
{
	json_t *parts = json_object_get(published, "parts"), *part, *table;
	size_t p, t;

	json_array_foreach(parts, p, part) {
		json_t *known = json_array_get(json_object_get(exact,
		    "parts"), p);
		json_t *total = json_object_get(part, "total");

		json_array_foreach(json_object_get(part, "tables"), t, table) {
			if (!json_is_null(total))
				attack_table(table, json_array_get(
				    json_object_get(known, "tables"), t),
				    json_integer_value(total));
			else
				assert_true(json_is_true(json_object_get(table,
				    "withheld")));
		}
	}
}

static void
of_1000_random_months_no_bound_gets_closer(void **state)
{
	struct people people;

	(void)state;
	seed = 2026;
	for (int month = 0; month < 1000; month++) {
		struct tally tally = { 0 };
		json_t *published, *exact;

		for (int p = 0; p < PARTS; p++) {
			make_people(&people);
			count_people(&tally, (enum part)p, &people);
		}
		published = tally_json(&tally, false);
		exact = tally_json(&tally, true);
		attack(published, exact);
		json_decref(published);
		json_decref(exact);
	}
}

/* ---- another month that looks the same ---- */

struct column { int64_t cell[TALLY_CELLS]; size_t n; };

static struct column
count_column(const struct people *people, enum question q)
{
	const char *const *values = question_rows[q].values;
	struct column column = { 0 };

	while (values[column.n] != NULL)
		column.n++;
	for (size_t i = 0; i < people->n; i++)
		for (size_t v = 0; v < column.n; v++)
			column.cell[v] += strcmp(values[v],
			    people->answer[i][q]) == 0;
	return column;
}

/* The same hidden, the same shown. */
static bool
looks_like(const struct column *a, const struct column *b)
{
	bool of_a[TALLY_CELLS], of_b[TALLY_CELLS];
	bool shown = hiding_of_table(a->cell, a->n, of_a);

	if (hiding_of_table(b->cell, b->n, of_b) != shown)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (of_a[i] != of_b[i] ||
		    (!of_a[i] && a->cell[i] != b->cell[i]))
			return false;
	return true;
}

/* The small ones but one share a sum as evenly as it goes. */
static void
share(const struct column *is, size_t but, int64_t sum, struct column *out)
{
	int64_t left = 0;

	for (size_t i = 0; i < is->n; i++)
		left += i != but && is->cell[i] > 0 && is->cell[i] <= SMALL;
	for (size_t i = 0; i < is->n; i++)
		if (i != but && is->cell[i] > 0 && is->cell[i] <= SMALL) {
			out->cell[i] = sum / left;
			sum -= sum / left--;
		}
}

static size_t
find_others(const struct column *is, const bool *hidden, size_t other[2])
{
	size_t n = 0;

	for (size_t i = 0; i < is->n; i++)
		if (hidden[i] && is->cell[i] > SMALL && n < 2)
			other[n++] = i;
	return n;
}

/* Give the others what is left; false when it looks otherwise. */
static bool
give(const struct column *is, const size_t other[2], size_t n, int64_t left,
    int64_t first, struct column *out)
{
	out->cell[other[0]] = n == 1 ? left : first;
	if (n == 2)
		out->cell[other[1]] = left - first;
	return out->cell[other[0]] > SMALL && out->cell[other[n - 1]] > SMALL &&
	    looks_like(is, out);
}

/* Move people between hidden cells until one has v and nobody sees it. */
static bool
disguise(const struct column *is, size_t at, int64_t v, struct column *out)
{
	int64_t small = 0, sum = 0;
	bool hidden[TALLY_CELLS];
	size_t other[2], n;

	hiding_of_table(is->cell, is->n, hidden);
	n = find_others(is, hidden, other);
	for (size_t i = 0; i < is->n; i++) {
		small += i != at && is->cell[i] > 0 && is->cell[i] <= SMALL;
		sum += hidden[i] ? is->cell[i] : 0;
	}
	for (int64_t s = small; s <= small * SMALL; s++) {
		int64_t left = sum - v - s;

		*out = *is;
		out->cell[at] = v;
		share(is, at, s, out);
		for (int64_t first = n == 1 ? left : SMALL + 1; first <= left;
		    first++)
			if (give(is, other, n, left, first, out))
				return true;
	}
	return false;
}

/* Answers that give a column, whoever gives them. */
static void
answer_again(struct people *people, enum question q,
    const struct column *column)
{
	size_t at = 0;

	for (size_t v = 0; v < column->n; v++)
		for (int64_t i = 0; i < column->cell[v]; i++)
			people->answer[at++][q] = question_rows[q].values[v];
	assert_int_equal(at, people->n);
}

static bool
publishes_the_same(const struct people *a, const struct people *b)
{
	struct tally of_a = { 0 }, of_b = { 0 };
	json_t *one, *other;
	bool same;

	count_people(&of_a, PART_CONTACTS, a);
	count_people(&of_b, PART_CONTACTS, b);
	one = tally_json(&of_a, false);
	other = tally_json(&of_b, false);
	same = json_equal(one, other) == 1;
	json_decref(one);
	json_decref(other);
	return same;
}

static void
another_month_with_any_other_small_number_looks_the_same(
    void **state)
{
	static struct people people, other;
	unsigned tried = 0;

	(void)state;
	seed = 11;
	for (int month = 0; month < 1000; month++) {
		enum question q = (enum question)(ASK_KIND +
		    below(ASK_SECTOR + 1));
		bool hidden[TALLY_CELLS];
		struct column is, disguised;

		make_people(&people);
		is = count_column(&people, q);
		if (people.n <= SMALL ||
		    !hiding_of_table(is.cell, is.n, hidden))
			continue;
		for (size_t i = 0; i < is.n; i++)
			for (int64_t v = 1; is.cell[i] > 0 &&
			    is.cell[i] <= SMALL && v <= SMALL; v++) {
				assert_true(disguise(&is, i, v, &disguised));
				other = people;
				answer_again(&other, q, &disguised);
				assert_true(publishes_the_same(&people,
				    &other));
				tried++;
			}
	}
	assert_true(tried > 5000);
}

/* ---- */

static void
what_is_not_small_is_shown_as_it_is(void **state)
{
	static const int64_t cell[] = { 0, 11, 40, 12 };
	static const int64_t towns[] = { 90, 40, 20, 0, 5, 3 };
	bool hidden[6];

	(void)state;
	assert_true(hiding_of_table(cell, 4, hidden));
	for (int i = 0; i < 4; i++)
		assert_false(hidden[i]);
	assert_true(hiding_of_table(towns, 6, hidden));
	assert_false(hidden[0] || hidden[1] || hidden[3]);
	assert_true(hidden[2] && hidden[4] && hidden[5]);
}

static void
of_ten_people_nothing_is_told(void **state)
{
	struct tally tally = { 0 };
	const char *answer[QUESTIONS] = { [ASK_SEX] = "f" };
	json_t *json;

	(void)state;
	tally_add(&tally, PART_CONTACTS, 10, answer);
	json = tally_json(&tally, false);
	assert_true(json_is_null(json_object_get(json_array_get(
	    json_object_get(json, "parts"), 0), "total")));
	json_decref(json);
	assert_true(hiding_shows_total(0) && !hiding_shows_total(1) &&
	    !hiding_shows_total(10) && hiding_shows_total(11));
}

static void
money_of_few_or_of_one_is_not_told(void **state)
{
	(void)state;
	assert_int_equal(hiding_of_money(10, 1000000, 100000), 0);
	assert_int_equal(hiding_of_money(11, 1000000, 500001), 0);
	assert_int_equal(hiding_of_money(11, 1000000, 500000), 1000000);
	assert_int_equal(hiding_of_money(40, 1234567, 50000), 1200000);
	assert_int_equal(hiding_of_money(40, 99, 5), 99);
	assert_int_equal(hiding_of_money(0, 0, 0), 0);
}

static void
every_answer_is_counted_once_in_every_table(void **state)
{
	const char *answer[QUESTIONS] = { [ASK_SECTOR] = "=1+1",
	    [ASK_KIND] = "tea" };
	struct tally tally = { 0 };
	json_t *json, *part, *table, *cell;
	size_t p, t, c;

	(void)state;
	for (int i = 0; i < PARTS; i++)
		tally_add(&tally, (enum part)i, 7, answer);
	json = tally_json(&tally, true);
	json_array_foreach(json_object_get(json, "parts"), p, part)
		json_array_foreach(json_object_get(part, "tables"), t, table) {
			json_int_t sum = 0;

			json_array_foreach(json_object_get(table, "cells"), c,
			    cell)
				sum += json_integer_value(json_object_get(cell,
				    "n"));
			assert_int_equal(sum, 7);
		}
	assert_int_equal(p, PARTS);
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_small_table_tells_which_it_hides),
		cmocka_unit_test(of_1000_random_months_no_bound_gets_closer),
		cmocka_unit_test(
		    another_month_with_any_other_small_number_looks_the_same),
		cmocka_unit_test(what_is_not_small_is_shown_as_it_is),
		cmocka_unit_test(of_ten_people_nothing_is_told),
		cmocka_unit_test(money_of_few_or_of_one_is_not_told),
		cmocka_unit_test(every_answer_is_counted_once_in_every_table),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
