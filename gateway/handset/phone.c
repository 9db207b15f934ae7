#include "gateway/handset/phone.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct phone {
	int fd;
	size_t n;			/* octets that wait */
	char octets[WIRE_MAX];
};

static int
close_phone(struct phone *phone)
{
	close(phone->fd);
	return 0;
}

static int
connect_phone(struct phone *phone, const char *dir)
{
	struct sockaddr_un address;
	int rc = wire_address(dir, &address);

	if (rc != 0)
		return rc;
	if (connect(phone->fd, (const struct sockaddr *)&address,
	    sizeof(address)) == 0)
		return 0;
	return errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR ?
	    -ENOENT : -EIO;
}

int
phone_open(TALLOC_CTX *ctx, const char *dir, const char *number,
    struct phone **out)
{
	struct press press = { .kind = PRESS_ATTACH, .text = number };
	struct phone *phone;
	int rc, fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -EIO;
	phone = talloc_zero(ctx, struct phone);
	phone->fd = fd;
	talloc_set_destructor(phone, close_phone);
	rc = connect_phone(phone, dir);
	if (rc == 0)
		rc = phone_press(phone, &press);
	if (rc != 0) {
		talloc_free(phone);
		return rc;
	}
	*out = phone;
	return 0;
}

int
phone_fd(const struct phone *phone)
{
	return phone->fd;
}

static int
write_all(int fd, const char *octets, size_t n)
{
	ssize_t wrote;

	for (; n > 0; octets += wrote, n -= (size_t)wrote) {
		wrote = send(fd, octets, n, MSG_NOSIGNAL);
		if (wrote < 0 && errno == EINTR)
			wrote = 0;
		else if (wrote < 0)
			return -EIO;
	}
	return 0;
}

int
phone_press(struct phone *phone, const struct press *press)
{
	char *line = wire_write_press(phone, press);
	int rc = write_all(phone->fd, line, strlen(line));

	talloc_free(line);
	return rc;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* More octets, or -ETIMEDOUT. */
static int
fill(struct phone *phone, int64_t until)
{
	struct pollfd ready = { .fd = phone->fd, .events = POLLIN };
	int64_t left = until - now_ms();
	int polled = poll(&ready, 1, left > 0 ? (int)left : 0);
	ssize_t n;

	if (polled == 0)
		return -ETIMEDOUT;
	if (polled < 0)
		return errno == EINTR ? 0 : -EIO;
	n = read(phone->fd, phone->octets + phone->n, WIRE_MAX - phone->n);
	if (n < 0 && errno == EINTR)
		return 0;
	if (n <= 0)
		return -EIO;
	phone->n += (size_t)n;
	return 0;
}

/* The first line without its newline; NULL: it has not come. */
static char *
take_line(struct phone *phone, TALLOC_CTX *ctx)
{
	char *end = memchr(phone->octets, '\n', phone->n);
	size_t n;
	char *line;

	if (end == NULL)
		return NULL;
	n = (size_t)(end - phone->octets);
	line = talloc_strndup(ctx, phone->octets, n);
	phone->n -= n + 1;
	memmove(phone->octets, end + 1, phone->n);
	return line;
}

int
phone_next(struct phone *phone, TALLOC_CTX *ctx, long timeout_ms,
    struct screen *out, const char **line)
{
	int64_t until = now_ms() + timeout_ms;
	char *text;
	int rc = 0;

	while ((text = take_line(phone, ctx)) == NULL) {
		rc = fill(phone, until);
		if (rc != 0)
			return rc;
	}
	rc = wire_read_screen(ctx, text, strlen(text), out);
	if (rc != 0)
		return -EIO;
	if (line != NULL)
		*line = text;
	return 0;
}
