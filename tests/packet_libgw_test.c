/*
 * The box protocol has no version: what ours writes Kannel's own library must
 * read, field by field, and the other way round.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "gateway/kannel/meta.h"
#include "gateway/kannel/packet.h"
#include "tests/libgw.h"

enum { SEED = 20261123, ROUNDS = 2000, LONGEST = 300, BIG = 64 << 10 };

/* Ours by Kannel's names. */
struct member { enum packet_type type; const char *name; size_t offset; };

#define HEARTBEAT(f) { PACKET_HEARTBEAT, #f, offsetof(struct packet, heartbeat.f) }
#define ADMIN(f) { PACKET_ADMIN, #f, offsetof(struct packet, admin.f) }
#define SMS(f) { PACKET_SMS, #f, offsetof(struct packet, sms.f) }
#define ACK(f) { PACKET_ACK, #f, offsetof(struct packet, ack.f) }

static const struct member members[] = {
	HEARTBEAT(load),
	ADMIN(command), ADMIN(boxc_id),
	SMS(sender), SMS(receiver), SMS(udhdata), SMS(msgdata), SMS(time),
	SMS(smsc_id), SMS(smsc_number), SMS(foreign_id), SMS(service),
	SMS(account), SMS(id), SMS(sms_type), SMS(mclass), SMS(mwi),
	SMS(coding), SMS(compress), SMS(validity), SMS(deferred),
	SMS(dlr_mask), SMS(dlr_url), SMS(pid), SMS(alt_dcs), SMS(rpi),
	SMS(charset), SMS(boxc_id), SMS(binfo), SMS(msg_left), SMS(priority),
	SMS(resend_try), SMS(resend_time), SMS(meta_data),
	ACK(nack), ACK(time), ACK(id),
};
enum { MEMBERS = sizeof members / sizeof members[0] };

static int32_t
random_number(void)
{
	static const int32_t odd[] = { 0, 1, -1, -2, INT32_MAX, INT32_MIN };

	if (random() % 2)
		return odd[random() % 6];
	return (int32_t)((uint32_t)random() << 1 ^ (uint32_t)random());
}

static struct octets
random_octets(TALLOC_CTX *ctx)
{
	size_t n = (size_t)random() % LONGEST;
	unsigned char *data;

	if (random() % 4 == 0)
		return (struct octets){ 0 };
	if (random() % 4 == 0)
		n = 0;
	if (random() % 100 == 0)
		n = BIG;
	data = talloc_size(ctx, n + 1);
	for (size_t i = 0; i < n; i++)
		data[i] = (unsigned char)random();
	return (struct octets){ data, n };
}

static struct octets
random_id(TALLOC_CTX *ctx)
{
	char *id = talloc_size(ctx, UUID_TEXT + 1);

	packet_uuid(id);
	return (struct octets){ id, UUID_TEXT };
}

static struct libgw_field
random_field(TALLOC_CTX *ctx, const struct libgw_field *form)
{
	struct libgw_field field = { .name = form->name, .text = form->text };
	struct octets text = strcmp(form->name, "id") == 0 ? random_id(ctx) :
	    random_octets(ctx);

	if (field.text) {
		field.data = text.data;
		field.n = text.n;
	} else {
		field.number = random_number();
	}
	return field;
}

/* The form of a type: its fields' names and kinds, as libgw gives them. */
static struct libgw_message
form_of(TALLOC_CTX *ctx, enum packet_type type)
{
	struct packet blank = { .type = type };
	struct octets id = random_id(ctx);
	struct libgw_message form;
	unsigned char *packed;
	size_t n;

	if (type == PACKET_SMS)
		blank.sms.id = id;
	if (type == PACKET_ACK)
		blank.ack.id = id;
	packed = packet_write(ctx, &blank, &n);
	libgw_unpack(ctx, packed + 4, n - 4, &form);
	assert_int_equal(form.type, type);
	return form;
}

static struct libgw_message
random_message(TALLOC_CTX *ctx, enum packet_type type)
{
	struct libgw_message message = form_of(ctx, type);

	for (size_t i = 0; i < message.n; i++)
		message.fields[i] = random_field(ctx, &message.fields[i]);
	return message;
}

/* Where our packet keeps a field of Kannel's. */
static void *
member_of(struct packet *packet, const char *name)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (members[i].type == packet->type &&
		    strcmp(members[i].name, name) == 0)
			return (char *)packet + members[i].offset;
	fail_msg("Kannel has a field %s that we do not know", name);
	return NULL;
}

static void
assert_same_text(const char *name, struct octets ours,
    const struct libgw_field *theirs)
{
	if ((ours.data == NULL) != (theirs->data == NULL) ||
	    ours.n != theirs->n)
		fail_msg("%s: NULL or length differs", name);
	if (ours.n > 0)
		assert_memory_equal(ours.data, theirs->data, ours.n);
}

static void
assert_same(struct packet *ours, const struct libgw_message *theirs)
{
	assert_int_equal(ours->type, theirs->type);
	for (size_t i = 0; i < theirs->n; i++) {
		const struct libgw_field *field = &theirs->fields[i];
		void *member = member_of(ours, field->name);

		if (field->text)
			assert_same_text(field->name,
			    *(struct octets *)member, field);
		else
			assert_int_equal(*(int32_t *)member, field->number);
	}
}

/* Kannel packs, we read; we write, Kannel unpacks: all the same. */
static void
exchange(enum packet_type type)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct libgw_message theirs = random_message(ctx, type), again;
	struct packet ours;
	unsigned char *octets, *packed;
	size_t n, packed_n, used;

	packed = libgw_pack(ctx, &theirs, &packed_n);
	octets = talloc_zero_size(ctx, packed_n + 4);
	octets[1] = (unsigned char)(packed_n >> 16);
	octets[2] = (unsigned char)(packed_n >> 8);
	octets[3] = (unsigned char)packed_n;
	memcpy(octets + 4, packed, packed_n);
	assert_int_equal(packet_read(octets, packed_n + 4, &ours, &used), 0);
	assert_int_equal(used, packed_n + 4);
	assert_same(&ours, &theirs);

	packed = packet_write(ctx, &ours, &n);
	assert_int_equal(n, packed_n + 4);
	assert_memory_equal(packed, octets, n);
	libgw_unpack(ctx, packed + 4, n - 4, &again);
	assert_same(&ours, &again);
	talloc_free(ctx);
}

static void
exchange_often(enum packet_type type)
{
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++)
		exchange(type);
}

static void
heartbeats_are_the_same_to_kannel_and_us(void **state)
{
	(void)state;
	exchange_often(PACKET_HEARTBEAT);
}

static void
commands_are_the_same_to_kannel_and_us(void **state)
{
	(void)state;
	exchange_often(PACKET_ADMIN);
}

static void
messages_are_the_same_to_kannel_and_us(void **state)
{
	(void)state;
	exchange_often(PACKET_SMS);
}

static void
acknowledgements_are_the_same_to_kannel_and_us(void **state)
{
	(void)state;
	exchange_often(PACKET_ACK);
}

static void
every_field_of_ours_is_one_of_kannels(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	size_t n = 0;

	(void)state;
	for (int type = PACKET_HEARTBEAT; type <= PACKET_ACK; type++)
		n += form_of(ctx, (enum packet_type)type).n;
	assert_int_equal(n, MEMBERS);
	talloc_free(ctx);
}

static void
kannel_reads_the_meta_data_we_write(void **state)
{
	(void)state;
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct meta_pair pair = { "its_session_info",
			random_octets(ctx) };
		size_t n = 0;
		void *got = libgw_meta_value(ctx, meta_write(ctx, &pair, 1),
		    pair.key, &n);

		assert_int_equal(got == NULL, pair.value.data == NULL);
		assert_int_equal(n, pair.value.n);
		if (n > 0)
			assert_memory_equal(got, pair.value.data, n);
		talloc_free(ctx);
	}
}

static void
we_read_the_meta_data_kannel_writes(void **state)
{
	(void)state;
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct octets value = random_octets(ctx), got;
		char *meta = libgw_meta_write(ctx, "its_session_info",
		    value.n > 0 ? value.data : "", value.n);

		got = meta_value(ctx, (struct octets){ meta, strlen(meta) },
		    "its_session_info");
		assert_int_equal(got.n, value.n);
		if (got.n > 0)
			assert_memory_equal(got.data, value.data, got.n);
		talloc_free(ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heartbeats_are_the_same_to_kannel_and_us),
		cmocka_unit_test(commands_are_the_same_to_kannel_and_us),
		cmocka_unit_test(messages_are_the_same_to_kannel_and_us),
		cmocka_unit_test(acknowledgements_are_the_same_to_kannel_and_us),
		cmocka_unit_test(every_field_of_ours_is_one_of_kannels),
		cmocka_unit_test(kannel_reads_the_meta_data_we_write),
		cmocka_unit_test(we_read_the_meta_data_kannel_writes),
	};

	libgw_start();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
