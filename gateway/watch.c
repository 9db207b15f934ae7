/*
 * Not evhttp: it lets a slow client hold a descriptor for as long as it drips,
 * and has no limit of connections; not libmicrohttpd, which stays the desk's.
 * Three constant paths need no more than this.
 */
#include "gateway/watch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#include "gateway/log.h"
#include "store/store.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

enum { ASKING_MAX = 8, HEAD_MAX = 2048, DEADLINE_S = 3, BACKLOG = 16 };

/* Whoever asks just now. */
struct asking {
	struct watch *watch;
	struct bufferevent *line;	/* NULL: nobody */
	struct event *deadline;
	bool answered;
};

struct watch {
	struct watched watched;
	struct event_base *base;
	struct evconnlistener *listener;
	struct asking asking[ASKING_MAX];
	time_t started_at;
};

static void
hang_up(struct asking *a)
{
	bufferevent_free(a->line);
	event_free(a->deadline);
	a->line = NULL;
	evconnlistener_enable(a->watch->listener);
}

/* ---- what is told ---- */

static double
octets_of(const char *dir, const char *name)
{
	char *path = talloc_asprintf(NULL, "%s/%s", dir, name);
	struct stat st;
	double n = stat(path, &st) == 0 ? (double)st.st_size : 0;

	talloc_free(path);
	return n;
}

static void
tell_disk(struct evbuffer *out, const char *dir)
{
	struct statvfs fs;

	gauge_write(out, "helpline_store_bytes", "The store.",
	    octets_of(dir, "helpline.db"));
	gauge_write(out, "helpline_store_log_bytes",
	    "The store's write-ahead log.", octets_of(dir, "helpline.db-wal"));
	if (statvfs(dir, &fs) != 0)
		return;
	gauge_write(out, "helpline_disk_free_bytes",
	    "Room on the disk of the store.",
	    (double)fs.f_bavail * (double)fs.f_frsize);
}

static void
tell_metrics(struct watch *watch, struct evbuffer *out)
{
	const struct watched *w = &watch->watched;
	const char *why;

	gauge_head(out, "helpline_build_info", "Which program this is.");
	evbuffer_add_printf(out, "helpline_build_info{version=\"%s\","
	    "schema=\"%d\"} 1\n", PACKAGE_VERSION, store_schema());
	gauge_write(out, "process_start_time_seconds",
	    "When this process began, Unix time.", (double)watch->started_at);
	gauge_write(out, "helpline_ready", "1: it does its work now.",
	    w->is_ready(w->arg, &why));
	meters_write(out, w->of);
	tell_disk(out, w->dir);
	w->gauges(w->arg, out);
}

static void
reply(struct asking *a, const char *status, const char *type,
    struct evbuffer *body)
{
	struct evbuffer *out = bufferevent_get_output(a->line);

	evbuffer_add_printf(out, "HTTP/1.1 %s\r\nContent-Type: %s\r\n"
	    "Content-Length: %zu\r\nCache-Control: no-store\r\n"
	    "Connection: close\r\n\r\n", status, type,
	    evbuffer_get_length(body));
	evbuffer_add_buffer(out, body);
	a->answered = true;
}

static void
say(struct asking *a, const char *status, const char *words)
{
	struct evbuffer *body = evbuffer_new();

	evbuffer_add_printf(body, "%s\n", words);
	reply(a, status, "text/plain; charset=utf-8", body);
	evbuffer_free(body);
}

static void
tell_health(struct asking *a)
{
	say(a, "200 OK", "ok");
}

static void
tell_readiness(struct asking *a)
{
	const struct watched *w = &a->watch->watched;
	const char *why = "not ready";
	bool ready = w->is_ready(w->arg, &why);

	say(a, ready ? "200 OK" : "503 Service Unavailable",
	    ready ? "ready" : why);
}

static void
tell_all(struct asking *a)
{
	struct evbuffer *body = evbuffer_new();

	tell_metrics(a->watch, body);
	reply(a, "200 OK", "text/plain; version=0.0.4; charset=utf-8", body);
	evbuffer_free(body);
}

static const struct place {
	const char *request;		/* up to the version */
	void (*tell)(struct asking *);
} places[] = {
	{ "GET /healthz ", tell_health },
	{ "GET /readyz ", tell_readiness },
	{ "GET /metrics ", tell_all },
};

static void
answer(struct asking *a, const char *line)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (strncmp(line, places[i].request,
		    strlen(places[i].request)) == 0) {
			places[i].tell(a);
			return;
		}
	say(a, strncmp(line, "GET ", 4) == 0 ? "404 Not Found" :
	    "405 Method Not Allowed", "there are /healthz, /readyz, /metrics");
}

/* ---- the line ---- */

static void
heard(struct bufferevent *line, void *arg)
{
	struct asking *a = arg;
	struct evbuffer *in = bufferevent_get_input(line);
	struct evbuffer_ptr end = evbuffer_search(in, "\r\n\r\n", 4, NULL);
	char head[HEAD_MAX + 1] = "";

	if (a->answered)
		return;
	if (end.pos < 0) {
		if (evbuffer_get_length(in) >= HEAD_MAX)
			say(a, "431 Request Header Fields Too Large",
			    "too long");
		return;
	}
	evbuffer_copyout(in, head, HEAD_MAX);
	answer(a, head);
}

/* All that was to be said has left. */
static void
written(struct bufferevent *, void *arg)
{
	struct asking *a = arg;

	if (a->answered)
		hang_up(a);
}

static void
closed(struct bufferevent *, short, void *arg)
{
	hang_up(arg);
}

static void
too_late(evutil_socket_t, short, void *arg)
{
	hang_up(arg);
}

static struct asking *
free_place(struct watch *watch, unsigned *left)
{
	struct asking *found = NULL;

	*left = 0;
	for (int i = 0; i < ASKING_MAX; i++) {
		if (watch->asking[i].line != NULL)
			continue;
		if (found == NULL)
			found = &watch->asking[i];
		else
			++*left;
	}
	return found;
}

static void
accepted(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *, int, void *arg)
{
	static const struct timeval deadline = { DEADLINE_S, 0 };
	struct watch *watch = arg;
	unsigned left;
	struct asking *a = free_place(watch, &left);

	/* The rest wait in the kernel. */
	if (left == 0)
		evconnlistener_disable(listener);
	if (a == NULL) {
		evutil_closesocket(fd);
		return;
	}
	a->watch = watch;
	a->answered = false;
	a->line = bufferevent_socket_new(watch->base, fd,
	    BEV_OPT_CLOSE_ON_FREE);
	a->deadline = evtimer_new(watch->base, too_late, a);
	bufferevent_setcb(a->line, heard, written, closed, a);
	bufferevent_setwatermark(a->line, EV_READ, 0, HEAD_MAX);
	bufferevent_enable(a->line, EV_READ | EV_WRITE);
	event_add(a->deadline, &deadline);
}

static int
close_watch(struct watch *watch)
{
	for (int i = 0; i < ASKING_MAX; i++)
		if (watch->asking[i].line != NULL)
			hang_up(&watch->asking[i]);
	evconnlistener_free(watch->listener);
	return 0;
}

static void
count_sync(int64_t us)
{
	timing_add(TIMING_SYNC, us, 1);
}

int
watch_open(TALLOC_CTX *ctx, struct event_base *base, long port,
    const struct watched *watched, struct watch **out)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct watch *watch;
	int error;

	*out = NULL;
	if (port == 0)
		return 0;
	watch = talloc_zero(ctx, struct watch);
	watch->watched = *watched;
	watch->base = base;
	watch->started_at = time(NULL);
	watch->listener = evconnlistener_new_bind(base, accepted, watch,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC |
	    LEV_OPT_REUSEABLE, BACKLOG, (const struct sockaddr *)&at,
	    sizeof(at));
	if (watch->listener == NULL) {
		error = errno;
		talloc_free(watch);
		log_line(LOG_ERR, "127.0.0.1:%ld: %s; see the watch ports in "
		    "helpline.yaml", port, strerror(error));
		return error == EADDRINUSE || error == EACCES ? -error : -EIO;
	}
	talloc_set_destructor(watch, close_watch);
	/* Nobody reads the clock for what nobody asks for. */
	store_on_sync(count_sync);
	*out = watch;
	return 0;
}
