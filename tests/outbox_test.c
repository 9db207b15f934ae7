#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/caller.h"
#include "store/cases.h"
#include "store/consent.h"
#include "store/inside.h"
#include "store/outbox.h"
#include "store/seal.h"
#include "tests/place.h"

static const int64_t now = 1790001234;
enum { DAY_S = 86400, HOUR_S = 3600 };
static const char phone[] = "+855961234567";

struct outbox {
	struct place *place;
	struct store *store;
	struct id case_id;
	struct tag tag;
};

/* ---- help ---- */

static struct id
open_case(struct outbox *o)
{
	struct matter matter;
	struct case_new new = { .state = CASE_NEW, .category = "paid",
		.tag = &o->tag, .number = phone, .now = now };

	assert_int_equal(case_open(o->store, &new, &matter), 0);
	return matter.id;
}

/* In a transaction that each test commits or not. */
static struct outbox
begin(void **state)
{
	struct place *place = *state;
	struct outbox o = { .place = place, .store = place->store };

	o.tag = caller_tag(o.store, phone);
	place_begin(place);
	o.case_id = open_case(&o);
	return o;
}

static struct consent
all_day(void)
{
	struct consent consent = consent_none();

	consent.text = true;
	memcpy(consent.country, "KH", 3);
	return consent;
}

static void
allow_texts(struct outbox *o, int64_t at)
{
	const struct consent consent = all_day();

	assert_int_equal(consent_save(o->store, &o->case_id, &consent, phone,
	    "demo", at), 0);
}

static struct outbox_new
text_of(const struct outbox *o)
{
	return (struct outbox_new){ .kind = OUTBOX_STAFF,
		.centre = o->place->intake, .case_id = &o->case_id,
		.text = "Please bring the papers.", .parts = 1,
		.begins_at = now, .ends_at = now + HOUR_S, .now = now };
}

static struct id
queue_text(struct outbox *o)
{
	const struct outbox_new new = text_of(o);
	struct id id;

	assert_int_equal(outbox_queue(o->store, &new, &id), 0);
	return id;
}

static struct outbox_dues *
due_at(struct outbox *o, int64_t at)
{
	struct outbox_dues *dues;

	assert_int_equal(outbox_due(o->store, o->store, at, 10, &dues), 0);
	return dues;
}

static void
move(struct outbox *o, const struct id *id, enum outbox_state to)
{
	assert_int_equal(outbox_move(o->store, id, to, "", now), 0);
}

static enum outbox_state
state_of(struct outbox *o, const struct id *id)
{
	struct outbox_row row;

	assert_int_equal(outbox_load(o->store, id, &row), 0);
	return row.state;
}

static int64_t
cost(struct outbox *o)
{
	int64_t parts;

	assert_int_equal(outbox_cost(o->store, o->place->intake, now, &parts),
	    0);
	return parts;
}

static int
report(struct outbox *o, const struct id *id, enum outbox_state to)
{
	char text[OUTBOX_REPORT_ID + 1];

	outbox_report_id(o->store, id, text);
	return outbox_report(o->store, text, strlen(text), to, "", now);
}

/* ---- what she allows ---- */

static void
nothing_is_allowed_before_she_says_so(void **state)
{
	struct outbox o = begin(state);
	const struct outbox_new new = text_of(&o);
	struct consent consent;
	struct id id;

	assert_int_equal(consent_load(o.store, &o.case_id, &consent), -ENOENT);
	assert_false(consent.text || consent.call || consent.relative);
	assert_false(consent_may_text(&consent, now));
	assert_int_equal(outbox_queue(o.store, &new, &id), -EACCES);
	assert_int_equal(cost(&o), 0);
}

static void
what_she_says_is_kept_and_another_case_knows_nothing_of_it(void **state)
{
	struct outbox o = begin(state);
	struct consent said = { .text = true, .relative = true, .days = 0x41,
		.from = 420, .until = 720, .country = "TH" }, kept;
	const struct id other = open_case(&o);

	assert_int_equal(consent_save(o.store, &o.case_id, &said, phone,
	    "demo", now), 0);
	assert_int_equal(consent_load(o.store, &o.case_id, &kept), 0);
	assert_true(kept.text && kept.relative && !kept.call);
	assert_int_equal(kept.days, 0x41);
	assert_int_equal(kept.from, 420);
	assert_int_equal(kept.until, 720);
	assert_string_equal(kept.country, "TH");
	assert_string_equal(kept.network, "demo");
	assert_true(kept.has_number && consent_may_text(&kept, now));
	assert_int_equal(consent_load(o.store, &other, &kept), -ENOENT);
}

static void
days_and_hours_that_are_none_are_refused(void **state)
{
	struct outbox o = begin(state);
	struct consent consent = all_day();

	consent.days = 0x80;
	assert_int_equal(consent_save(o.store, &o.case_id, &consent, phone,
	    "demo", now), -EINVAL);
	consent = all_day();
	consent.until = 24 * 60 + 1;
	assert_int_equal(consent_save(o.store, &o.case_id, &consent, phone,
	    "demo", now), -EINVAL);
	consent = all_day();
	consent.from = consent.until + 1;
	assert_int_equal(consent_save(o.store, &o.case_id, &consent, phone,
	    "demo", now), -EINVAL);
}

static void
a_wish_ends_after_ninety_quiet_days_and_she_renews_it(void **state)
{
	struct outbox o = begin(state);
	struct consent c;
	const int64_t day = now - now % DAY_S;

	allow_texts(&o, now);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_true(consent_may_text(&c, day + 91LL * DAY_S - 1));
	assert_false(consent_may_text(&c, day + 91LL * DAY_S));
	assert_true(consent_has_lapsed(&c, day + 91LL * DAY_S));
	assert_int_equal(consent_heard(o.store, &o.case_id, now + 80 * DAY_S),
	    0);
	/* A message that comes late makes it no older. */
	assert_int_equal(consent_heard(o.store, &o.case_id, now), 0);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_true(consent_may_text(&c, now + 170LL * DAY_S));
	assert_false(consent_may_text(&c, day + 171LL * DAY_S));
}

static void
a_number_of_ninety_quiet_days_is_erased(void **state)
{
	struct outbox o = begin(state);
	const struct retention keep = { .inbox_days = 14,
	    .draft_days = 400, .closed_days = 400 };
	struct consent c;
	bool left;

	allow_texts(&o, now);
	place_commit(o.place);
	assert_int_equal(store_purge(o.store, now + 90LL * DAY_S, 100, &keep,
	    &left), 0);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_true(c.has_number);
	assert_int_equal(store_purge(o.store, now + 91LL * DAY_S, 100, &keep,
	    &left), 0);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_false(c.has_number);
	assert_true(c.text && consent_has_lapsed(&c, now));
}

static void
taking_it_back_ends_what_is_queued_and_erases_the_number(void **state)
{
	struct outbox o = begin(state);
	struct id id, sent;
	struct consent c;

	allow_texts(&o, now);
	sent = queue_text(&o);
	move(&o, &sent, OUTBOX_SENDING);
	id = queue_text(&o);
	assert_int_equal(cost(&o), 2);
	assert_int_equal(consent_stop_all(o.store, &o.tag, now), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_EXPIRED);
	assert_int_equal(state_of(&o, &sent), OUTBOX_SENDING);
	assert_int_equal(cost(&o), 1);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_false(c.text || c.has_number);
	assert_int_equal(due_at(&o, now)->n, 0);
}

static void
stop_is_of_a_phone_wherever_its_texts_were_asked_for(void **state)
{
	struct outbox o = begin(state);
	const struct consent all = all_day();
	const struct tag other = caller_tag(o.store, "+66812345678");
	struct id first = o.case_id, second = open_case(&o);
	struct consent c;

	/* Asked for on another phone than the one that filed. */
	assert_int_equal(consent_save(o.store, &first, &all, "+66812345678",
	    "demo", now), 0);
	assert_int_equal(consent_save(o.store, &second, &all, phone, "demo",
	    now), 0);
	assert_int_equal(consent_stop_all(o.store, &other, now), 0);
	assert_int_equal(consent_load(o.store, &first, &c), 0);
	assert_false(c.text);
	assert_int_equal(consent_load(o.store, &second, &c), 0);
	assert_true(c.text);
	assert_int_equal(consent_stop_all(o.store, &o.tag, now), 0);
	assert_int_equal(consent_load(o.store, &second, &c), 0);
	assert_false(c.text || c.has_number);
	assert_int_equal(consent_stop_all(o.store, &o.tag, now), 0);
}

static void
saying_no_is_taking_it_back(void **state)
{
	struct outbox o = begin(state);
	struct consent c = consent_none();
	struct id id;

	allow_texts(&o, now);
	id = queue_text(&o);
	c.call = true;
	assert_int_equal(consent_save(o.store, &o.case_id, &c, phone, "demo",
	    now), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_EXPIRED);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), 0);
	assert_true(c.call && !c.text && !c.has_number);
}

static void
a_phone_that_is_not_hers_is_texted_no_more(void **state)
{
	struct outbox o = begin(state);
	struct id id;

	allow_texts(&o, now);
	id = queue_text(&o);
	assert_int_equal(caller_forget(o.store, o.tag, now), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_EXPIRED);
}

static void
a_case_that_goes_takes_its_wish_along(void **state)
{
	struct outbox o = begin(state);
	const struct retention keep = { .inbox_days = 14,
	    .draft_days = 30, .closed_days = 30 };
	struct consent c;
	bool left;

	allow_texts(&o, now);
	assert_int_equal(case_set_state(o.store, &o.case_id, CASE_FINISHED, 1,
	    now), 0);
	place_commit(o.place);
	assert_int_equal(store_purge(o.store, now + 40LL * DAY_S, 100, &keep,
	    &left), 0);
	assert_int_equal(consent_load(o.store, &o.case_id, &c), -ENOENT);
}

/* ---- queueing ---- */

static void
what_is_not_whole_is_not_queued(void **state)
{
	struct outbox o = begin(state);
	const struct outbox_new good = text_of(&o);
	char endless[SEAL_TEXT_MAX + 2];
	struct outbox_new bad[9];
	struct id id;

	allow_texts(&o, now);
	memset(endless, 'a', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	for (size_t i = 0; i < 9; i++)
		bad[i] = good;
	bad[0].text = "";
	bad[1].parts = 0;
	bad[2].ends_at = now;
	bad[3].ends_at = bad[3].begins_at;
	bad[4].case_id = NULL;
	bad[5].number = "x";
	bad[6].message = "duty.urgent";
	/* Its hour was over before it was written. */
	bad[7].begins_at = now - HOUR_S;
	bad[7].ends_at = now;
	bad[8].text = endless;
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(outbox_queue(o.store, &bad[i], &id),
		    -EINVAL);
	assert_int_equal(cost(&o), 0);
}

static void
a_click_that_comes_twice_is_one_text(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new new = text_of(&o);
	const struct id own = {{ 1, 2, 3 }};
	struct id id;

	allow_texts(&o, now);
	new.id = &own;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_memory_equal(&id, &own, sizeof(id));
	assert_int_equal(outbox_queue(o.store, &new, &id), -EEXIST);
	assert_int_equal(cost(&o), 1);
}

static void
a_month_has_an_end_but_not_for_duty(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new new = text_of(&o);
	void *number;
	struct id id;

	allow_texts(&o, now);
	new.parts = 3;
	new.budget = 7;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_int_equal(outbox_queue(o.store, &new, &id), -EDQUOT);
	new.parts = 1;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_int_equal(outbox_queue(o.store, &new, &id), -EDQUOT);
	/* The next month (+7) has its own. */
	new.now = new.begins_at = now + 31LL * DAY_S;
	new.ends_at = new.now + HOUR_S;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	new = (struct outbox_new){ .kind = OUTBOX_DUTY, .budget = 7,
		.centre = o.place->intake, .message = "duty.urgent",
		.parts = 1, .begins_at = now, .ends_at = now + 1800,
		.now = now };
	assert_int_equal(outbox_seal_number(o.store, o.store, phone, &number,
	    &new.number_n), 0);
	new.number = number;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_int_equal(cost(&o), 8);
}

static void
what_is_never_taken_is_paid_back(void **state)
{
	struct outbox o = begin(state);
	struct id late, refused, lost;

	allow_texts(&o, now);
	late = queue_text(&o);
	refused = queue_text(&o);
	lost = queue_text(&o);
	assert_int_equal(cost(&o), 3);
	move(&o, &late, OUTBOX_EXPIRED);
	assert_int_equal(cost(&o), 2);
	move(&o, &refused, OUTBOX_SENDING);
	move(&o, &refused, OUTBOX_FAILED);
	assert_int_equal(cost(&o), 1);
	move(&o, &lost, OUTBOX_SENDING);
	move(&o, &lost, OUTBOX_UNKNOWN);
	move(&o, &lost, OUTBOX_FAILED);
	assert_int_equal(cost(&o), 1);
}

/* ---- sending ---- */

static void
duty_goes_first_and_each_opens_with_the_outbox_key(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new duty = { .kind = OUTBOX_DUTY,
		.centre = o.place->intake, .message = "duty.urgent",
		.language = 2, .parts = 1, .begins_at = now,
		.ends_at = now + 1800, .now = now };
	struct outbox_dues *dues;
	void *number;
	struct id id;

	allow_texts(&o, now);
	queue_text(&o);
	assert_int_equal(outbox_seal_number(o.store, o.store, "+66812345678",
	    &number, &duty.number_n), 0);
	duty.number = number;
	assert_int_equal(outbox_queue(o.store, &duty, &id), 0);
	dues = due_at(&o, now);
	assert_int_equal(dues->n, 2);
	assert_int_equal(dues->due[0].row.kind, OUTBOX_DUTY);
	assert_string_equal(dues->due[0].number, "+66812345678");
	assert_string_equal(dues->due[0].message, "duty.urgent");
	assert_int_equal(dues->due[0].language, 2);
	assert_null(dues->due[0].text);
	assert_string_equal(dues->due[1].number, phone);
	assert_string_equal(dues->due[1].text, "Please bring the papers.");
	assert_true(dues->due[1].consent.text);
	assert_string_equal(dues->due[1].consent.country, "KH");
}

static struct outbox_new
duty_of(struct outbox *o, int64_t begins_at)
{
	struct outbox_new duty = { .kind = OUTBOX_DUTY,
		.centre = o->place->intake, .message = "duty.urgent",
		.parts = 1, .begins_at = begins_at,
		.ends_at = begins_at + 1800, .now = now };
	void *number;

	assert_int_equal(outbox_seal_number(o->store, o->store, phone,
	    &number, &duty.number_n), 0);
	duty.number = number;
	return duty;
}

static void
a_duty_phone_gets_words_of_the_program_that_have_a_name(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new duty = duty_of(&o, now);
	char name[OUTBOX_MESSAGE_MAX + 2] = "";
	struct id id;

	memset(name, 'd', OUTBOX_MESSAGE_MAX + 1);
	duty.message = name;
	assert_int_equal(outbox_queue(o.store, &duty, &id), -EINVAL);
	name[OUTBOX_MESSAGE_MAX] = '\0';
	assert_int_equal(outbox_queue(o.store, &duty, &id), 0);
	assert_string_equal(due_at(&o, now)->due[0].message, name);
	assert_string_equal(outbox_kind_name(OUTBOX_DUTY), "duty");
	assert_string_equal(outbox_kind_name(OUTBOX_STAFF), "staff");
}

/* Of either kind: whichever comes first. */
static void
the_next_is_the_first_of_all(void **state)
{
	static const int64_t begins[][2] = { { 60, 90 }, { 90, 60 } };
	struct outbox o = begin(state);
	struct outbox_new new = text_of(&o), duty;
	int64_t at;
	struct id id;

	allow_texts(&o, now);
	for (int i = 0; i < 2; i++) {
		duty = duty_of(&o, now + begins[i][0]);
		new.begins_at = now + begins[i][1];
		assert_int_equal(outbox_queue(o.store, &duty, &id), 0);
		assert_int_equal(outbox_queue(o.store, &new, &id), 0);
		assert_int_equal(outbox_next(o.store, &at), 0);
		assert_int_equal(at, now + 60);
		assert_int_equal(engine_do(o.store, "DELETE FROM outbox"), 0);
	}
}

/* A row that was changed on the disk, or a key that is another's: nothing is
   sent, and leaving.c says why. */
static void
what_does_not_open_is_due_without_words_or_number(void **state)
{
	static const struct { const char *sql; bool text, number; } rows[] = {
		{ "UPDATE outbox SET text = zeroblob(200)", false, true },
		{ "UPDATE outbox SET text = x'00'", false, true },
		{ "UPDATE outbox SET text = NULL", false, true },
		{ "UPDATE consent SET number = zeroblob(200)", true, false },
		{ "UPDATE consent SET number = NULL", true, false },
		{ "DELETE FROM consent", true, false },
	};
	struct outbox o = begin(state);
	struct outbox_dues *dues;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		allow_texts(&o, now);
		queue_text(&o);
		assert_int_equal(engine_do(o.store, rows[i].sql), 0);
		dues = due_at(&o, now);
		assert_int_equal(dues->n, 1);
		assert_int_equal(dues->due[0].text != NULL, rows[i].text);
		assert_int_equal(dues->due[0].number != NULL, rows[i].number);
		assert_int_equal(engine_do(o.store, "DELETE FROM outbox"), 0);
	}
	assert_false(dues->due[0].consent.text);
}

static void
nothing_is_due_before_its_time(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new new = text_of(&o);
	int64_t at;
	struct id id;

	allow_texts(&o, now);
	assert_int_equal(outbox_next(o.store, &at), 0);
	assert_int_equal(at, 0);
	new.begins_at = now + 60;
	assert_int_equal(outbox_queue(o.store, &new, &id), 0);
	assert_int_equal(due_at(&o, now + 59)->n, 0);
	assert_int_equal(due_at(&o, now + 60)->n, 1);
	assert_int_equal(outbox_next(o.store, &at), 0);
	assert_int_equal(at, now + 60);
	assert_int_equal(outbox_put_off(o.store, &id, now + 90, "rate"), 0);
	assert_int_equal(due_at(&o, now + 89)->n, 0);
	/* Only what bearerbox sends back was tried. */
	assert_int_equal(due_at(&o, now + 90)->due[0].row.tries, 0);
	move(&o, &id, OUTBOX_SENDING);
	assert_int_equal(outbox_put_off(o.store, &id, now + 120, "busy"), 0);
	assert_int_equal(due_at(&o, now + 120)->due[0].row.tries, 1);
}

static void
what_is_sending_is_due_no_more_and_after_a_crash_unknown(void **state)
{
	struct outbox o = begin(state);
	struct id id;
	int64_t n;

	allow_texts(&o, now);
	id = queue_text(&o);
	move(&o, &id, OUTBOX_SENDING);
	assert_int_equal(due_at(&o, now)->n, 0);
	assert_int_equal(outbox_move(o.store, &id, OUTBOX_SENDING, "", now),
	    -EALREADY);
	assert_int_equal(outbox_recover(o.store, now, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(state_of(&o, &id), OUTBOX_UNKNOWN);
	/* Nor does anything take it back into the queue. */
	assert_int_equal(outbox_put_off(o.store, &id, now, ""), -EALREADY);
	assert_int_equal(outbox_recover(o.store, now, &n), 0);
	assert_int_equal(n, 0);
	/* A late report still says what became of it. */
	assert_int_equal(report(&o, &id, OUTBOX_DELIVERED), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_DELIVERED);
}

static void
words_and_number_are_gone_once_they_cannot_be_needed(void **state)
{
	static const char sql[] = "SELECT count(*) FROM outbox "
	    "WHERE text IS NOT NULL OR number IS NOT NULL";
	struct outbox o = begin(state);
	struct outbox_state_row { enum outbox_state to; } last[] = {
		{ OUTBOX_ACCEPTED }, { OUTBOX_UNKNOWN }, { OUTBOX_EXPIRED },
		{ OUTBOX_FAILED }, { OUTBOX_DELIVERED },
	};
	sqlite3_stmt *stmt;
	sqlite3 *db;
	struct id id;

	allow_texts(&o, now);
	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++) {
		id = queue_text(&o);
		move(&o, &id, last[i].to);
	}
	place_commit(o.place);
	assert_int_equal(sqlite3_open(place_path(o.place, "helpline.db"),
	    &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void
who_has_not_the_outbox_key_sends_nothing(void **state)
{
	struct outbox o = begin(state);
	struct outbox_dues *dues;

	allow_texts(&o, now);
	queue_text(&o);
	place_commit(o.place);
	place_close(o.place);
	assert_int_equal(place_try(o.place, ROLE_DESK), 0);
	assert_int_equal(outbox_due(o.place->store, NULL, now, 10, &dues),
	    -ENOKEY);
	place_close(o.place);
	assert_int_equal(place_try(o.place, ROLE_ROUNDS), 0);
	assert_int_equal(outbox_due(o.place->store, NULL, now, 10, &dues),
	    -ENOKEY);
}

static void
without_the_key_calls_answers_and_sends_nothing(void **state)
{
	struct place *place = *state;
	struct outbox_dues *dues;

	place_close(place);
	assert_int_equal(unlink(place_path(place, "keys/outbox.key")), 0);
	place_open(place);
	assert_int_equal(outbox_due(place->store, NULL, now, 10, &dues),
	    -ENOKEY);
}

static void
rounds_queues_for_a_duty_phone_without_any_key(void **state)
{
	struct outbox o = begin(state);
	struct outbox_new duty = { .kind = OUTBOX_DUTY,
		.centre = o.place->intake, .message = "duty.urgent",
		.parts = 1, .begins_at = now, .ends_at = now + 1800,
		.now = now };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct id id;
	void *number;

	assert_int_equal(outbox_seal_number(o.store, ctx, phone, &number,
	    &duty.number_n), 0);
	duty.number = number;
	place_commit(o.place);
	place_close(o.place);
	assert_int_equal(place_try(o.place, ROLE_ROUNDS), 0);
	place_begin(o.place);
	assert_int_equal(outbox_queue(o.place->store, &duty, &id), 0);
	place_commit(o.place);
	talloc_free(ctx);
	place_close(o.place);
	place_open(o.place);
	o.store = o.place->store;
	assert_string_equal(due_at(&o, now)->due[0].number, phone);
}

/* ---- time passes ---- */

static void
what_did_not_leave_in_time_expires(void **state)
{
	struct outbox o = begin(state);
	struct id id;
	bool left;

	allow_texts(&o, now);
	id = queue_text(&o);
	assert_int_equal(outbox_age(o.store, now + HOUR_S - 1, &left), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_QUEUED);
	assert_int_equal(outbox_age(o.store, now + HOUR_S, &left), 0);
	assert_false(left);
	assert_int_equal(state_of(&o, &id), OUTBOX_EXPIRED);
	assert_int_equal(cost(&o), 0);
}

static void
what_nobody_reported_on_is_unknown_a_day_later(void **state)
{
	struct outbox o = begin(state);
	struct id id;
	bool left;

	allow_texts(&o, now);
	id = queue_text(&o);
	move(&o, &id, OUTBOX_ACCEPTED);
	assert_int_equal(outbox_age(o.store, now + HOUR_S + DAY_S - 1, &left),
	    0);
	assert_int_equal(state_of(&o, &id), OUTBOX_ACCEPTED);
	assert_int_equal(outbox_age(o.store, now + HOUR_S + DAY_S, &left), 0);
	assert_int_equal(state_of(&o, &id), OUTBOX_UNKNOWN);
}

/* Each look takes a hundred, and says that there may be more. */
static void
time_passes_for_a_hundred_at_once(void **state)
{
	struct outbox o = begin(state);
	struct id id;
	int64_t n;
	bool left;

	allow_texts(&o, now);
	for (int i = 0; i < 200; i++) {
		id = queue_text(&o);
		if (i % 2 == 0)
			move(&o, &id, OUTBOX_ACCEPTED);
	}
	assert_int_equal(outbox_age(o.store, now + HOUR_S, &left), 0);
	assert_true(left);
	assert_int_equal(outbox_age(o.store, now + HOUR_S, &left), 0);
	assert_false(left);
	assert_int_equal(outbox_age(o.store, now + 2 * DAY_S, &left), 0);
	assert_true(left);
	assert_int_equal(outbox_age(o.store, now + 2 * DAY_S, &left), 0);
	assert_false(left);
	assert_int_equal(outbox_count(o.store, OUTBOX_EXPIRED, &n), 0);
	assert_int_equal(n, 100);
	assert_int_equal(outbox_count(o.store, OUTBOX_UNKNOWN, &n), 0);
	assert_int_equal(n, 100);
}

/* ---- reports ---- */

static void
what_failed_after_its_end_was_too_late(void **state)
{
	struct outbox o = begin(state);
	char text[OUTBOX_REPORT_ID + 1];
	struct id in_time, late;

	allow_texts(&o, now);
	in_time = queue_text(&o);
	move(&o, &in_time, OUTBOX_ACCEPTED);
	late = queue_text(&o);
	move(&o, &late, OUTBOX_ACCEPTED);
	outbox_report_id(o.store, &in_time, text);
	assert_int_equal(outbox_report(o.store, text, OUTBOX_REPORT_ID,
	    OUTBOX_FAILED, "", now + HOUR_S - 1), 0);
	assert_int_equal(state_of(&o, &in_time), OUTBOX_FAILED);
	outbox_report_id(o.store, &late, text);
	assert_int_equal(outbox_report(o.store, text, OUTBOX_REPORT_ID,
	    OUTBOX_FAILED, "", now + HOUR_S), 0);
	assert_int_equal(state_of(&o, &late), OUTBOX_EXPIRED);
}

static void
what_is_not_there_is_not_moved(void **state)
{
	struct outbox o = begin(state);
	const struct id nobodys = {{ 9 }};

	assert_int_equal(outbox_move(o.store, &nobodys, OUTBOX_SENDING, "",
	    now), -ENOENT);
	assert_int_equal(outbox_put_off(o.store, &nobodys, now, ""), -ENOENT);
}

static void
a_report_is_taken_only_with_our_check(void **state)
{
	struct outbox o = begin(state);
	char text[OUTBOX_REPORT_ID + 2];
	struct id id;

	allow_texts(&o, now);
	id = queue_text(&o);
	move(&o, &id, OUTBOX_ACCEPTED);
	outbox_report_id(o.store, &id, text);
	for (size_t i = 0; i < OUTBOX_REPORT_ID; i++) {
		char was = text[i];

		text[i] = was == '0' ? '1' : '0';
		assert_int_equal(outbox_report(o.store, text,
		    OUTBOX_REPORT_ID, OUTBOX_DELIVERED, "", now),
		    -EKEYREJECTED);
		text[i] = was;
	}
	for (size_t n = 0; n < OUTBOX_REPORT_ID; n++)
		assert_int_equal(outbox_report(o.store, text, n,
		    OUTBOX_DELIVERED, "", now), -EKEYREJECTED);
	text[OUTBOX_REPORT_ID] = '0';
	assert_int_equal(outbox_report(o.store, text, OUTBOX_REPORT_ID + 1,
	    OUTBOX_DELIVERED, "", now), -EKEYREJECTED);
	assert_int_equal(state_of(&o, &id), OUTBOX_ACCEPTED);
}

static void
a_report_of_what_never_left_is_no_report(void **state)
{
	struct outbox o = begin(state);
	const struct id nobodys = {{ 9 }};
	struct id id;

	allow_texts(&o, now);
	id = queue_text(&o);
	assert_int_equal(report(&o, &id, OUTBOX_DELIVERED), -ENOENT);
	assert_int_equal(report(&o, &nobodys, OUTBOX_DELIVERED), -ENOENT);
	assert_int_equal(state_of(&o, &id), OUTBOX_QUEUED);
}

static void
that_the_network_has_it_is_noted_in_any_order(void **state)
{
	struct outbox o = begin(state);
	struct outbox_row row;
	struct id id;
	int64_t n;

	allow_texts(&o, now);
	id = queue_text(&o);
	move(&o, &id, OUTBOX_SENDING);
	assert_int_equal(outbox_recover(o.store, now, &n), 0);
	assert_int_equal(report(&o, &id, OUTBOX_ACCEPTED), 0);
	assert_int_equal(report(&o, &id, OUTBOX_ACCEPTED), -EALREADY);
	assert_int_equal(outbox_load(o.store, &id, &row), 0);
	assert_int_equal(row.state, OUTBOX_UNKNOWN);
	assert_true(row.taken);
}

/* ---- everything, many times, in any order ---- */

enum { TEXTS = 200, EVENTS = 100000 };
struct fate {
	struct id id;
	int left, sent_back;	/* how often it went out, and was refused */
	enum outbox_state state;
};

static uint64_t chance = 88172645463325252;

static unsigned
any(unsigned n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)(chance % n);
}

static void
try_to_send(struct outbox *o, struct fate *f)
{
	if (f->state == OUTBOX_QUEUED &&
	    outbox_move(o->store, &f->id, OUTBOX_SENDING, "", now) == 0)
		f->left++;
}

/* bearerbox says that it did not take it; only while it is being sent. */
static void
send_back(struct outbox *o, struct fate *f)
{
	if (f->state == OUTBOX_SENDING &&
	    outbox_put_off(o->store, &f->id, now, "busy") == 0)
		f->sent_back++;
}

static void
fall(struct outbox *o, struct fate *f)
{
	int64_t n;

	(void)f;
	assert_int_equal(outbox_recover(o->store, now, &n), 0);
}

static void
accept_it(struct outbox *o, struct fate *f)
{
	if (f->state >= OUTBOX_SENDING)
		(void)!outbox_move(o->store, &f->id, OUTBOX_ACCEPTED, "",
		    now);
}

static void
report_any(struct outbox *o, struct fate *f)
{
	static const enum outbox_state to[] = { OUTBOX_ACCEPTED,
		OUTBOX_FAILED, OUTBOX_DELIVERED };

	for (unsigned times = any(3); times < 3; times++)
		(void)!report(o, &f->id, to[any(3)]);
}

static void
forge_any(struct outbox *o, struct fate *f)
{
	char text[OUTBOX_REPORT_ID + 1];

	outbox_report_id(o->store, &f->id, text);
	text[any(OUTBOX_REPORT_ID)] ^= 1;
	assert_int_not_equal(outbox_report(o->store, text, OUTBOX_REPORT_ID,
	    OUTBOX_DELIVERED, "", now), 0);
}

static void
look_at(struct outbox *o, struct fate *f, bool sent_back)
{
	enum outbox_state is = state_of(o, &f->id);

	if (!sent_back)
		assert_true(is >= f->state);
	f->state = is;
	assert_true(f->left <= 1 + f->sent_back);
	/* Nothing is said of what never left. */
	assert_true(is < OUTBOX_ACCEPTED || is == OUTBOX_EXPIRED ||
	    f->left > 0);
}

static void
states_only_move_on_and_nobody_gets_a_text_twice(void **state)
{
	static void (*const events[])(struct outbox *, struct fate *) = {
		try_to_send, send_back, accept_it, report_any, forge_any,
		report_any, report_any, report_any,
	};
	struct outbox o = begin(state);
	struct fate fates[TEXTS] = { 0 };
	size_t left = 0;

	allow_texts(&o, now);
	for (int i = 0; i < TEXTS; i++)
		fates[i].id = queue_text(&o);
	for (int i = 0; i < EVENTS; i++) {
		struct fate *f = &fates[any(TEXTS)];
		unsigned e = any(8);

		events[e](&o, f);
		look_at(&o, f, e == 1);
		if (any(500) > 0)
			continue;
		fall(&o, f);
		for (int j = 0; j < TEXTS; j++)
			look_at(&o, &fates[j], false);
	}
	for (int i = 0; i < TEXTS; i++)
		left += fates[i].left > 0;
	assert_true(left > TEXTS / 2);
}

/* ---- listing ---- */

static bool
count_rows(void *arg, const struct outbox_row *row)
{
	struct outbox_row *last = arg;

	assert_true(row->queued_at >= last->queued_at);
	*last = *row;
	last->tries = last->tries + 1;
	return true;
}

static void
the_desk_finds_a_cases_texts_and_the_operator_all(void **state)
{
	struct outbox o = begin(state);
	struct outbox_rows *rows;
	struct id other, id;
	int64_t n;

	allow_texts(&o, now);
	for (int i = 0; i < 120; i++)
		id = queue_text(&o);
	move(&o, &id, OUTBOX_UNKNOWN);
	assert_int_equal(outbox_of_case(o.store, o.store, &o.case_id, &rows),
	    0);
	assert_int_equal(rows->n, 120);
	other = open_case(&o);
	assert_int_equal(outbox_of_case(o.store, o.store, &other, &rows), 0);
	assert_int_equal(rows->n, 0);
	assert_int_equal(outbox_count(o.store, OUTBOX_QUEUED, &n), 0);
	assert_int_equal(n, 119);
	assert_int_equal(outbox_count(o.store, OUTBOX_UNKNOWN, &n), 0);
	assert_int_equal(n, 1);
}

static void
all_are_listed_once_in_order(void **state)
{
	struct outbox o = begin(state);
	struct outbox_row last = { .queued_at = 0 };

	allow_texts(&o, now);
	for (int i = 0; i < 120; i++)
		queue_text(&o);
	assert_int_equal(outbox_each(o.store, count_rows, &last), 0);
	assert_int_equal(last.queued_at, now);
}

static bool
stop_at_third(void *arg, const struct outbox_row *row)
{
	(void)row;
	return ++*(int *)arg < 3;
}

static void
who_has_seen_enough_is_shown_no_more(void **state)
{
	struct outbox o = begin(state);
	int n = 0;

	allow_texts(&o, now);
	for (int i = 0; i < 5; i++)
		queue_text(&o);
	assert_int_equal(outbox_each(o.store, stop_at_third, &n), 0);
	assert_int_equal(n, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, \
    place_setup_centres, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_allowed_before_she_says_so),
		TEST(what_she_says_is_kept_and_another_case_knows_nothing_of_it),
		TEST(days_and_hours_that_are_none_are_refused),
		TEST(a_wish_ends_after_ninety_quiet_days_and_she_renews_it),
		TEST(a_number_of_ninety_quiet_days_is_erased),
		TEST(taking_it_back_ends_what_is_queued_and_erases_the_number),
		TEST(stop_is_of_a_phone_wherever_its_texts_were_asked_for),
		TEST(saying_no_is_taking_it_back),
		TEST(a_phone_that_is_not_hers_is_texted_no_more),
		TEST(a_case_that_goes_takes_its_wish_along),
		TEST(what_is_not_whole_is_not_queued),
		TEST(a_click_that_comes_twice_is_one_text),
		TEST(a_month_has_an_end_but_not_for_duty),
		TEST(what_is_never_taken_is_paid_back),
		TEST(duty_goes_first_and_each_opens_with_the_outbox_key),
		TEST(a_duty_phone_gets_words_of_the_program_that_have_a_name),
		TEST(the_next_is_the_first_of_all),
		TEST(what_does_not_open_is_due_without_words_or_number),
		TEST(nothing_is_due_before_its_time),
		TEST(what_is_sending_is_due_no_more_and_after_a_crash_unknown),
		TEST(words_and_number_are_gone_once_they_cannot_be_needed),
		TEST(who_has_not_the_outbox_key_sends_nothing),
		TEST(without_the_key_calls_answers_and_sends_nothing),
		TEST(rounds_queues_for_a_duty_phone_without_any_key),
		TEST(what_did_not_leave_in_time_expires),
		TEST(what_nobody_reported_on_is_unknown_a_day_later),
		TEST(time_passes_for_a_hundred_at_once),
		TEST(what_failed_after_its_end_was_too_late),
		TEST(what_is_not_there_is_not_moved),
		TEST(a_report_is_taken_only_with_our_check),
		TEST(a_report_of_what_never_left_is_no_report),
		TEST(that_the_network_has_it_is_noted_in_any_order),
		TEST(states_only_move_on_and_nobody_gets_a_text_twice),
		TEST(the_desk_finds_a_cases_texts_and_the_operator_all),
		TEST(all_are_listed_once_in_order),
		TEST(who_has_seen_enough_is_shown_no_more),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
