#include "gateway/desk/http.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <microhttpd.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/desk/response.h"
#include "gateway/desk/strict.h"
#include "gateway/meters.h"

enum {
	CONNECTIONS_MAX = 256,
	CONNECTIONS_OF_ONE = 192,	/* one address: the proxy is one */
	HEAD_MAX = 16 * 1024,
	HEAD_S = 15,			/* from its first octet, a request */
	REST_S = 30,			/* between two requests */
	SEND_S = 120,			/* 150 kB on a line of 10 kbit/s */
};

struct http {
	struct event_base *base;
	struct MHD_Daemon *daemon;
	struct event *ready, *timer, *again;
	http_handler *handler;
	void *arg;
};

/* One connection: when it is cut, whatever comes or does not. */
struct line {
	struct http *http;
	struct event *deadline;
	int fd;
};

/* One request on its way. */
struct exchange {
	struct request request;		/* first: they are one */
	struct http *http;
	struct MHD_Connection *connection;
	char *uri;			/* as sent, the query too */
	bool begun, refused, held, answered;
	struct answer answer;
	int64_t whole_us;		/* when all of it was here; steady */
};

static void
run(struct http *http)
{
	MHD_UNSIGNED_LONG_LONG ms;

	MHD_run(http->daemon);
	if (MHD_get_timeout(http->daemon, &ms) == MHD_YES) {
		struct timeval wait = { (time_t)(ms / 1000),
		    (suseconds_t)(ms % 1000 * 1000) };

		event_add(http->timer, &wait);
	} else
		event_del(http->timer);
}

static void
woken(evutil_socket_t, short, void *arg)
{
	run(arg);
}

static void
set_deadline(struct line *line, int seconds)
{
	const struct timeval wait = { seconds, 0 };

	event_add(line->deadline, &wait);
}

static void
too_late(evutil_socket_t, short, void *arg)
{
	struct line *line = arg;

	shutdown(line->fd, SHUT_RDWR);
	event_active(line->http->again, EV_TIMEOUT, 0);
}

static struct line *
line_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

static struct line *
open_line(struct http *http, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct line *line = talloc_zero(NULL, struct line);

	line->http = http;
	line->fd = info->connect_fd;
	line->deadline = evtimer_new(http->base, too_late, line);
	set_deadline(line, HEAD_S);
	return line;
}

/* The deadline begins here and not with the request line, which a slow
   client never ends. */
static void
connected(void *arg, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct http *http = arg;
	struct line *line = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = open_line(http, connection);
		return;
	}
	/* Once its limit of connections was hit, the library listens again
	   only when it is run after one of them has closed. */
	event_active(http->again, EV_TIMEOUT, 0);
	event_free(line->deadline);
	talloc_free(line);
}

static void *
begin(void *arg, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *exchange = talloc_zero(NULL, struct exchange);

	exchange->http = arg;
	exchange->connection = connection;
	exchange->uri = talloc_strdup(exchange, uri);
	exchange->request.line = line_of(connection)->fd;
	set_deadline(line_of(connection), HEAD_S);
	return exchange;
}

static void
completed(void *, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode)
{
	set_deadline(line_of(connection), REST_S);
	TALLOC_FREE(*context);
}

/* A query is of letters and digits: whatever is escaped stays as it was. */
static size_t
leave_escaped(void *, struct MHD_Connection *, char *text)
{
	return strlen(text);
}

/* Of a request that cannot be trusted nothing more is read. */
static enum MHD_Result
refuse(struct exchange *exchange, unsigned status)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(0,
	    NULL, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	exchange->refused = true;
	if (response == NULL)
		return MHD_NO;
	(void)MHD_add_response_header(response, "Connection", "close");
	result = MHD_queue_response(exchange->connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* Or none: the line is closed. */
static enum MHD_Result
send_answer(struct exchange *exchange)
{
	const struct answer *answer = &exchange->answer;
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    answer->n, (void *)(uintptr_t)answer->body, answer->constant ?
	    MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result = MHD_NO;

	if (response == NULL)
		return MHD_NO;
	meter_request(exchange->answer.status, exchange->whole_us);
	set_deadline(line_of(exchange->connection), SEND_S);
	if (response_add(response, answer))
		result = MHD_queue_response(exchange->connection,
		    answer->status, response);
	MHD_destroy_response(response);
	return result;
}

/* An answer that comes at once, or the connection waits without a deadline:
   it is our turn. */
static enum MHD_Result
hand_on(struct exchange *exchange)
{
	struct http *http = exchange->http;

	if (exchange->whole_us == 0)
		exchange->whole_us = meters_clock_us();
	if (!exchange->answered)
		exchange->answered = http->handler(http->arg,
		    &exchange->request, &exchange->answer);
	if (exchange->answered)
		return send_answer(exchange);
	exchange->held = true;
	event_del(line_of(exchange->connection)->deadline);
	MHD_suspend_connection(exchange->connection);
	return MHD_YES;
}

static enum MHD_Result
keep_body(struct exchange *exchange, const char *octets, size_t *n)
{
	struct request *request = &exchange->request;
	char *grown;

	if (request->body_n + *n > HTTP_BODY_MAX)
		return MHD_NO;
	grown = talloc_realloc(exchange, (char *)(uintptr_t)request->body,
	    char, (unsigned)(request->body_n + *n + 1));
	memcpy(grown + request->body_n, octets, *n);
	request->body_n += *n;
	grown[request->body_n] = '\0';
	request->body = grown;
	*n = 0;
	return MHD_YES;
}

/* Called when the head is there, with each part of the body, when it is
   whole, and once more when a held one was answered. */
static enum MHD_Result
handle(void *, struct MHD_Connection *, const char *path, const char *method,
    const char *version, const char *octets, size_t *n, void **context)
{
	struct exchange *exchange = *context;
	unsigned status;

	if (exchange->refused)
		return MHD_NO;
	if (!exchange->begun) {
		exchange->begun = true;
		exchange->request.method = method;
		exchange->request.path = path;
		status = strict_check(exchange->connection, exchange->uri,
		    path, version);
		return status != 0 ? refuse(exchange, status) : MHD_YES;
	}
	if (*n > 0)
		return keep_body(exchange, octets, n);
	return hand_on(exchange);
}

const char *
request_header(const struct request *request, const char *name)
{
	const struct exchange *exchange = (const void *)request;

	return MHD_lookup_connection_value(exchange->connection,
	    MHD_HEADER_KIND, name);
}

const char *
request_query(const struct request *request, const char *name)
{
	const struct exchange *exchange = (const void *)request;

	return MHD_lookup_connection_value(exchange->connection,
	    MHD_GET_ARGUMENT_KIND, name);
}

struct known { const char *const *names; unsigned seen; bool strange; };

static enum MHD_Result
check_query(void *arg, enum MHD_ValueKind, const char *key, const char *value)
{
	struct known *known = arg;
	unsigned i = 0;

	while (known->names[i] != NULL && strcmp(known->names[i], key) != 0)
		i++;
	/* A name we do not know, one without a value, one given twice. */
	known->strange |= known->names[i] == NULL || value == NULL ||
	    (known->seen >> i & 1) != 0;
	known->seen |= 1u << i;
	return MHD_YES;
}

bool
request_query_strange(const struct request *request,
    const char *const *names)
{
	const struct exchange *exchange = (const void *)request;
	struct known known = { .names = names };

	MHD_get_connection_values(exchange->connection,
	    MHD_GET_ARGUMENT_KIND, check_query, &known);
	return known.strange;
}

void
http_answer(struct request *request, const struct answer *answer)
{
	struct exchange *exchange = (void *)request;

	assert(exchange->held && !exchange->answered);
	exchange->answer = *answer;
	if (!answer->constant && answer->n > 0)
		exchange->answer.body = talloc_memdup(exchange, answer->body,
		    (unsigned)answer->n);
	exchange->answered = true;
	MHD_resume_connection(exchange->connection);
	event_active(exchange->http->again, EV_TIMEOUT, 0);
}

static int
free_http(struct http *http)
{
	http_close(http);
	return 0;
}

void
http_close(struct http *http)
{
	if (http->timer == NULL)
		return;
	/* Whoever closes still reaches http->again. */
	if (http->daemon != NULL)
		MHD_stop_daemon(http->daemon);
	if (http->ready != NULL)
		event_free(http->ready);
	event_free(http->timer);
	event_free(http->again);
	http->timer = NULL;
}

static struct MHD_Daemon *
start(struct http *http, int fd)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0,
	    NULL, NULL, handle, http,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)CONNECTIONS_OF_ONE,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MAX,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SEND_S,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_NOTIFY_CONNECTION, connected, http,
	    MHD_OPTION_NOTIFY_COMPLETED, completed, http,
	    MHD_OPTION_URI_LOG_CALLBACK, begin, http,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, http,
	    MHD_OPTION_END);
}

static int
join_loop(struct http *http)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon,
	    MHD_DAEMON_INFO_EPOLL_FD);

	if (info == NULL)
		return -EIO;
	http->ready = event_new(http->base, info->epoll_fd,
	    EV_READ | EV_PERSIST, woken, http);
	event_add(http->ready, NULL);
	event_active(http->again, EV_TIMEOUT, 0);
	return 0;
}

int
http_open(TALLOC_CTX *ctx, struct event_base *base, int fd,
    http_handler *handler, void *arg, struct http **out)
{
	struct http *http = talloc_zero(ctx, struct http);
	int rc = -EIO;

	http->base = base;
	http->handler = handler;
	http->arg = arg;
	http->timer = evtimer_new(base, woken, http);
	http->again = event_new(base, -1, 0, woken, http);
	http->daemon = start(http, fd);
	talloc_set_destructor(http, free_http);
	if (http->daemon != NULL)
		rc = join_loop(http);
	if (rc != 0) {
		talloc_free(http);
		return rc;
	}
	*out = http;
	return 0;
}
