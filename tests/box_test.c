/*
 * The test plays bearerbox on a socket of its own, in the same thread: every
 * step runs the loop until what is expected has come, or fails after 5 s.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "gateway/kannel/box.h"

#define ID "0160e842-68e0-4c03-8422-1a02bfee8671"

enum { SEED = 20261123, LIMIT_MS = 5000, IN_MAX = 8 << 20 };

struct test {
	struct event_base *base;
	struct box *box;
	int listener, peer;
	unsigned port;
	unsigned char *in;		/* what the peer has received */
	size_t in_n, taken;
	bool ended;			/* the box has closed */
	unsigned woken;
};

static struct octets
text(const char *s)
{
	return (struct octets){ s, strlen(s) };
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
woken(void *arg)
{
	struct test *t = arg;

	t->woken++;
}

/* One turn of the loop, and a short rest. */
static void
turn(struct test *t)
{
	assert_true(event_base_loop(t->base, EVLOOP_NONBLOCK) >= 0);
	usleep(200);
}

static void
run_for(struct test *t, int ms)
{
	int64_t until = now_ms() + ms;

	while (now_ms() < until)
		turn(t);
}

static void
until(struct test *t, bool (*what)(struct test *), const char *name)
{
	int64_t limit = now_ms() + LIMIT_MS;

	while (!what(t)) {
		if (now_ms() > limit)
			fail_msg("waited in vain: %s", name);
		turn(t);
	}
}
#define UNTIL(what) until(t, what, #what)

static bool
peer_is_there(struct test *t)
{
	t->peer = accept4(t->listener, NULL, NULL, SOCK_NONBLOCK);
	return t->peer >= 0;
}

static bool
box_is_accepted(struct test *t)
{
	return box_accepted(t->box);
}

static bool
link_is_down(struct test *t)
{
	return box_link(t->box) == 0;
}

static bool
link_is_up(struct test *t)
{
	return box_link(t->box) != 0;
}

static bool
something_waits(struct test *t)
{
	return box_waiting(t->box, 0) != NULL;
}

static void
peer_receive(struct test *t)
{
	ssize_t n = recv(t->peer, t->in + t->in_n, IN_MAX - t->in_n, 0);

	if (n > 0)
		t->in_n += (size_t)n;
	else if (n == 0 || errno != EAGAIN)
		t->ended = true;
}

static bool
peer_is_left(struct test *t)
{
	peer_receive(t);
	return t->ended;
}

/* The next packet from the box. */
static struct packet
peer_read(struct test *t)
{
	int64_t limit = now_ms() + LIMIT_MS;
	struct packet packet;
	size_t used;
	int rc;

	while ((rc = packet_read(t->in + t->taken, t->in_n - t->taken,
	    &packet, &used)) == -EAGAIN) {
		if (now_ms() > limit || t->ended)
			fail_msg("no packet came");
		turn(t);
		peer_receive(t);
	}
	assert_int_equal(rc, 0);
	t->taken += used;
	return packet;
}

static void
peer_send_octets(struct test *t, const unsigned char *octets, size_t n)
{
	int64_t limit = now_ms() + LIMIT_MS;

	while (n > 0) {
		ssize_t sent = send(t->peer, octets, n, MSG_NOSIGNAL);

		if (now_ms() > limit)
			fail_msg("the box takes nothing");
		if (sent < 0 && errno != EAGAIN)
			fail_msg("the box is gone");
		if (sent < 0) {
			turn(t);
			continue;
		}
		octets += sent;
		n -= (size_t)sent;
	}
}

static void
peer_send(struct test *t, const struct packet *packet)
{
	size_t n;
	unsigned char *octets = packet_write(NULL, packet, &n);

	peer_send_octets(t, octets, n);
	talloc_free(octets);
}

static void
peer_command(struct test *t, int32_t command)
{
	peer_send(t, &(struct packet){ .type = PACKET_ADMIN,
	    .admin = { command, { NULL, 0 } } });
}

static struct packet
message(const char *words)
{
	struct packet p = { .type = PACKET_SMS, .sms = sms_blank() };

	p.sms.id = text(ID);
	p.sms.sender = text("+85512000001");
	p.sms.msgdata = text(words);
	p.sms.time = 1795000000;
	p.sms.sms_type = SMS_MO;
	return p;
}

static void
peer_say(struct test *t, const char *words)
{
	struct packet p = message(words);

	peer_send(t, &p);
}

static bool
is_text(struct octets a, const char *b)
{
	return a.data != NULL && a.n == strlen(b) &&
	    memcmp(a.data, b, a.n) == 0;
}

/* The nth arrival says these words. */
static void
assert_waits(struct test *t, size_t n, const char *words)
{
	const struct arrival *arrival = box_waiting(t->box, n);

	assert_non_null(arrival);
	assert_true(is_text(arrival->sms.msgdata, words));
}

/* The box's next packet is a message with these words. */
static void
assert_says(struct test *t, const char *words)
{
	struct packet p = peer_read(t);

	assert_int_equal(p.type, PACKET_SMS);
	assert_true(is_text(p.sms.msgdata, words));
}

static int
start(void **state)
{
	struct test *t = talloc_zero(NULL, struct test);
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;

	t->base = event_base_new();
	t->in = talloc_size(t, IN_MAX);
	t->peer = -1;
	t->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(t->listener, (struct sockaddr *)&at, n), 0);
	assert_int_equal(getsockname(t->listener, (struct sockaddr *)&at, &n),
	    0);
	t->port = ntohs(at.sin_port);
	*state = t;
	return 0;
}

static int
stop(void **state)
{
	struct test *t = *state;

	talloc_free(t->box);
	event_base_free(t->base);
	close(t->listener);
	if (t->peer >= 0)
		close(t->peer);
	talloc_free(t);
	return 0;
}

static void
open_box(struct test *t)
{
	char host[] = "127.0.0.1", name[] = "helpline";
	struct box_settings settings = { host, t->port, name, 1 };

	t->box = box_open(NULL, t->base, &settings, woken, t);
	memset(host, 'x', sizeof host - 1);
	memset(name, 'x', sizeof name - 1);
}

/* Accept the connection and its first two packets. */
static void
meet(struct test *t, char probe[UUID_TEXT + 1])
{
	struct packet p;

	if (t->peer >= 0)
		close(t->peer);
	t->in_n = t->taken = 0;
	t->ended = false;
	UNTIL(peer_is_there);
	p = peer_read(t);
	assert_int_equal(p.type, PACKET_ADMIN);
	p = peer_read(t);
	assert_int_equal(p.type, PACKET_SMS);
	memcpy(probe, p.sms.id.data, UUID_TEXT);
	probe[UUID_TEXT] = '\0';
}

static void
answer_probe(struct test *t, const char *probe)
{
	peer_send(t, &(struct packet){ .type = PACKET_ACK,
	    .ack = { ACK_FAILED, 1, text(probe) } });
}

static void
meet_and_accept(struct test *t)
{
	char probe[UUID_TEXT + 1];

	meet(t, probe);
	answer_probe(t, probe);
	UNTIL(box_is_accepted);
}

static struct test *
linked(void **state)
{
	struct test *t = *state;

	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	meet_and_accept(t);
	t->woken = 0;
	return t;
}

static void
its_first_packet_says_who_it_is(void **state)
{
	struct test *t = *state;
	struct packet p;

	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	UNTIL(peer_is_there);
	p = peer_read(t);
	assert_int_equal(p.type, PACKET_ADMIN);
	assert_int_equal(p.admin.command, ADMIN_IDENTIFY);
	assert_true(is_text(p.admin.boxc_id, "helpline"));
}

static void
its_second_is_a_message_that_expired_long_ago(void **state)
{
	struct test *t = *state;
	struct packet p;

	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	UNTIL(peer_is_there);
	peer_read(t);
	p = peer_read(t);
	assert_int_equal(p.type, PACKET_SMS);
	assert_int_equal(p.sms.sms_type, SMS_MT_PUSH);
	assert_int_equal(p.sms.validity, 1);
	assert_int_equal(p.sms.msgdata.n, 0);
	assert_null(p.sms.smsc_id.data);
}

static void
it_is_accepted_when_bearerbox_answers(void **state)
{
	struct test *t = *state;
	char probe[UUID_TEXT + 1];
	int64_t began = time(NULL);

	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	assert_int_equal(box_link(t->box), 0);
	meet(t, probe);
	assert_int_equal(box_link(t->box), 1);
	assert_in_range(box_linked_at(t->box), began, began + 10);
	run_for(t, 50);
	assert_false(box_accepted(t->box));
	t->woken = 0;
	answer_probe(t, probe);
	UNTIL(box_is_accepted);
	assert_int_equal(t->woken, 1);
	assert_null(box_waiting(t->box, 0));
}

static void
it_is_accepted_when_its_link_stands_for_a_while(void **state)
{
	struct test *t = *state;
	char probe[UUID_TEXT + 1];
	int64_t began = now_ms();

	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	meet(t, probe);
	UNTIL(box_is_accepted);
	assert_in_range(now_ms() - began, 1400, 3000);
}

static void
it_waits_until_bearerbox_is_there(void **state)
{
	struct test *t = *state;

	open_box(t);
	run_for(t, 400);
	assert_int_equal(box_link(t->box), 0);
	assert_false(box_accepted(t->box));
	assert_int_equal(t->woken, 0);
	assert_int_equal(listen(t->listener, 5), 0);
	meet_and_accept(t);
}

static void
a_message_arrives_with_all_its_octets(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("");
	const struct arrival *arrival;

	p.sms.msgdata = (struct octets){ "a\0b", 3 };
	p.sms.udhdata = text("");
	peer_send(t, &p);
	UNTIL(something_waits);
	arrival = box_waiting(t->box, 0);
	assert_int_equal(arrival->link, box_link(t->box));
	assert_int_equal(arrival->sms.msgdata.n, 3);
	assert_memory_equal(arrival->sms.msgdata.data, "a\0b", 3);
	assert_non_null(arrival->sms.udhdata.data);
	assert_null(arrival->sms.foreign_id.data);
	assert_true(is_text(arrival->sms.id, ID));
	assert_int_equal(arrival->sms.time, 1795000000);
	assert_null(box_waiting(t->box, 1));
}

static void
it_wakes_once_for_all_that_came(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("x");
	unsigned char all[8192], *one;
	size_t n, all_n = 0;

	one = packet_write(NULL, &p, &n);
	for (int i = 0; i < 20; i++) {
		memcpy(all + all_n, one, n);
		all_n += n;
	}
	talloc_free(one);
	peer_send_octets(t, all, all_n);
	UNTIL(something_waits);
	assert_non_null(box_waiting(t->box, 19));
	assert_int_equal(t->woken, 1);
	box_done(t->box, 5);
	assert_int_equal(t->woken, 1);
	turn(t);
	assert_int_equal(t->woken, 2);
	box_done(t->box, 1000);
	assert_null(box_waiting(t->box, 0));
	run_for(t, 20);
	assert_int_equal(t->woken, 2);
}

static void
packets_may_come_octet_by_octet(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("slow");
	unsigned char *octets;
	size_t n;

	octets = packet_write(NULL, &p, &n);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < n; i++) {
			peer_send_octets(t, octets + i, 1);
			turn(t);
		}
	}
	talloc_free(octets);
	run_for(t, 20);
	assert_waits(t, 0, "slow");
	assert_waits(t, 1, "slow");
	assert_null(box_waiting(t->box, 2));
}

static bool
two_wait(struct test *t)
{
	return box_waiting(t->box, 1) != NULL;
}

/* bearerbox sends with Nagle's algorithm: its second packet waits for our
   kernel to acknowledge the first, 40 ms unless asked to be quick. */
static void
packets_do_not_wait_for_a_delayed_acknowledgement(void **state)
{
	struct test *t = linked(state);
	struct packet reply = message("reply");
	int quick = 0;

	for (int i = 0; i < 50; i++) {
		int64_t began = now_ms();

		peer_say(t, "one");
		peer_say(t, "two");
		UNTIL(two_wait);
		box_done(t->box, 2);
		box_send(t->box, box_link(t->box), &reply.sms);
		box_flush(t->box);
		while (peer_read(t).type == PACKET_HEARTBEAT)
			continue;
		quick += now_ms() - began < 38;
	}
	/* It would be 40 ms each time, but for the first few. */
	assert_in_range(quick, 20, 50);
}

static void
a_message_of_many_reads_arrives(void **state)
{
	struct test *t = linked(state);
	char *words = talloc_size(t, 900001);

	memset(words, 'w', 900000);
	words[900000] = '\0';
	peer_say(t, words);
	UNTIL(something_waits);
	assert_waits(t, 0, words);
}

static void
malformed_packets_are_stepped_over(void **state)
{
	static const unsigned char bad[] = {
		0, 0, 0, 4, 0, 0, 0, 9,
		0, 0, 0, 12, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 9,
		0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 7 };
	struct test *t = linked(state);

	peer_say(t, "before");
	peer_send_octets(t, bad, sizeof bad);
	peer_say(t, "after");
	run_for(t, 50);
	assert_waits(t, 0, "before");
	assert_waits(t, 1, "after");
	assert_null(box_waiting(t->box, 2));
	assert_int_equal(box_link(t->box), 1);
}

static void
a_false_length_closes_the_link(void **state)
{
	static const unsigned char bad[] = { 0x7f, 0, 0, 0, 1, 2, 3 };
	struct test *t = linked(state);

	peer_say(t, "before");
	peer_send_octets(t, bad, sizeof bad);
	UNTIL(link_is_down);
	assert_null(box_waiting(t->box, 0));
	meet_and_accept(t);
	assert_int_equal(box_link(t->box), 2);
}

static void
random_packets_never_break_it(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("good");
	unsigned char *octets;
	size_t n;

	srandom(SEED);
	for (int round = 0; round < 3000; round++) {
		octets = packet_write(NULL, &p, &n);
		for (long i = random() % 4; i > 0; i--)
			octets[4 + (size_t)random() % (n - 4)] =
			    (unsigned char)random();
		/* No commands: they would close the link. */
		octets[7] = octets[7] == PACKET_ADMIN ? 9 : octets[7];
		peer_send_octets(t, octets, n);
		talloc_free(octets);
		if (round % 16 == 0)
			turn(t);
		box_done(t->box, 100);
	}
	run_for(t, 20);
	box_done(t->box, 1000);
	peer_say(t, "last");
	UNTIL(something_waits);
	assert_waits(t, 0, "last");
	assert_int_equal(box_link(t->box), 1);
}

static void
acknowledgements_and_heartbeats_are_no_arrivals(void **state)
{
	struct test *t = linked(state);

	for (int32_t nack = -1; nack < 5; nack++)
		peer_send(t, &(struct packet){ .type = PACKET_ACK,
		    .ack = { nack, 1, text(ID) } });
	peer_send(t, &(struct packet){ .type = PACKET_HEARTBEAT });
	peer_command(t, ADMIN_IDENTIFY);
	peer_command(t, 77);
	run_for(t, 50);
	assert_null(box_waiting(t->box, 0));
	assert_int_equal(t->woken, 0);
	assert_int_equal(box_link(t->box), 1);
}

static unsigned
segments_received(struct test *t)
{
	struct tcp_info info;
	socklen_t n = sizeof info;

	assert_int_equal(getsockopt(t->peer, IPPROTO_TCP, TCP_INFO, &info, &n),
	    0);
	return info.tcpi_data_segs_in;
}

static void
nothing_leaves_before_the_flush_and_all_in_one_write(void **state)
{
	struct test *t = linked(state);
	struct packet reply = message("reply"), p;
	unsigned before;

	peer_say(t, "question");
	UNTIL(something_waits);
	before = segments_received(t);
	for (int i = 0; i < 50; i++)
		box_send(t->box, box_link(t->box), &reply.sms);
	box_acknowledge(t->box, box_waiting(t->box, 0));
	box_done(t->box, 1);
	run_for(t, 30);
	assert_int_equal(segments_received(t), before);
	box_flush(t->box);
	for (int i = 0; i < 50; i++)
		assert_says(t, "reply");
	p = peer_read(t);
	assert_int_equal(p.type, PACKET_ACK);
	assert_int_equal(p.ack.nack, ACK_STORED);
	assert_int_equal(p.ack.time, 1795000000);
	assert_true(is_text(p.ack.id, ID));
	assert_int_equal(segments_received(t), before + 1);
}

static void
what_the_socket_does_not_take_leaves_later(void **state)
{
	struct test *t = linked(state);
	char *words = talloc_size(t, 100001);
	struct packet p;

	memset(words, 'w', 100000);
	words[100000] = '\0';
	p = message(words);
	for (int i = 0; i < 60; i++)
		box_send(t->box, box_link(t->box), &p.sms);
	box_flush(t->box);
	for (int i = 0; i < 60; ) {
		p = peer_read(t);
		if (p.type == PACKET_HEARTBEAT)
			continue;
		assert_true(is_text(p.sms.msgdata, words));
		i++;
	}
}

static void
a_bearerbox_that_takes_nothing_is_dropped(void **state)
{
	struct test *t = linked(state);
	char *words = talloc_zero_size(t, 500001);
	struct packet p;

	memset(words, 'w', 500000);
	p = message(words);
	for (int i = 0; i < 60; i++)
		box_send(t->box, box_link(t->box), &p.sms);
	box_flush(t->box);
	assert_int_equal(box_link(t->box), 1);
	UNTIL(link_is_down);
}

static void
it_comes_back_after_a_fall_with_a_new_number(void **state)
{
	struct test *t = linked(state);

	for (uint64_t link = 2; link < 6; link++) {
		peer_say(t, "lost");
		UNTIL(something_waits);
		close(t->peer);
		t->peer = -1;
		UNTIL(link_is_down);
		assert_false(box_accepted(t->box));
		assert_null(box_waiting(t->box, 0));
		meet_and_accept(t);
		assert_int_equal(box_link(t->box), link);
	}
}

static void
what_belongs_to_an_older_link_is_dropped(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("old");
	struct arrival old = { .sms = p.sms, .link = box_link(t->box) };

	box_send(t->box, old.link, &p.sms);
	close(t->peer);
	t->peer = -1;
	UNTIL(link_is_down);
	box_send(t->box, old.link, &p.sms);
	box_send(t->box, 0, &p.sms);
	box_acknowledge(t->box, &old);
	box_flush(t->box);
	meet_and_accept(t);
	box_send(t->box, old.link, &p.sms);
	box_acknowledge(t->box, &old);
	p = message("new");
	box_send(t->box, box_link(t->box), &p.sms);
	box_flush(t->box);
	assert_says(t, "new");
}

static void
a_write_to_a_link_that_fell_is_no_harm(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("into nothing");
	const struct arrival *arrival;

	peer_say(t, "question");
	UNTIL(something_waits);
	arrival = box_waiting(t->box, 0);
	close(t->peer);
	t->peer = -1;
	for (int i = 0; i < 5; i++) {
		box_send(t->box, arrival->link, &p.sms);
		box_acknowledge(t->box, arrival);
		box_flush(t->box);
		usleep(1000);
	}
	/* Nothing was freed under our hands. */
	assert_waits(t, 0, "question");
	UNTIL(link_is_down);
	meet_and_accept(t);
}

static void
suspended_it_hands_out_nothing_until_resumed(void **state)
{
	struct test *t = linked(state);

	peer_say(t, "one");
	peer_command(t, ADMIN_SUSPEND);
	peer_say(t, "two");
	run_for(t, 50);
	assert_null(box_waiting(t->box, 0));
	assert_int_equal(box_link(t->box), 1);
	t->woken = 0;
	box_done(t->box, 0);
	peer_command(t, ADMIN_RESUME);
	UNTIL(something_waits);
	assert_int_equal(t->woken, 1);
	assert_waits(t, 0, "one");
	assert_waits(t, 1, "two");
}

static void
a_new_link_is_not_suspended(void **state)
{
	struct test *t = linked(state);

	peer_command(t, ADMIN_SUSPEND);
	run_for(t, 20);
	close(t->peer);
	t->peer = -1;
	meet_and_accept(t);
	peer_say(t, "one");
	UNTIL(something_waits);
}

static void
shut_down_it_closes_and_stays_away_for_a_while(void **state)
{
	struct test *t = linked(state);

	peer_say(t, "not answered");
	peer_command(t, ADMIN_SHUTDOWN);
	peer_say(t, "not read");
	UNTIL(link_is_down);
	UNTIL(peer_is_left);
	assert_null(box_waiting(t->box, 0));
	run_for(t, 800);
	assert_int_equal(box_link(t->box), 0);
	assert_true(accept(t->listener, NULL, NULL) < 0);
}

static void
dropped_it_comes_back_when_asked_to(void **state)
{
	struct test *t = linked(state);
	int64_t began;

	peer_say(t, "comes again");
	UNTIL(something_waits);
	began = now_ms();
	box_drop(t->box, 300);
	assert_int_equal(box_link(t->box), 0);
	assert_null(box_waiting(t->box, 0));
	box_done(t->box, 1);
	meet_and_accept(t);
	assert_in_range(now_ms() - began, 290, 2000);
	box_drop(t->box, 0);
	box_drop(t->box, 0);
	meet_and_accept(t);
	assert_int_equal(box_link(t->box), 3);
}

static void
it_sends_heartbeats(void **state)
{
	struct test *t = linked(state);
	int64_t began = now_ms();

	for (int i = 0; i < 2; i++)
		assert_int_equal(peer_read(t).type, PACKET_HEARTBEAT);
	assert_in_range(now_ms() - began, 1500, 4000);
}

static void
it_stops_reading_when_too_many_wait(void **state)
{
	struct test *t = linked(state);
	size_t n = 0, most = 0;
	char words[16] = "";

	for (int i = 0; i < 20000; i++) {
		struct packet p = message(words);

		snprintf(words, sizeof words, "%d", i);
		p.sms.msgdata = text(words);
		peer_send(t, &p);
		if (i % 64 == 0)
			turn(t);
		/* Take only when nothing more comes in. */
		if (i % 4000 != 0)
			continue;
		run_for(t, 5);
		for (n = 0; box_waiting(t->box, n) != NULL; n++)
			continue;
		most = n > most ? n : most;
		box_done(t->box, n);
	}
	/* One read holds no more than another 1 500. */
	assert_in_range(most, 1025, 2500);
}

static bool
all_were_taken(struct test *t)
{
	for (size_t i = 0; i < 256 && box_waiting(t->box, 0) != NULL; i++) {
		char words[16];

		snprintf(words, sizeof words, "%u", t->woken++);
		assert_waits(t, 0, words);
		box_done(t->box, 1);
	}
	return t->woken == 5000;
}

static void
count_nothing(void *arg)
{
	(void)arg;
}

static void
none_is_lost_or_turned_round_when_many_come(void **state)
{
	struct test *t = *state;
	struct box_settings settings = { "127.0.0.1", t->port, "helpline", 1 };
	unsigned char *all = talloc_size(t, 2 << 20), *one;
	size_t n, all_n = 0;

	assert_int_equal(listen(t->listener, 5), 0);
	t->box = box_open(NULL, t->base, &settings, count_nothing, t);
	meet_and_accept(t);
	for (int i = 0; i < 5000; i++) {
		char words[16] = "";
		struct packet p = message(words);

		snprintf(words, sizeof words, "%d", i);
		p.sms.msgdata = text(words);
		one = packet_write(NULL, &p, &n);
		memcpy(all + all_n, one, n);
		all_n += n;
		talloc_free(one);
	}
	assert_true(fcntl(t->peer, F_SETFL, O_NONBLOCK) == 0);
	peer_send_octets(t, all, all_n);
	t->woken = 0;
	UNTIL(all_were_taken);
}

static void
closed_it_writes_out_what_is_queued(void **state)
{
	struct test *t = linked(state);
	struct packet p = message("good-bye");

	peer_say(t, "unread");
	box_send(t->box, box_link(t->box), &p.sms);
	shutdown(t->peer, SHUT_WR);
	box_close(t->box);
	assert_int_equal(box_link(t->box), 0);
	assert_says(t, "good-bye");
	UNTIL(peer_is_left);
	box_close(t->box);
	box_drop(t->box, 0);
	box_flush(t->box);
	run_for(t, 100);
	assert_true(accept(t->listener, NULL, NULL) < 0);
}

static void
it_can_be_freed_at_any_time(void **state)
{
	struct test *t = *state;

	open_box(t);
	TALLOC_FREE(t->box);
	assert_int_equal(listen(t->listener, 5), 0);
	open_box(t);
	turn(t);
	TALLOC_FREE(t->box);
	open_box(t);
	UNTIL(link_is_up);
	TALLOC_FREE(t->box);
	assert_int_equal(event_base_loop(t->base, EVLOOP_NONBLOCK), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(its_first_packet_says_who_it_is),
		TEST(its_second_is_a_message_that_expired_long_ago),
		TEST(it_is_accepted_when_bearerbox_answers),
		TEST(it_is_accepted_when_its_link_stands_for_a_while),
		TEST(it_waits_until_bearerbox_is_there),
		TEST(a_message_arrives_with_all_its_octets),
		TEST(it_wakes_once_for_all_that_came),
		TEST(packets_may_come_octet_by_octet),
		TEST(packets_do_not_wait_for_a_delayed_acknowledgement),
		TEST(a_message_of_many_reads_arrives),
		TEST(malformed_packets_are_stepped_over),
		TEST(a_false_length_closes_the_link),
		TEST(random_packets_never_break_it),
		TEST(acknowledgements_and_heartbeats_are_no_arrivals),
		TEST(nothing_leaves_before_the_flush_and_all_in_one_write),
		TEST(what_the_socket_does_not_take_leaves_later),
		TEST(a_bearerbox_that_takes_nothing_is_dropped),
		TEST(it_comes_back_after_a_fall_with_a_new_number),
		TEST(what_belongs_to_an_older_link_is_dropped),
		TEST(a_write_to_a_link_that_fell_is_no_harm),
		TEST(suspended_it_hands_out_nothing_until_resumed),
		TEST(a_new_link_is_not_suspended),
		TEST(shut_down_it_closes_and_stays_away_for_a_while),
		TEST(dropped_it_comes_back_when_asked_to),
		TEST(it_sends_heartbeats),
		TEST(it_stops_reading_when_too_many_wait),
		TEST(none_is_lost_or_turned_round_when_many_come),
		TEST(closed_it_writes_out_what_is_queued),
		TEST(it_can_be_freed_at_any_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
