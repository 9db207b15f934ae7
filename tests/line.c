#include "tests/line.h"

#include "store/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gateway/calls/heard.h"
#include "gateway/kannel/meta.h"
#include "menus/document.h"

enum { STEP_MS = 1500 };

/* Without two of three (footing.h): callers are offered what has started. */
static void
start(struct store *store, int64_t centre)
{
	struct query *q;

	assert_int_equal(store_begin(store), 0);
	q = query_start(store, SQL_CENTRE_STARTED);
	query_bind_int(q, centre);
	query_bind_int(q, PEOPLE_NOW);
	assert_int_equal(query_run(q), 0);
	assert_int_equal(store_commit(store), 0);
}

struct line *
line_open(void)
{
	struct line *line = talloc_zero(NULL, struct line);
	struct faults *faults = faults_new(line);

	line->people = people_make();
	talloc_steal(line, line->people);
	line->settings = settings_initial(line, line->people->dir);
	line->now_ms = (int64_t)PEOPLE_NOW * 1000;
	assert_int_equal(house_open(line, NULL, faults, PEOPLE_NOW,
	    &line->house), 0);
	start(line->people->store, line->people->intake);
	start(line->people->store, line->people->poipet);
	assert_int_equal(house_centres(line->house, line->people->store), 0);
	house_cut(line->house);
	return line;
}

static struct octets
octets_of(const char *text)
{
	return (struct octets){ text, text != NULL ? strlen(text) : 0 };
}

static const struct operator *
profile(const struct line *line)
{
	return &line->house->operators->operator[0];
}

static struct sms
message(struct line *line, const char *number, const char *text, bool ussd)
{
	struct sms sms = sms_blank();

	sms.sender = octets_of(number);
	sms.receiver = octets_of(profile(line)->number);
	sms.smsc_id = octets_of(ussd ? profile(line)->ussd_smsc :
	    profile(line)->sms_smsc);
	sms.msgdata = octets_of(text);
	sms.coding = CODING_GSM7;
	sms.time = (int32_t)(line->now_ms / 1000 - line->late_s);
	sms.id = octets_of(talloc_asprintf(line->work,
	    "00000000-0000-4000-8000-%012u", ++line->n));
	sms.sms_type = SMS_MO;
	return sms;
}

static const char *
take(struct line *line, const struct sms *sms)
{
	const struct arrival arrival = { .sms = *sms, .link = 1 };
	struct store *store = line->people->store;
	const struct sitting sitting = { .settings = line->settings,
	    .house = line->house, .store = store,
	    .now = line->now_ms / 1000, .now_ms = line->now_ms,
	    .outflow = line->outflow };
	struct heard heard = heard_read(line->work, line->house->operators,
	    store, &arrival);

	line->last = *sms;
	assert_int_equal(store_begin(store), 0);
	if (step_take(line->work, &sitting, &heard, &line->answer) != 0)
		fail_msg("%s", store_why(store));
	assert_int_equal(store_commit(store), 0);
	return line->answer.page != NULL ? line->answer.page->text : "";
}

static void
go_on(struct line *line)
{
	talloc_free(line->work);
	line->work = talloc_new(line);
	line->now_ms += STEP_MS;
}

const char *
line_sms(struct line *line, const char *number, const char *text)
{
	struct sms sms;

	go_on(line);
	sms = message(line, number, text, false);
	return take(line, &sms);
}

static const char *
press(struct line *line, const char *number, const char *text, unsigned op)
{
	unsigned char octet = (unsigned char)op;
	struct meta_pair pairs[] = {
		{ profile(line)->op_tlv, { &octet, 1 } },
		{ profile(line)->session_tlv, { number + strlen(number) - 4,
		    4 } },
	};
	struct sms sms;

	go_on(line);
	sms = message(line, number, text, true);
	sms.meta_data = octets_of(meta_write(line->work, pairs, 2));
	return take(line, &sms);
}

const char *
line_dial(struct line *line, const char *number)
{
	return press(line, number, profile(line)->code,
	    profile(line)->op_begin);
}

const char *
line_key(struct line *line, const char *number, const char *text)
{
	return press(line, number, text, profile(line)->op_input);
}

/* What it points to is still there: the work of the last message. */
const char *
line_again(struct line *line)
{
	struct sms sms = line->last;

	line->now_ms += STEP_MS;
	return take(line, &sms);
}

static const struct caller *
load(struct line *line, const char *number)
{
	struct store *store = line->people->store;
	static struct caller caller;

	assert_int_equal(caller_load(store, caller_tag(store, number),
	    &caller), 0);
	return &caller;
}

const char *
line_node(struct line *line, const char *number)
{
	return load(line, number)->node;
}

int
line_language(struct line *line, const char *number)
{
	return load(line, number)->language;
}
