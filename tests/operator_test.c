#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "gateway/kannel/operator.h"
#include "menus/document.h"

enum { SEED = 20261123, ROUNDS = 100000 };

static struct octets
text(const char *s)
{
	return (struct octets){ s, strlen(s) };
}

/* The profiles of a text; NULL and at least one fault when it has mistakes. */
static struct operators *
build(TALLOC_CTX *ctx, const char *yaml, struct faults **faults)
{
	struct document *document;
	struct operators *all = NULL;

	*faults = faults_new(ctx);
	if (document_parse(ctx, "operators.yaml", yaml, strlen(yaml), *faults,
	    &document) != 0)
		return NULL;
	if (operators_build(ctx, document, *faults, &all) != 0)
		return NULL;
	talloc_free(document);
	return all;
}

static int
start(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults;
	size_t n;
	const char *yaml = operators_embedded(&n);
	struct operators *all = build(ctx, talloc_strndup(ctx, yaml, n),
	    &faults);

	faults_print(faults, stderr);
	*state = all;
	return all == NULL ? -1 : 0;
}

static int
stop(void **state)
{
	talloc_free(talloc_parent(*state));
	return 0;
}

static const struct operator *
demo(void **state)
{
	return &((struct operators *)*state)->operator[0];
}

static void
the_profile_we_carry_is_the_demo(void **state)
{
	const struct operators *all = *state;
	const struct operator *o = demo(state);

	assert_int_equal(all->n, 1);
	assert_string_equal(o->name, "demo");
	assert_string_equal(o->country, "KH");
	assert_string_equal(o->country_code, "855");
	assert_string_equal(o->trunk_prefix, "0");
	assert_string_equal(o->ussd_smsc, "ussd-kh");
	assert_string_equal(o->code, "*2026#");
	assert_string_equal(o->op_tlv, "ussd_service_op");
	assert_int_equal(o->op_begin, 1);
	assert_int_equal(o->op_input, 18);
	assert_int_equal(o->op_abort, 0x81);
	assert_int_equal(o->op_ask, 2);
	assert_int_equal(o->op_end, 17);
	assert_int_equal(o->session_place, SESSION_TLV);
	assert_string_equal(o->session_tlv, "its_session_info");
	assert_int_equal(o->session_end_bit, 0);
	assert_int_equal(o->session_s, 180);
	assert_int_equal(o->ussd_limits.septets, 160);
	assert_int_equal(o->ussd_limits.units, 70);
	assert_string_equal(o->sms_smsc, "sms-kh");
	assert_string_equal(o->number, "2026");
	assert_string_equal(o->long_number, "+855232026026");
	assert_int_equal(o->sms_limits.septets, 160);
	assert_int_equal(o->sms_limits.units, 70);
}

#define HEAD "operators:\n- name: a\n  country: TH\n  country_code: 66\n"
#define SMS "  sms: {smsc: s, number: 1300}\n"
#define USSD(more) "  ussd: {smsc: u, code: '*1#'" more "}\n"
#define OP(more) ", op: {tlv: t, begin: 1, input: 2, ask: 3, end: 4" more "}"

static void
what_is_left_out_has_its_default(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults;
	struct operators *all = build(ctx, HEAD USSD(OP("")), &faults);
	const struct operator *o;

	(void)state;
	assert_non_null(all);
	o = all->operator;
	assert_string_equal(o->trunk_prefix, "");
	assert_int_equal(o->op_abort, OP_NONE);
	assert_int_equal(o->session_place, SESSION_NONE);
	assert_int_equal(o->session_s, 180);
	assert_int_equal(o->ussd_limits.septets, 160);
	assert_int_equal(o->ussd_limits.units, 70);
	assert_null(o->sms_smsc);
	talloc_free(ctx);
}

static const char *const mistakes[] = {
	"operators: []\n",
	"operators: {}\n",
	"operators: demo\n",
	"operator: []\n",
	"- a\n",
	HEAD,
	HEAD SMS "  colour: red\n",
	"operators:\n- name: a\n  country: TH\n" SMS,
	"operators:\n- name: a\n  country_code: 66\n" SMS,
	"operators:\n- country: TH\n  country_code: 66\n" SMS,
	"operators:\n- name: A b\n  country: TH\n  country_code: 66\n" SMS,
	"operators:\n- name: a\n  country: th\n  country_code: 66\n" SMS,
	"operators:\n- name: a\n  country: THA\n  country_code: 66\n" SMS,
	"operators:\n- name: a\n  country: TH\n  country_code: +66\n" SMS,
	"operators:\n- name: a\n  country: TH\n  country_code: 0\n" SMS,
	"operators:\n- name: a234567890123456789012345678901x\n"
	    "  country: TH\n  country_code: 66\n" SMS,
	HEAD SMS "  trunk: [0]\n",
	HEAD SMS "  trunk: x\n",
	HEAD "  sms: yes\n",
	HEAD "  sms: {smsc: s}\n",
	HEAD "  sms: {number: 1300}\n",
	HEAD "  sms: {smsc: 's p', number: 1300}\n",
	HEAD "  sms: {smsc: '', number: 1300}\n",
	HEAD "  sms: {smsc: s, number: 1300, septets: 161}\n",
	HEAD "  sms: {smsc: s, number: 1300, units: 71}\n",
	HEAD "  sms: {smsc: s, number: 1300, units: 3}\n",
	HEAD "  sms: {smsc: s, number: '+1300'}\n",
	HEAD "  sms: {smsc: s, number: 1300, long_number: 66123456789}\n",
	HEAD "  sms: {smsc: s, number: 1300, long_number: '+66+123456'}\n",
	HEAD "  sms: {smsc: s, number: 1300, long_number: '+066123456'}\n",
	HEAD USSD(", septets: 183"),
	HEAD USSD(", units: 81"),
	HEAD USSD(", units: -1"),
	HEAD USSD(", units: many"),
	HEAD USSD(", time_out: 0"),
	HEAD USSD(", op: {}"),
	HEAD USSD(", session: {}"),
	HEAD USSD(", session: {tlv: s, end_bit: 256}"),
	HEAD USSD(OP(", abort: 256")),
	HEAD USSD(OP(", abort: 1")),
	HEAD USSD(OP(", abort: 2")),
	HEAD USSD(", op: {tlv: t, begin: 1, input: 1, ask: 3, end: 4}"),
	HEAD USSD(", op: {tlv: t, begin: 1, input: 2, ask: 3, end: 3}"),
	HEAD USSD(", op: {tlv: t, begin: 1, input: 2, ask: 3}"),
	HEAD "  ussd: {smsc: u, code: 'hello'}\n",
	HEAD "  ussd: {smsc: u, code: '*#'}\n",
	HEAD "  ussd: {smsc: s, code: '*1#'}\n" SMS,
};

static void
every_mistake_is_a_fault(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct faults *faults;
		struct operators *all = build(ctx, mistakes[i], &faults);

		if (all != NULL || faults_count(faults) == 0)
			fail_msg("no fault in:\n%s", mistakes[i]);
		talloc_free(ctx);
	}
}

static void
names_and_smscs_are_used_once(void **state)
{
	static const char *const seconds[] = {
		"- {name: b, country: KH, country_code: 855, "
		    "sms: {smsc: s, number: 12}}\n",
		"- {name: b, country: KH, country_code: 855, "
		    "ussd: {smsc: s, code: '*1#'}}\n",
		"- {name: a, country: KH, country_code: 855, "
		    "sms: {smsc: t, number: 12}}\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct faults *faults;
		char *yaml = talloc_asprintf(ctx, HEAD SMS "%s", seconds[i]);

		assert_null(build(ctx, yaml, &faults));
		assert_int_equal(faults_count(faults), 1);
		talloc_free(ctx);
	}
}

static void
faults_say_which_line(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults;

	(void)state;
	assert_null(build(ctx, HEAD "  sms:\n    smsc: s\n    number: 1300\n"
	    "    units: 99\n", &faults));
	assert_int_equal(faults_count(faults), 1);
	assert_non_null(strstr(faults_at(faults, 0), "operators.yaml:8: "));
	talloc_free(ctx);
}

static void
a_profile_is_found_by_its_smsc(void **state)
{
	const struct operators *all = *state;
	bool ussd = false;

	assert_ptr_equal(operator_of(all, text("ussd-kh"), &ussd),
	    all->operator);
	assert_true(ussd);
	assert_ptr_equal(operator_of(all, text("sms-kh"), &ussd),
	    all->operator);
	assert_false(ussd);
	assert_null(operator_of(all, text("ussd-k"), &ussd));
	assert_null(operator_of(all, text("ussd-kh2"), &ussd));
	assert_null(operator_of(all, text(""), &ussd));
	assert_null(operator_of(all, (struct octets){ 0 }, &ussd));
}

struct op_row { const char *meta; struct octets data; int coding; enum op op; };

static const struct op_row op_rows[] = {
	{ "?smpp?ussd_service_op=%01&", { "5", 1 }, 0, OP_BEGIN },
	{ "?smpp?ussd_service_op=%12&", { "*2026#", 6 }, 0, OP_INPUT },
	{ "?smpp?ussd_service_op=%81&", { "", 0 }, 0, OP_ABORT },
	{ "?smpp?ussd_service_op=%02&", { "", 0 }, 0, OP_UNKNOWN },
	{ "?smpp?ussd_service_op=&", { "1", 1 }, 0, OP_UNKNOWN },
	{ "?smpp?ussd_service_op=%00%01&", { "1", 1 }, 0, OP_UNKNOWN },
	{ "?smpp?its_session_info=%01%F8&", { "1", 1 }, 0, OP_INPUT },
	{ "?smpp?", { "*2026#", 6 }, 0, OP_BEGIN },
	{ "?smpp?", { "*2026*3#", 8 }, 0, OP_BEGIN },
	{ "?smpp?", { " *1", 3 }, 0, OP_BEGIN },
	{ "?smpp?", { "2026#", 5 }, 0, OP_INPUT },
	{ "?smpp?", { "", 0 }, 0, OP_INPUT },
	{ "?smpp?", { NULL, 0 }, 0, OP_INPUT },
	{ "?smpp?", { "\0*\0001\0#", 6 }, 2, OP_BEGIN },
	{ "?smpp?", { "\0001", 2 }, 2, OP_INPUT },
	{ "?smpp?", { "\0", 1 }, 2, OP_INPUT },
	{ "nonsense", { "1", 1 }, -1, OP_INPUT },
};

static void
what_a_message_is_stands_in_its_tlv_or_text(void **state)
{
	for (size_t i = 0; i < sizeof op_rows / sizeof op_rows[0]; i++) {
		const struct op_row *row = &op_rows[i];
		struct sms sms = sms_blank();

		sms.meta_data = text(row->meta);
		sms.msgdata = row->data;
		sms.coding = row->coding;
		assert_int_equal(operator_op(demo(state), &sms), row->op);
	}
}

static void
assert_session(const struct operator *o, const char *meta,
    const char *expected)
{
	struct sms sms = sms_blank();
	char *session;

	sms.meta_data = text(meta);
	session = operator_session(NULL, o, &sms);
	assert_string_equal(session, expected);
	talloc_free(session);
}

static void
a_session_is_its_tlv_in_hexadecimal(void **state)
{
	struct operator o = *demo(state);

	assert_session(&o, "?smpp?its_session_info=%01%F8&", "01f8");
	assert_session(&o, "?smpp?its_session_info=%00%ff%0a&", "00ff0a");
	assert_session(&o, "?smpp?its_session_info=&", "");
	assert_session(&o, "?smpp?ussd_service_op=%01&", "");
	assert_session(&o, "", "");
	assert_session(&o, "?smpp?its_session_info=12345678901234567890"
	    "1234567890123&", "");
	o.session_end_bit = 1;
	assert_session(&o, "?smpp?its_session_info=%01%F9&", "01f8");
	o.session_place = SESSION_NONE;
	assert_session(&o, "?smpp?its_session_info=%01%F8&", "");
}

static void
assert_answer(const struct operator *o, const char *session, bool end,
    const char *expected)
{
	char *meta = operator_answer(NULL, o, session, end);

	assert_string_equal(meta, expected);
	talloc_free(meta);
}

static void
an_answer_echoes_the_session_and_says_whether_it_ends(void **state)
{
	struct operator o = *demo(state);

	assert_answer(&o, "01f8", false,
	    "?smpp?ussd_service_op=%02&its_session_info=%01%F8&");
	assert_answer(&o, "01f8", true,
	    "?smpp?ussd_service_op=%11&its_session_info=%01%F8&");
	assert_answer(&o, "", true, "?smpp?ussd_service_op=%11&");
	assert_answer(&o, "01f", false, "?smpp?ussd_service_op=%02&");
	assert_answer(&o, "zz", false, "?smpp?ussd_service_op=%02&");
	o.session_end_bit = 1;
	assert_answer(&o, "01f8", false,
	    "?smpp?ussd_service_op=%02&its_session_info=%01%F8&");
	assert_answer(&o, "01f8", true,
	    "?smpp?ussd_service_op=%11&its_session_info=%01%F9&");
	o.op_tlv = NULL;
	assert_answer(&o, "01f8", false, "?smpp?its_session_info=%01%F8&");
	o.session_place = SESSION_NONE;
	assert_answer(&o, "01f8", false, "?smpp?");
}

struct number_row { const char *written; int rc; const char *e164; };

static const struct number_row number_rows[] = {
	{ "+85512000001", 0, "+85512000001" },
	{ "85512000001", 0, "+85512000001" },
	{ "0085512000001", 0, "+85512000001" },
	{ "012000001", 0, "+85512000001" },
	{ "012 000-001", 0, "+85512000001" },
	{ "+855 12 000 001", 0, "+85512000001" },
	{ "+855-012-000-001", 0, "+85512000001" },
	{ "+66812345678", 0, "+66812345678" },
	{ "0066812345678", 0, "+66812345678" },
	{ "66812345678", 0, "+66812345678" },
	{ "1234567890", 0, "+1234567890" },
	{ "123456789", -EINVAL, NULL },
	{ "+1234567", 0, "+1234567" },
	{ "+123456", -EINVAL, NULL },
	{ "+123456789012345", 0, "+123456789012345" },
	{ "+1234567890123456", -EINVAL, NULL },
	{ "+0123456789", -EINVAL, NULL },
	{ "+", -EINVAL, NULL }, { "", -EINVAL, NULL }, { "0", -EINVAL, NULL },
	{ "00", -EINVAL, NULL }, { "000000000000", -EINVAL, NULL },
	{ "++85512000001", -EINVAL, NULL },
	{ "+855120+00001", -EINVAL, NULL },
	{ "85512000001+", -EINVAL, NULL },
	{ "*85512000001#", -EINVAL, NULL },
	{ "InfoSMS", -EINVAL, NULL }, { "+855x2000001", -EINVAL, NULL },
	{ "117", -EINVAL, NULL }, { "1298", -EINVAL, NULL },
	{ "012345678901234567890123456789012345", -EINVAL, NULL },
	{ "\xe1\x9f\xa0\xe1\x9f\xa1\xe1\x9f\xa2", -EINVAL, NULL },
	{ "2026", -ELOOP, NULL }, { "+2026", -ELOOP, NULL },
	{ "*2026#", -ELOOP, NULL }, { "20-26", -ELOOP, NULL },
	{ "8552026", -ELOOP, NULL }, { "+8552026", -ELOOP, NULL },
	{ "008552026", -ELOOP, NULL }, { "02026", -ELOOP, NULL },
	{ "+85502026", -ELOOP, NULL },
	{ "+855232026026", -ELOOP, NULL }, { "855232026026", -ELOOP, NULL },
	{ "00855232026026", -ELOOP, NULL }, { "0232026026", -ELOOP, NULL },
	{ "+855 23 202 6026", -ELOOP, NULL },
	{ "+8550232026026", -ELOOP, NULL },
};

static void
assert_number(const struct operator *o, const struct number_row *row)
{
	char *out = NULL;
	int rc = operator_e164(NULL, o, text(row->written), &out);

	if (rc != row->rc)
		fail_msg("%s: %d instead of %d", row->written, rc, row->rc);
	if (rc == 0)
		assert_string_equal(out, row->e164);
	else
		assert_null(out);
	talloc_free(out);
}

static void
a_number_has_one_form_however_it_is_written(void **state)
{
	for (size_t i = 0; i < sizeof number_rows / sizeof number_rows[0]; i++)
		assert_number(demo(state), &number_rows[i]);
}

static void
a_number_with_a_nul_inside_is_none(void **state)
{
	char *out = NULL;

	assert_int_equal(operator_e164(NULL, demo(state),
	    (struct octets){ "+85512\0000001", 12 }, &out), -EINVAL);
	assert_int_equal(operator_e164(NULL, demo(state),
	    (struct octets){ 0 }, &out), -EINVAL);
	assert_null(out);
}

static void
without_a_trunk_prefix_a_leading_zero_is_no_number(void **state)
{
	struct operator o = *demo(state);
	static const struct number_row rows[] = {
		{ "0120000012", -EINVAL, NULL },
		{ "+85512000001", 0, "+85512000001" },
		{ "+855012000001", 0, "+855012000001" },
	};

	o.trunk_prefix = "";
	for (size_t i = 0; i < 3; i++)
		assert_number(&o, &rows[i]);
}

static void
a_network_without_sms_has_no_number_to_loop_to(void **state)
{
	struct operator o = *demo(state);
	static const struct number_row row = { "+855232026026", 0,
		"+855232026026" };

	o.number = o.long_number = NULL;
	assert_number(&o, &row);
	o.code = NULL;
	assert_number(&o, &row);
}

static void
the_form_of_a_number_is_its_own_form(void **state)
{
	static const char some[] = "+0123456789558500 -*#a";
	char written[24];

	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		size_t n = (size_t)random() % sizeof written;
		char *once, *twice = NULL;

		for (size_t i = 0; i < n; i++)
			written[i] = some[(size_t)random() %
			    (i == 0 ? 17 : round % 8 == 0 ? 22 : 18)];
		if (operator_e164(ctx, demo(state),
		    (struct octets){ written, n }, &once) == 0) {
			assert_int_equal(operator_e164(ctx, demo(state),
			    text(once), &twice), 0);
			assert_string_equal(once, twice);
		}
		talloc_free(ctx);
	}
}

static void
dial_through_digits_follow_our_code(void **state)
{
	static const char *const rows[][2] = {
		{ "*2026*3#", "3" }, { "*2026*3", "3" }, { "*2026*12#", "12" },
		{ "*2026#", "" }, { "*2026", "" }, { "", "" }, { "3", "" },
		{ "*2026*#", "" }, { "*2026*3*1#", "" }, { "*2026*3#1", "" },
		{ "*2026*a#", "" }, { "*2027*3#", "" }, { "*20263#", "" },
		{ "2026*3#", "" }, { "*2026*1234567890123456#", "" },
	};
	struct operator o = *demo(state);
	char *got;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		got = operator_dialled(NULL, &o, rows[i][0]);
		assert_string_equal(got, rows[i][1]);
		talloc_free(got);
	}
	o.code = NULL;
	got = operator_dialled(NULL, &o, "*2026*3#");
	assert_string_equal(got, "");
	talloc_free(got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_profile_we_carry_is_the_demo),
		cmocka_unit_test(what_is_left_out_has_its_default),
		cmocka_unit_test(every_mistake_is_a_fault),
		cmocka_unit_test(names_and_smscs_are_used_once),
		cmocka_unit_test(faults_say_which_line),
		cmocka_unit_test(a_profile_is_found_by_its_smsc),
		cmocka_unit_test(what_a_message_is_stands_in_its_tlv_or_text),
		cmocka_unit_test(a_session_is_its_tlv_in_hexadecimal),
		cmocka_unit_test(
		    an_answer_echoes_the_session_and_says_whether_it_ends),
		cmocka_unit_test(a_number_has_one_form_however_it_is_written),
		cmocka_unit_test(a_number_with_a_nul_inside_is_none),
		cmocka_unit_test(
		    without_a_trunk_prefix_a_leading_zero_is_no_number),
		cmocka_unit_test(a_network_without_sms_has_no_number_to_loop_to),
		cmocka_unit_test(the_form_of_a_number_is_its_own_form),
		cmocka_unit_test(dial_through_digits_follow_our_code),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
