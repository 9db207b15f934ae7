/*
 * Inbox and outbox, each of their steps in the store refused once.  What was
 * asked for says that it failed - never that there is none, or that it may not
 * be - gives nothing out, and is done when it is asked for again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdalign.h>
#include <string.h>

#include "store/caller.h"
#include "store/cases.h"
#include "store/consent.h"
#include "store/inbox.h"
#include "store/outbox.h"
#include "tests/place.h"
#include "tests/refusing.h"

static const int64_t now = 1790001234;
enum { HOUR_S = 3600, STEPS_MAX = 40, GIVEN = 256, UNTOUCHED = 0xa5 };
static const char phone[] = "+855961234567";
/* They meet at one place of the inbox. */
static const char first_id[] = "6c3d9b5e-6a0f-4c43-9a3e-1b9d2f0c7e51";
static const char second_id[] = "6c3d9b5d-6a0f-4c43-9a3e-1b9d2f0c7e52";

static struct place *place;
static struct id case_id, queued, sending, accepted;

/* ---- what is there before ---- */

static struct outbox_new
text(void)
{
	return (struct outbox_new){ .kind = OUTBOX_STAFF,
		.centre = place->intake, .case_id = &case_id,
		.text = "Please bring the papers.", .parts = 1,
		.begins_at = now, .ends_at = now + HOUR_S, .now = now };
}

static void
queue_in(enum outbox_state state, struct id *out)
{
	const struct outbox_new new = text();

	assert_int_equal(outbox_queue(place->store, &new, out), 0);
	if (state != OUTBOX_QUEUED)
		assert_int_equal(outbox_move(place->store, out, state, "",
		    now), 0);
}

static int
make(void **state)
{
	struct case_new new = { .state = CASE_NEW, .category = "paid",
		.number = phone, .now = now };
	struct consent consent = consent_none();
	struct matter matter;
	struct tag tag;

	place_setup_centres(state);
	place = *state;
	tag = caller_tag(place->store, phone);
	new.tag = &tag;
	consent.text = true;
	memcpy(consent.country, "KH", 3);
	place_begin(place);
	assert_int_equal(case_open(place->store, &new, &matter), 0);
	case_id = matter.id;
	assert_int_equal(consent_save(place->store, &case_id, &consent, phone,
	    "demo", now), 0);
	assert_int_equal(inbox_add(place->store, now, first_id), 0);
	queue_in(OUTBOX_QUEUED, &queued);
	queue_in(OUTBOX_SENDING, &sending);
	queue_in(OUTBOX_ACCEPTED, &accepted);
	place_commit(place);
	return 0;
}

/* ---- what is asked for ---- */

static int
take_in(void *out)
{
	(void)out;
	return inbox_add(place->store, now, second_id);
}

static int
queue(void *out)
{
	static const struct id own = {{ 7 }};
	struct outbox_new new = text();

	new.id = &own;
	new.budget = 100;
	return outbox_queue(place->store, &new, out);
}

static int
load(void *out)
{
	return outbox_load(place->store, &queued, out);
}

static int
list_of_case(void *out)
{
	return outbox_of_case(place->store, place->store, &case_id, out);
}

static bool
count_one(void *arg, const struct outbox_row *row)
{
	(void)row;
	return ++*(unsigned *)arg > 0;
}

static int
list_all(void *out)
{
	unsigned n = 0;
	int rc = outbox_each(place->store, count_one, &n);

	(void)out;
	if (rc == 0)
		assert_int_equal(n, 3);
	return rc;
}

static int
count(void *out)
{
	return outbox_count(place->store, OUTBOX_QUEUED, out);
}

static int
cost(void *out)
{
	return outbox_cost(place->store, place->intake, now, out);
}

static int
due(void *out)
{
	struct outbox_dues *dues;
	int rc = outbox_due(place->store, place->store, now, 10, &dues);

	if (rc != 0)
		return rc;
	assert_int_equal(dues->n, 1);
	assert_string_equal(dues->due[0].number, phone);
	assert_string_equal(dues->due[0].text, "Please bring the papers.");
	memcpy(out, &dues, sizeof(dues));
	return 0;
}

static int
next(void *out)
{
	return outbox_next(place->store, out);
}

static int
move(void *out)
{
	(void)out;
	return outbox_move(place->store, &queued, OUTBOX_SENDING, "", now);
}

static int
put_off(void *out)
{
	(void)out;
	return outbox_put_off(place->store, &sending, now + 30, "busy");
}

/* Why nothing changed is asked too. */
static int
move_again(void *out)
{
	int rc = outbox_move(place->store, &accepted, OUTBOX_ACCEPTED, "",
	    now);

	(void)out;
	return rc == -EALREADY ? 0 : rc;
}

static int
end_of_case(void *out)
{
	(void)out;
	return consent_stop(place->store, &case_id, now);
}

static int
recover(void *out)
{
	return outbox_recover(place->store, now, out);
}

static int
age(void *out)
{
	return outbox_age(place->store, now + HOUR_S, out);
}

static int
report(void *out)
{
	char id[OUTBOX_REPORT_ID + 1];

	(void)out;
	outbox_report_id(place->store, &accepted, id);
	return outbox_report(place->store, id, OUTBOX_REPORT_ID,
	    OUTBOX_DELIVERED, "", now);
}

static const struct act {
	const char *name;
	int (*does)(void *out);
	unsigned steps;			/* at least: so many were refused */
} acts[] = {
	{ "take in", take_in, 3 },
	{ "queue", queue, 4 },
	{ "load", load, 1 },
	{ "list a case's", list_of_case, 4 },
	{ "list all", list_all, 5 },
	{ "count", count, 1 },
	{ "cost", cost, 1 },
	{ "due", due, 5 },
	{ "next", next, 2 },
	{ "move", move, 1 },
	{ "put off", put_off, 1 },
	{ "move again", move_again, 2 },
	{ "end a case's", end_of_case, 2 },
	{ "recover", recover, 1 },
	{ "age", age, 2 },
	{ "report", report, 3 },
};

/* ---- refused ---- */

/* False: there was no such step any more, and it was done. */
static bool
refuse_one(const struct act *act, unsigned nth)
{
	alignas(max_align_t) unsigned char given[GIVEN], before[GIVEN];
	bool refused;
	int rc;

	memset(given, UNTOUCHED, GIVEN);
	memset(before, UNTOUCHED, GIVEN);
	place_begin(place);
	refuse_step(nth);
	rc = act->does(given);
	refused = refuse_end();
	if (rc != (refused ? -EIO : 0))
		fail_msg("%s, step %u: %d", act->name, nth, rc);
	if (refused && memcmp(given, before, GIVEN) != 0)
		fail_msg("%s, step %u: something is given out", act->name,
		    nth);
	store_rollback(place->store);
	return refused;
}

static void
no_refused_step_passes_for_an_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		unsigned nth = 1;

		while (refuse_one(&acts[i], nth))
			assert_true(++nth < STEPS_MAX);
		if (nth <= acts[i].steps)
			fail_msg("%s: only %u steps", acts[i].name, nth - 1);
	}
}

/* bearerbox gives the message again: it is not known, nor is the other lost. */
static void
a_message_whose_place_could_not_be_read_is_taken_in_when_it_comes_again(
    void **state)
{
	(void)state;
	place_begin(place);
	refuse_step(2);
	assert_int_equal(inbox_add(place->store, now, second_id), -EIO);
	assert_true(refuse_end());
	store_rollback(place->store);
	place_begin(place);
	assert_int_equal(inbox_add(place->store, now, first_id), -EEXIST);
	assert_int_equal(inbox_add(place->store, now, second_id), 0);
	assert_int_equal(inbox_add(place->store, now, second_id), -EEXIST);
	place_commit(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_refused_step_passes_for_an_answer),
		TEST(a_message_whose_place_could_not_be_read_is_taken_in_when_it_comes_again),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
