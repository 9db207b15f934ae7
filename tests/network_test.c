/* The simulated network between a bearerbox made of octets and handsets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include <event2/event.h>

#include "gateway/commands/commands.h"
#include "gateway/handset/network.h"
#include "gateway/handset/phone.h"
#include "gateway/handset/player.h"
#include "gateway/handset/script.h"

#define HERE "+85512000001"
#define ABROAD "+66810000001"

enum { RESP = 0x80, SUBMIT = 4, DELIVER = 5, UNBIND = 6, TRX = 9, ENQUIRE = 0x15,
	WAIT_MS = 5000, SOON_MS = 100 };

static struct operator demo = {
	.name = "demo", .country = "KH", .country_code = "855",
	.trunk_prefix = "0", .ussd_smsc = "ussd-kh", .code = "*2026#",
	.op_tlv = "ussd_service_op", .op_begin = 1, .op_input = 18,
	.op_abort = OP_NONE, .op_ask = 2, .op_end = 17,
	.session_place = SESSION_TLV, .session_tlv = "its_session_info",
	.session_end_bit = 1, .session_s = 60, .ussd_limits = { 160, 70 },
	.sms_smsc = "sms-kh", .number = "2026",
	.long_number = "+855232026026", .sms_limits = { 160, 70 },
};
static const struct operators operators = { 1, &demo };

static char dir[64];
static pid_t network_pid;
static unsigned port;

static void
stop(evutil_socket_t, short, void *base)
{
	event_base_loopbreak(base);
}

static int
be_the_network(int out)
{
	struct event_base *base = event_base_new();
	struct event *term = evsignal_new(base, SIGTERM, stop, base);
	struct network_settings settings = { .dir = dir };
	struct network *network;
	unsigned at;

	signal(SIGPIPE, SIG_IGN);
	/* libevent puts this back at the end, where a second one may come. */
	signal(SIGTERM, SIG_IGN);
	event_add(term, NULL);
	if (network_open(NULL, base, &operators, &settings, &network) != 0)
		return 1;
	at = network_port(network);
	if (write(out, &at, sizeof(at)) != sizeof(at))
		return 1;
	event_base_dispatch(base);
	talloc_free(network);
	event_free(term);
	event_base_free(base);
	return 0;
}

static int
start_network(void **)
{
	const char *top = getenv("TMPDIR");
	int ends[2];

	snprintf(dir, sizeof(dir), "%s/helpline-XXXXXX",
	    top != NULL && strlen(top) < 40 ? top : "/tmp");
	if (mkdtemp(dir) == NULL || pipe(ends) != 0)
		return -1;
	fflush(stdout);
	network_pid = fork();
	if (network_pid == 0)
		exit(be_the_network(ends[1]));
	close(ends[1]);
	if (read(ends[0], &port, sizeof(port)) != sizeof(port))
		return -1;
	close(ends[0]);
	return 0;
}

static int
start_impatient_network(void **state)
{
	int rc;

	demo.session_s = 1;
	rc = start_network(state);
	demo.session_s = 60;
	return rc;
}

/* It must end of its own accord, without a leak and without its socket. */
static int
stop_network(void **)
{
	int status;

	kill(network_pid, SIGTERM);
	if (waitpid(network_pid, &status, 0) != network_pid || status != 0)
		return -1;
	return rmdir(dir);
}

/* -- bearerbox's side ------------------------------------------------- */

struct pdu { uint8_t octets[4096]; size_t n; };

static int
connect_smsc(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	    .sin_port = htons((uint16_t)port) };
	struct timeval patience = { .tv_sec = 5 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	return fd;
}

static void
put(struct pdu *pdu, const void *octets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pdu->octets[pdu->n++] = ((const uint8_t *)octets)[i];
}

static struct pdu
begin(uint8_t command, uint8_t sequence)
{
	const uint8_t head[16] = { [7] = command, [15] = sequence };
	struct pdu pdu = {0};

	put(&pdu, head, sizeof(head));
	return pdu;
}

static void
send_pdu(int fd, struct pdu *pdu)
{
	pdu->octets[2] = (uint8_t)(pdu->n >> 8);
	pdu->octets[3] = (uint8_t)pdu->n;
	assert_int_equal(send(fd, pdu->octets, pdu->n, MSG_NOSIGNAL),
	    (ssize_t)pdu->n);
}

static void
read_all(int fd, uint8_t *to, size_t n)
{
	/* Nothing is not read: the kernel would wait for it. */
	if (n > 0)
		assert_int_equal(recv(fd, to, n, MSG_WAITALL), (ssize_t)n);
}

static struct pdu
read_pdu(int fd)
{
	struct pdu pdu = { .n = 16 };

	read_all(fd, pdu.octets, 16);
	pdu.n = (size_t)pdu.octets[2] << 8 | pdu.octets[3];
	assert_in_range(pdu.n, 16, sizeof(pdu.octets));
	read_all(fd, pdu.octets + 16, pdu.n - 16);
	return pdu;
}

/* The status of the answer to our command. */
static unsigned
answer(int fd, uint8_t command, uint8_t sequence)
{
	struct pdu pdu = read_pdu(fd);

	assert_int_equal(pdu.octets[4], RESP);
	assert_int_equal(pdu.octets[7], command);
	assert_int_equal(pdu.octets[15], sequence);
	return pdu.octets[11];
}

static unsigned
bind_as(int fd, const char *name, uint8_t how)
{
	struct pdu pdu = begin(how, 1);

	put(&pdu, name, strlen(name) + 1);
	put(&pdu, "secret12\0" "\0" "\x34\0\0" "\0", 9 + 1 + 3 + 1);
	send_pdu(fd, &pdu);
	return answer(fd, how, 1);
}

static int
bound(const char *name)
{
	int fd = connect_smsc();

	assert_int_equal(bind_as(fd, name, TRX), 0);
	return fd;
}

struct sending {
	const char *to;
	uint8_t esm_class, registered, dcs;
	const char *text;
	size_t n;
	const char *tlvs;
	size_t tlvs_n;
};

static void
send_submit(int fd, uint8_t sequence, const struct sending *s)
{
	const uint8_t middle[] = { s->esm_class, 0, 0, 0, 0, s->registered, 0,
	    s->dcs, 0, (uint8_t)s->n };
	struct pdu pdu = begin(SUBMIT, sequence);

	put(&pdu, "USSD\0\0\0" "2026\0\1\1", 5 + 2 + 5 + 2);
	put(&pdu, s->to, strlen(s->to) + 1);
	put(&pdu, middle, sizeof(middle));
	put(&pdu, s->text, s->n);
	put(&pdu, s->tlvs, s->tlvs_n);
	send_pdu(fd, &pdu);
}

static unsigned
submit(int fd, const struct sending *s)
{
	send_submit(fd, 9, s);
	return answer(fd, SUBMIT, 9);
}

/* What stands in a deliver_sm after the two addresses. */
struct delivered { uint8_t esm_class, dcs, n, text[255]; uint8_t op, id[2]; };

static struct delivered
read_deliver(int fd, const char *from, const char *to)
{
	struct pdu pdu = read_pdu(fd);
	struct delivered d = {0};
	const uint8_t *at = pdu.octets + 16;

	assert_int_equal(pdu.octets[7], DELIVER);
	at += strlen((const char *)at) + 3;
	assert_string_equal((const char *)at, from);
	at += strlen((const char *)at) + 3;
	assert_string_equal((const char *)at, to);
	at += strlen((const char *)at) + 1;
	d.esm_class = at[0];
	d.dcs = at[7];
	d.n = at[9];
	memcpy(d.text, at + 10, d.n);
	at += 10 + d.n;
	if (at + 11 <= pdu.octets + pdu.n && at[0] == 0x05) {
		d.op = at[4];
		memcpy(d.id, at + 9, 2);
	}
	return d;
}

/* A page in the session, with the op 2 (ask) or 17 (end). */
static unsigned
show_page(int fd, const struct delivered *d, uint8_t op, const char *text)
{
	const char tlvs[] = { 5, 1, 0, 1, (char)op, 0x13, (char)0x83, 0, 2,
	    (char)d->id[0], (char)(d->id[1] | (op == 17)) };
	struct sending s = { .to = "85512000001\0", .text = text,
	    .n = strlen(text), .tlvs = tlvs, .tlvs_n = sizeof(tlvs) };

	return submit(fd, &s);
}

/* -- the handset's side ----------------------------------------------- */

static struct phone *
switched_on(const char *number, struct screen *screen)
{
	struct phone *phone;

	assert_int_equal(phone_open(NULL, dir, number, &phone), 0);
	assert_int_equal(phone_next(phone, phone, WAIT_MS, screen, NULL), 0);
	return phone;
}

static struct phone *
phone_at(const char *number)
{
	struct screen screen;
	struct phone *phone = switched_on(number, &screen);

	assert_int_equal(screen.kind, SCREEN_ATTACHED);
	assert_string_equal(screen.text, number);
	return phone;
}

static void
press(struct phone *phone, enum press_kind kind, const char *text)
{
	assert_int_equal(phone_press(phone, &(struct press){ .kind = kind,
	    .text = text }), 0);
}

static struct screen
shown(struct phone *phone, enum screen_kind kind)
{
	struct screen screen;

	assert_int_equal(phone_next(phone, phone, WAIT_MS, &screen, NULL), 0);
	assert_int_equal(screen.kind, kind);
	return screen;
}

static void
shown_nothing(struct phone *phone)
{
	struct screen screen;

	assert_int_equal(phone_next(phone, phone, SOON_MS, &screen, NULL),
	    -ETIMEDOUT);
}

static struct delivered
dial(int fd, struct phone *phone)
{
	struct delivered d;

	press(phone, PRESS_DIAL, "*2026#");
	d = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(d.op, 1);
	return d;
}

/* -- the tests -------------------------------------------------------- */

static void
a_session_runs_from_dial_to_end(void **)
{
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d = dial(fd, phone), key;
	struct screen page;

	assert_int_equal(d.n, 6);
	assert_memory_equal(d.text, "*2026#", 6);
	assert_int_equal(d.id[1] & 1, 0);
	assert_int_equal(show_page(fd, &d, 2, "1 Khmer 2 Thai"), 0);
	page = shown(phone, SCREEN_PAGE);
	assert_string_equal(page.text, "1 Khmer 2 Thai");
	assert_string_equal(page.coding, "GSM-7");
	assert_int_equal(page.units, 14);
	assert_int_equal(page.limit, 160);
	assert_false(page.end);

	press(phone, PRESS_KEY, "1");
	key = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(key.op, 18);
	assert_memory_equal(key.id, d.id, 2);
	assert_int_equal(show_page(fd, &d, 17, "Bye"), 0);
	assert_true(shown(phone, SCREEN_PAGE).end);

	assert_int_equal(show_page(fd, &d, 2, "Too late"), 0x0b);
	shown_nothing(phone);
	press(phone, PRESS_KEY, "1");
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
	    "No session"));
	talloc_free(phone);
	close(fd);
}

static void
an_answer_of_another_session_is_refused(void **)
{
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered first = dial(fd, phone), d = dial(fd, phone);
	struct sending bare = { .to = "85512000001", .text = "x", .n = 1 };

	assert_memory_not_equal(first.id, d.id, 2);
	assert_int_equal(show_page(fd, &first, 2, "x"), 0xc4);
	assert_int_equal(show_page(fd, &d, 3, "x"), 0xc4);
	assert_int_equal(submit(fd, &bare), 0xc3);
	bare.tlvs = "\5\1\0\1\2";
	bare.tlvs_n = 5;
	assert_int_equal(submit(fd, &bare), 0xc3);
	shown_nothing(phone);
	assert_int_equal(show_page(fd, &d, 2, "x"), 0);
	shown(phone, SCREEN_PAGE);
	talloc_free(phone);
	close(fd);
}

static void
hanging_up_and_silence_end_a_session(void **)
{
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d = dial(fd, phone);

	press(phone, PRESS_HANGUP, NULL);
	press(phone, PRESS_KEY, "1");
	shown(phone, SCREEN_NOTICE);
	assert_int_equal(show_page(fd, &d, 2, "x"), 0x0b);
	d = dial(fd, phone);
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
	    "The session ended"));
	assert_int_equal(show_page(fd, &d, 2, "x"), 0x0b);
	talloc_free(phone);
	close(fd);
}

static void
a_page_longer_than_the_profile_allows_is_shown_as_such(void **)
{
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d = dial(fd, phone);
	char text[176];
	struct screen page;

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(show_page(fd, &d, 2, text), 0);
	page = shown(phone, SCREEN_PAGE);
	assert_int_equal(page.units, 175);
	assert_int_equal(page.limit, 160);
	talloc_free(phone);
	close(fd);
}

static void
only_our_code_is_on_this_network(void **)
{
	static const char *const others[] = { "*2027#", "*20261#", "*2026",
	    "*2026*x#", "2026", "", "*2026#x" };
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d;

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		press(phone, PRESS_DIAL, others[i]);
		assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
		    "no such code"));
	}
	press(phone, PRESS_DIAL, "*2026*3#");
	d = read_deliver(fd, "85512000001", "2026");
	assert_memory_equal(d.text, "*2026*3#", d.n);
	talloc_free(phone);
	close(fd);
}

static void
words_beyond_the_alphabet_go_as_ucs_2(void **)
{
	int fd = bound("ussd-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d;

	(void)dial(fd, phone);
	press(phone, PRESS_KEY, "១");
	d = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(d.dcs, 8);
	assert_int_equal(d.n, 2);
	assert_memory_equal(d.text, "\x17\xe1", 2);
	talloc_free(phone);
	close(fd);
}

static void
a_foreign_number_writes_to_the_long_number(void **)
{
	int ussd = bound("ussd-kh"), sms = bound("sms-kh");
	struct screen on;
	struct phone *phone = switched_on(ABROAD, &on);
	struct delivered d;

	assert_string_equal(on.number, "+855232026026");
	press(phone, PRESS_DIAL, "*2026#");
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
	    "+855232026026"));
	press(phone, PRESS_SMS, "hello");
	d = read_deliver(sms, "66810000001", "855232026026");
	assert_memory_equal(d.text, "hello", 5);
	assert_int_equal(phone_press(phone, &(struct press){ PRESS_SMS, "x",
	    "2026" }), 0);
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text, "Not sent"));
	talloc_free(phone);
	close(ussd);
	close(sms);
}

static void
a_long_sms_leaves_in_parts(void **)
{
	int fd = bound("sms-kh");
	struct phone *phone = phone_at(HERE);
	struct delivered d;
	char text[201];

	memset(text, 'a', 200);
	text[200] = '\0';
	press(phone, PRESS_SMS, text);
	d = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(d.esm_class, 0x40);
	assert_int_equal(d.n, 6 + 153);
	assert_int_equal(d.text[4], 2);
	assert_int_equal(d.text[5], 1);
	d = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(d.n, 6 + 47);
	assert_int_equal(d.text[5], 2);
	talloc_free(phone);
	close(fd);
}

static void
parts_of_an_sms_become_one_with_a_receipt(void **)
{
	int fd = bound("sms-kh");
	struct phone *phone = phone_at(HERE);
	struct sending first = { .to = "85512000001", .esm_class = 0x40,
	    .registered = 1, .dcs = 8, .text = "\5\0\3\7\2\1\x17\x80\xd8\x3d",
	    .n = 10 }, second = first;
	struct screen sms;
	struct delivered receipt;

	second.registered = 0;
	second.text = "\5\0\3\7\2\2\xde\0";
	second.n = 8;
	assert_int_equal(submit(fd, &first), 0);
	receipt = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(receipt.esm_class, 4);
	receipt.text[receipt.n] = '\0';
	assert_non_null(strstr((char *)receipt.text, " stat:DELIVRD "));
	shown_nothing(phone);
	assert_int_equal(submit(fd, &second), 0);
	sms = shown(phone, SCREEN_SMS);
	assert_string_equal(sms.text, "ក😀");
	assert_string_equal(sms.from, "2026");
	assert_int_equal(sms.parts, 2);
	assert_int_equal(sms.units, 3);
	talloc_free(phone);
	close(fd);
}

static void
an_sms_waits_for_a_handset_that_is_off(void **)
{
	int fd = bound("sms-kh");
	struct sending s = { .to = "85512000077", .text = "later", .n = 5 };
	struct phone *phone;

	for (int i = 0; i < 100; i++)
		assert_int_equal(submit(fd, &s), 0);
	assert_int_equal(submit(fd, &s), 0x14);
	phone = phone_at("+85512000077");
	for (int i = 0; i < 100; i++)
		assert_string_equal(shown(phone, SCREEN_SMS).text, "later");
	shown_nothing(phone);
	s.to = "2026";
	assert_int_equal(submit(fd, &s), 0x0b);
	s.to = "";
	assert_int_equal(submit(fd, &s), 0x0b);
	talloc_free(phone);
	close(fd);
}

static void
binds_are_known_by_name(void **)
{
	int fd = connect_smsc(), receiver = connect_smsc(), sender;
	struct pdu enquire = begin(ENQUIRE, 3), unbind = begin(UNBIND, 4);
	struct sending s = { .to = "85512000001", .text = "x", .n = 1 };
	uint8_t octet;

	assert_int_equal(submit(fd, &s), 4);
	assert_int_equal(bind_as(fd, "nobody", TRX), 0x0f);
	assert_int_equal(bind_as(fd, "sms-kh", TRX), 0);
	assert_int_equal(bind_as(fd, "sms-kh", TRX), 5);
	send_pdu(fd, &enquire);
	assert_int_equal(answer(fd, ENQUIRE, 3), 0);
	send_pdu(fd, &unbind);
	assert_int_equal(answer(fd, UNBIND, 4), 0);
	assert_int_equal(recv(fd, &octet, 1, 0), 0);
	close(fd);

	assert_int_equal(bind_as(receiver, "sms-kh", 1), 0);
	assert_int_equal(submit(receiver, &s), 4);
	sender = connect_smsc();
	assert_int_equal(bind_as(sender, "sms-kh", 2), 0);
	assert_int_equal(submit(sender, &s), 0);
	close(receiver);
	close(sender);
}

static void
without_bearerbox_the_handset_is_told(void **)
{
	struct phone *phone = phone_at(HERE);

	press(phone, PRESS_DIAL, "*2026#");
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
	    "not linked"));
	press(phone, PRESS_SMS, "hello");
	assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
	    "not linked"));
	talloc_free(phone);
}

static void
what_is_no_number_is_not_taken(void **)
{
	static const char *const bad[] = { "012000001", "+0855", "+855",
	    "+8551200000x", "", "+12345678901234567", "+" };
	struct screen screen;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct phone *phone = switched_on(bad[i], &screen);

		assert_int_equal(screen.kind, SCREEN_NOTICE);
		press(phone, PRESS_DIAL, "*2026#");
		shown(phone, SCREEN_NOTICE);
		talloc_free(phone);
	}
}

static void
a_number_is_in_one_place(void **)
{
	struct phone *first = phone_at(HERE), *second = phone_at(HERE);

	assert_non_null(strstr(shown(first, SCREEN_NOTICE).text,
	    "Another handset"));
	talloc_free(first);
	press(second, PRESS_KEY, "1");
	assert_non_null(strstr(shown(second, SCREEN_NOTICE).text,
	    "No session"));
	talloc_free(second);
}

static void
nobody_else_may_use_the_handsets_socket(void **)
{
	struct stat about;
	char path[96];

	snprintf(path, sizeof(path), "%s/network.sock", dir);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
}

static void
a_second_network_does_not_take_the_place(void **)
{
	struct event_base *base = event_base_new();
	struct network_settings settings = { .dir = dir };
	char path[256];
	struct network *network;
	struct phone *phone;

	assert_int_equal(network_open(NULL, base, &operators, &settings,
	    &network), -EADDRINUSE);
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	settings.dir = path;
	assert_int_equal(network_open(NULL, base, &operators, &settings,
	    &network), -ENAMETOOLONG);
	event_base_free(base);
	assert_int_equal(phone_open(NULL, path, HERE, &phone), -ENAMETOOLONG);
	assert_int_equal(phone_open(NULL, "/nowhere", HERE, &phone), -ENOENT);
	talloc_free(phone_at(HERE));
}

static void
lines_that_are_no_requests_are_answered(void **)
{
	static const char *const lines[] = { "{", "[]", "{\"dial\":1}",
	    "{\"key\":\"1\",\"key\":\"2\"}", "", "{\"page\":\"x\"}",
	    "{\"sms\":\"\\u0000\"}", "\xff\xfe" };
	struct phone *phone = phone_at(HERE);

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		assert_true(write(phone_fd(phone), lines[i],
		    strlen(lines[i])) >= 0);
		assert_int_equal(write(phone_fd(phone), "\n", 1), 1);
		assert_non_null(strstr(shown(phone, SCREEN_NOTICE).text,
		    "did not understand"));
	}
	talloc_free(phone);
}

static void
a_line_without_end_is_cut_off(void **)
{
	struct phone *phone = phone_at(HERE);
	static char much[200000];
	struct screen screen;

	memset(much, 'a', sizeof(much));
	(void)!send(phone_fd(phone), much, sizeof(much), MSG_NOSIGNAL);
	assert_int_equal(phone_next(phone, phone, WAIT_MS, &screen, NULL),
	    -EIO);
	talloc_free(phone);
}

/* A handset in somebody's hand, and what it has shown. */
struct hand { struct player *player; char *shown; size_t n; FILE *out; };

static struct hand
take_in_hand(struct hand *hand)
{
	struct player_settings settings = { .plain = true,
	    .timeout_ms = WAIT_MS };
	struct phone *phone;

	hand->out = settings.out = open_memstream(&hand->shown, &hand->n);
	assert_int_equal(phone_open(NULL, dir, HERE, &phone), 0);
	assert_int_equal(player_open(phone, phone, &settings,
	    &hand->player), 0);
	return *hand;
}

static void
put_away(struct hand *hand)
{
	talloc_free(talloc_parent(hand->player));
	fclose(hand->out);
	free(hand->shown);
}

static void
a_session_can_be_typed(void **)
{
	int fd = bound("ussd-kh");
	struct hand hand;
	struct player *player = take_in_hand(&hand).player;
	struct delivered d;

	assert_int_equal(script_line(player, "# a comment"), PLAYER_GO);
	assert_int_equal(script_line(player, ""), PLAYER_GO);
	assert_int_equal(script_line(player, "expect-end"), FAILED);
	assert_int_equal(script_line(player, "*2026#"), PLAYER_GO);
	d = read_deliver(fd, "85512000001", "2026");
	assert_int_equal(show_page(fd, &d, 2, "1 Khmer\n2 Thai"), 0);
	assert_int_equal(player_show(player, SOON_MS), PLAYER_GO);
	assert_int_equal(script_line(player, "expect 1 Khmer 2"), PLAYER_GO);
	assert_int_equal(script_line(player, "expect 3"), FAILED);
	assert_int_equal(script_line(player, "expect-end"), FAILED);
	assert_int_equal(script_line(player, "1"), PLAYER_GO);
	d = read_deliver(fd, "85512000001", "2026");
	assert_memory_equal(d.text, "1", 1);
	assert_int_equal(script_line(player, "expect 1 Khmer 2"), FAILED);
	assert_int_equal(script_line(player, "key wait 3"), PLAYER_GO);
	d = read_deliver(fd, "85512000001", "2026");
	assert_memory_equal(d.text, "wait 3", 6);
	assert_int_equal(show_page(fd, &d, 17, "Bye"), 0);
	assert_int_equal(player_show(player, SOON_MS), PLAYER_GO);
	assert_int_equal(script_line(player, "expect-end"), PLAYER_GO);
	assert_non_null(strstr(hand.shown, "| 1 Khmer                  |"));
	assert_int_equal(script_line(player, "wait x"), USAGE);
	assert_int_equal(script_line(player, "pace -1"), USAGE);
	assert_int_equal(script_line(player, "quit"), DONE);
	put_away(&hand);
	close(fd);
}

static void
digits_before_an_sms_are_a_number_only_if_it_is_the_services(void **)
{
	static const struct { const char *line, *to, *text; } t[] = {
		{ "sms hello there", "2026", "hello there" },
		{ "sms 12345678 1234", "2026", "12345678 1234" },
		{ "sms 2026 1", "2026", "1" },
		{ "sms 2026", "2026", "2026" },
		{ "sms +855232026026 hi", "855232026026", "hi" },
	};
	int fd = bound("sms-kh");
	struct hand hand;
	struct player *player = take_in_hand(&hand).player;
	struct delivered d;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		assert_int_equal(script_line(player, t[i].line), PLAYER_GO);
		d = read_deliver(fd, "85512000001", t[i].to);
		assert_int_equal(d.n, strlen(t[i].text));
		assert_memory_equal(d.text, t[i].text, d.n);
	}
	put_away(&hand);
	close(fd);
}

static void
a_script_ends_when_no_answer_comes(void **)
{
	int fd = bound("ussd-kh");
	struct player_settings settings = { .waits = true, .timeout_ms = 200,
	    .out = fopen("/dev/null", "w") };
	struct phone *phone;
	struct player *player;

	assert_int_equal(phone_open(NULL, dir, HERE, &phone), 0);
	assert_int_equal(player_open(phone, phone, &settings, &player), 0);
	assert_int_equal(script_line(player, "*2026#"), FAILED);
	assert_int_equal(script_line(player, "expect x"), FAILED);
	kill(network_pid, SIGTERM);
	assert_int_equal(script_line(player, "wait 4"), FAILED);
	talloc_free(phone);
	fclose(settings.out);
	close(fd);
}

static uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* A length that lies closes the link; anything else is answered or nacked. */
static void
rubbish_does_not_end_the_network(void **)
{
	uint32_t state = 20261123;
	struct sending s = { .to = "85512000001", .text = "hello", .n = 5 };
	struct pdu pdu;
	int fd;

	for (int i = 0; i < 300; i++) {
		fd = bound(i % 2 ? "ussd-kh" : "sms-kh");
		pdu = begin((uint8_t)next_random(&state), 5);
		pdu.n = 16 + next_random(&state) % 300;
		for (size_t n = 16; n < pdu.n; n++)
			pdu.octets[n] = (uint8_t)next_random(&state);
		if (i % 3 == 0)
			pdu.octets[4 + next_random(&state) % 12] ^= 0x80;
		send_pdu(fd, &pdu);
		(void)!send(fd, pdu.octets + 4, 12, MSG_NOSIGNAL);
		close(fd);
	}
	fd = connect_smsc();
	assert_int_equal(send(fd, "GET / HTTP/1.0\r\n\r\n", 18, 0), 18);
	assert_int_equal(recv(fd, pdu.octets, 16, MSG_WAITALL), 16);
	assert_int_equal(recv(fd, pdu.octets, 1, 0), 0);
	close(fd);
	fd = bound("sms-kh");
	assert_int_equal(submit(fd, &s), 0);
	close(fd);
}

#define network_test(f) \
	cmocka_unit_test_setup_teardown(f, start_network, stop_network)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		network_test(a_session_runs_from_dial_to_end),
		network_test(an_answer_of_another_session_is_refused),
		cmocka_unit_test_setup_teardown(
		    hanging_up_and_silence_end_a_session,
		    start_impatient_network, stop_network),
		network_test(
		    a_page_longer_than_the_profile_allows_is_shown_as_such),
		network_test(only_our_code_is_on_this_network),
		network_test(words_beyond_the_alphabet_go_as_ucs_2),
		network_test(a_foreign_number_writes_to_the_long_number),
		network_test(a_long_sms_leaves_in_parts),
		network_test(parts_of_an_sms_become_one_with_a_receipt),
		network_test(an_sms_waits_for_a_handset_that_is_off),
		network_test(binds_are_known_by_name),
		network_test(without_bearerbox_the_handset_is_told),
		network_test(what_is_no_number_is_not_taken),
		network_test(a_number_is_in_one_place),
		network_test(nobody_else_may_use_the_handsets_socket),
		network_test(a_second_network_does_not_take_the_place),
		network_test(lines_that_are_no_requests_are_answered),
		network_test(a_line_without_end_is_cut_off),
		network_test(a_session_can_be_typed),
		network_test(
		digits_before_an_sms_are_a_number_only_if_it_is_the_services),
		network_test(a_script_ends_when_no_answer_comes),
		network_test(rubbish_does_not_end_the_network),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
