#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "gateway/kannel/status.h"

enum { SEED = 20261123, ROUNDS = 20000, BIG = 2 << 20 };

static const char page[] =
	"<?xml version=\"1.0\"?>\n<gateway>\n"
	"<version>Kannel bearerbox version `1.4.5'.\nCompiler `12.2.0'.\n"
	"</version>\n<status>running, uptime 0d 0h 0m 2s</status>\n"
	"<boxes>\n\t\t<box>\n\t\t<type>smsbox</type>\n\t\t<id>helpline</id>\n"
	"\t\t<IP>127.0.0.1</IP>\n\t\t<status>on-line 0d 0h 0m 1s</status>\n"
	"\t\t</box>\n\t\t<box>\n\t\t<type>smsbox</type>\n\t\t<id></id>\n"
	"\t\t</box>\n\t</boxes>\n"
	"<smscs><count>2</count>\n\t<smsc>\n"
	"\t\t<name>SMPP:127.0.0.1:2775/2775:helpline:</name>\n"
	"\t\t<admin-id>ussd-kh</admin-id>\n\t\t<id>ussd-kh</id>\n"
	"\t\t<status>online 12s</status>\n\t\t<failed>0</failed>\n"
	"\t\t<sms>\n\t\t\t<received>0</received>\n\t\t</sms>\n\t</smsc>\n"
	"\t<smsc>\n\t\t<id>sms-kh</id>\n\t\t<status>re-connecting</status>\n"
	"\t</smsc>\n</smscs>\n</gateway>\n";

static void
assert_page(const struct status *s)
{
	assert_true(s->reachable);
	assert_false(s->denied);
	assert_string_equal(s->version, "Kannel bearerbox version `1.4.5'.");
	assert_string_equal(s->gateway, "running, uptime 0d 0h 0m 2s");
	assert_int_equal(s->boxes_n, 2);
	assert_string_equal(s->boxes[0], "helpline");
	assert_string_equal(s->boxes[1], "");
	assert_int_equal(s->smscs_n, 2);
	assert_string_equal(s->smscs[0].id, "ussd-kh");
	assert_string_equal(s->smscs[0].state, "online 12s");
	assert_string_equal(s->smscs[1].id, "sms-kh");
	assert_string_equal(s->smscs[1].state, "re-connecting");
}

/* Read from a block of just this size, so that ASan sees any read past it. */
static struct status *
read_exactly(const char *text, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);
	struct status *status;

	memcpy(copy, text, n);
	status = status_read(NULL, copy, n);
	free(copy);
	return status;
}

static void
a_page_of_bearerbox_is_read(void **state)
{
	struct status *s = read_exactly(page, strlen(page));

	(void)state;
	assert_page(s);
	talloc_free(s);
}

static void
a_wrong_password_reads_denied(void **state)
{
	static const char denied[] = "<?xml version=\"1.0\"?>\n<gateway>\n"
	    "Denied</gateway>\n";
	struct status *s = read_exactly(denied, strlen(denied));

	(void)state;
	assert_true(s->reachable);
	assert_true(s->denied);
	assert_string_equal(s->version, "");
	assert_int_equal(s->boxes_n, 0);
	assert_int_equal(s->smscs_n, 0);
	talloc_free(s);
}

static void
a_page_of_someone_else_is_not_bearerbox(void **state)
{
	static const char *const pages[] = { "", "<", "<html>hello</html>",
		"Denied", "<gateway>", "</gateway><gateway>" };

	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		struct status *s = read_exactly(pages[i], strlen(pages[i]));

		assert_false(s->reachable);
		assert_false(s->denied);
		talloc_free(s);
	}
}

static bool
is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static void
random_changes_never_break_the_reader(void **state)
{
	char changed[sizeof page];

	(void)state;
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = strlen(page) - (round % 2 == 0 ? 0 :
		    (size_t)random() % strlen(page));
		struct status *s;

		memcpy(changed, page, sizeof page);
		for (long i = random() % 10; i > 0; i--)
			changed[(size_t)random() % strlen(page)] =
			    (char)random();
		s = read_exactly(changed, n);
		assert_true(is_printable(s->version));
		for (size_t i = 0; i < s->smscs_n; i++)
			assert_true(is_printable(s->smscs[i].state));
		talloc_free(s);
	}
}

/* A server for one request, in a child: says head and body, then waits. */
struct server { unsigned port; pid_t pid; int request; };

static void
serve(int listener, int request, const char *body, size_t n, unsigned wait_s)
{
	static char heard[4096];
	char head[100];
	int fd = accept(listener, NULL, NULL);
	ssize_t got = recv(fd, heard, sizeof heard, 0);

	if (got > 0 && write(request, heard, (size_t)got) < 0)
		_exit(1);
	sleep(wait_s);
	snprintf(head, sizeof head,
	    "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", n);
	(void)send(fd, head, strlen(head), MSG_NOSIGNAL);
	(void)send(fd, body, n, MSG_NOSIGNAL);
	_exit(0);
}

static struct server
start_server(const char *body, size_t n, unsigned wait_s)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t at_n = sizeof at;
	int listener = socket(AF_INET, SOCK_STREAM, 0), request[2];
	struct server server;

	assert_int_equal(bind(listener, (struct sockaddr *)&at, at_n), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &at_n),
	    0);
	assert_int_equal(pipe(request), 0);
	server = (struct server){ ntohs(at.sin_port), fork(), request[0] };
	if (server.pid == 0)
		serve(listener, request[1], body, n, wait_s);
	close(listener);
	close(request[1]);
	return server;
}

static void
stop_server(struct server *server)
{
	close(server->request);
	assert_int_equal(waitpid(server->pid, NULL, 0), server->pid);
}

static void
a_page_is_fetched_with_the_password_encoded(void **state)
{
	struct server server = start_server(page, strlen(page), 0);
	struct status *s = status_fetch(NULL, server.port, "a b&c=%/?#\xc3");
	static const char expected[] = "GET /status.xml?password="
	    "a%20b%26c%3D%25%2F%3F%23%C3 HTTP/1.1\r\n";
	char request[4096] = "";

	(void)state;
	assert_page(s);
	assert_true(read(server.request, request, sizeof request - 1) > 0);
	assert_int_equal(strncmp(request, expected, strlen(expected)), 0);
	stop_server(&server);
	talloc_free(s);
}

static void
a_page_that_never_comes_is_given_up_after_two_seconds(void **state)
{
	struct server server = start_server(page, strlen(page), 3);
	time_t began = time(NULL);
	struct status *s = status_fetch(NULL, server.port, "x");

	(void)state;
	assert_false(s->reachable);
	assert_in_range(time(NULL) - began, 1, 3);
	stop_server(&server);
	talloc_free(s);
}

static void
a_page_without_end_is_given_up(void **state)
{
	char *big = malloc(BIG);
	struct server server;
	struct status *s;

	(void)state;
	memset(big, ' ', BIG);
	memcpy(big, page, strlen(page));
	server = start_server(big, BIG, 0);
	s = status_fetch(NULL, server.port, "x");
	assert_false(s->reachable);
	stop_server(&server);
	talloc_free(s);
	free(big);
}

static void
where_nobody_listens_nothing_is_reachable(void **state)
{
	struct server server = start_server("", 0, 0);
	struct status *s = status_fetch(NULL, server.port, "x");

	(void)state;
	assert_false(s->reachable);
	talloc_free(s);
	stop_server(&server);
	s = status_fetch(NULL, server.port, "x");
	assert_false(s->reachable);
	talloc_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_of_bearerbox_is_read),
		cmocka_unit_test(a_wrong_password_reads_denied),
		cmocka_unit_test(a_page_of_someone_else_is_not_bearerbox),
		cmocka_unit_test(random_changes_never_break_the_reader),
		cmocka_unit_test(a_page_is_fetched_with_the_password_encoded),
		cmocka_unit_test(
		    a_page_that_never_comes_is_given_up_after_two_seconds),
		cmocka_unit_test(a_page_without_end_is_given_up),
		cmocka_unit_test(where_nobody_listens_nothing_is_reachable),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
