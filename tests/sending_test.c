/*
 * Texts on their way out, pass by pass, with a bearerbox whose words are ours:
 * it falls, refuses, keeps for later, says nothing, and each step in the store
 * is refused once.  Whatever happens, no text leaves twice.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "gateway/calls/leaving.h"
#include "gateway/calls/outbox.h"
#include "gateway/jump.h"
#include "gateway/kannel/box.h"
#include "menus/document.h"
#include "store/cases.h"
#include "store/consent.h"
#include "store/inside.h"
#include "store/outbox.h"
#include "tests/place.h"
#include "tests/refusing.h"

enum {
	NOW = 1767600000,		/* Monday 5 January 2026, 15:00 there */
	MS = 1000, HOUR_S = 3600, LEFT_MAX = 512, WORDS_MAX = 64,
	AGE_S = 11,			/* so long, and it looks what is old */
	STEPS_MAX = 40, PARTS_A_SECOND = 1000,
};
static const char phone[] = "+855961234567";

/* ---- in the place of the link and of the clocks ---- */

static struct {
	uint64_t link;
	bool accepted, goes;		/* goes while something is sent */
	size_t n, words;
	char id[LEFT_MAX][UUID_TEXT + 1], text[LEFT_MAX][WORDS_MAX];
	char to[sizeof(phone)];
	int32_t validity;
	struct word word[LEFT_MAX];
	int64_t jump_ms, steady_ms;
} bearer;

uint64_t
box_link(const struct box *box)
{
	(void)box;
	return bearer.link;
}

bool
box_accepted(const struct box *box)
{
	(void)box;
	return bearer.accepted;
}

bool
box_has_word(const struct box *box)
{
	(void)box;
	return bearer.words > 0;
}

bool
box_word(struct box *box, struct word *out)
{
	if (!box_has_word(box))
		return false;
	*out = bearer.word[0];
	memmove(bearer.word, bearer.word + 1, --bearer.words * sizeof(*out));
	return true;
}

int
box_send_awaited(struct box *box, uint64_t link, const struct sms *sms)
{
	(void)box;
	assert_int_equal(link, bearer.link);
	if (bearer.goes)
		return -EAGAIN;
	assert_true(bearer.n < LEFT_MAX && sms->msgdata.n < WORDS_MAX);
	memcpy(bearer.id[bearer.n], sms->id.data, UUID_TEXT);
	memcpy(bearer.text[bearer.n], sms->msgdata.data, sms->msgdata.n);
	assert_int_equal(sms->receiver.n, sizeof(phone) - 1);
	memcpy(bearer.to, sms->receiver.data, sms->receiver.n);
	bearer.validity = sms->validity;
	bearer.n++;
	return 0;
}

void
box_flush(struct box *box)
{
	(void)box;
}

int64_t
steady_ms(void)
{
	return bearer.steady_ms;
}

int64_t
jump_look(struct jump *jump)
{
	int64_t by = bearer.jump_ms;

	(void)jump;
	bearer.jump_ms = 0;
	return by;
}

/* ---- help ---- */

static TALLOC_CTX *all;
static struct settings *settings;
static struct house *house;
static struct place *place;
static struct outbox *outbox;
static struct id case_id;
static int64_t now;
static unsigned queued;

static int
open_house(void **state)
{
	(void)state;
	all = talloc_new(NULL);
	settings = settings_initial(all, ".");
	assert_int_equal(house_open(all, NULL, faults_new(all), NOW, &house),
	    0);
	house->operators->operator[0].rate = PARTS_A_SECOND;
	return 0;
}

static int
close_house(void **state)
{
	(void)state;
	return talloc_free(all);
}

static void
allow_texts(void)
{
	struct consent consent = consent_none();

	consent.text = true;
	memcpy(consent.country, "KH", 3);
	assert_int_equal(consent_save(place->store, &case_id, &consent, phone,
	    house->operators->operator[0].name, NOW), 0);
}

static int
make(void **state)
{
	struct case_new new = { .state = CASE_NEW, .category = "paid",
		.number = phone, .now = NOW };
	struct matter matter;
	struct tag tag;

	place_setup_centres(state);
	place = *state;
	tag = caller_tag(place->store, phone);
	new.tag = &tag;
	place_begin(place);
	assert_int_equal(case_open(place->store, &new, &matter), 0);
	case_id = matter.id;
	allow_texts();
	place_commit(place);
	memset(&bearer, 0, sizeof(bearer));
	now = NOW;
	queued = 0;
	assert_int_equal(outbox_start(place->store, place->store, now,
	    &outbox), 0);
	bearer.link = 1;
	bearer.accepted = true;
	return 0;
}

static struct id
queue_between(int64_t begins_at, int64_t ends_at)
{
	char words[WORDS_MAX];
	struct outbox_new new = { .kind = OUTBOX_STAFF,
		.centre = place->intake, .case_id = &case_id, .text = words,
		.parts = 1, .begins_at = begins_at, .ends_at = ends_at,
		.now = now };
	struct id id;

	snprintf(words, sizeof(words), "Paper %u is ready.", ++queued);
	place_begin(place);
	assert_int_equal(outbox_queue(place->store, &new, &id), 0);
	place_commit(place);
	return id;
}

static struct id
queue_one(void)
{
	return queue_between(now, now + HOUR_S);
}

static int
try_pass(void)
{
	const struct sitting sitting = { .settings = settings,
		.house = house, .store = place->store, .now = now,
		.now_ms = now * MS, .outbox = outbox };

	return outbox_send(outbox, &sitting, NULL);
}

/* A second later. */
static void
pass(void)
{
	now++;
	assert_int_equal(try_pass(), 0);
}

static void
say(const char *id, int kind)
{
	struct word *word = &bearer.word[bearer.words++];

	word->kind = (enum ack_kind)kind;
	memcpy(word->id, id, UUID_TEXT + 1);
}

static struct outbox_row
row_of(const struct id *id)
{
	struct outbox_row row;

	assert_int_equal(outbox_load(place->store, id, &row), 0);
	return row;
}

static void
assert_state(const struct id *id, enum outbox_state state, const char *why)
{
	const struct outbox_row row = row_of(id);

	assert_string_equal(outbox_state_name(row.state),
	    outbox_state_name(state));
	assert_string_equal(row.why, why);
}

static const struct operator *
network(void)
{
	return &house->operators->operator[0];
}

/* Queued, and gone on its way. */
static struct id
send_one(void)
{
	const size_t before = bearer.n;
	const struct id id = queue_one();

	pass();
	assert_int_equal(bearer.n, before + 1);
	assert_state(&id, OUTBOX_SENDING, "");
	return id;
}

static const char *
last_id(void)
{
	return bearer.id[bearer.n - 1];
}

static void
nobody_got_one_twice(void)
{
	for (size_t i = 0; i < bearer.n; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(bearer.text[i],
			    bearer.text[j]);
}

static void
change(const char *sql)
{
	place_begin(place);
	assert_int_equal(engine_do(place->store, sql), 0);
	place_commit(place);
}

/* ---- it leaves ---- */

static void
a_text_leaves_once_when_bearerbox_has_accepted_us(void **state)
{
	struct id id;

	(void)state;
	bearer.accepted = false;
	id = queue_one();
	pass();
	assert_int_equal(bearer.n, 0);
	assert_state(&id, OUTBOX_QUEUED, "");
	bearer.accepted = true;
	pass();
	pass();
	assert_int_equal(bearer.n, 1);
	assert_state(&id, OUTBOX_SENDING, "");
	assert_string_equal(bearer.to, phone);
	assert_string_equal(bearer.text[0], "Paper 1 is ready.");
	/* Not until the very end: phone companies count in minutes. */
	assert_in_range(bearer.validity, now, now + HOUR_S - 60);
	say(last_id(), ACK_STORED);
	pass();
	assert_state(&id, OUTBOX_ACCEPTED, "");
}

static void
what_bearerbox_says_is_what_becomes_of_it(void **state)
{
	static const struct {
		int kind;
		enum outbox_state state;
		const char *why;
		bool rests;
	} words[] = {
		{ ACK_STORED, OUTBOX_ACCEPTED, "", false },
		{ ACK_BUFFERED, OUTBOX_ACCEPTED, "network", true },
		{ ACK_TRY_AGAIN, OUTBOX_QUEUED, "busy", true },
		{ ACK_FAILED, OUTBOX_FAILED, "refused", false },
		{ 7, OUTBOX_FAILED, "refused", false },
		{ -1, OUTBOX_FAILED, "refused", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct networks *networks = outbox_networks(outbox);
		struct id id = send_one();

		say(last_id(), words[i].kind);
		pass();
		assert_state(&id, words[i].state, words[i].why);
		assert_int_equal(networks_rests(networks, network(), now),
		    words[i].rests);
		networks_speak(networks, network());
	}
	nobody_got_one_twice();
}

/* By bearerbox's own word it has it not. */
static void
what_bearerbox_sent_back_leaves_again_later(void **state)
{
	struct id id = send_one();

	(void)state;
	say(last_id(), ACK_TRY_AGAIN);
	pass();
	assert_int_equal(row_of(&id).tries, 1);
	assert_in_range(row_of(&id).due_at, now + 1, now + HOUR_S);
	now = row_of(&id).due_at;
	networks_speak(outbox_networks(outbox), network());
	pass();
	assert_int_equal(bearer.n, 2);
	assert_string_equal(bearer.text[1], bearer.text[0]);
	assert_state(&id, OUTBOX_SENDING, "");
}

static void
words_about_what_nobody_sent_change_nothing(void **state)
{
	struct id id = send_one();

	(void)state;
	say("00000000-0000-4000-8000-000000000000", ACK_FAILED);
	pass();
	assert_state(&id, OUTBOX_SENDING, "");
	say(last_id(), ACK_STORED);
	pass();
	/* Each is heard once. */
	say(last_id(), ACK_FAILED);
	pass();
	assert_state(&id, OUTBOX_ACCEPTED, "");
}

static void
a_report_may_be_faster_than_bearerboxs_word(void **state)
{
	char report[OUTBOX_REPORT_ID + 1];
	struct id id = send_one(), gone;

	(void)state;
	outbox_report_id(place->store, &id, report);
	place_begin(place);
	assert_int_equal(outbox_report(place->store, report,
	    OUTBOX_REPORT_ID, OUTBOX_DELIVERED, "", now), 0);
	place_commit(place);
	say(last_id(), ACK_STORED);
	gone = send_one();
	/* Nor is a row needed that is there no more. */
	change("DELETE FROM outbox WHERE state = 1");
	say(last_id(), ACK_STORED);
	pass();
	assert_state(&id, OUTBOX_DELIVERED, "");
	assert_int_equal(outbox_load(place->store, &gone,
	    &(struct outbox_row){ 0 }), -ENOENT);
}

/* SIGHUP read other profiles meanwhile. */
static void
the_network_it_left_by_may_be_gone_from_the_profiles(void **state)
{
	struct id id = send_one();
	const size_t n = house->operators->n;

	(void)state;
	say(last_id(), ACK_BUFFERED);
	house->operators->n = 0;
	pass();
	house->operators->n = n;
	assert_state(&id, OUTBOX_ACCEPTED, "network");
	assert_false(networks_rests(outbox_networks(outbox), network(), now));
}

static void
what_she_does_not_allow_any_more_does_not_leave(void **state)
{
	struct id id = queue_between(now, now + 30 * HOUR_S);

	(void)state;
	now += 8 * HOUR_S;	/* 23:00 */
	pass();
	assert_int_equal(bearer.n, 0);
	assert_state(&id, OUTBOX_QUEUED, "hours");
	place_begin(place);
	assert_int_equal(consent_stop(place->store, &case_id, now), 0);
	place_commit(place);
	now += 12 * HOUR_S;
	pass();
	assert_int_equal(bearer.n, 0);
	assert_state(&id, OUTBOX_EXPIRED, "taken back");
}

static void
without_the_key_nothing_leaves_and_all_else_goes_on(void **state)
{
	struct id id = queue_one(), old = queue_between(now + 1, now + 2);

	(void)state;
	place_close(place);
	assert_int_equal(unlink(place_path(place, "keys/outbox.key")), 0);
	place_open(place);
	assert_int_equal(outbox_start(place->store, place->store, now,
	    &outbox), 0);
	now += AGE_S;
	pass();
	assert_int_equal(bearer.n, 0);
	assert_state(&id, OUTBOX_QUEUED, "");
	assert_state(&old, OUTBOX_EXPIRED, "late");
}

/* ---- no more than bearerbox's word can be kept of ---- */

static void
no_more_are_under_way_than_can_be_awaited(void **state)
{
	(void)state;
	for (int i = 0; i < AWAITED_MAX + 1; i++)
		queue_one();
	for (int i = 0; i < 10; i++)
		pass();
	assert_int_equal(bearer.n, AWAITED_MAX);
	say(bearer.id[AWAITED_MAX / 2], ACK_STORED);
	pass();
	assert_int_equal(bearer.n, AWAITED_MAX + 1);
	nobody_got_one_twice();
}

/* ---- falls ---- */

static void
after_a_fall_of_the_link_it_is_unknown_and_does_not_leave_again(void **state)
{
	struct id id = send_one(), next;
	char before[UUID_TEXT + 1];

	(void)state;
	memcpy(before, last_id(), sizeof(before));
	bearer.link = 0;
	bearer.accepted = false;
	pass();
	assert_state(&id, OUTBOX_UNKNOWN, "broken off");
	bearer.link = 2;
	bearer.accepted = true;
	next = send_one();
	/* What was said of the link before is of nobody any more. */
	say(before, ACK_STORED);
	pass();
	assert_state(&id, OUTBOX_UNKNOWN, "broken off");
	assert_state(&next, OUTBOX_SENDING, "");
	nobody_got_one_twice();
}

static void
a_link_that_goes_in_the_very_moment_is_a_fall(void **state)
{
	struct id id = queue_one();

	(void)state;
	bearer.goes = true;
	pass();
	assert_state(&id, OUTBOX_SENDING, "");
	bearer.goes = false;
	bearer.link = 2;
	pass();
	assert_state(&id, OUTBOX_UNKNOWN, "broken off");
	assert_int_equal(bearer.n, 0);
}

static void
a_new_start_finds_what_was_under_way(void **state)
{
	struct id id = send_one();
	struct outbox *again = NULL;
	unsigned nth = 0;
	int rc;

	(void)state;
	do {
		refuse_step(++nth);
		rc = outbox_start(place->store, place->store, now, &again);
		assert_int_equal(rc, refuse_end() ? -EIO : 0);
		assert_true((rc == 0) == (again != NULL));
		if (rc != 0)
			assert_state(&id, OUTBOX_SENDING, "");
	} while (rc != 0);
	assert_int_equal(nth, 4);	/* begin, recover, commit: none else */
	assert_state(&id, OUTBOX_UNKNOWN, "broken off");
}

/* ---- the clock ---- */

static void
nothing_leaves_for_a_while_after_the_clock_was_set(void **state)
{
	struct id id = queue_one();

	(void)state;
	settings->clock_hold_s = 45;
	bearer.jump_ms = -7 * HOUR_S * INT64_C(1000);
	pass();
	bearer.steady_ms = 44999;
	pass();
	assert_int_equal(bearer.n, 0);
	assert_state(&id, OUTBOX_QUEUED, "");
	bearer.steady_ms = 45000;
	pass();
	assert_int_equal(bearer.n, 1);
	settings->clock_hold_s = 0;
	bearer.jump_ms = HOUR_S * INT64_C(1000);
	send_one();
	settings->clock_hold_s = 45;
}

static void
it_is_time_each_second_at_a_word_and_when_the_clock_went_back(void **state)
{
	int64_t looked;

	(void)state;
	pass();
	looked = now * MS;
	assert_false(outbox_is_time(outbox, NULL, looked));
	assert_false(outbox_is_time(outbox, NULL, looked + MS - 1));
	assert_true(outbox_is_time(outbox, NULL, looked + MS));
	assert_true(outbox_is_time(outbox, NULL, looked - 1));
	say("00000000-0000-4000-8000-000000000000", ACK_STORED);
	assert_true(outbox_is_time(outbox, NULL, looked));
}

static void
what_is_too_old_ends_however_many_there_are(void **state)
{
	int64_t n;

	(void)state;
	for (int i = 0; i < 101; i++)
		queue_between(now + HOUR_S, now + HOUR_S + 1);
	now += 2 * HOUR_S;
	bearer.accepted = false;
	pass();
	assert_int_equal(outbox_count(place->store, OUTBOX_EXPIRED, &n), 0);
	assert_int_equal(n, 100);
	/* At once, not after the ten seconds between two looks. */
	pass();
	assert_int_equal(outbox_count(place->store, OUTBOX_EXPIRED, &n), 0);
	assert_int_equal(n, 101);
	assert_int_equal(bearer.n, 0);
}

static void
where_there_is_nothing_to_do_nothing_is_written(void **state)
{
	struct id id;

	(void)state;
	pass();
	id = queue_between(now + HOUR_S, now + 2 * HOUR_S);
	/* Two are looked for, of either kind; a transaction would be more. */
	refuse_step(3);
	pass();
	assert_false(refuse_end());
	/* Who cannot look carries on as if there were. */
	refuse_step(1);
	pass();
	assert_true(refuse_end());
	assert_state(&id, OUTBOX_QUEUED, "");
}

/* ---- the store fails ---- */

/* As calls does: the link is dropped, and what was said on it is gone. */
static void
drop(void)
{
	bearer.link++;
	bearer.words = 0;
	networks_speak(outbox_networks(outbox), network());
}

/* False: there was no such step any more. */
static bool
refuse_one(unsigned nth, bool fell)
{
	struct id said = send_one(), waits = queue_one();
	const size_t before = bearer.n;
	bool refused;
	int rc;

	say(last_id(), ACK_STORED);
	now += AGE_S;
	bearer.link += fell;
	refuse_step(nth);
	rc = try_pass();
	refused = refuse_end();
	assert_int_equal(rc, refused ? -EIO : 0);
	assert_int_equal(bearer.n, before + !refused);
	assert_state(&waits, refused ? OUTBOX_QUEUED : OUTBOX_SENDING, "");
	assert_state(&said, refused ? OUTBOX_SENDING : OUTBOX_ACCEPTED, "");
	if (!refused)
		return false;
	drop();
	pass();
	assert_int_equal(bearer.n, before + 1);
	assert_state(&said, OUTBOX_UNKNOWN, "broken off");
	assert_state(&waits, OUTBOX_SENDING, "");
	drop();
	pass();
	return true;
}

static void
whichever_step_fails_nothing_leaves_and_later_each_once(void **state)
{
	(void)state;
	for (int fell = 0; fell < 2; fell++) {
		unsigned nth = 1;

		while (refuse_one(nth, fell != 0))
			assert_true(++nth < STEPS_MAX);
		/* begin, word, two ages, two kinds, consent, number, move,
		   commit; the link's. */
		assert_true(nth > (fell != 0 ? 11U : 10U));
		drop();
		pass();
	}
	nobody_got_one_twice();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_leaves_once_when_bearerbox_has_accepted_us),
		TEST(what_bearerbox_says_is_what_becomes_of_it),
		TEST(what_bearerbox_sent_back_leaves_again_later),
		TEST(words_about_what_nobody_sent_change_nothing),
		TEST(a_report_may_be_faster_than_bearerboxs_word),
		TEST(the_network_it_left_by_may_be_gone_from_the_profiles),
		TEST(what_she_does_not_allow_any_more_does_not_leave),
		TEST(without_the_key_nothing_leaves_and_all_else_goes_on),
		TEST(no_more_are_under_way_than_can_be_awaited),
		TEST(after_a_fall_of_the_link_it_is_unknown_and_does_not_leave_again),
		TEST(a_link_that_goes_in_the_very_moment_is_a_fall),
		TEST(a_new_start_finds_what_was_under_way),
		TEST(nothing_leaves_for_a_while_after_the_clock_was_set),
		TEST(it_is_time_each_second_at_a_word_and_when_the_clock_went_back),
		TEST(what_is_too_old_ends_however_many_there_are),
		TEST(where_there_is_nothing_to_do_nothing_is_written),
		TEST(whichever_step_fails_nothing_leaves_and_later_each_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_house, close_house);
}
