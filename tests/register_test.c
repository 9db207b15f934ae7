#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/agencies_import.h"
#include "tests/people.h"

enum { MANY = 40 };

struct desk {			/* a talloc context */
	struct people *people;
	struct store *store;
	size_t n;
	struct agency list[MANY + 10];	/* what the next import holds */
	struct agencies_diff *diff;	/* of the last proposal */
	int64_t base;
};

static int
setup(void **state)
{
	struct desk *desk = talloc_zero(NULL, struct desk);

	desk->people = people_empty();
	desk->store = desk->people->store;
	*state = desk;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *desk = *state;

	talloc_free(desk->people);
	talloc_free(desk);
	return 0;
}

static void
put(struct desk *desk, const char *licence, const char *name,
    const char *status)
{
	struct agency *agency = &desk->list[desk->n++];

	*agency = (struct agency){ .licence = licence, .name = name,
	    .name_km = "", .head_office = { "", "", "" } };
	assert_int_equal(agency_status_find(status, &agency->status), 0);
}

static void
put_many(struct desk *desk)
{
	desk->n = 0;
	for (int i = 0; i < MANY; i++)
		put(desk, talloc_asprintf(desk, "L%03d", i),
		    talloc_asprintf(desk, "Sample %d", i), "valid");
}

static const int64_t today = 20458;	/* 2026-01-05 */

static void
propose(struct desk *desk, int64_t as_of)
{
	struct agencies *standing;

	assert_int_equal(agencies_load(desk->store, desk, &standing), 0);
	desk->base = standing->head.import;
	assert_int_equal(agencies_diff(desk, standing, desk->list, desk->n,
	    as_of, today, &desk->diff), 0);
}

static int64_t
stage(struct desk *desk, int64_t as_of, const char *importer)
{
	struct import_new new = { .as_of = as_of, .source = "a test",
	    .importer = importer };
	int64_t number = 0;

	propose(desk, as_of);
	new.base = desk->base;
	assert_int_equal(import_stage(desk->store, &new, desk->diff,
	    PEOPLE_NOW, &number), 0);
	return number;
}

static int64_t
let_stand(struct desk *desk, int64_t as_of)
{
	int64_t number = stage(desk, as_of, "dara");

	assert_int_equal(import_apply(desk->store, number, "dara",
	    PEOPLE_NOW), 0);
	return number;
}

static int64_t
let_wait(struct desk *desk, int64_t as_of, const char *importer)
{
	int64_t number = stage(desk, as_of, importer);

	assert_int_equal(import_hold(desk->store, number, importer,
	    PEOPLE_NOW), 0);
	return number;
}

static bool
needs_second(const struct desk *desk)
{
	return diff_needs_second(&desk->diff->counts, desk->diff->before,
	    desk->diff->older);
}

static struct agencies *
load(struct desk *desk)
{
	struct agencies *all;

	assert_int_equal(agencies_load(desk->store, desk, &all), 0);
	return all;
}

static enum import_state
state_of(struct desk *desk, int64_t number)
{
	struct import import;

	assert_int_equal(import_find(desk->store, desk, number, &import), 0);
	return import.state;
}

static const struct agency *
find(const struct agencies *all, const char *licence)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->agency[i].licence, licence) == 0)
			return &all->agency[i];
	return NULL;
}

/* ---- the diff ---- */

static void
the_same_list_again_changes_nothing(void **state)
{
	struct desk *desk = *state;

	put_many(desk);
	let_stand(desk, today - 10);
	propose(desk, today);
	assert_int_equal(desk->diff->n, 0);
	assert_int_equal(desk->diff->rows, MANY);
	assert_false(needs_second(desk));
}

static void
the_first_list_needs_a_second_person(void **state)
{
	struct desk *desk = *state;

	put(desk, "1", "One", "valid");
	propose(desk, today);
	assert_int_equal(desk->diff->counts.added, 1);
	assert_true(needs_second(desk));
}

static void
a_tenth_may_change_unasked_and_one_more_may_not(void **state)
{
	struct desk *desk = *state;

	put_many(desk);
	let_stand(desk, today - 10);
	for (int i = 0; i < MANY / 10; i++)
		desk->list[i].name = "Changed";
	propose(desk, today);
	assert_int_equal(desk->diff->counts.changed, MANY / 10);
	assert_false(needs_second(desk));
	put(desk, "NEW", "New", "valid");
	propose(desk, today);
	assert_true(needs_second(desk));
}

static void
one_licence_that_becomes_valid_again_needs_a_second_person(void **state)
{
	static const char *const before[] = { "suspended", "revoked",
	    "expired" };
	struct desk *desk = *state;

	for (size_t i = 0; i < 3; i++) {
		put_many(desk);
		put(desk, "X", "Again", before[i]);
		let_stand(desk, today - 10);
		put_many(desk);
		put(desk, "X", "Again", "valid");
		propose(desk, today);
		assert_int_equal(desk->diff->counts.revived, 1);
		assert_true(needs_second(desk));
		assert_true(desk->diff->change[0].revives);
		let_stand(desk, today - 10);
	}
}

static void
a_licence_that_had_run_out_and_is_prolonged_becomes_valid_again(void **state)
{
	struct desk *desk = *state;

	put_many(desk);
	desk->list[3].valid_until = today - 1;
	let_stand(desk, today - 10);
	desk->list[3].valid_until = today + 300;
	propose(desk, today);
	assert_int_equal(desk->diff->counts.revived, 1);
	assert_true(needs_second(desk));
	/* Had it been prolonged in time, nobody need look. */
	desk->list[3].valid_until = today;
	let_stand(desk, today - 10);
	desk->list[3].valid_until = today + 300;
	propose(desk, today);
	assert_int_equal(desk->diff->counts.revived, 0);
	assert_false(needs_second(desk));
}

static void
an_older_list_needs_a_second_person(void **state)
{
	struct desk *desk = *state;

	put_many(desk);
	let_stand(desk, today - 10);
	propose(desk, today - 11);
	assert_true(desk->diff->older);
	assert_true(needs_second(desk));
}

static void
what_a_new_list_leaves_out_stays_as_delisted_or_worse(void **state)
{
	struct desk *desk = *state;
	struct agencies *all;

	put_many(desk);
	put(desk, "S", "Suspended", "suspended");
	put(desk, "V", "Valid", "valid");
	let_stand(desk, today - 10);
	put_many(desk);
	let_stand(desk, today - 5);
	let_stand(desk, today);
	all = load(desk);
	assert_int_equal(all->n, MANY + 2);
	assert_int_equal(find(all, "S")->status, AGENCY_SUSPENDED);
	assert_int_equal(find(all, "V")->status, AGENCY_DELISTED);
	assert_int_equal(find(all, "V")->last_seen, today - 10);
	assert_int_equal(find(all, "L001")->last_seen, today);
	/* Back on the list it is valid again. */
	put(desk, "V", "Valid", "valid");
	propose(desk, today);
	assert_int_equal(desk->diff->counts.revived, 1);
}

static void
one_licence_twice_is_no_list(void **state)
{
	struct desk *desk = *state;
	struct agencies *standing = load(desk);

	put(desk, "1", "One", "valid");
	put(desk, "2", "Two", "valid");
	put(desk, "1", "Won", "valid");
	assert_int_equal(agencies_diff(desk, standing, desk->list, desk->n,
	    today, today, &desk->diff), -EINVAL);
}

/* ---- decisions ---- */

static void
what_waits_changes_nothing_until_a_second_member_confirms(void **state)
{
	struct desk *desk = *state;
	int64_t number, generation;
	bool stands = false;

	put(desk, "1", "One", "valid");
	number = let_wait(desk, today, "dara");
	assert_int_equal(state_of(desk, number), IMPORT_PENDING);
	assert_int_equal(load(desk)->n, 0);
	assert_int_equal(agencies_generation(desk->store, &generation), 0);
	assert_int_equal(generation, 0);
	assert_int_equal(import_confirm(desk->store, number, "dara",
	    PEOPLE_NOW, &stands), -EACCES);
	assert_int_equal(load(desk)->n, 0);
	assert_int_equal(import_confirm(desk->store, number, "bopha",
	    PEOPLE_NOW, &stands), 0);
	assert_true(stands);
	assert_int_equal(load(desk)->n, 1);
	assert_int_equal(load(desk)->head.import, number);
}

static void
what_came_from_the_shell_needs_two_members(void **state)
{
	struct desk *desk = *state;
	int64_t number;
	bool stands = true;

	put(desk, "1", "One", "valid");
	number = let_wait(desk, today, IMPORTER_SHELL);
	assert_int_equal(import_confirm(desk->store, number, "dara",
	    PEOPLE_NOW, &stands), 0);
	assert_false(stands);
	assert_int_equal(load(desk)->n, 0);
	assert_int_equal(import_confirm(desk->store, number, "dara",
	    PEOPLE_NOW, &stands), -EACCES);
	assert_int_equal(import_confirm(desk->store, number, "bopha",
	    PEOPLE_NOW, &stands), 0);
	assert_true(stands);
	assert_int_equal(load(desk)->n, 1);
}

static void
what_rounds_fetched_needs_one_member(void **state)
{
	struct desk *desk = *state;
	bool stands = false;
	int64_t number;

	put(desk, "1", "One", "valid");
	number = let_wait(desk, today, IMPORTER_ROUNDS);
	assert_int_equal(import_confirm(desk->store, number, "dara",
	    PEOPLE_NOW, &stands), 0);
	assert_true(stands);
}

static void
what_is_rejected_can_never_stand(void **state)
{
	struct desk *desk = *state;
	bool stands = false;
	int64_t number;

	put(desk, "1", "One", "valid");
	number = let_wait(desk, today, "dara");
	assert_int_equal(import_reject(desk->store, number, "dara",
	    PEOPLE_NOW), 0);
	assert_int_equal(import_confirm(desk->store, number, "bopha",
	    PEOPLE_NOW, &stands), -EPERM);
	assert_int_equal(import_reject(desk->store, number, "bopha",
	    PEOPLE_NOW), -EPERM);
	assert_int_equal(import_confirm(desk->store, 99, "bopha", PEOPLE_NOW,
	    &stands), -ENOENT);
	assert_int_equal(load(desk)->n, 0);
}

static void
a_later_import_supersedes_the_one_that_waits(void **state)
{
	struct desk *desk = *state;
	bool stands = false;
	int64_t first, second, pending;
	struct import import;

	put_many(desk);
	let_stand(desk, today - 10);
	desk->n = 3;
	first = let_wait(desk, today, "dara");
	desk->n = 4;
	second = let_wait(desk, today, "dara");
	assert_int_equal(state_of(desk, first), IMPORT_SUPERSEDED);
	assert_int_equal(import_pending(desk->store, &pending), 0);
	assert_int_equal(pending, second);
	assert_int_equal(import_find(desk->store, desk, second, &import), 0);
	assert_string_equal(import.decided_by, "");
	assert_int_equal(import.decided_at, 0);
	put_many(desk);
	let_stand(desk, today);
	assert_int_equal(state_of(desk, second), IMPORT_SUPERSEDED);
	assert_int_equal(import_confirm(desk->store, second, "bopha",
	    PEOPLE_NOW, &stands), -EPERM);
	assert_int_equal(import_pending(desk->store, &pending), 0);
	assert_int_equal(pending, 0);
}

static void
a_list_that_was_compared_with_another_one_does_not_stand(void **state)
{
	struct desk *desk = *state;
	int64_t slow, quick;

	put_many(desk);
	slow = stage(desk, today, "dara");
	quick = let_stand(desk, today);
	assert_int_equal(import_apply(desk->store, slow, "dara", PEOPLE_NOW),
	    -EEXIST);
	assert_int_equal(load(desk)->head.import, quick);
}

static void
every_import_and_change_is_remembered(void **state)
{
	struct desk *desk = *state;
	struct licence_history *history;
	struct imports *imports;
	struct changes *changes;
	int64_t second;

	put_many(desk);
	let_stand(desk, today - 10);
	desk->list[7].name = "Renamed";
	second = let_stand(desk, today);
	assert_int_equal(imports_load(desk->store, desk, 0, 10, &imports), 0);
	assert_int_equal(imports->n, 2);
	assert_int_equal(imports->import[0].n, second);
	assert_int_equal(imports->import[0].counts.changed, 1);
	assert_string_equal(imports->import[0].importer, "dara");
	assert_int_equal(import_changes(desk->store, desk, second, &changes),
	    0);
	assert_int_equal(changes->n, 1);
	assert_string_equal(changes->change[0].was, "Sample 7");
	assert_int_equal(licence_history(desk->store, desk, "L007", &history),
	    0);
	assert_int_equal(history->n, 2);
	assert_string_equal(history->event[0].change.field, "");
	assert_string_equal(history->event[1].change.is, "Renamed");
	assert_int_equal(history->event[1].import.n, second);
}

static void
what_becomes_valid_again_is_shown_first(void **state)
{
	struct desk *desk = *state;
	struct changes *changes;
	int64_t number;

	put_many(desk);
	put(desk, "X", "Last", "revoked");
	let_stand(desk, today - 10);
	desk->list[0].name = "Renamed";
	desk->list[MANY].status = AGENCY_VALID;
	number = let_wait(desk, today, "dara");
	assert_int_equal(import_changes(desk->store, desk, number, &changes),
	    0);
	assert_int_equal(changes->n, 2);
	assert_string_equal(changes->change[0].licence, "X");
	assert_string_equal(changes->change[1].licence, "L000");
}

static void
what_waits_or_was_rejected_is_no_history(void **state)
{
	struct desk *desk = *state;
	struct licence_history *history;

	put(desk, "1", "One", "valid");
	let_wait(desk, today, "dara");
	assert_int_equal(licence_history(desk->store, desk, "1", &history), 0);
	assert_int_equal(history->n, 0);
}

static void
its_source_can_say_a_list_again(void **state)
{
	struct desk *desk = *state;
	int64_t generation = load(desk)->head.generation;

	assert_int_equal(register_touch(desk->store, today), 0);
	assert_int_equal(load(desk)->head.generation, generation);
	put_many(desk);
	let_stand(desk, today - 10);
	generation = load(desk)->head.generation;
	assert_int_equal(register_touch(desk->store, today - 11), 0);
	assert_int_equal(load(desk)->head.generation, generation);
	assert_int_equal(register_touch(desk->store, today), 0);
	assert_true(load(desk)->head.generation > generation);
	assert_int_equal(load(desk)->head.as_of, today);
	assert_int_equal(load(desk)->agency[0].last_seen, today);
}

/* ---- what is left over ---- */

static void
a_sweep_takes_what_nobody_needs_and_leaves_the_rest(void **state)
{
	struct desk *desk = *state;
	int64_t broken, waiting;

	put_many(desk);
	let_stand(desk, today - 10);
	let_stand(desk, today - 5);
	broken = stage(desk, today, "dara");
	assert_int_equal(import_sweep(desk->store, PEOPLE_NOW), 0);
	assert_int_equal(state_of(desk, broken), IMPORT_ABANDONED);
	desk->n = 3;
	waiting = let_wait(desk, today, "dara");
	assert_int_equal(import_sweep(desk->store, PEOPLE_NOW), 0);
	assert_int_equal(load(desk)->n, MANY);
	assert_int_equal(import_confirm(desk->store, waiting, "bopha",
	    PEOPLE_NOW, &(bool){ false }), 0);
	assert_int_equal(load(desk)->n, MANY);
	assert_int_equal(find(load(desk), "L030")->status, AGENCY_DELISTED);
	assert_int_equal(store_verify(desk->store), 0);
}

/* ---- in the midst of it ---- */

/* Imports one list after the other until it is killed. */
static void
import_for_ever(struct desk *desk)
{
	char *why = NULL;

	if (store_open(NULL, desk->people->dir, ROLE_ROUNDS, &desk->store,
	    &why) != 0)
		_exit(9);
	for (int day = 1;; day++) {
		put_many(desk);
		for (int i = 0; i < MANY; i++)
			desk->list[i].name = day % 2 == 0 ? "Even" : "Odd";
		let_stand(desk, today + day);
		if (import_sweep(desk->store, PEOPLE_NOW) != 0)
			_exit(8);
	}
}

static void
assert_whole(const struct agencies *all)
{
	assert_int_equal(all->n, MANY);
	for (size_t i = 1; i < all->n; i++)
		assert_string_equal(all->agency[i].name, all->agency[0].name);
}

static int64_t
read_whole(struct desk *desk)
{
	struct agencies *all = load(desk);
	int64_t generation = all->head.generation;

	assert_whole(all);
	talloc_free(all);
	return generation;
}

/* Reads until it has swapped once, and a little longer each time, so that it
   is killed here and there. */
static void
watch(struct desk *desk, int round)
{
	int64_t before = read_whole(desk);
	int tries = 20000;

	while (read_whole(desk) == before) {
		assert_true(--tries > 0);
		usleep(500);
	}
	for (int i = 0; i < round; i++) {
		read_whole(desk);
		usleep(700);
	}
}

static void
killed_at_any_point_one_list_stands_whole_and_readers_see_no_half(void **state)
{
	struct desk *desk = *state;

	put_many(desk);
	for (int i = 0; i < MANY; i++)
		desk->list[i].name = "Even";
	let_stand(desk, today);
	for (int round = 0; round < 12; round++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0)
			import_for_ever(desk);
		watch(desk, round);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		assert_int_equal(store_verify(desk->store), 0);
	}
	assert_int_equal(import_sweep(desk->store, PEOPLE_NOW), 0);
	assert_whole(load(desk));
}

static void
rounds_holds_no_key_and_can_still_import(void **state)
{
	struct desk *desk = *state;
	char *why = NULL, *tag = talloc_asprintf(desk, "%s/keys/tag.key",
	    desk->people->dir);

	assert_int_equal(rename(tag, talloc_asprintf(desk, "%s.away", tag)),
	    0);
	assert_int_equal(store_open(desk, desk->people->dir, ROLE_ROUNDS,
	    &desk->store, &why), 0);
	put_many(desk);
	let_stand(desk, today);
	assert_int_equal(load(desk)->n, MANY);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_same_list_again_changes_nothing),
		T(the_first_list_needs_a_second_person),
		T(a_tenth_may_change_unasked_and_one_more_may_not),
		T(one_licence_that_becomes_valid_again_needs_a_second_person),
		T(a_licence_that_had_run_out_and_is_prolonged_becomes_valid_again),
		T(an_older_list_needs_a_second_person),
		T(what_a_new_list_leaves_out_stays_as_delisted_or_worse),
		T(one_licence_twice_is_no_list),
		T(what_waits_changes_nothing_until_a_second_member_confirms),
		T(what_came_from_the_shell_needs_two_members),
		T(what_rounds_fetched_needs_one_member),
		T(what_is_rejected_can_never_stand),
		T(a_later_import_supersedes_the_one_that_waits),
		T(a_list_that_was_compared_with_another_one_does_not_stand),
		T(every_import_and_change_is_remembered),
		T(what_becomes_valid_again_is_shown_first),
		T(what_waits_or_was_rejected_is_no_history),
		T(its_source_can_say_a_list_again),
		T(a_sweep_takes_what_nobody_needs_and_leaves_the_rest),
		T(killed_at_any_point_one_list_stands_whole_and_readers_see_no_half),
		T(rounds_holds_no_key_and_can_still_import),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
