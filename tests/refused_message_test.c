/*
 * What callers send, each step in the store refused: once, twice, and from
 * then on until the disk has room again.  What is acknowledged is in the
 * store; what is not comes again and is answered as if nothing had been; no
 * page leaves before the commit; nothing is done twice.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <string.h>

#include "gateway/calls/batch.h"
#include "gateway/calls/outbox.h"
#include "gateway/kannel/box.h"
#include "gateway/kannel/meta.h"
#include "store/inside.h"
#include "tests/line.h"
#include "tests/refusing.h"

enum { STEP_MS = 1500, PAGE_MAX = 640, MESSAGES_MAX = 24, STEPS_MAX = 200 };

struct message { const char *text; bool sms; };

/* All that may be asked, and what she had not been asked for. */
static const struct message complaint[] = {
	{ "", false }, { "4", false }, { "3", false }, { "1", false },
	{ "1", false }, { "1", false }, { "1", false }, { "2", false },
	{ "4", false }, { "4821", false }, { "1", false }, { "3", false },
	{ "4", false }, { "2", false }, { "8", false },
	{ "Golden Star Agency", false },
	{ "We paid and were not sent.", false }, { "8", false },
	{ NULL, false }
};
static const struct message texts[] = {
	{ "4", true }, { "please help us they took our passports", true },
	{ "CHECK Golden Star", true }, { "STOP", true }, { "DELETE", true },
	{ NULL, true }
};

/* ---- in the place of the link ---- */

static struct {
	struct arrival arrival;
	bool waits;
	unsigned replies, acknowledged;
	char page[PAGE_MAX];		/* with # for each digit */
} bearer;
static struct line *line;

const struct arrival *
box_waiting(const struct box *box, size_t n)
{
	(void)box;
	return n == 0 && bearer.waits ? &bearer.arrival : NULL;
}

void
box_done(struct box *box, size_t n)
{
	(void)box;
	assert_int_equal(n, 1);
	bearer.waits = false;
}

void
box_send(struct box *box, uint64_t link, const struct sms *sms)
{
	const char *octets = sms->msgdata.data;
	size_t n = strlen(bearer.page);

	(void)box;
	assert_int_equal(link, 1);
	assert_false(engine_in_transaction(line->people->store));
	assert_int_equal(bearer.acknowledged, 0);
	assert_true(n + sms->msgdata.n < PAGE_MAX);
	for (size_t i = 0; i < sms->msgdata.n; i++)
		bearer.page[n++] = octets[i] >= '0' && octets[i] <= '9' ?
		    '#' : octets[i];
	bearer.replies++;
}

void
box_acknowledge(struct box *box, const struct arrival *arrival)
{
	(void)box;
	assert_false(engine_in_transaction(line->people->store));
	assert_ptr_equal(arrival, &bearer.arrival);
	bearer.acknowledged++;
}

void
box_flush(struct box *box)
{
	(void)box;
}

/* Of reports, which do not come here. */
struct networks *
outbox_networks(struct outbox *outbox)
{
	(void)outbox;
	return NULL;
}

/* ---- help ---- */

/* What lies in the store. */
struct totals { int64_t cases, items, inbox; };

static sqlite3 *beside;
static unsigned numbers, ids;
static char number[24];

static int64_t
ask(const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(beside, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static struct totals
count(void)
{
	return (struct totals){ ask("SELECT count(*) FROM cases"),
	    ask("SELECT count(*) FROM items"),
	    ask("SELECT count(*) FROM inbox") };
}

static struct totals
since(struct totals before)
{
	struct totals now = count();

	return (struct totals){ now.cases - before.cases,
	    now.items - before.items, now.inbox - before.inbox };
}

static void
assert_totals(struct totals is, struct totals wanted)
{
	assert_int_equal(is.cases, wanted.cases);
	assert_int_equal(is.items, wanted.items);
	assert_int_equal(is.inbox, wanted.inbox);
}

static int
make(void **state)
{
	(void)state;
	line = line_open();
	numbers = ids = 0;
	return sqlite3_open_v2(talloc_asprintf(line, "%s/helpline.db",
	    line->people->dir), &beside, SQLITE_OPEN_READONLY, NULL);
}

static int
unmake(void **state)
{
	(void)state;
	sqlite3_close(beside);
	return talloc_free(line);
}

static struct octets
octets_of(const char *text)
{
	return (struct octets){ text, strlen(text) };
}

static char *
session_of(const struct operator *o, bool begins)
{
	unsigned char op = (unsigned char)(begins ? o->op_begin :
	    o->op_input);
	struct meta_pair pairs[] = { { o->op_tlv, { &op, 1 } },
		{ o->session_tlv, { number + strlen(number) - 6, 6 } } };

	return meta_write(line->work, pairs, 2);
}

/* It arrives for the first time. */
static void
arrive(const struct message *message)
{
	const struct operator *o = &line->house->operators->operator[0];
	bool begins = message->text[0] == '\0';
	struct sms sms = sms_blank();

	talloc_free(line->work);
	line->work = talloc_new(line);
	line->now_ms += STEP_MS;
	sms.sender = octets_of(number);
	sms.receiver = octets_of(o->number);
	sms.smsc_id = octets_of(message->sms ? o->sms_smsc : o->ussd_smsc);
	sms.msgdata = octets_of(begins ? o->code : message->text);
	sms.coding = CODING_GSM7;
	sms.time = (int32_t)(line->now_ms / 1000);
	sms.id = octets_of(talloc_asprintf(line->work,
	    "%08x-0000-4000-8000-000000000000", ++ids << 2));
	sms.sms_type = SMS_MO;
	if (!message->sms)
		sms.meta_data = octets_of(session_of(o, begins));
	bearer.arrival = (struct arrival){ .sms = sms, .link = 1 };
}

/* A wake-up with it, the first or one more. */
static int
wake(void)
{
	const struct sitting sitting = { .settings = line->settings,
	    .house = line->house, .store = line->people->store,
	    .now = line->now_ms / 1000, .now_ms = line->now_ms };

	bearer.waits = true;
	bearer.replies = bearer.acknowledged = 0;
	memset(bearer.page, 0, sizeof(bearer.page));
	return batch_answer(&sitting, NULL);
}

static void
answered(void)
{
	assert_int_equal(wake(), 0);
	assert_int_equal(bearer.acknowledged, 1);
}

static void
somebody_new(void)
{
	snprintf(number, sizeof(number), "+855961%06u", ++numbers);
}

/* What each of them brings where nothing fails. */
struct wanted { char page[PAGE_MAX]; struct totals totals; };
static struct wanted wanted[MESSAGES_MAX];

static size_t
learn(const struct message *messages)
{
	size_t n = 0;

	somebody_new();
	for (; messages[n].text != NULL; n++) {
		struct totals before = count();

		assert_true(n < MESSAGES_MAX);
		arrive(&messages[n]);
		answered();
		memcpy(wanted[n].page, bearer.page, PAGE_MAX);
		wanted[n].totals = since(before);
		assert_int_equal(wanted[n].totals.inbox, 1);
	}
	return n;
}

/* Somebody new is where the nth message comes. */
static struct totals
come_to(const struct message *messages, size_t n)
{
	somebody_new();
	for (size_t i = 0; i < n; i++) {
		arrive(&messages[i]);
		answered();
	}
	return count();
}

static void
assert_as_if_nothing_had_been(size_t n, struct totals before)
{
	assert_int_equal(bearer.acknowledged, 1);
	assert_string_equal(bearer.page, wanted[n].page);
	assert_totals(since(before), wanted[n].totals);
}

/* ---- refused ---- */

/* False: there was no such step any more. */
static bool
refuse_once(const struct message *messages, size_t n, unsigned nth)
{
	struct totals before = come_to(messages, n);
	bool refused;
	int rc;

	arrive(&messages[n]);
	refuse_step(nth);
	rc = wake();
	refused = refuse_end();
	assert_int_equal(rc, 0);
	assert_as_if_nothing_had_been(n, before);
	before = count();
	/* bearerbox has not heard the acknowledgement. */
	answered();
	assert_totals(since(before), (struct totals){ 0 });
	return refused;
}

/* It is carried out neither with the others nor alone: people get it. */
static bool
refuse_twice(const struct message *messages, size_t n, unsigned nth)
{
	struct totals before = come_to(messages, n), is;
	bool refused;
	int rc;

	arrive(&messages[n]);
	refuse_steps(nth, 2);
	rc = wake();
	refused = refuse_end();
	assert_int_equal(rc, 0);
	assert_int_equal(bearer.acknowledged, 1);
	is = since(before);
	assert_int_equal(is.inbox, 1);
	if (strcmp(bearer.page, wanted[n].page) != 0)
		assert_true(is.items > 0);
	before = count();
	answered();
	assert_totals(since(before), (struct totals){ 0 });
	return refused;
}

static bool
refuse_until_mended(const struct message *messages, size_t n, unsigned nth)
{
	struct totals before = come_to(messages, n);
	bool refused;
	int rc;

	arrive(&messages[n]);
	refuse_steps(nth, UINT_MAX);
	rc = wake();
	refused = refuse_end();
	if (refused) {
		assert_int_equal(rc, -EIO);
		assert_int_equal(bearer.acknowledged + bearer.replies, 0);
		assert_totals(since(before), (struct totals){ 0 });
		answered();
	}
	assert_as_if_nothing_had_been(n, before);
	return refused;
}

static void
refuse_each(const struct message *messages,
    bool (*refuse)(const struct message *, size_t n, unsigned nth))
{
	size_t all = learn(messages);

	for (size_t n = 0; n < all; n++) {
		unsigned nth = 1;

		while (refuse(messages, n, nth))
			assert_true(++nth < STEPS_MAX);
		/* Begin, her id, her row, commit at least. */
		assert_true(nth > 4);
	}
}

static void
a_step_that_fails_once_is_not_noticed(void **state)
{
	(void)state;
	refuse_each(complaint, refuse_once);
	refuse_each(texts, refuse_once);
}

static void
what_fails_with_others_and_alone_is_kept_for_people(void **state)
{
	(void)state;
	refuse_each(complaint, refuse_twice);
	refuse_each(texts, refuse_twice);
}

static void
while_nothing_can_be_written_nothing_is_acknowledged_and_then_all_is_as_it_was(
    void **state)
{
	(void)state;
	refuse_each(complaint, refuse_until_mended);
	refuse_each(texts, refuse_until_mended);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_step_that_fails_once_is_not_noticed),
		TEST(what_fails_with_others_and_alone_is_kept_for_people),
		TEST(while_nothing_can_be_written_nothing_is_acknowledged_and_then_all_is_as_it_was),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
