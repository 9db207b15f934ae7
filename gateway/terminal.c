#include "gateway/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool
terminal_there(void)
{
	return isatty(STDIN_FILENO) == 1;
}

static volatile sig_atomic_t caught;

static void
note_signal(int number)
{
	(void)number;
	caught = 1;
}

void
terminal_catch(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	/* Without SA_RESTART: the question that waits is given up. */
	const struct sigaction action = { .sa_handler = note_signal };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		(void)sigaction(numbers[i], &action, NULL);
}

bool
terminal_caught(void)
{
	return caught != 0;
}

/* A line of standard input without its newline; NULL at the end. */
static char *
read_answer(TALLOC_CTX *ctx)
{
	char *line = NULL, *answer = NULL;
	size_t size = 0;

	if (getline(&line, &size, stdin) >= 0)
		answer = talloc_strndup(ctx, line, strcspn(line, "\r\n"));
	free(line);
	return answer;
}

char *
terminal_ask(TALLOC_CTX *ctx, const char *question, const char *initial)
{
	char *answer;

	do {
		if (initial != NULL && initial[0] != '\0')
			fprintf(stderr, "%s [%s]: ", question, initial);
		else
			fprintf(stderr, "%s: ", question);
		answer = read_answer(ctx);
		if (answer == NULL)
			return NULL;
		if (answer[0] == '\0' && initial != NULL)
			return talloc_strdup(ctx, initial);
	} while (answer[0] == '\0');
	return answer;
}

static int
wipe(char *secret)
{
	explicit_bzero(secret, talloc_get_size(secret));
	return 0;
}

/* Octet by octet: what follows the line is another reader's. */
static int
read_line(int fd, char *line)
{
	size_t n = 0;
	ssize_t got;

	for (;;) {
		got = read(fd, &line[n], 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -EIO;
		if (got == 0 || line[n] == '\n')
			break;
		if (++n > SECRET_MAX)
			return -EINVAL;
	}
	line[n] = '\0';
	return n > 0 ? 0 : -EINVAL;
}

static int
read_hidden(int tty, const char *question, char *line)
{
	struct termios before, hidden;
	int error;

	if (tcgetattr(tty, &before) != 0)
		return -ENOTTY;
	hidden = before;
	/* Without ISIG an interrupt cannot leave the terminal mute. */
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	/* Hidden first: who types as soon as she is asked is neither shown
	   nor lost. */
	if (tcsetattr(tty, TCSAFLUSH, &hidden) != 0)
		return -EIO;
	dprintf(tty, "%s: ", question);
	error = read_line(tty, line);
	(void)tcsetattr(tty, TCSADRAIN, &before);
	dprintf(tty, "\n");
	return error;
}

static int
ask_hidden(const char *question, char *line)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	int error;

	if (tty < 0)
		return -ENOTTY;
	error = read_hidden(tty, question, line);
	close(tty);
	return error;
}

int
terminal_secret(TALLOC_CTX *ctx, const char *question, int fd, char **out)
{
	char *secret = talloc_zero_size(ctx, SECRET_MAX + 2);
	int error;

	talloc_set_destructor(secret, wipe);
	error = fd >= 0 ? read_line(fd, secret) : ask_hidden(question, secret);
	if (error != 0) {
		talloc_free(secret);
		return error;
	}
	*out = secret;
	return 0;
}

char *
terminal_need(TALLOC_CTX *ctx, const char *question, int fd)
{
	char *secret = NULL;

	switch (terminal_secret(ctx, question, fd, &secret)) {
	case 0:
		return secret;
	case -ENOTTY:
		fprintf(stderr, "%s: there is no terminal to ask on; hand it "
		    "over on a descriptor (see --help)\n", question);
		return NULL;
	case -EINVAL:
		fprintf(stderr, "%s: 1 to %d octets are needed\n", question,
		    SECRET_MAX);
		return NULL;
	default:
		fprintf(stderr, "%s: cannot be read\n", question);
		return NULL;
	}
}

/* Octets of the UTF-8 character that begins here; 0 when none does. */
static size_t
character_octets(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
	    s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static uint32_t
character_point(const unsigned char *s, size_t n)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t point = s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		point = point << 6 | (s[i] & 0x3fU);
	return point;
}

/* What could move a cursor, hide or reorder what stands beside it. */
static bool
is_unsafe(uint32_t point)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 0x00, 0x09 }, { 0x0b, 0x1f }, { 0x7f, 0x9f },
		{ 0x061c, 0x061c }, { 0x200e, 0x200f }, { 0x2028, 0x202e },
		{ 0x2066, 0x206f }, { 0xd800, 0xdfff }, { 0xfeff, 0xfeff },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

char *
terminal_escape(TALLOC_CTX *ctx, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	char *out = talloc_strdup(ctx, "");
	size_t n;

	for (; *s != '\0'; s += n > 0 ? n : 1) {
		n = character_octets(s);
		if (n == 0)
			out = talloc_asprintf_append_buffer(out, "\\x%02x", *s);
		else if (!is_unsafe(character_point(s, n)))
			out = talloc_strndup_append_buffer(out,
			    (const char *)s, n);
		else
			out = talloc_asprintf_append_buffer(out,
			    n == 1 ? "\\x%02x" : "\\u%04x",
			    character_point(s, n));
	}
	return out;
}
