#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "store/deadline.h"
#include "store/draft.h"
#include "store/inside.h"
#include "store/reading.h"
#include "store/work.h"
#include "store/worklist.h"
#include "tests/people.h"

/*
 * One store for all: Poipet has dara, who leads it, and vuthy; Phnom Penh
 * (intake, Poipet's stand-in) has sophea.
 */
static struct people *people;
static struct login *dara, *vuthy, *sophea;
enum { NOW = PEOPLE_NOW, HOUR = 3600, DAY = 86400 };

static int
make(void **state)
{
	(void)state;
	people = people_make();
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	vuthy = people_log_in(people, "vuthy", people->poipet,
	    people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static int
clear(void **state)
{
	(void)state;
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, "DELETE FROM cases"), 0);
	return store_commit(people->store);
}

static struct matter
open_at(bool urgent, int64_t at)
{
	struct case_new new = { .centre = people->poipet, .state = CASE_NEW,
	    .category = "wages", .number = "+85512345678", .urgent = urgent,
	    .now = at };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(store_commit(people->store), 0);
	return matter;
}

/* ---- when something is due ---- */

static void
two_working_days_are_counted_past_weekends(void **state)
{
	/* Monday 5 January 2026, 15:00 +7, is NOW. */
	static const struct { int64_t opened, due; } table[] = {
		{ NOW, NOW + 2 * DAY },				/* Monday */
		{ NOW + DAY, NOW + 3 * DAY },			/* Tuesday */
		{ NOW + 2 * DAY, NOW + 4 * DAY },		/* Friday */
		{ NOW + 3 * DAY, NOW + 7 * DAY },		/* Thursday */
		{ NOW + 4 * DAY, NOW + 8 * DAY },		/* Friday */
		{ NOW + 5 * DAY, NOW - 15 * HOUR + 9 * DAY },	/* Saturday */
		{ NOW + 6 * DAY, NOW - 15 * HOUR + 9 * DAY },	/* Sunday */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(deadline_patience(table[i].opened),
		    table[i].due);
}

static void
what_becomes_urgent_is_due_within_the_hour(void **state)
{
	struct matter matter = open_at(false, NOW), is;

	(void)state;
	assert_int_equal(matter.due_at, NOW + 2 * DAY);
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_set_urgent(people->store, &matter.id,
	    NOW + HOUR), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(case_load(people->store, &matter.id, &is), 0);
	assert_int_equal(is.due_at, NOW + 2 * HOUR);
}

/* ---- lists ---- */

static struct worklist_page *
load(TALLOC_CTX *ctx, enum worklist list, const struct login *login,
    struct worklist_place from, unsigned max, int64_t now)
{
	struct worklist_ask ask = { .list = list, .now = now, .max = max,
	    .member = login_member(login), .from = from };
	struct worklist_page *page;

	assert_int_equal(worklist_load(people->store, ctx, &ask, &page), 0);
	return page;
}

/* Walk a list by pages: how many there are; each is met once, in order. */
static size_t
walk(enum worklist list, const struct login *login, unsigned max, int64_t now)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct worklist_place from = { 0 };
	struct matter last = { .urgent = true, .due_at = INT64_MIN,
	    .changed_at = INT64_MAX };
	size_t n = 0;

	while (from.part >= 0) {
		struct worklist_page *page = load(ctx, list, login, from, max,
		    now);

		assert_true(page->n <= max);
		for (size_t i = 0; i < page->n; i++, n++) {
			const struct matter *m = &page->matter[i];

			assert_memory_not_equal(&m->id, &last.id,
			    sizeof(m->id));
			if (list == LIST_FINISHED)
				assert_true(m->changed_at <= last.changed_at);
			else if (m->urgent == last.urgent)
				assert_true(m->due_at >= last.due_at);
			else
				assert_true(last.urgent);
			last = *m;
		}
		from = page->next;
	}
	talloc_free(ctx);
	return n;
}

static void
a_list_is_met_whole_page_by_page(void **state)
{
	struct case_edit finish = { .has_state = true,
	    .state = CASE_FINISHED };
	struct matter is;

	(void)state;
	for (int i = 0; i < 150; i++) {
		struct matter m = open_at(i % 5 == 0, NOW - i % 7 * DAY);

		if (i % 10 == 1)
			assert_int_equal(case_claim(people->store, m.ref,
			    dara, NOW, &is), 0);
		if (i % 10 == 2)
			assert_int_equal(case_change(people->store, m.ref,
			    dara, &finish, m.version, NOW, &is), 0);
	}
	for (int list = 0; list < LIST_FINISHED; list++) {
		int64_t n = -1;

		assert_int_equal(worklist_count(people->store, list,
		    login_member(dara), NOW, 1000, &n), 0);
		assert_int_equal(n, walk(list, dara, 50, NOW));
		assert_int_equal(worklist_count(people->store, list,
		    login_member(dara), NOW, 3, &n), 0);
		assert_true(n <= 3);
	}
	for (unsigned max = 1; max < 200; max += 33) {
		assert_int_equal(walk(LIST_CENTRE, dara, max, NOW), 135);
		assert_int_equal(walk(LIST_MINE, dara, max, NOW), 15);
		assert_int_equal(walk(LIST_MINE, vuthy, max, NOW), 0);
		assert_int_equal(walk(LIST_UNASSIGNED, vuthy, max, NOW), 120);
		assert_int_equal(walk(LIST_URGENT, dara, max, NOW), 30);
		assert_int_equal(walk(LIST_FINISHED, dara, max, NOW), 15);
		assert_int_equal(walk(LIST_CENTRE, sophea, max, NOW), 0);
		assert_int_equal(walk(LIST_OVERDUE, dara, max,
		    NOW + 30 * DAY), 135);
		assert_int_equal(walk(LIST_OVERDUE, dara, max,
		    NOW - 30 * DAY), 0);
	}
}

static bool
is_none(void *arg, const struct matter *matter)
{
	unsigned *looked = arg;

	(void)matter;
	++*looked;
	return false;
}

static void
a_filter_looks_at_so_many_and_no_more(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned looked = 0;
	struct worklist_ask ask = { .list = LIST_CENTRE, .now = NOW,
	    .max = 50, .member = login_member(dara), .fits = is_none,
	    .arg = &looked };
	struct worklist_page *page;

	(void)state;
	assert_int_equal(store_begin(people->store), 0);
	for (int i = 0; i < WORKLIST_LOOK + 10; i++) {
		struct case_new new = { .centre = people->poipet,
		    .state = CASE_NEW, .category = "wages", .now = NOW };
		struct matter matter;

		assert_int_equal(case_open(people->store, &new, &matter), 0);
	}
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(worklist_load(people->store, ctx, &ask, &page), 0);
	assert_int_equal(page->n, 0);
	assert_int_equal(looked, WORKLIST_LOOK);
	ask.from = page->next;
	assert_true(ask.from.part >= 0);
	assert_int_equal(worklist_load(people->store, ctx, &ask, &page), 0);
	assert_int_equal(looked, WORKLIST_LOOK + 10);
	assert_int_equal(page->next.part, -1);
	talloc_free(ctx);
}

/* The list and the reading follow one rule. */
static void
a_stand_in_lists_what_it_may_open(void **state)
{
	struct matter urgent = open_at(true, NOW), fresh = open_at(false, NOW);
	struct matter old = open_at(false, NOW - 9 * DAY);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct worklist_page *page = load(ctx, LIST_STAND_IN, sophea,
	    (struct worklist_place){ 0 }, 50, NOW);
	struct reading *reading;

	(void)state;
	assert_int_equal(page->n, 2);
	assert_string_equal(page->matter[0].ref, urgent.ref);
	assert_string_equal(page->matter[1].ref, old.ref);
	for (size_t i = 0; i < page->n; i++)
		assert_int_equal(case_read(people->store, ctx,
		    page->matter[i].ref, sophea, NOW, &reading), 0);
	assert_int_equal(case_read(people->store, ctx, fresh.ref, sophea, NOW,
	    &reading), -ENOENT);
	talloc_free(ctx);
}

static void
a_change_is_felt_where_it_is_seen_and_nowhere_else(void **state)
{
	int64_t own, own_then, other, other_then;
	struct matter m = open_at(false, NOW), is;

	(void)state;
	assert_int_equal(worklist_pulse(people->store, login_member(dara),
	    &own), 0);
	assert_int_equal(worklist_pulse(people->store, login_member(sophea),
	    &other), 0);
	assert_int_equal(draft_keep(people->store, m.ref, dara, "note", "x",
	    NOW), 0);
	assert_int_equal(worklist_pulse(people->store, login_member(dara),
	    &own_then), 0);
	assert_int_equal(own_then, own);
	assert_int_equal(case_claim(people->store, m.ref, dara, NOW, &is), 0);
	assert_int_equal(worklist_pulse(people->store, login_member(dara),
	    &own_then), 0);
	assert_int_equal(worklist_pulse(people->store, login_member(sophea),
	    &other_then), 0);
	assert_true(own_then > own && other_then > other);
}

/* ---- work ---- */

static void
a_claim_is_won_once(void **state)
{
	struct matter m = open_at(false, NOW), is;

	(void)state;
	assert_int_equal(case_claim(people->store, m.ref, dara, NOW, &is), 0);
	assert_int_equal(is.owner, login_member(dara)->id);
	assert_int_equal(is.state, CASE_WORKING);
	assert_int_equal(case_claim(people->store, m.ref, vuthy, NOW, &is),
	    -EEXIST);
	assert_int_equal(is.owner, login_member(dara)->id);
	assert_int_equal(case_claim(people->store, m.ref, dara, NOW, &is), 0);
	assert_int_equal(is.version, m.version + 1);
}

static void
a_stale_edit_changes_nothing_and_says_who_was_first(void **state)
{
	struct case_edit first = { .has_waits = true, .waits_for = "agency" };
	struct case_edit second = { .has_owner = true, .owner = "vuthy" };
	struct matter m = open_at(false, NOW), is;
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct edits *edits;

	(void)state;
	assert_int_equal(case_change(people->store, m.ref, dara, &first,
	    m.version, NOW, &is), 0);
	assert_string_equal(is.waits_for, "agency");
	assert_int_equal(case_change(people->store, m.ref, vuthy, &second,
	    m.version, NOW, &is), -EEXIST);
	assert_int_equal(is.owner, 0);
	assert_int_equal(case_edits(people->store, ctx, &m.id, m.version,
	    &edits), 0);
	assert_int_equal(edits->n, 1);
	assert_string_equal(edits->edit[0].by, "dara");
	assert_string_equal(edits->edit[0].what, "waits_for");
	assert_int_equal(edits->edit[0].version, is.version);
	talloc_free(ctx);
}

static void
every_edit_that_cannot_be_is_refused_whole(void **state)
{
	static const struct { struct case_edit edit; int rc; } table[] = {
		{ { .has_state = true, .state = CASE_INCOMPLETE }, -EPERM },
		{ { .has_waits = true, .waits_for = "godot" }, -EINVAL },
		{ { .has_owner = true, .owner = "nobody" }, -EINVAL },
		{ { .has_owner = true, .owner = "sophea" }, -EINVAL },
	};
	struct matter m = open_at(false, NOW), is;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct case_edit edit = table[i].edit;

		edit.has_urgent = edit.urgent = true;
		assert_int_equal(case_change(people->store, m.ref, dara,
		    &edit, m.version, NOW, &is), table[i].rc);
		assert_int_equal(case_load(people->store, &m.id, &is), 0);
		assert_int_equal(is.version, m.version);
		assert_false(is.urgent);
	}
	assert_int_equal(case_change(people->store, m.ref, sophea,
	    &table[0].edit, m.version, NOW, &is), -ENOENT);
}

static void
a_draft_is_hers_and_lies_at_one_place(void **state)
{
	struct matter m = open_at(false, NOW), other = open_at(false, NOW);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct reading *reading;

	(void)state;
	assert_int_equal(draft_keep(people->store, m.ref, dara, "note",
	    "She sa", NOW), 0);
	assert_int_equal(draft_keep(people->store, m.ref, dara, "note",
	    "She said", NOW), 0);
	assert_int_equal(case_read(people->store, ctx, m.ref, dara, NOW,
	    &reading), 0);
	assert_string_equal(drafts_find(&reading->drafts, "note"), "She said");
	assert_int_equal(case_read(people->store, ctx, m.ref, vuthy, NOW,
	    &reading), 0);
	assert_int_equal(reading->drafts.n, 0);
	/* Moved to another case or member it opens nothing, and harms none. */
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, "UPDATE draft SET staff ="
	    " (SELECT id FROM staff WHERE name = 'vuthy')"), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(case_read(people->store, ctx, m.ref, vuthy, NOW,
	    &reading), 0);
	assert_int_equal(reading->drafts.n, 0);
	assert_int_equal(draft_keep(people->store, other.ref, sophea, "note",
	    "x", NOW), -ENOENT);
	assert_int_equal(draft_keep(people->store, m.ref, dara, "note", "", NOW),
	    0);
	talloc_free(ctx);
}

/* Each form has its own; moved from one to another it opens nothing. */
static void
each_form_has_its_draft(void **state)
{
	struct matter m = open_at(false, NOW);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct reading *reading;

	(void)state;
	for (int i = 0; draft_forms[i] != NULL; i++)
		assert_int_equal(draft_keep(people->store, m.ref, dara,
		    draft_forms[i], draft_forms[i], NOW), 0);
	assert_int_equal(draft_keep(people->store, m.ref, dara, "contact",
	    "x", NOW), -EINVAL);
	assert_int_equal(draft_keep(people->store, m.ref, dara, "refer", "",
	    NOW), 0);
	assert_int_equal(case_read(people->store, ctx, m.ref, dara, NOW,
	    &reading), 0);
	assert_null(drafts_find(&reading->drafts, "refer"));
	assert_string_equal(drafts_find(&reading->drafts, "outcome"),
	    "outcome");
	assert_string_equal(drafts_find(&reading->drafts, "note"), "note");
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, "UPDATE draft SET form ="
	    " 'refer' WHERE form = 'outcome'"), 0);
	assert_int_equal(store_commit(people->store), 0);
	assert_int_equal(case_read(people->store, ctx, m.ref, dara, NOW,
	    &reading), 0);
	assert_null(drafts_find(&reading->drafts, "refer"));
	assert_null(drafts_find(&reading->drafts, "outcome"));
	assert_string_equal(drafts_find(&reading->drafts, "letter"),
	    "letter");
	talloc_free(ctx);
}

/* What is about no case: hers alone, 30 days, gone when she has departed. */
static void
a_draft_about_no_case_is_hers(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct store *store = people->store;
	struct drafts *drafts;

	(void)state;
	assert_int_equal(own_draft_keep(store, dara, "intake", "She sa", NOW),
	    0);
	assert_int_equal(own_draft_keep(store, dara, "intake", "She said",
	    NOW), 0);
	assert_int_equal(own_draft_keep(store, dara, "contact", "{}", NOW), 0);
	assert_int_equal(own_draft_keep(store, dara, "note", "x", NOW),
	    -EINVAL);
	assert_int_equal(own_drafts_open(store, ctx, dara, &drafts), 0);
	assert_int_equal(drafts->n, 2);
	assert_string_equal(drafts_find(drafts, "intake"), "She said");
	assert_int_equal(own_drafts_open(store, ctx, vuthy, &drafts), 0);
	assert_int_equal(drafts->n, 0);
	/* Given to another member it does not open. */
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(engine_do(store, "UPDATE own_draft SET staff ="
	    " (SELECT id FROM staff WHERE name = 'vuthy') WHERE form ="
	    " 'intake'"), 0);
	assert_int_equal(store_commit(store), 0);
	assert_int_equal(own_drafts_open(store, ctx, vuthy, &drafts), 0);
	assert_int_equal(drafts->n, 0);
	assert_int_equal(own_draft_keep(store, dara, "intake", "late",
	    NOW + 31 * 86400), 0);
	assert_int_equal(own_drafts_open(store, ctx, dara, &drafts), 0);
	assert_int_equal(drafts->n, 1);
	assert_string_equal(drafts_find(drafts, "intake"), "late");
	assert_int_equal(own_draft_keep(store, dara, "intake", "", NOW), 0);
	assert_int_equal(own_drafts_open(store, ctx, dara, &drafts), 0);
	assert_int_equal(drafts->n, 0);
	talloc_free(ctx);
}

static void
open_cases_go_to_another(void **state)
{
	struct matter m = open_at(false, NOW), is;
	int64_t n;

	(void)state;
	assert_int_equal(case_claim(people->store, m.ref, vuthy, NOW, &is),
	    0);
	assert_int_equal(cases_owned(people->store, login_member(vuthy)->id,
	    &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(cases_hand_over(people->store,
	    login_member(vuthy)->id, login_member(dara)->id, "dara", NOW), 0);
	assert_int_equal(case_load(people->store, &m.id, &is), 0);
	assert_int_equal(is.owner, login_member(dara)->id);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, clear)
	const struct CMUnitTest tests[] = {
		T(two_working_days_are_counted_past_weekends),
		T(what_becomes_urgent_is_due_within_the_hour),
		T(a_list_is_met_whole_page_by_page),
		T(a_filter_looks_at_so_many_and_no_more),
		T(a_stand_in_lists_what_it_may_open),
		T(a_change_is_felt_where_it_is_seen_and_nowhere_else),
		T(a_claim_is_won_once),
		T(a_stale_edit_changes_nothing_and_says_who_was_first),
		T(every_edit_that_cannot_be_is_refused_whole),
		T(a_draft_is_hers_and_lies_at_one_place),
		T(each_form_has_its_draft),
		T(a_draft_about_no_case_is_hers),
		T(open_cases_go_to_another),
	};
#undef T
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
