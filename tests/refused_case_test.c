/*
 * What callers and staff do with a case, each of its steps in the store
 * refused once, as on a disk that is full just then.  What was asked for says
 * that it failed - never that there is none, or that it may not be - gives
 * nothing out, leaves nothing half done, and is done when it is asked again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdalign.h>
#include <string.h>

#include "store/alarm.h"
#include "store/audit.h"
#include "store/budget.h"
#include "store/callback.h"
#include "store/calling.h"
#include "store/canned.h"
#include "store/caller.h"
#include "store/cases.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/deadline.h"
#include "store/detached.h"
#include "store/draft.h"
#include "store/ended.h"
#include "store/facet.h"
#include "store/forget.h"
#include "store/joined.h"
#include "store/letter.h"
#include "store/lookup.h"
#include "store/outbox.h"
#include "store/persons.h"
#include "store/proof.h"
#include "store/reading.h"
#include "store/referral.h"
#include "store/remark.h"
#include "store/search.h"
#include "store/sending.h"
#include "store/texting.h"
#include "store/wish.h"
#include "store/work.h"
#include "store/worklist.h"
#include "tests/people.h"
#include "tests/refusing.h"

enum { NOW = PEOPLE_NOW, HOUR = 3600, DAY = 86400, TRIES = 5,
	STEPS_MAX = 400, GIVEN = 1024, UNTOUCHED = 0xa5 };
static const char phone[] = "+85512345678", digits[] = "4826";

/* Poipet has dara, who leads it, and vuthy; Phnom Penh (intake) sophea. */
static struct people *people;
static struct store *store;
static struct login *dara, *sophea;
static struct tag hers;
static TALLOC_CTX *ctx;
/* Filed by her and allowed to be texted; of a counter; a draft; finished. */
static struct matter filed, counter, draft, finished, copy;
static char offered[REF_DIGITS + 1];

/* ---- what is there before ---- */

static struct matter
now_of(const struct matter *of)
{
	struct matter matter;

	assert_int_equal(case_load(store, &of->id, &matter), 0);
	return matter;
}

static struct matter
open_case(enum case_state state, const struct tag *tag)
{
	const struct case_new new = { .centre = people->poipet,
	    .state = state, .category = "wages", .number = phone,
	    .tag = tag, .now = NOW };
	struct matter matter;

	assert_int_equal(case_open(store, &new, &matter), 0);
	assert_int_equal(case_add(store, &matter.id, "words",
	    "what happened", NOW), 0);
	return matter;
}

static void
file_hers(void)
{
	struct consent consent = consent_none();

	filed = open_case(CASE_INCOMPLETE, &hers);
	assert_int_equal(case_file(store, &filed.id, digits, NOW), 0);
	consent.text = true;
	memcpy(consent.country, "KH", 3);
	assert_int_equal(consent_save(store, &filed.id, &consent, phone,
	    "demo", NOW), 0);
	assert_int_equal(callback_ask(store, &filed.id, NOW), 0);
}

static int
make(void **state)
{
	(void)state;
	people = people_make();
	store = people->store;
	dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	people_add_member(people, "vuthy", people->poipet, people->poipet_key);
	sophea = people_log_in(people, "sophea", people->intake,
	    people->intake_key);
	hers = caller_tag(store, phone);
	ctx = talloc_new(people);
	assert_int_equal(store_begin(store), 0);
	file_hers();
	counter = open_case(CASE_NEW, NULL);
	draft = open_case(CASE_INCOMPLETE, &hers);
	finished = open_case(CASE_NEW, NULL);
	finished = now_of(&finished);
	assert_int_equal(case_set_state(store, &finished.id, CASE_FINISHED,
	    finished.version, NOW), 0);
	assert_int_equal(store_commit(store), 0);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

/* ---- what callers do, and what is looked at ---- */

static int
load_caller(void *out)
{
	return caller_load(store, hers, out);
}

static int
save_caller(void *out)
{
	struct caller caller = { .tag = hers, .language = 1, .node = "start",
	    .last_time = NOW, .seen_at = NOW };

	(void)out;
	return caller_save(store, &caller);
}

static int
forget_caller(void *out)
{
	(void)out;
	return caller_forget(store, hers, NOW);
}

static int
load_budget(void *out)
{
	return budget_load(store, hers, out);
}

static int
save_budget(void *out)
{
	const struct budget budget = { .tag = hers, .day = NOW / DAY };

	(void)out;
	return budget_save(store, &budget);
}

static int
see_callback(void *out)
{
	return callback_of(store, &filed.id, NOW, out);
}

static int
ask_callback(void *out)
{
	(void)out;
	return callback_ask(store, &counter.id, NOW);
}

static int
try_callback(void *out)
{
	(void)out;
	return callback_tried(store, &filed.id, false);
}

static int
give_up_callback(void *out)
{
	return callback_given_up(store, &filed.id, NOW + 30 * DAY, out);
}

static int
open_one(void *out)
{
	const struct case_new new = { .centre = people->poipet,
	    .state = CASE_INCOMPLETE, .category = "wages", .number = phone,
	    .tag = &hers, .urgent = true, .now = NOW };

	return case_open(store, &new, out);
}

static int
load_one(void *out)
{
	return case_load(store, &filed.id, out);
}

static int
find_one(void *out)
{
	return case_find(store, filed.ref, out);
}

static int
add_words(void *out)
{
	(void)out;
	return case_add(store, &filed.id, "words", "and more", NOW);
}

static int
file_one(void *out)
{
	(void)out;
	return case_file(store, &draft.id, "5937", NOW);
}

static int
discard_one(void *out)
{
	int rc = case_discard(store, &draft.id, NOW);

	(void)out;
	/* It holds words: it stays. */
	return rc == -EEXIST ? 0 : rc;
}

static int
make_urgent(void *out)
{
	(void)out;
	return case_set_urgent(store, &filed.id, NOW);
}

static int
set_destination(void *out)
{
	(void)out;
	return case_set_destination(store, &filed.id, "TH", NOW);
}

static int
by_right_digits(void *out)
{
	return case_by_secret(store, &hers, digits, TRIES, NOW, out);
}

static int
by_wrong_digits(void *out)
{
	struct matter none;
	int rc = case_by_secret(store, &hers, "1379", TRIES, NOW, &none);

	(void)out;
	return rc == -ENOENT ? 0 : rc;
}

static int
by_reference(void *out)
{
	const struct tag other = caller_tag(store, "+66812345678");
	char typed[REF_DIGITS + PIN_DIGITS + 1];

	snprintf(typed, sizeof(typed), "%s%s", filed.ref, digits);
	return case_by_secret(store, &other, typed, TRIES, NOW, out);
}

static int
find_office(void *out)
{
	return case_office_of(store, &hers, out);
}

static int
find_oldest(void *out)
{
	return cases_oldest_due(store, false, out);
}

static bool
go_on(void *arg, const struct matter *matter)
{
	(void)matter;
	return ++*(int *)arg > 0;
}

static int
walk_all(void *out)
{
	int n = 0, rc = cases_each(store, 0, true, go_on, &n);

	(void)out;
	if (rc == 0)
		assert_true(n >= 4);
	return rc;
}

static int
load_consent(void *out)
{
	struct consent consent;
	int rc = consent_load(store, &filed.id, &consent);

	(void)out;
	if (rc == 0)
		assert_true(consent.text);
	return rc;
}

static int
save_consent(void *out)
{
	const struct consent none = consent_none();

	(void)out;
	return consent_save(store, &filed.id, &none, NULL, "demo", NOW);
}

static int
hear_of_her(void *out)
{
	int rc = consent_heard(store, &filed.id, NOW);

	(void)out;
	return rc != 0 ? rc : consent_move(store, &filed.id, "TH");
}

static int
stop_all(void *out)
{
	(void)out;
	return consent_stop_all(store, &hers, NOW);
}

static int
detach(void *out)
{
	(void)out;
	return detached_make(store, &hers, NOW);
}

static int
is_detached(void *out)
{
	return detached_is(store, &hers, &filed.id, out);
}

static int
see_wishes(void *out)
{
	return wishes_of(store, &filed.id, out);
}

static int
keep_wish(void *out)
{
	(void)out;
	return wish_keep(store, &filed.id, WISH_WITHDRAW, NOW);
}

static int
may_ask(void *out)
{
	return wish_may_ask(store, &finished, 30, NOW, out);
}

static int
unsolved(void *out)
{
	(void)out;
	return wish_solved(store, &finished.id, false, NOW);
}

static int
take_up(void *out)
{
	(void)out;
	return case_take_up(store, &finished.id, NOW);
}

static int
show_one(void *out)
{
	return case_shown(store, &finished, out);
}

static int
see_facets(void *out)
{
	return facets_of(store, &filed.id, out);
}

static int
keep_lookup(void *out)
{
	const struct lookup lookup = { .at = NOW, .n = 1,
	    .said = "valid", .licence = { "123" } };
	int rc = lookup_save(store, hers, &lookup);

	if (rc == 0)
		rc = lookup_count(store, NOW / DAY, "valid");
	return rc != 0 ? rc : lookup_load(store, hers, NOW, out);
}

static int
allow_sending(void *out)
{
	const struct sending sending = { .tag = hers, .session = "7",
	    .page = "guide", .now = NOW };

	(void)out;
	return sending_allow(store, &sending, 5);
}

static int
raise_alarm(void *out)
{
	struct alarms *alarms;
	int rc = alarm_raise(store, &counter.id, false, NOW);

	if (rc == 0)
		rc = alarms_load(store, ctx, 1, 10, &alarms);
	return rc != 0 ? rc : alarms_count(store, people->poipet, out);
}

static int
judge_slow(void *out)
{
	bool is, was;
	int rc = centre_judge(store, people->poipet, NOW + 30 * DAY, &is,
	    &was);

	return rc != 0 ? rc : centre_slow(store, people->poipet, out);
}

static int
due_by(void *out)
{
	return deadline_of(store, &filed, NOW, out);
}

static int
miss_calls(void *out)
{
	struct callings *callings;
	int rc = callings_load(store, ctx, people->poipet, NOW, 10, &callings);

	if (rc == 0)
		assert_int_equal(callings->n, 1);
	return rc != 0 ? rc : callings_missed(store, people->poipet,
	    NOW + 30 * DAY, true, out);
}

static int
note_in_audit(void *out)
{
	(void)out;
	return audit_add_case(store, "dara", "read", &filed.id, NOW);
}

static bool
next_row(void *arg, const struct audit_row *row)
{
	return ++*(int *)arg > 0 && row->seq > 0;
}

static int
read_audit(void *out)
{
	int n = 0, rc = audit_each(store, 0, next_row, &n);

	(void)out;
	return rc != 0 ? rc : audit_back(store, INT64_MAX, 5, next_row, &n);
}

static int
load_lists(void *out)
{
	struct worklist_ask ask = { .member = login_member(dara), .now = NOW,
	    .max = 2 };
	struct worklist_page *page;
	int64_t n;
	int rc = worklist_pulse(store, ask.member, &n);

	(void)out;
	for (int list = 0; rc == 0 && list < LISTS; list++) {
		ask.list = (enum worklist)list;
		rc = worklist_load(store, ctx, &ask, &page);
		if (rc == 0)
			rc = worklist_count(store, ask.list, ask.member, NOW,
			    9, &n);
	}
	return rc;
}

static int
load_beside(void *out)
{
	struct canneds *canneds;
	struct letters *letters;
	struct edits *edits;
	struct referral referral;
	struct remarks *remarks;
	const char *name;
	int rc = canned_of(store, ctx, &filed.id, &canneds);

	if (rc == 0)
		rc = letters_load(store, ctx, &filed.id, &letters);
	if (rc == 0)
		rc = case_edits(store, ctx, &filed.id, 0, &edits);
	if (rc == 0)
		rc = referral_find(store, ctx, &filed.id, &referral);
	if (rc == 0)
		rc = remarks_load(store, ctx, people->poipet, 9, &remarks);
	if (rc == 0)
		rc = member_name(store, ctx, login_member(dara)->id, &name);
	return rc != 0 ? rc : cases_owned(store, login_member(dara)->id, out);
}

static int
load_people(void *out)
{
	struct members *members;
	struct centres *centres;
	struct member member;
	enum role role;
	int rc = staff_load(store, ctx, &members);

	if (rc == 0)
		rc = centres_load(store, ctx, &centres);
	if (rc == 0)
		rc = staff_find(store, ctx, "dara", &member);
	if (rc == 0)
		rc = staff_standing(store, member.id, &role);
	if (rc == 0)
		rc = login_is_current(store, dara);
	return rc != 0 ? rc : centre_epoch(store, people->poipet, out);
}

/* ---- what staff do, each in a transaction of its own ---- */

static int
read_case(void *out)
{
	struct reading *reading;
	int rc = case_read(store, ctx, filed.ref, dara, NOW, &reading);

	(void)out;
	if (rc == 0)
		assert_true(reading->n >= 2);
	return rc;
}

static int
see_readable(void *out)
{
	return case_readable(store, filed.ref, dara, NOW, out);
}

static int
claim(void *out)
{
	return case_claim(store, filed.ref, dara, NOW, out);
}

static int
change(void *out)
{
	const struct case_edit edit = { .has_urgent = true, .urgent = true,
	    .has_owner = true, .owner = "dara", .has_waits = true,
	    .waits_for = "agency", .has_due = true, .due_at = NOW + DAY,
	    .kind = "note", .text = "a word" };

	return case_change(store, filed.ref, dara, &edit,
	    filed.version, NOW, out);
}

static int
change_what_is_stale(void *out)
{
	const struct case_edit edit = { .has_urgent = true };
	int rc = case_change(store, filed.ref, dara, &edit, 1, NOW, out);

	return rc == -EEXIST ? 0 : rc;
}

static int
note(void *out)
{
	(void)out;
	return case_note(store, filed.ref, dara, "she rang", NOW);
}

static int
append(void *out)
{
	(void)out;
	return case_append(store, filed.ref, dara, "contacted", "{}", NOW);
}

static int
begin_draft(void *out)
{
	(void)out;
	return draft_keep(store, filed.ref, dara, draft_forms[0], "she sa",
	    NOW);
}

static int
begin_own_draft(void *out)
{
	(void)out;
	return own_draft_keep(store, dara, own_draft_forms[0], "a worke", NOW);
}

static int
see_own_drafts(void *out)
{
	struct drafts *drafts;
	int rc = own_drafts_open(store, ctx, dara, &drafts);

	(void)out;
	if (rc == 0)
		assert_int_equal(drafts->n, 1);
	return rc;
}

static int
put_answer(void *out)
{
	const struct canned canned = { .code = "wait_them" };

	return canned_put(store, filed.ref, dara, &canned,
	    filed.version, NOW, out);
}

static int
show_answer(void *out)
{
	return canned_standing(store, &filed.id, out);
}

static int
take_answer_back(void *out)
{
	(void)out;
	return canned_take_back(store, filed.ref, dara, NOW);
}

static int
put_people(void *out)
{
	struct person two[] = {
		{ .name = "Sok Dara", .key = "sok dara", .consent = "yes",
		    .sex = "f", .age = "25-34", .outcome = "", .currency = "" },
		{ .name = "Chan Thy", .key = "chan thy", .consent = "",
		    .sex = "", .age = "", .outcome = "", .currency = "" },
	};
	struct persons persons = { 2, two };

	return persons_add(store, filed.ref, dara, &persons, false,
	    filed.version, NOW, out);
}

static int
put_her_elsewhere(void *out)
{
	struct person one = { .name = "Sok Dara", .key = "sok dara",
	    .consent = "yes", .sex = "", .age = "", .outcome = "",
	    .currency = "" };
	struct persons persons = { 1, &one };

	return persons_add(store, counter.ref, dara, &persons, false,
	    counter.version, NOW, out);
}

static int
see_people(void *out)
{
	struct persons *persons;

	return persons_read(store, ctx, filed.ref, dara, "read", NOW,
	    &persons, out);
}

static int
put_other(void *out)
{
	const struct person other = { .n = 2, .name = "Chan Thida",
	    .key = "chan thida", .consent = "no", .sex = "f", .age = "",
	    .outcome = "", .currency = "" };

	return person_set(store, filed.ref, dara, &other,
	    filed.version, NOW, out);
}

static int
say_same(void *out)
{
	return person_is(store, filed.ref, dara, 1, counter.ref, 1,
	    filed.version, NOW, out);
}

static int
find_her_cases(void *out)
{
	struct person_cases *found;
	int rc = person_cases(store, ctx, filed.ref, dara, 1, NOW, &found);

	(void)out;
	if (rc == 0)
		assert_int_equal(found->n, 1);
	return rc;
}

static int
say_alone(void *out)
{
	return person_is_alone(store, filed.ref, dara, 1,
	    filed.version, NOW, out);
}

static int
take_out(void *out)
{
	return person_remove(store, filed.ref, dara, 2,
	    filed.version, NOW, out);
}

static int
prove(void *out)
{
	return proof_digits(store, filed.ref, dara, digits, TRIES, NOW, out);
}

static int
prove_wrongly(void *out)
{
	return proof_digits(store, filed.ref, dara, "1379", TRIES, NOW, out);
}

static int
tell_reference(void *out)
{
	(void)out;
	return proof_reissue(store, filed.ref, dara, "", NOW);
}

static int
search(void *out)
{
	struct matters *found;
	int rc = search_number(store, ctx, phone, dara, NOW, &found);

	(void)out;
	if (rc == 0)
		assert_int_equal(found->n, 2);
	return rc;
}

static int
write_text(void *out)
{
	const struct outbox_new new = { .kind = OUTBOX_STAFF,
	    .text = "Please come.", .parts = 1, .begins_at = NOW,
	    .ends_at = NOW + HOUR, .now = NOW, .budget = 100 };
	const struct texting texting = { .new = &new, .reason = "she asked",
	    .most = 9 };

	(void)out;
	return texting_queue(store, filed.ref, dara, &texting, NOW);
}

static int
set_facets(void *out)
{
	const struct facets facets = { .sex = "f", .age = "25-34" };

	(void)out;
	return facets_set(store, filed.ref, dara, &facets, NOW);
}

static int
count_contact(void *out)
{
	struct contact contact = { .centre = people->poipet, .day = NOW / DAY,
	    .staff = login_member(dara)->id, .kind = "told", .channel = "",
	    .sex = "", .age = "", .province = "", .destination = "",
	    .stage = "", .sector = "", .regular = "", .heads = 1 };

	(void)out;
	return contact_add(store, &contact);
}

static int
call_again(void *out)
{
	(void)out;
	return calling_again(store, filed.ref, dara, NOW);
}

static int
join(void *out)
{
	return case_join(store, counter.ref, dara, filed.ref,
	    "{\"outcome\":\"duplicate\"}", counter.version, NOW, out);
}

static int
read_joined(void *out)
{
	struct reading *reading;
	int rc = case_read(store, ctx, filed.ref, dara, NOW, &reading);

	(void)out;
	if (rc == 0)
		assert_int_equal(reading->joined_n, 1);
	return rc;
}

static int
part(void *out)
{
	return case_part(store, counter.ref, dara, "no", counter.version,
	    NOW, out);
}

static int
offer(void *out)
{
	static const int64_t items[] = { 1, 2 };
	const struct referral_wish wish = { .to = people->intake,
	    .version = filed.version, .text = "why",
	    .override = "danger", .item = items, .items_n = 2 };

	return referral_offer(store, filed.ref, dara, &wish, NOW, out);
}

static int
see_offers(void *out)
{
	struct referrals *referrals;
	int rc = referrals_load(store, ctx, people->intake, false, 9,
	    &referrals);

	(void)out;
	if (rc == 0) {
		assert_int_equal(referrals->n, 1);
		memcpy(offered, referrals->referral[0].copy, sizeof(offered));
	}
	return rc;
}

static int
read_offer(void *out)
{
	struct reading *reading;
	int rc = referral_read(store, ctx, offered, sophea, NOW, &reading);

	(void)out;
	if (rc == 0)
		assert_true(reading->n >= 2);
	return rc;
}

static int
accept(void *out)
{
	int rc = referral_accept(store, offered, sophea, "we take it", NOW,
	    &copy);

	(void)out;
	return rc;
}

static int
be_done(void *out)
{
	return referral_done(store, copy.ref, sophea, "she is home", NOW, out);
}

static int
withdraw(void *out)
{
	return referral_withdraw(store, filed.ref, dara, "no more", NOW, out);
}

static int
list_going(void *out)
{
	const struct retention keep = { .inbox_days = 14, .draft_days = 30,
	    .closed_days = 30, .notice_days = 14 };

	return forget_list(store, NOW + 20 * DAY, &keep, 9, out);
}

static int
see_going(void *out)
{
	struct goings *goings;
	struct kepts *kepts;
	int rc = forget_listed(store, ctx, people->poipet, 9, &goings);

	(void)out;
	return rc != 0 ? rc : forget_kept(store, ctx, people->poipet, NOW, 9,
	    &kepts);
}

static int
keep_longer(void *out)
{
	(void)out;
	return forget_keep(store, finished.ref, dara, NOW + 90 * DAY, "court",
	    NOW);
}

static void
count_of_month(void *arg, const struct of_month *one)
{
	*(int *)arg += one->matter != NULL;
}

static int
count_month(void *out)
{
	int n = 0, rc = cases_of_month(store, people->poipet, dara, NOW - DAY,
	    NOW + DAY, NOW, count_of_month, &n);

	(void)out;
	return rc;
}

static void
count_person(void *arg, enum person_event event, bool first,
    const struct matter *matter, const char *outcome,
    const struct person *person)
{
	(void)event, (void)first, (void)matter, (void)outcome;
	*(int *)arg += person->n > 0;
}

static int
count_persons(void *out)
{
	int n = 0, rc = persons_of_month(store, people->poipet, dara,
	    NOW - DAY, NOW + DAY, NOW, count_person, &n);

	(void)out;
	return rc;
}

static int
finish(void *out)
{
	const struct case_edit edit = { .has_state = true,
	    .state = CASE_FINISHED, .kind = "outcome", .text = "{}" };

	return case_change(store, filed.ref, dara, &edit,
	    filed.version, NOW, out);
}

static int
hand_over(void *out)
{
	(void)out;
	return cases_hand_over(store, login_member(dara)->id, 0, "dara", NOW);
}

/* In a transaction of ours, which is undone each time; in its own. */
static const struct act {
	const char *name;
	int (*does)(void *out);
} within[] = {
	{ "load her row", load_caller }, { "save her row", save_caller },
	{ "forget her row", forget_caller },
	{ "load a budget", load_budget }, { "save a budget", save_budget },
	{ "see a callback", see_callback },
	{ "ask for a callback", ask_callback },
	{ "try a callback", try_callback },
	{ "give a callback up", give_up_callback },
	{ "open", open_one }, { "load", load_one }, { "find", find_one },
	{ "add words", add_words }, { "file", file_one },
	{ "discard", discard_one }, { "make urgent", make_urgent },
	{ "set a destination", set_destination },
	{ "right digits", by_right_digits },
	{ "wrong digits", by_wrong_digits },
	{ "reference and digits", by_reference },
	{ "find an office", find_office }, { "find the oldest", find_oldest },
	{ "walk all", walk_all }, { "load a consent", load_consent },
	{ "save a consent", save_consent }, { "hear of her", hear_of_her },
	{ "stop", stop_all }, { "detach", detach },
	{ "is it detached", is_detached }, { "see wishes", see_wishes },
	{ "keep a wish", keep_wish }, { "may it be asked", may_ask },
	{ "unsolved", unsolved }, { "take up", take_up },
	{ "show", show_one }, { "see facets", see_facets },
	{ "keep a look-up", keep_lookup },
	{ "allow a page by SMS", allow_sending },
	{ "raise an alarm", raise_alarm }, { "judge who is slow", judge_slow },
	{ "due by", due_by }, { "miss calls", miss_calls },
	{ "note in the audit", note_in_audit },
	{ "read the audit", read_audit }, { "load lists", load_lists },
	{ "load what is beside", load_beside },
	{ "load people", load_people },
}, alone[] = {
	{ "read", read_case }, { "see whether readable", see_readable },
	{ "claim", claim }, { "change", change },
	{ "change what is stale", change_what_is_stale },
	{ "note", note }, { "append", append },
	{ "begin a draft", begin_draft },
	{ "begin an own draft", begin_own_draft },
	{ "see own drafts", see_own_drafts },
	{ "put an answer", put_answer }, { "show an answer", show_answer },
	{ "take an answer back", take_answer_back },
	{ "put people", put_people },
	{ "put her elsewhere", put_her_elsewhere },
	{ "see people", see_people }, { "put another", put_other },
	{ "say they are one", say_same },
	{ "find her cases", find_her_cases },
	{ "say she is another", say_alone }, { "take her out", take_out },
	{ "prove", prove }, { "prove wrongly", prove_wrongly },
	{ "tell a reference", tell_reference },
	{ "search a number", search }, { "write a text", write_text },
	{ "set facets", set_facets }, { "count a contact", count_contact },
	{ "call again", call_again }, { "join", join },
	{ "read what is joined", read_joined }, { "part", part },
	{ "offer", offer }, { "see offers", see_offers },
	{ "read an offer", read_offer }, { "accept", accept },
	{ "be done", be_done }, { "offer again", offer },
	{ "withdraw", withdraw }, { "list who will go", list_going },
	{ "see who will go", see_going },
	{ "keep longer", keep_longer },
	{ "count the month", count_month },
	{ "count its people", count_persons }, { "finish", finish },
	{ "hand over", hand_over },
};

/* ---- refused ---- */

static sqlite3 *beside;

/* Changes when another connection has committed anything. */
static int
committed(void)
{
	sqlite3_stmt *stmt;
	int version;

	assert_int_equal(sqlite3_prepare_v2(beside, "PRAGMA data_version", -1,
	    &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	version = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return version;
}

static unsigned faults;

static void
tell(const struct act *act, unsigned nth, const char *what, int rc)
{
	faults++;
	print_message("# %s, step %u: %s (%d)\n", act->name, nth, what, rc);
}

/* What goes before changed them. */
static void
look_again(void)
{
	filed = now_of(&filed);
	counter = now_of(&counter);
	finished = now_of(&finished);
}

/* In the audit, before anything is opened. */
static bool
is_noted_first(const struct act *act)
{
	return act->does == count_month || act->does == count_persons;
}

/* False: there was no such step any more, and it was done. */
static bool
refuse_one(const struct act *act, unsigned nth, bool in_ours)
{
	alignas(max_align_t) unsigned char given[GIVEN], before[GIVEN];
	int was = committed(), rc;
	bool refused;

	memset(given, UNTOUCHED, GIVEN);
	memset(before, UNTOUCHED, GIVEN);
	look_again();
	if (in_ours)
		assert_int_equal(store_begin(store), 0);
	refuse_step(nth);
	rc = act->does(given);
	refused = refuse_end();
	store_rollback(store);
	if (rc != (refused ? -EIO : 0))
		tell(act, nth, refused ? "refused, and it says" : "it says",
		    rc);
	if (refused && memcmp(given, before, GIVEN) != 0)
		tell(act, nth, "something is given out", rc);
	if (refused && committed() != was && !is_noted_first(act))
		tell(act, nth, "something was done all the same", rc);
	return refused;
}

static void
refuse_all(const struct act *acts, size_t n, bool in_ours)
{
	assert_int_equal(sqlite3_open_v2(talloc_asprintf(ctx,
	    "%s/helpline.db", people->dir), &beside, SQLITE_OPEN_READONLY,
	    NULL), SQLITE_OK);
	faults = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned nth = 1;

		while (refuse_one(&acts[i], nth, in_ours))
			assert_true(++nth < STEPS_MAX);
		if (nth == 1)
			fail_msg("%s: it does nothing", acts[i].name);
	}
	sqlite3_close(beside);
	assert_int_equal(faults, 0);
}

static void
of_what_callers_do_and_what_is_looked_at_no_refusal_passes(void **state)
{
	(void)state;
	refuse_all(within, sizeof(within) / sizeof(*within), true);
}

static void
of_what_staff_do_no_refusal_passes_and_nothing_is_half_done(void **state)
{
	(void)state;
	refuse_all(alone, sizeof(alone) / sizeof(*alone), false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    of_what_callers_do_and_what_is_looked_at_no_refusal_passes),
		cmocka_unit_test(
		    of_what_staff_do_no_refusal_passes_and_nothing_is_half_done),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
