#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "gateway/handset/coded.h"
#include "gateway/handset/parts.h"
#include "gateway/handset/pdu.h"

enum { SUBMIT = 4, BIND = 9, SEED = 20261123, ROUNDS = 40000 };

/* A PDU written by hand from SMPP 3.4, in a block of just its size so that
   ASan sees any read past it. */
struct octets { uint8_t *at; size_t n; };

static void
add(struct octets *o, const void *octets, size_t n)
{
	o->at = realloc(o->at, o->n + n);
	memcpy(o->at + o->n, octets, n);
	o->n += n;
}

static void
set_length(struct octets *o)
{
	o->at[0] = (uint8_t)(o->n >> 24);
	o->at[1] = (uint8_t)(o->n >> 16);
	o->at[2] = (uint8_t)(o->n >> 8);
	o->at[3] = (uint8_t)o->n;
}

static struct octets
begin(uint8_t command)
{
	const uint8_t head[16] = { [7] = command, [15] = 7 };
	struct octets o = {0};

	add(&o, head, sizeof(head));
	return o;
}

static struct octets
submit(const void *tlvs, size_t n)
{
	struct octets o = begin(SUBMIT);

	add(&o, "USSD\0\0\0" "2026\0\1\1" "85512000001\0", 5 + 2 + 5 + 2 + 12);
	add(&o, "\0\0\0" "\0" "000000001000000R\0" "\1\0\x08\0", 3 + 1 + 17 + 4);
	add(&o, "\4\x17\x80\0A", 5);
	add(&o, tlvs, n);
	set_length(&o);
	return o;
}

#define USSD_TLVS "\x05\x01\0\1\2" "\x13\x83\0\2\1\xf8"

static struct octets
a_submit(void)
{
	return submit(USSD_TLVS, sizeof(USSD_TLVS) - 1);
}

static struct octets
a_bind(void)
{
	struct octets o = begin(BIND);

	add(&o, "ussd-kh\0" "secret12\0" "USSD\0" "\x34\0\0" "\0",
	    8 + 9 + 5 + 3 + 1);
	set_length(&o);
	return o;
}

static void
a_submit_sm_is_read_with_its_parameters(void **)
{
	struct octets o = a_submit();
	struct pdu_message m;
	const struct pdu_tlv *session;

	assert_int_equal(pdu_read_submit(o.at, o.n, &m), 0);
	assert_string_equal(m.service, "USSD");
	assert_string_equal(m.from, "2026");
	assert_string_equal(m.to, "85512000001");
	assert_int_equal(m.to_ton, 1);
	assert_int_equal(m.registered, 1);
	assert_int_equal(m.dcs, 8);
	assert_int_equal(m.n, 4);
	assert_memory_equal(m.octets, "\x17\x80\0A", 4);
	assert_int_equal(pdu_tlv(&m, 0x0501)->octets[0], 2);
	session = pdu_tlv(&m, 0x1383);
	assert_int_equal(session->n, 2);
	assert_memory_equal(session->octets, "\x01\xf8", 2);
	assert_null(pdu_tlv(&m, 0x0204));
	free(o.at);
}

static void
a_bind_is_read(void **)
{
	struct octets o = a_bind();
	struct pdu_bind bind;

	assert_int_equal(pdu_read_bind(o.at, o.n, &bind), 0);
	assert_string_equal(bind.system_id, "ussd-kh");
	free(o.at);
}

static void
a_password_of_more_than_8_characters_is_refused(void **)
{
	struct octets o = begin(BIND);
	struct pdu_bind bind;

	add(&o, "ussd-kh\0" "secret123\0" "\0" "\x34\0\0" "\0",
	    8 + 10 + 1 + 3 + 1);
	set_length(&o);
	assert_int_equal(pdu_read_bind(o.at, o.n, &bind), -EINVAL);
	free(o.at);
}

static void
a_length_that_cannot_be_is_refused(void **)
{
	size_t length;

	assert_int_equal(pdu_length((uint8_t *)"\0\0\0", 3, &length), -EAGAIN);
	assert_int_equal(pdu_length((uint8_t *)"\0\0\0\x0f", 4, &length),
	    -EINVAL);
	assert_int_equal(pdu_length((uint8_t *)"\0\0\x10\1", 4, &length),
	    -EINVAL);
	assert_int_equal(pdu_length((uint8_t *)"\xff\xff\xff\xff", 4, &length),
	    -EINVAL);
	assert_int_equal(pdu_length((uint8_t *)"\0\0\x10\0", 4, &length), 0);
	assert_int_equal(length, 4096);
}

static void
a_pdu_cut_anywhere_is_refused(void **)
{
	struct octets o = a_submit();
	struct pdu_message m;
	struct octets cut;

	for (size_t n = PDU_HEAD; n < o.n; n++) {
		/* Without its parameters it is whole. */
		if (n == o.n - 11 || n == o.n - 6)
			continue;
		cut = (struct octets){0};
		add(&cut, o.at, n);
		set_length(&cut);
		assert_int_equal(pdu_read_submit(cut.at, n, &m), -EINVAL);
		free(cut.at);
	}
	free(o.at);
}

static void
parameters_that_would_overrun_the_library_are_refused(void **)
{
	static const struct { const char *tlvs; size_t n; } bad[] = {
		{ "\x13\x83\0\3\1\2\3", 7 },		/* wrong length */
		{ "\x05\x01\0\2\2\2", 6 },
		{ "\x14\0\xff\xff", 4 },		/* longer than it is */
		{ "\x14\0\0", 3 },
	};
	char many[5 * 200];
	struct pdu_message m;
	struct octets o;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		o = submit(bad[i].tlvs, bad[i].n);
		assert_int_equal(pdu_read_submit(o.at, o.n, &m), -EINVAL);
		free(o.at);
	}
	for (size_t i = 0; i < 200; i++)
		memcpy(many + 5 * i, "\x14\0\0\1A", 5);
	o = submit(many, sizeof(many));
	assert_int_equal(pdu_read_submit(o.at, o.n, &m), -EINVAL);
	free(o.at);
}

static void
a_deliver_sm_is_written_to_the_octet(void **)
{
	static const uint8_t expected[] =
	    "\0\0\0\x45" "\0\0\0\5" "\0\0\0\0" "\0\0\0\x2a"
	    "USSD\0" "\1\1" "85512000001\0" "\0\0" "2026\0"
	    "\0\0\0" "\0" "\0" "\0\0\0\0" "\6*2026#"
	    "\x05\x01\0\1\1" "\x13\x83\0\2\1\xf8";
	struct pdu_message m = { .service = "USSD", .from = "85512000001",
	    .to = "2026", .from_ton = 1, .n = 6, .octets = "*2026#" };
	uint8_t out[PDU_MAX];

	pdu_add(&m, 0x0501, "\1", 1);
	pdu_add(&m, 0x1383, "\1\xf8", 2);
	assert_int_equal(pdu_write_deliver(out, 42, &m),
	    sizeof(expected) - 1);
	assert_memory_equal(out, expected, sizeof(expected) - 1);
	assert_int_equal(pdu_write_deliver(out, 0, &m), 0);
}

static void
answers_are_written_to_the_octet(void **)
{
	struct pdu_head head = { .command = 0x80000004, .sequence = 9 };
	uint8_t out[PDU_MAX];

	assert_int_equal(pdu_write_answer(out, &head, "0badcafe"), 25);
	assert_memory_equal(out, "\0\0\0\x19" "\x80\0\0\4" "\0\0\0\0"
	    "\0\0\0\x09" "0badcafe", 25);
	head.status = 0x0b;
	assert_int_equal(pdu_write_answer(out, &head, "x"), 16);
	head = (struct pdu_head){ .command = 0x80000009, .sequence = 9 };
	assert_int_equal(pdu_write_answer(out, &head, "network"), 24);
	assert_memory_equal(out + 16, "network", 8);
	head.command = 0x80000015;
	assert_int_equal(pdu_write_answer(out, &head, ""), 16);
	head.sequence = 0;
	assert_int_equal(pdu_write_answer(out, &head, ""), 0);
}

static uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void
spoil(struct octets *o, uint32_t *state)
{
	uint32_t times = 1 + next_random(state) % 6;

	while (times-- > 0)
		o->at[4 + next_random(state) % (o->n - 4)] =
		    (uint8_t)next_random(state);
	if (next_random(state) % 4 == 0)
		o->n = 16 + next_random(state) % (o->n - 15);
	o->at = realloc(o->at, o->n);
	set_length(o);
}

static void
rubbish_never_overruns_anything(void **)
{
	uint32_t state = SEED;
	size_t taken = 0;
	struct pdu_message m;
	struct pdu_bind bind;
	struct octets o;

	for (int i = 0; i < ROUNDS; i++) {
		o = i % 4 == 0 ? a_bind() : a_submit();
		spoil(&o, &state);
		if (pdu_read_submit(o.at, o.n, &m) == 0) {
			assert_true(m.n <= 254 && m.tlvs <= PDU_TLVS);
			assert_non_null(memchr(m.to, '\0', sizeof(m.to)));
			taken++;
		}
		if (pdu_read_bind(o.at, o.n, &bind) == 0)
			assert_non_null(memchr(bind.system_id, '\0', 16));
		free(o.at);
	}
	assert_true(taken > ROUNDS / 20);
}

static void
a_text_is_gsm_7_where_it_can_be(void **)
{
	static const struct { const char *text; uint8_t dcs; size_t n; } t[] = {
		{ "*2026#", 0, 6 }, { "€5 [x]", 0, 9 }, { "Ångström", 0, 8 },
		{ "`", 8, 2 }, { "ក", 8, 2 }, { "😀", 8, 4 }, { "", 0, 0 },
	};
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct coded coded;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		coded = coded_write(ctx, t[i].text);
		assert_int_equal(coded.dcs, t[i].dcs);
		assert_int_equal(coded.n, t[i].n);
		assert_string_equal(coded_read(ctx, &coded), t[i].text);
	}
	talloc_free(ctx);
}

static void
every_septet_is_read_as_it_was_written(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	uint8_t octets[3] = "a?a";
	struct coded coded = { DCS_GSM7, 3, octets }, back;

	for (uint8_t septet = 0; septet < 128; septet++) {
		octets[1] = septet;
		/* Escape; carriage return is a control, cleaned away. */
		if (septet == 0x1b || septet == 0x0d)
			continue;
		back = coded_write(ctx, coded_read(ctx, &coded));
		assert_int_equal(back.n, 3);
		assert_memory_equal(back.octets, octets, 3);
	}
	talloc_free(ctx);
}

static void
what_is_no_text_is_said_to_be_none(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct coded coded = { 4, 3, (const uint8_t *)"\0\1\2" };

	assert_string_equal(coded_read(ctx, &coded),
	    "(3 octets of data coding 4)");
	coded = (struct coded){ DCS_GSM7, 2, (const uint8_t *)"A\xff" };
	assert_string_equal(coded_read(ctx, &coded), "A\uFFFD");
	talloc_free(ctx);
}

static void
part_of(const struct coded *coded, const struct span *span, uint8_t number,
    struct part *out, uint8_t octets[PARTS_HEADER + 160])
{
	const uint8_t header[] = { 5, 0, 3, 99, 3, number };

	memcpy(octets, header, sizeof(header));
	memcpy(octets + PARTS_HEADER, coded->octets + span->at, span->n);
	*out = (struct part){ "2026", true,
	    { coded->dcs, PARTS_HEADER + span->n, octets } };
}

static void
parts_are_joined_in_any_order(void **)
{
	static const uint8_t order[] = { 2, 2, 0, 1 };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct parts *parts = parts_new(ctx);
	char *text = talloc_strdup(ctx, "");
	uint8_t octets[PARTS_HEADER + 160];
	struct coded coded;
	struct span span[PARTS_MAX];
	struct whole whole;
	struct part part;

	/* 33 + 34 + ... units: every cut would fall inside a pair. */
	for (int i = 0; i < 90; i++)
		text = talloc_strdup_append(text, i == 0 ? "ក" : "😀");
	coded = coded_write(ctx, text);
	assert_int_equal(parts_cut(&coded, span), 3);
	for (size_t i = 0; i < 4; i++) {
		part_of(&coded, &span[order[i]], (uint8_t)(order[i] + 1),
		    &part, octets);
		assert_int_equal(parts_join(parts, ctx, &part, &whole),
		    i == 3);
	}
	assert_int_equal(whole.parts, 3);
	assert_string_equal(coded_read(ctx, &whole.coded), text);
	talloc_free(ctx);
}

static void
a_text_is_cut_only_where_it_must_be(void **)
{
	static const struct { int units; const char *unit; size_t parts; } t[] = {
		{ 160, "a", 1 }, { 161, "a", 2 }, { 306, "a", 2 },
		{ 307, "a", 3 }, { 70, "ក", 1 }, { 71, "ក", 2 },
		{ 134, "ក", 2 }, { 135, "ក", 3 }, { 1530, "a", 10 },
		{ 1531, "a", 0 }, { 80, "€", 1 }, { 153, "€", 3 },
	};
	struct span span[PARTS_MAX];
	struct coded coded;
	char *text;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		text = talloc_strdup(NULL, "");
		for (int n = 0; n < t[i].units; n++)
			text = talloc_strdup_append(text, t[i].unit);
		coded = coded_write(text, text);
		assert_int_equal(parts_cut(&coded, span), t[i].parts);
		talloc_free(text);
	}
}

static void
a_header_that_cannot_be_is_text(void **)
{
	static const struct { const char *octets; size_t n, text; } t[] = {
		{ "\xff" "abc", 4, 4 },		/* longer than the message */
		{ "\5\0\3\1\2\3", 6, 0 },	/* part 3 of 2 */
		{ "\5\0\3\1\0\0", 6, 0 },
		{ "\2\0\3" "abc", 6, 3 },	/* an element cut short */
		{ "\0abc", 4, 3 },
		{ "", 0, 0 },
	};
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct parts *parts = parts_new(ctx);
	struct whole whole;
	struct part part;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		part = (struct part){ "2026", true, { DCS_GSM7, t[i].n,
		    talloc_memdup(ctx, t[i].octets, t[i].n) } };
		assert_true(parts_join(parts, ctx, &part, &whole));
		assert_int_equal(whole.parts, 1);
		assert_int_equal(whole.coded.n, t[i].text);
	}
	talloc_free(ctx);
}

static void
unfinished_messages_do_not_pile_up(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct parts *parts = parts_new(ctx);
	uint8_t octets[] = { 6, 8, 4, 0, 0, 255, 1, 'x' };
	struct part part = { "2026", true, { DCS_GSM7, 8, octets } };
	struct whole whole;

	for (unsigned i = 0; i < 1000; i++) {
		octets[3] = (uint8_t)(i >> 8);
		octets[4] = (uint8_t)i;
		assert_false(parts_join(parts, ctx, &part, &whole));
	}
	assert_true(talloc_total_blocks(parts) <= 1 + 3 * PARTS_WAITING);
	talloc_free(ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_submit_sm_is_read_with_its_parameters),
		cmocka_unit_test(a_bind_is_read),
		cmocka_unit_test(
		    a_password_of_more_than_8_characters_is_refused),
		cmocka_unit_test(a_length_that_cannot_be_is_refused),
		cmocka_unit_test(a_pdu_cut_anywhere_is_refused),
		cmocka_unit_test(
		    parameters_that_would_overrun_the_library_are_refused),
		cmocka_unit_test(a_deliver_sm_is_written_to_the_octet),
		cmocka_unit_test(answers_are_written_to_the_octet),
		cmocka_unit_test(rubbish_never_overruns_anything),
		cmocka_unit_test(a_text_is_gsm_7_where_it_can_be),
		cmocka_unit_test(every_septet_is_read_as_it_was_written),
		cmocka_unit_test(what_is_no_text_is_said_to_be_none),
		cmocka_unit_test(parts_are_joined_in_any_order),
		cmocka_unit_test(a_text_is_cut_only_where_it_must_be),
		cmocka_unit_test(a_header_that_cannot_be_is_text),
		cmocka_unit_test(unfinished_messages_do_not_pile_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
