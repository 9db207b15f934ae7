#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <regex.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "gateway/kannel/packet.h"

#define ID "0160e842-68e0-4c03-8422-1a02bfee8671"

enum { SEED = 20261123, ROUNDS = 100000, HUGE_STRING = 64 << 10 };

/* A packet's octets in a block of just that size, so that ASan sees any read
   past it. */
struct bytes { unsigned char *data; size_t n; };

static struct octets
text(const char *s)
{
	return (struct octets){ s, strlen(s) };
}

static struct packet
full_sms(void)
{
	struct packet p = { .type = PACKET_SMS, .sms = sms_blank() };

	p.sms.sender = text("+85512000001");
	p.sms.receiver = text("2026");
	p.sms.udhdata = text("");
	p.sms.msgdata = (struct octets){ "*\0#", 3 };
	p.sms.time = 1795000000;
	p.sms.smsc_id = text("ussd-kh");
	p.sms.id = text(ID);
	p.sms.sms_type = SMS_MO;
	p.sms.coding = 0;
	p.sms.binfo = text("USSD");
	p.sms.meta_data = text("?smpp?ussd_service_op=%01&");
	return p;
}

static const struct packet
	a_heartbeat = { .type = PACKET_HEARTBEAT, .heartbeat = { .load = 7 } },
	a_command = { .type = PACKET_ADMIN,
	    .admin = { ADMIN_IDENTIFY, { "helpline", 8 } } },
	an_ack = { .type = PACKET_ACK,
	    .ack = { ACK_STORED, -2, { ID, UUID_TEXT } } };

static struct bytes
write_one(struct packet p)
{
	struct bytes out;

	out.data = packet_write(NULL, &p, &out.n);
	return out;
}

static void
assert_same(struct octets a, struct octets b)
{
	assert_int_equal(a.data == NULL, b.data == NULL);
	assert_int_equal(a.n, b.n);
	if (a.n > 0)
		assert_memory_equal(a.data, b.data, a.n);
}

/* Read octets from a block of their own size. */
static int
read_exactly(const unsigned char *data, size_t n, size_t *used)
{
	struct packet got;
	unsigned char *copy = malloc(n > 0 ? n : 1);
	int rc;

	if (n > 0)
		memcpy(copy, data, n);
	rc = packet_read(copy, n, &got, used);
	free(copy);
	return rc;
}

static void
what_is_written_is_read_again(void **state)
{
	struct packet p = full_sms(), q;
	struct bytes b = write_one(p);
	size_t used;

	(void)state;
	assert_int_equal(packet_read(b.data, b.n, &q, &used), 0);
	assert_int_equal(used, b.n);
	assert_int_equal(q.type, PACKET_SMS);
	assert_same(q.sms.sender, p.sms.sender);
	assert_same(q.sms.udhdata, p.sms.udhdata);
	assert_same(q.sms.msgdata, p.sms.msgdata);
	assert_same(q.sms.service, p.sms.service);
	assert_same(q.sms.meta_data, p.sms.meta_data);
	assert_int_equal(q.sms.time, 1795000000);
	assert_int_equal(q.sms.validity, UNSET);
	talloc_free(b.data);
}

static void
a_written_packet_has_the_octets_of_the_protocol(void **state)
{
	static const unsigned char expected[] = {
		0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 3,
		0, 0, 0, 8, 'h', 'e', 'l', 'p', 'l', 'i', 'n', 'e' };
	struct bytes b = write_one(a_command);

	(void)state;
	assert_int_equal(b.n, sizeof expected);
	assert_memory_equal(b.data, expected, b.n);
	talloc_free(b.data);
}

static void
two_packets_in_a_row_are_read_one_by_one(void **state)
{
	struct bytes a = write_one(an_ack), b = write_one(a_heartbeat);
	unsigned char both[200];
	struct packet p;
	size_t used;

	(void)state;
	memcpy(both, a.data, a.n);
	memcpy(both + a.n, b.data, b.n);
	assert_int_equal(packet_read(both, a.n + b.n, &p, &used), 0);
	assert_int_equal(p.type, PACKET_ACK);
	assert_int_equal(p.ack.time, -2);
	assert_int_equal(used, a.n);
	assert_int_equal(packet_read(both + used, b.n, &p, &used), 0);
	assert_int_equal(p.heartbeat.load, 7);
	talloc_free(a.data);
	talloc_free(b.data);
}

static void
truncated_at_every_length(struct packet p)
{
	struct bytes b = write_one(p);
	size_t used;

	for (size_t n = 0; n < b.n; n++) {
		used = 99;
		assert_int_equal(read_exactly(b.data, n, &used), -EAGAIN);
		assert_int_equal(used, 99);
	}
	/* The same cuts with a length that says so: malformed, steppable. */
	for (size_t n = 8; n < b.n; n++) {
		b.data[2] = (unsigned char)((n - 4) >> 8);
		b.data[3] = (unsigned char)(n - 4);
		assert_int_equal(read_exactly(b.data, n, &used), -EINVAL);
		assert_int_equal(used, n);
	}
	talloc_free(b.data);
}

static void
a_packet_cut_short_anywhere_is_never_read(void **state)
{
	(void)state;
	truncated_at_every_length(full_sms());
	truncated_at_every_length(a_command);
	truncated_at_every_length(an_ack);
	truncated_at_every_length(a_heartbeat);
}

static void
octets_after_the_last_field_are_malformed(void **state)
{
	struct bytes b = write_one(a_heartbeat);
	unsigned char longer[16] = { 0 };
	size_t used;

	(void)state;
	memcpy(longer, b.data, b.n);
	longer[3]++;
	assert_int_equal(read_exactly(longer, b.n + 1, &used), -EINVAL);
	assert_int_equal(used, b.n + 1);
	talloc_free(b.data);
}

static void
an_unknown_type_is_stepped_over(void **state)
{
	static const unsigned char types[] = { 4, 5, 0x7f, 0x80, 0xff };
	unsigned char packet[] = { 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 'x' };
	size_t used;

	(void)state;
	for (size_t i = 0; i < sizeof types; i++) {
		packet[7] = types[i];
		packet[4] = types[i] & 0x80;
		assert_int_equal(read_exactly(packet, sizeof packet, &used),
		    -EINVAL);
		assert_int_equal(used, 12);
	}
}

static void
a_length_that_cannot_be_true_is_not_stepped_over(void **state)
{
	static const uint32_t lengths[] = { 0, 1, 3, PACKET_MAX + 1,
		0x7fffffff, 0x80000000, 0xffffffff };
	size_t used;

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		uint32_t n = lengths[i];
		unsigned char packet[4] = { (unsigned char)(n >> 24),
			(unsigned char)(n >> 16), (unsigned char)(n >> 8),
			(unsigned char)n };

		used = 99;
		assert_int_equal(read_exactly(packet, 4, &used), -EINVAL);
		assert_int_equal(used, 0);
	}
}

static void
a_string_that_lies_about_its_length_is_malformed(void **state)
{
	static const unsigned char lies[][4] = {
		{ 0, 0, 0, 9 }, { 0, 0, 0, 7 }, { 0, 1, 0, 0 },
		{ 0x7f, 0xff, 0xff, 0xff }, { 0x80, 0, 0, 0 },
		{ 0xff, 0xff, 0xff, 0xfe }, { 0xff, 0xff, 0xff, 0xff } };
	struct bytes b = write_one(a_command);
	size_t used;

	(void)state;
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		memcpy(b.data + 12, lies[i], 4);
		assert_int_equal(read_exactly(b.data, b.n, &used), -EINVAL);
		assert_int_equal(used, b.n);
	}
	talloc_free(b.data);
}

static void
an_id_that_is_no_uuid_is_malformed(void **state)
{
	struct bytes b = write_one(an_ack);
	unsigned char *id = b.data + b.n - UUID_TEXT;
	size_t used;

	(void)state;
	for (size_t i = 0; i < UUID_TEXT; i++) {
		unsigned char was = id[i];

		id[i] = was == '-' ? '0' : '-';
		assert_int_equal(read_exactly(b.data, b.n, &used), -EINVAL);
		id[i] = was;
	}
	assert_int_equal(read_exactly(b.data, b.n, &used), 0);
	talloc_free(b.data);
}

/* As RFC 4122 has it: on input either case, nothing else. */
static void
an_id_is_hexadecimal_in_either_case(void **state)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	struct bytes b = write_one(an_ack);
	unsigned char *id = b.data + b.n - UUID_TEXT;
	size_t used;

	(void)state;
	for (int c = 0; c < 256; c++) {
		bool digit = c != 0 && strchr(digits, c) != NULL;

		id[0] = (unsigned char)c;
		assert_int_equal(read_exactly(b.data, b.n, &used),
		    digit ? 0 : -EINVAL);
	}
	talloc_free(b.data);
}

/* n octets of an id, -1 none: an acknowledgement as it comes over the wire. */
static size_t
ack_of(int n, unsigned char out[64])
{
	const size_t id_n = n < 0 ? 0 : (size_t)n;

	memset(out, 0, 64);
	out[3] = (unsigned char)(16 + id_n);
	out[7] = PACKET_ACK;
	memset(out + 16, n < 0 ? 0xff : 0, 4);
	if (n >= 0)
		out[19] = (unsigned char)n;
	memcpy(out + 20, ID ID, id_n);
	return 20 + id_n;
}

static void
an_id_of_another_length_or_none_is_malformed(void **state)
{
	unsigned char ack[64];
	size_t used;

	(void)state;
	for (int n = -1; n <= UUID_TEXT + 4; n++) {
		const size_t size = ack_of(n, ack);

		assert_int_equal(read_exactly(ack, size, &used),
		    n == UUID_TEXT ? 0 : -EINVAL);
		assert_int_equal(used, size);
	}
}

/* box.c keeps what arrived in a place of its own. */
static void
what_was_read_can_be_moved(void **state)
{
	struct packet p = full_sms(), q;
	struct bytes b = write_one(p);
	unsigned char *copy;
	size_t used;

	(void)state;
	assert_int_equal(packet_read(b.data, b.n, &q, &used), 0);
	copy = talloc_memdup(NULL, b.data, b.n);
	packet_move(&q, b.data, copy);
	talloc_free(b.data);
	assert_same(q.sms.sender, p.sms.sender);
	assert_same(q.sms.msgdata, p.sms.msgdata);
	assert_same(q.sms.meta_data, p.sms.meta_data);
	assert_null(q.sms.service.data);
	assert_int_equal(q.sms.time, p.sms.time);
	talloc_free(copy);
}

static void
strings_of_64_kib_pass_unharmed(void **state)
{
	struct packet p = full_sms(), q;
	unsigned char *big = calloc(1, HUGE_STRING);
	struct bytes b;
	size_t used;

	(void)state;
	for (size_t i = 0; i < HUGE_STRING; i++)
		big[i] = (unsigned char)(i * 7);
	p.sms.msgdata = p.sms.meta_data = p.sms.sender =
	    (struct octets){ big, HUGE_STRING };
	b = write_one(p);
	assert_int_equal(packet_read(b.data, b.n, &q, &used), 0);
	assert_same(q.sms.msgdata, p.sms.msgdata);
	assert_same(q.sms.meta_data, p.sms.meta_data);
	assert_same(q.sms.sender, p.sms.sender);
	free(big);
	talloc_free(b.data);
}

static void
a_packet_over_the_limit_is_refused(void **state)
{
	struct packet p = full_sms();
	unsigned char *big = calloc(1, PACKET_MAX);
	struct bytes b;
	size_t used = 99;

	(void)state;
	p.sms.msgdata = (struct octets){ big, PACKET_MAX };
	b = write_one(p);
	assert_int_equal(read_exactly(b.data, b.n, &used), -EINVAL);
	assert_int_equal(used, 0);
	free(big);
	talloc_free(b.data);
}

/* Whatever was read is written as the very octets it was read from. */
static void
assert_same_octets(const unsigned char *data, size_t n)
{
	unsigned char *copy = malloc(n);
	struct packet p;
	struct bytes b;
	size_t used;

	memcpy(copy, data, n);
	if (packet_read(copy, n, &p, &used) == 0) {
		assert_true(used <= n);
		b = write_one(p);
		assert_int_equal(b.n, used);
		assert_memory_equal(b.data, copy, used);
		talloc_free(b.data);
	}
	free(copy);
}

static void
random_changes_never_break_the_reader(void **state)
{
	const struct packet from[] = { full_sms(), a_command, an_ack,
		a_heartbeat };
	unsigned char changed[1024];

	(void)state;
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		struct bytes b = write_one(from[random() % 4]);
		long changes = random() % 4;

		memcpy(changed, b.data, b.n);
		for (long i = 0; i < changes; i++)
			changed[(size_t)random() % b.n] =
			    random() % 3 ? (unsigned char)random() :
			    (unsigned char)(random() % 2 ? 0xff : 0);
		assert_same_octets(changed, b.n);
		talloc_free(b.data);
	}
}

static void
a_blank_sms_has_nothing_set(void **state)
{
	struct sms s = sms_blank();

	(void)state;
	assert_null(s.sender.data);
	assert_null(s.meta_data.data);
	assert_int_equal(s.time, UNSET);
	assert_int_equal(s.sms_type, UNSET);
	assert_int_equal(s.dlr_mask, UNSET);
	assert_int_equal(s.resend_time, UNSET);
}

static void
ids_are_random_uuids(void **state)
{
	char a[UUID_TEXT + 1], b[UUID_TEXT + 1];
	regex_t form;

	(void)state;
	assert_int_equal(regcomp(&form, "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}"
	    "-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", REG_EXTENDED | REG_NOSUB), 0);
	for (int i = 0; i < 100; i++) {
		packet_uuid(a);
		packet_uuid(b);
		assert_int_equal(regexec(&form, a, 0, NULL, 0), 0);
		assert_string_not_equal(a, b);
	}
	regfree(&form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(a_written_packet_has_the_octets_of_the_protocol),
		cmocka_unit_test(two_packets_in_a_row_are_read_one_by_one),
		cmocka_unit_test(a_packet_cut_short_anywhere_is_never_read),
		cmocka_unit_test(octets_after_the_last_field_are_malformed),
		cmocka_unit_test(an_unknown_type_is_stepped_over),
		cmocka_unit_test(a_length_that_cannot_be_true_is_not_stepped_over),
		cmocka_unit_test(a_string_that_lies_about_its_length_is_malformed),
		cmocka_unit_test(an_id_that_is_no_uuid_is_malformed),
		cmocka_unit_test(an_id_is_hexadecimal_in_either_case),
		cmocka_unit_test(an_id_of_another_length_or_none_is_malformed),
		cmocka_unit_test(what_was_read_can_be_moved),
		cmocka_unit_test(strings_of_64_kib_pass_unharmed),
		cmocka_unit_test(a_packet_over_the_limit_is_refused),
		cmocka_unit_test(random_changes_never_break_the_reader),
		cmocka_unit_test(a_blank_sms_has_nothing_set),
		cmocka_unit_test(ids_are_random_uuids),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
