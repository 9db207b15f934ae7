/*
 * After a complaint: what she reads when she dials with her digits, what she
 * says then, and what a text from her phone may do; whoever holds it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/calls/answering.h"
#include "locales/shared.h"
#include "store/alarm.h"
#include "store/callback.h"
#include "store/canned.h"
#include "store/day.h"
#include "store/inside.h"
#include "store/matching.h"
#include "store/query.h"
#include "store/reading.h"
#include "store/wish.h"
#include "store/work.h"
#include "tests/line.h"

static struct line *line;
static struct login *dara, *sophea;
static unsigned numbers;

enum { HOUR_MS = 3600 * 1000 };
#define DAY_MS (24 * (int64_t)HOUR_MS)

static int
make(void **state)
{
	struct people *people;

	(void)state;
	line = line_open();
	people = line->people;
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	/* Alone she would have a stand-in who reads her cases. */
	people_add_member(people, "vuthy", people->poipet, people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(line);
}

/* Somebody who has not called yet; the country's letters before it. */
static const char *
new_number(const char *prefix)
{
	return talloc_asprintf(line, "%s%06u", prefix, ++numbers);
}

static int64_t
now(void)
{
	return line->now_ms / 1000;
}

static void
press(const char *number, const char *keys)
{
	char key[2] = { 0 };

	for (; *keys != '\0'; keys++) {
		key[0] = *keys;
		line_key(line, number, key);
	}
}

static struct matter
latest(const char *number)
{
	struct store *store = line->people->store;
	struct tag tag = caller_tag(store, number);
	struct query *q = query_start(store, SQL_CASES_BY_TAG);
	struct matter matter = { 0 };
	struct id id = { 0 };

	query_bind_blob(q, &tag, sizeof(tag));
	if (query_next(q) == 1)
		query_copy(q, 0, &id, sizeof(id));
	query_end(q);
	if (!id_is_zero(&id))
		assert_int_equal(case_load(store, &id, &matter), 0);
	return matter;
}

/* A complaint at Poipet in English, with these digits. */
static struct matter
file(const char *number, const char *digits)
{
	struct matter matter;

	line_dial(line, number);
	press(number, "43113");
	assert_string_equal(line_node(line, number), "tell.centre");
	press(number, "21");
	line_key(line, number, digits);
	assert_string_equal(line_node(line, number), "tell.filed");
	press(number, "2");
	line->now_ms += HOUR_MS;
	matter = latest(number);
	assert_int_equal(matter.centre, line->people->poipet);
	assert_true(matter.filed);
	return matter;
}

/* An hour later, to what she reads after her digits. */
static const char *
ask(const char *number, const char *digits)
{
	line->now_ms += HOUR_MS;
	line_dial(line, number);
	press(number, "32");
	return line_key(line, number, digits);
}

static void
answer_with(const struct matter *of, const char *code, int64_t day)
{
	struct canned new = { .day = day };
	struct matter matter;

	memccpy(new.code, code, '\0', sizeof(new.code));
	assert_int_equal(case_load(line->people->store, &of->id, &matter), 0);
	assert_int_equal(canned_put(line->people->store, matter.ref, dara,
	    &new, matter.version, now(), NULL), 0);
}

static struct canned
standing(const struct matter *matter)
{
	struct canned canned = { 0 };

	assert_int_equal(canned_standing(line->people->store, &matter->id,
	    &canned), 0);
	return canned;
}

static void
finish(const struct matter *of)
{
	struct case_edit edit = { .has_state = true, .state = CASE_FINISHED,
	    .kind = "outcome", .text = "{}" };
	struct matter matter;

	assert_int_equal(case_load(line->people->store, &of->id, &matter), 0);
	assert_int_equal(case_change(line->people->store, matter.ref, dara,
	    &edit, matter.version, now(), &matter), 0);
}

static struct matter
now_of(const struct matter *of)
{
	struct matter matter;

	assert_int_equal(case_load(line->people->store, &of->id, &matter), 0);
	return matter;
}

static size_t
count(const struct matter *matter, struct login *login, const char *kind,
    const char *text)
{
	struct reading *reading;
	size_t n = 0;

	assert_int_equal(case_read(line->people->store, NULL, matter->ref,
	    login, now(), &reading), 0);
	for (size_t i = 0; i < reading->n; i++)
		n += strcmp(reading->entry[i].kind, kind) == 0 &&
		    (text == NULL || strcmp(reading->entry[i].text, text) == 0);
	talloc_free(reading);
	return n;
}

/* ---- what staff answered ---- */

static void
an_answer_is_read_by_dialling_and_the_desk_sees_when(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");
	int64_t day = day_at(now()) + 3;

	(void)state;
	answer_with(&matter, "papers", day);
	assert_int_equal(standing(&matter).read_on, 0);
	assert_non_null(strstr(ask(number, "4826"), "bring your papers on"));
	assert_string_equal(line_node(line, number), "state.answer");
	assert_int_equal(standing(&matter).read_on, day_at(now()));
	line_key(line, number, "8");
	assert_string_equal(line_node(line, number), "state.show");
	/* It stays to be read again, until it is taken back. */
	assert_non_null(strstr(ask(number, "4826"), "bring your papers on"));
	assert_int_equal(canned_take_back(line->people->store, matter.ref,
	    dara, now()), 0);
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
}

static void
wrong_digits_read_the_same_whatever_waits_for_her(void **state)
{
	const char *hers = new_number("+855126"), *other;
	struct matter matter = file(hers, "4826");
	char *wrong;

	(void)state;
	other = new_number("+855126");
	line_dial(line, other);
	press(other, "4");
	answer_with(&matter, "call", 0);
	wrong = talloc_strdup(line, ask(hers, "4827"));
	assert_string_equal(wrong, ask(other, "4826"));
	assert_string_equal(line_node(line, other), "state.no");
	assert_int_equal(standing(&matter).read_on, 0);
}

static void
from_another_phone_it_needs_the_reference_too(void **state)
{
	const char *hers = new_number("+855126"), *other;
	struct matter matter = file(hers, "4826");
	char both[13];

	(void)state;
	other = new_number("+855126");
	line_dial(line, other);
	press(other, "4");
	answer_with(&matter, "news", 0);
	snprintf(both, sizeof(both), "%s4826", matter.ref);
	assert_non_null(strstr(ask(other, both), "news for you"));
	assert_int_not_equal(standing(&matter).read_on, 0);
}

static void
what_was_not_sent_was_not_read(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");

	(void)state;
	answer_with(&matter, "call", 0);
	line_dial(line, number);
	press(number, "32");
	line->late_s = 90;
	assert_string_equal(line_key(line, number, "4826"), "");
	line->late_s = 0;
	assert_int_equal(standing(&matter).read_on, 0);
}

static void
a_day_that_is_past_is_not_said_any_more(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");

	(void)state;
	answer_with(&matter, "come", day_at(now()));
	assert_non_null(strstr(ask(number, "4826"), "come to us on"));
	line->now_ms += 2 * DAY_MS;
	assert_non_null(strstr(ask(number, "4826"), "is past"));
}

/* Every sentence in every language, as a phone shows it: nothing empty, no
   placeholder, and no word that would tell by SMS. */
static void
every_sentence_may_lie_in_an_inbox(void **state)
{
	static const char *const languages[] = { "1", "2", "3", "4" };
	char number[] = "+85512700001";
	struct matter matter;

	(void)state;
	for (size_t l = 0; l < 4; l++, number[11]++) {
		matter = file(number, "4826");
		line_dial(line, number);
		press(number, "5");
		press(number, languages[l]);
		for (const struct canned_kind *k = canned_kinds;
		    k->code != NULL; k++) {
			const char *page;

			answer_with(&matter, k->code, k->day ?
			    day_at(now()) + 1 : 0);
			line_sms(line, number, "state");
			page = line_sms(line, number, "4826");
			assert_true(strlen(page) > 20);
			if (strchr(page, '{') != NULL ||
			    danger_in(line->house->danger, page) != NULL)
				fail_msg("%s: %s", k->code, page);
			line->now_ms += DAY_MS / 24;
		}
	}
}

/* ---- what she says ---- */

static void
two_takes_it_up_again_and_one_ends_it(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");

	(void)state;
	finish(&matter);
	assert_non_null(strstr(ask(number, "4826"), "solved"));
	press(number, "2");
	assert_string_equal(line_node(line, number), "state.again");
	assert_int_equal(now_of(&matter).state, CASE_WORKING);
	assert_int_equal(count(&matter, dara, "wish", "unsolved"), 1);
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
	line->now_ms += DAY_MS;
	finish(&matter);
	ask(number, "4826");
	press(number, "1");
	assert_int_equal(now_of(&matter).state, CASE_FINISHED);
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
	assert_int_equal(count(&matter, dara, "wish", NULL), 2);
}

static void
long_after_the_end_it_is_asked_no_more(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");

	(void)state;
	finish(&matter);
	line->now_ms += (line->settings->solved_days + 1) * DAY_MS;
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
}

static void
a_repeated_message_says_nothing_twice(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");
	int64_t version;

	(void)state;
	finish(&matter);
	ask(number, "4826");
	line_key(line, number, "2");
	version = now_of(&matter).version;
	for (int i = 0; i < 20; i++)
		line_again(line);
	assert_int_equal(now_of(&matter).version, version);
	assert_int_equal(count(&matter, dara, "wish", NULL), 1);
	line_sms(line, number, "DELETE");
	version = now_of(&matter).version;
	for (int i = 0; i < 20; i++)
		line_again(line);
	assert_int_equal(now_of(&matter).version, version);
}

static void
she_takes_it_back_and_people_see_it(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");
	struct wishes wishes;

	(void)state;
	ask(number, "4826");
	press(number, "41");
	assert_string_equal(line_node(line, number), "state.noted");
	assert_int_equal(now_of(&matter).state, CASE_NEW);
	assert_int_equal(wishes_of(line->people->store, &matter.id, &wishes),
	    0);
	assert_int_equal(wishes.day[WISH_WITHDRAW], day_at(now()));
	assert_int_equal(count(&matter, dara, "wish", "withdraw"), 1);
}

static void
she_changes_how_she_is_reached(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter = file(number, "4826");

	(void)state;
	assert_int_equal(count(&matter, dara, "contact", "no"), 1);
	ask(number, "4826");
	press(number, "3");
	assert_string_equal(line_node(line, number), "state.contact");
	press(number, "2");
	assert_int_equal(count(&matter, dara, "contact", "call"), 1);
}

/* ---- call me ---- */

static void
who_could_not_be_called_reads_how_to_reach_us(void **state)
{
	const char *number = new_number("+855126");

	(void)state;
	file(number, "4826");
	line_dial(line, number);
	press(number, "91");
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
	line->now_ms += 7 * DAY_MS;
	assert_non_null(strstr(ask(number, "4826"), "could not reach you"));
	/* She asks again: she is to be called again. */
	line->now_ms += HOUR_MS;
	line_dial(line, number);
	press(number, "91");
	ask(number, "4826");
	assert_string_equal(line_node(line, number), "state.show");
}

/* ---- slow ---- */

static void
callers_of_a_slow_centre_read_so_and_whom_to_call(void **state)
{
	struct store *store = line->people->store;
	const char *number = new_number("+855126");

	(void)state;
	file(number, "4826");
	assert_null(strstr(ask(number, "4826"), "slow"));
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(centre_set_slow(store, line->people->poipet, true),
	    0);
	assert_int_equal(store_commit(store), 0);
	assert_non_null(strstr(ask(number, "4826"), "We are slow now"));
	assert_non_null(strstr(line->answer.page->text, "1297"));
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(centre_set_slow(store, line->people->poipet, false),
	    0);
	assert_int_equal(store_commit(store), 0);
	assert_null(strstr(ask(number, "4826"), "slow"));
}

/* ---- texts from a phone that may be in other hands ---- */

static void
words_of_a_phone_with_a_matter_are_unverified(void **state)
{
	const char *hers = new_number("+855126"), *other;
	struct matter matter = file(hers, "4826"), unsorted;
	struct beside beside;
	char *said;

	(void)state;
	other = new_number("+855126");
	line_dial(line, other);
	press(other, "4");
	line->now_ms += DAY_MS;
	said = talloc_strdup(line, line_sms(line, hers,
	    "Please give it all up, I am fine"));
	assert_string_equal(said, line_sms(line, other,
	    "Please give it all up, I am fine"));
	unsorted = latest(hers);
	assert_string_equal(unsorted.category, "unsorted");
	assert_int_equal(unsorted.centre, matter.centre);
	assert_int_equal(count(&unsorted, dara, "unverified", NULL), 1);
	assert_int_equal(count(&matter, dara, "unverified", NULL), 0);
	unsorted = latest(other);
	assert_int_equal(unsorted.centre, line->people->intake);
	assert_int_equal(count(&unsorted, sophea, "words", NULL), 1);
	unsorted = latest(hers);
	assert_int_equal(cases_beside(line->people->store, &unsorted.id, dara,
	    &beside), 0);
	assert_int_equal(beside.n, 1);
	assert_string_equal(beside.ref[0], matter.ref);
	assert_int_equal(case_match(line->people->store, unsorted.ref,
	    matter.ref, dara, now()), 0);
	assert_int_equal(count(&matter, dara, "unverified", NULL), 1);
	assert_int_equal(now_of(&unsorted).state, CASE_FINISHED);
	assert_int_equal(case_match(line->people->store, unsorted.ref,
	    matter.ref, dara, now()), -EALREADY);
	assert_int_equal(case_match(line->people->store, matter.ref,
	    unsorted.ref, dara, now()), -EINVAL);
}

static const char *const words_for[][4] = {
	{ "STOP", "ឈប់", "chhob", "หยุด" },
	{ "DELETE", "លុប", "lup", "ลบ" },
};

/* Alike for who has a case, who has none, and who never called. */
static void
stop_and_delete_are_answered_alike(void **state)
{
	char *with, *without;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		const char *hers = new_number("+855126"), *other, *word;

		word = words_for[i / 4][i % 4];
		file(hers, "4826");
		other = new_number("+855126");
		line_dial(line, other);
		press(other, "4");
		line->now_ms += HOUR_MS;
		with = talloc_strdup(line, line_sms(line, hers, word));
		without = talloc_strdup(line, line_sms(line, other, word));
		assert_true(strlen(with) > 10);
		assert_string_equal(with, without);
		assert_true(strlen(line_sms(line, new_number("+855126"),
		    word)) > 10);
		/* What is not asked for ends at once, by USSD as by SMS. */
		assert_string_equal(line_node(line, hers), "stop");
	}
}

static void
delete_detaches_the_phone_and_the_case_stays(void **state)
{
	const char *hers = new_number("+855126"), *other;
	struct matter matter = file(hers, "4826");
	char both[13], *none;

	(void)state;
	snprintf(both, sizeof(both), "%s4826", matter.ref);
	other = new_number("+855126");
	line_dial(line, other);
	press(other, "4");
	none = talloc_strdup(line, ask(other, "4826"));
	line_sms(line, hers, "delete");
	assert_string_equal(none, ask(hers, "4826"));
	assert_string_equal(none, ask(hers, both));
	assert_string_equal(line_node(line, hers), "state.no");
	assert_int_equal(count(&matter, dara, "wish", "delete"), 1);
	ask(other, both);
	assert_string_equal(line_node(line, other), "state.show");
	/* What she writes now is nobody's that we know. */
	line->now_ms += DAY_MS;
	line_sms(line, hers, "it was not me who wrote");
	assert_int_equal(latest(hers).centre, line->people->intake);
}

/* ---- whom to call now ---- */

static char *
order_at(const char *text, int64_t at)
{
	return answering_order(line, line->house->known, text,
	    line->house->day_of, at);
}

/* kh_child is answered day and night, kr_immigration on weekdays; of kh_police
   nobody told us. */
static void
who_answers_now_is_named_first(void **state)
{
	enum { DAY = 86400, HOUR = 3600 };
	struct facts *facts = line->house->known->facts;
	const int64_t two = PEOPLE_NOW - 13 * HOUR;	/* Monday 2:00 +7 */
	struct fact *fact = NULL;

	(void)state;
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts->fact[i].id, "kr_immigration") == 0)
			fact = &facts->fact[i];
	assert_non_null(fact);
	assert_string_equal(order_at("Police {kh_police}\nChild {kh_child}",
	    two), "Child {kh_child}\nPolice {kh_police}");
	assert_string_equal(order_at("Call:\n{kh_police}\n{kh_child} x", two),
	    "Call:\n{kh_child} x\n{kh_police}");
	fact->hours = "1-5 9:00-22:00";
	/* 2:00 in Phnom Penh is 4:00 in Seoul, 19:30 is 21:30, 20:30 too late. */
	assert_string_equal(order_at("{kr_immigration}\n{kh_police}", two),
	    "{kh_police}\n{kr_immigration}");
	assert_string_equal(order_at("{kh_police}\n{kr_immigration}",
	    two + 17 * HOUR + 1800), "{kr_immigration}\n{kh_police}");
	assert_string_equal(order_at("{kr_immigration}\n{kh_police}",
	    two + 18 * HOUR + 1800), "{kh_police}\n{kr_immigration}");
	/* A Sunday. */
	assert_string_equal(order_at("{kr_immigration}\n{kh_police}",
	    two - DAY + 10 * HOUR), "{kh_police}\n{kr_immigration}");
	/* Hours that are no hours, and those of a number past its day, are
	   nobody's knowledge. */
	fact->hours = "always";
	assert_string_equal(order_at("{kh_police}\n{kr_immigration}", two),
	    "{kh_police}\n{kr_immigration}");
	fact->hours = "1-7 0:00-24:00";
	fact->expires_on = "2025-12-31";
	assert_string_equal(order_at("{kh_police}\n{kr_immigration}", two),
	    "{kh_police}\n{kr_immigration}");
	assert_string_equal(order_at("", two), "");
	assert_string_equal(order_at("{nothing}\n{", two), "{nothing}\n{");
}

/* As her phone shows it. */
static void
at_two_in_the_night_her_phone_shows_who_answers(void **state)
{
	const char *number = new_number("+855126"), *page, *child, *police;
	int64_t was = line->now_ms;

	(void)state;
	line->now_ms += DAY_MS - (line->now_ms + 7 * HOUR_MS) % DAY_MS +
	    2 * HOUR_MS;
	line_dial(line, number);
	press(number, "43118");
	page = line_key(line, number, "1");
	assert_string_equal(line_node(line, number), "urgent");
	child = strstr(page, "1280");
	police = strstr(page, "117");
	if (child == NULL || police == NULL || child > police)
		fail_msg("%s", page);
	line->now_ms = was + 2 * DAY_MS;
}

/* ---- nothing that we say was said to us ---- */

enum { ECHO_STEPS = 4000, ECHO_CALLERS = 8, ECHO_WORDS = 4 };

static const char *const stories[] = {
	"my boss keeps our three passports in his desk",
	"we slept on wet sacks behind the fish market",
	"Dara from Takeo paid nine hundred for nothing",
	"គាត់មិនបើកប្រាក់ខែឱ្យខ្ញុំពីរខែហើយ",
	"យើងគេងលើដីក្បែរទូកនេសាទរាល់យប់",
	"ke min baek loy khae oy khnhom pi khae haey",
	"yerng keng leu dei kbae tuk nesat roal yub",
	"เถ้าแก่ไม่จ่ายค่าแรงให้ผมสองเดือนแล้ว",
	"พวกเรานอนบนกระสอบเปียกหลังตลาดปลา",
	"check golden mango manpower of battambang town",
	"call my sister she is still in that house",
};

static const char *const presses[] = {
	"1", "1", "2", "2", "3", "4", "5", "8", "8", "9", "0", "00", "4826",
	"4826", "5837", "state", "stop", "hello",
};

static uint64_t seed = 20261127;

static unsigned
draw(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* A story, or the half of one and another's end. */
static const char *
draw_story(void)
{
	const char *one = stories[draw(sizeof(stories) / sizeof(*stories))];
	const char *other = stories[draw(sizeof(stories) / sizeof(*stories))];

	return draw(2) == 0 ? one : talloc_asprintf(line->work, "%s %s", one,
	    other);
}

static void
hold_reply(const char *page, const char *typed[ECHO_CALLERS], bool sms)
{
	const char *word = sms ? danger_in(line->house->danger, page) : NULL;

	if (word != NULL)
		fail_msg("an SMS says \"%s\": %s", word, page);
	for (int i = 0; i < ECHO_CALLERS && page[0] != '\0'; i++)
		if (typed[i] != NULL &&
		    text_shared_run(page, typed[i]) >= ECHO_WORDS)
			fail_msg("typed \"%s\", told \"%s\"", typed[i],
			    page);
}

/* What anybody typed last, in any language, is in nobody's page; and no SMS
   holds a word that would tell. */
static void
no_reply_says_four_words_that_were_typed(void **state)
{
	const char *number[ECHO_CALLERS], *typed[ECHO_CALLERS] = { NULL };
	const char *text, *page;
	unsigned who, kind;

	(void)state;
	for (int i = 0; i < ECHO_CALLERS; i++)
		number[i] = new_number(i % 2 == 0 ? "+855126" : "+668126");
	for (int i = 0; i < ECHO_STEPS; i++) {
		who = draw(ECHO_CALLERS);
		kind = draw(8);
		text = draw(4) == 0 ? talloc_strdup(line, draw_story()) :
		    presses[draw(sizeof(presses) / sizeof(*presses))];
		if (strlen(text) > 12)
			typed[who] = text;
		if (draw(200) == 0)
			line->now_ms += DAY_MS;
		page = kind == 0 ? line_dial(line, number[who]) :
		    kind < 5 ? line_key(line, number[who], text) :
		    line_sms(line, number[who], text);
		hold_reply(page, typed, kind >= 5);
	}
}

/* ---- machines ---- */

/* How many replies a phone gets that answers each of ours. */
static int
replies_to(const char *number, const char *(*next)(int, const char *),
    int64_t pause_ms)
{
	const char *said = line_sms(line, number, next(0, "hello"));
	char *last;
	int n = 0;

	while (said[0] != '\0' && n < 60) {
		n++;
		line->now_ms += pause_ms;
		last = talloc_strdup(line, said);
		said = line_sms(line, number, next(n, last));
	}
	return n;
}

static const char *
same_words(int i, const char *said)
{
	(void)i, (void)said;
	return "I am driving and will answer later";
}

static const char *
counted_words(int i, const char *said)
{
	(void)said;
	return talloc_asprintf(line, "Auto reply %d: the office is shut", i);
}

static const char *
our_words(int i, const char *said)
{
	(void)i;
	return said[0] != '\0' ? said : "ok then";
}

static const char *
a_nought(int i, const char *said)
{
	(void)i, (void)said;
	return "0";
}

static const char *
the_stop(int i, const char *said)
{
	(void)i, (void)said;
	return "STOP";
}

static void
a_machine_that_answers_machines_gets_three_replies(void **state)
{
	static const char *(*const machines[])(int, const char *) = {
		same_words, counted_words, our_words, a_nought, the_stop,
	};
	static const int64_t pauses[] = { 0, 60000, 16 * 60000 };

	(void)state;
	for (size_t m = 0; m < 5; m++)
		for (size_t p = 0; p < 3; p++) {
			const char *number = new_number("+855126");
			int n;

			line_sms(line, number, "hello");
			line_sms(line, number, "4");
			n = replies_to(number, machines[m], pauses[p]);
			if (n > 3)
				fail_msg("machine %zu, pause %zu: %d replies",
				    m, p, n);
			line->now_ms += DAY_MS;
		}
}

static void
who_presses_the_right_keys_is_always_answered(void **state)
{
	static const char *const keys[] = { "hello", "4", "3", "1", "1", "3",
	    "2", "1", "4826", "1", "1", "2", "8", "8", "He kept my pay",
	    "He has kept it since May", "And my sister's pay as well",
	    "We asked three times", "Nobody answered", "8" };
	const char *number = new_number("+855126");

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (line_sms(line, number, keys[i])[0] == '\0')
			fail_msg("%s: silence", keys[i]);
	/* Her numbers again and again from the menu, within reason. */
	for (int i = 0; i < 6; i++) {
		assert_true(line_sms(line, number, "00")[0] != '\0');
		assert_true(line_sms(line, number, "2")[0] != '\0');
	}
}

static void
who_is_no_number_is_kept_and_never_answered(void **state)
{
	static const char *const senders[] = { "Metfone", "2026", "911",
	    "12345", "Smart-Axiata" };

	(void)state;
	for (size_t i = 0; i < sizeof(senders) / sizeof(*senders); i++)
		assert_string_equal(line_sms(line, senders[i],
		    "You have a new message"), "");
}

static void
of_a_flood_only_so_much_is_kept_one_by_one(void **state)
{
	const char *number = new_number("+855126");
	struct matter matter;
	char text[64];
	int replies = 0;

	(void)state;
	line_sms(line, number, "hello");
	line_sms(line, number, "4");
	for (int i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "message number %d of many", i);
		line->now_ms -= 1490;
		replies += line_sms(line, number, text)[0] != '\0';
	}
	matter = latest(number);
	assert_in_range(replies, 1, 3);
	assert_int_equal(count(&matter, sophea, "words", NULL),
	    line->settings->unasked_day);
	assert_int_equal(count(&matter, sophea, "flood", NULL), 1);
	/* The next day it is kept again. */
	line->now_ms += DAY_MS;
	line_sms(line, number, "this is new");
	matter = latest(number);
	assert_true(count(&matter, sophea, "words", "this is new") == 1);
}

static void
all_together_have_a_budget_too(void **state)
{
	static struct outflow outflow;
	int replies = 0;

	(void)state;
	line->settings->sms_minute = 20;
	line->outflow = &outflow;
	line->now_ms -= line->now_ms % 60000;
	for (int i = 0; i < 30; i++) {
		line->now_ms -= 1490;
		replies += line_sms(line, new_number("+855126"),
		    "hello")[0] != '\0';
	}
	assert_int_equal(replies, 20);
	assert_int_equal(outflow.silenced, 10);
	line->now_ms += 60000;
	assert_true(line_sms(line, new_number("+855126"), "hello")[0] != '\0');
	line->outflow = NULL;
	line->settings->sms_minute = 6000;
}

#define T(f) cmocka_unit_test(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_answer_is_read_by_dialling_and_the_desk_sees_when),
		T(wrong_digits_read_the_same_whatever_waits_for_her),
		T(from_another_phone_it_needs_the_reference_too),
		T(what_was_not_sent_was_not_read),
		T(a_day_that_is_past_is_not_said_any_more),
		T(every_sentence_may_lie_in_an_inbox),
		T(two_takes_it_up_again_and_one_ends_it),
		T(long_after_the_end_it_is_asked_no_more),
		T(a_repeated_message_says_nothing_twice),
		T(she_takes_it_back_and_people_see_it),
		T(she_changes_how_she_is_reached),
		T(who_could_not_be_called_reads_how_to_reach_us),
		T(callers_of_a_slow_centre_read_so_and_whom_to_call),
		T(words_of_a_phone_with_a_matter_are_unverified),
		T(stop_and_delete_are_answered_alike),
		T(delete_detaches_the_phone_and_the_case_stays),
		T(no_reply_says_four_words_that_were_typed),
		T(who_answers_now_is_named_first),
		T(at_two_in_the_night_her_phone_shows_who_answers),
		T(a_machine_that_answers_machines_gets_three_replies),
		T(who_presses_the_right_keys_is_always_answered),
		T(who_is_no_number_is_kept_and_never_answered),
		T(of_a_flood_only_so_much_is_kept_one_by_one),
		T(all_together_have_a_budget_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("after", tests, make, unmake);
}
