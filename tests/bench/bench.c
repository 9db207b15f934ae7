/*
 * bench.c - how many durable steps a second, and how long each takes.
 *
 *	bench --helpline PROGRAM --shim slow_sync.so [--dir DIR] [--json FILE]
 *	    [--journeys N --window N --callers N --sync-ms N --rate N]
 *
 * Without a case of its own it runs the table below.  `calls` runs on one
 * core, the driver on another; each case has a copy of the same store.
 */
#include <getopt.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/journey.h"
#include "tests/bench/peer.h"
#include "tests/bench/place.h"

enum { WARM_UP = 64 };

struct trial {
	uint32_t journeys;
	unsigned window;
	uint32_t callers;
	unsigned sync_ms;
	double rate;
};

static const struct trial table[] = {
	{ 5000, 1, 100000, 0, 0 },
	{ 20000, 16, 100000, 0, 0 },
	{ 20000, 128, 100000, 0, 0 },
	{ 20000, 128, 100000, 2, 0 },
	{ 20000, 128, 100000, 8, 0 },
	{ 400, 128, 100000, 0, 200 },
	{ 2000, 128, 100000, 0, 1000 },
	{ 20000, 16, 1000000, 0, 0 },
	{ 20000, 128, 1000000, 0, 0 },
	{ 20000, 128, 1000000, 2, 0 },
};
enum { TRIALS = sizeof(table) / sizeof(*table) };

struct bench {
	struct place place;
	const char *run;		/* the copy */
	const char *json;
	int listener;
	struct trial own;		/* asked for */
	bool alone;
};

static unsigned
listen_anywhere(struct bench *b)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);

	b->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(b->listener, (struct sockaddr *)&at, n) != 0 ||
	    listen(b->listener, 1) != 0 ||
	    getsockname(b->listener, (struct sockaddr *)&at, &n) != 0)
		die("no port to listen on");
	return ntohs(at.sin_port);
}

static struct load
load_of(const struct trial *t)
{
	uint32_t all = t->journeys + WARM_UP;

	return (struct load){ .journeys = t->journeys, .window = t->window,
		.rate = t->rate,
		.numbers = t->callers > all ? t->callers : all };
}

static void
measure(struct bench *b, const struct trial *t, struct process *process,
    struct figures *f)
{
	struct load load = load_of(t), warm_up = load;
	struct peer *peer = peer_accept(NULL, b->listener);
	int counter = instructions_open(process->pid);
	struct usage before;
	char octet;

	if (read(process->ready, &octet, 1) != 1)
		die("calls was never ready");
	f->ready_ms = (double)(now_ns() - process->started) / 1e6;
	/* Pages are cut when first asked for: that is not what we measure. */
	warm_up.journeys = WARM_UP;
	warm_up.rate = 0;
	peer_play(peer, &warm_up, 0, f);
	before = usage_read(process->pid, counter, process->syncs);
	peer_play(peer, &load, WARM_UP, f);
	f->used = usage_since(usage_read(process->pid, counter,
	    process->syncs), before);
	f->resident_mb = resident_mb(process->pid);
	if (counter >= 0)
		close(counter);
	talloc_free(peer);
}

static struct figures
try(struct bench *b, const struct trial *t)
{
	struct figures f = {0};
	struct process process;
	size_t filed, wanted = (t->journeys + WARM_UP + 3) / 4;

	if (b->place.callers > t->callers)
		die("callers only grow from one trial to the next");
	place_fill(&b->place, t->callers);
	place_copy(&b->place, b->run);
	process = process_start(&b->place, b->run, t->sync_ms);
	measure(b, t, &process, &f);
	if (process_stop(&process) != 0)
		die("calls did not end well");
	filed = place_filed(b->run);
	if (filed != wanted)
		die("%zu cases were filed, not %zu", filed, wanted);
	return f;
}

/* Not every machine counts instructions; what was not counted says so. */
static void
write_instructions(const struct figures *f, double unit, const char *none,
    char *out, size_t n)
{
	if (f->used.instructions == 0)
		snprintf(out, n, "%s", none);
	else
		snprintf(out, n, "%.1f",
		    (double)f->used.instructions / unit / f->steps);
}

static void
print(const struct trial *t, const struct figures *f)
{
	char kilo[32];

	write_instructions(f, 1000, "-", kilo, sizeof(kilo));
	printf("%7u %7u %5u %6.0f %9.0f %9.1f %8.0f %8.0f %8.0f %8.0f"
	    " %7.1f %7s %6.1f %6.0f\n", t->callers, t->window, t->sync_ms,
	    t->rate, f->steps / f->seconds,
	    f->steps / (double)(f->used.syncs > 0 ? f->used.syncs : 1),
	    f->p50_us, f->p99_us, f->p999_us, f->longest_us,
	    (double)f->used.cpu_ns / 1000 / f->steps,
	    kilo, f->resident_mb, f->ready_ms);
	fflush(stdout);
}

static void
print_json(FILE *file, const struct trial *t, const struct figures *f,
    bool first)
{
	char instructions[32];

	write_instructions(f, 1, "null", instructions, sizeof(instructions));
	fprintf(file, "%s\n  {\"callers\": %u, \"window\": %u, "
	    "\"sync_ms\": %u, \"rate\": %.0f, \"journeys\": %u,\n"
	    "   \"steps_per_s\": %.0f, \"syncs\": %llu, \"steps\": %.0f,\n"
	    "   \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, "
	    "\"max_us\": %.1f,\n   \"cpu_us_per_step\": %.2f, "
	    "\"instructions_per_step\": %s,\n"
	    "   \"resident_mb\": %.1f, \"ready_ms\": %.1f}", first ? "" : ",",
	    t->callers, t->window, t->sync_ms, t->rate, t->journeys,
	    f->steps / f->seconds, (unsigned long long)f->used.syncs,
	    f->steps, f->p50_us, f->p99_us, f->p999_us, f->longest_us,
	    (double)f->used.cpu_ns / 1000 / f->steps,
	    instructions, f->resident_mb, f->ready_ms);
}

static void
try_all(struct bench *b)
{
	const struct trial *trials = b->alone ? &b->own : table;
	size_t n = b->alone ? 1 : TRIALS;
	FILE *file = b->json != NULL ? fopen(b->json, "we") : NULL;

	printf("%7s %7s %5s %6s %9s %9s %8s %8s %8s %8s %7s %7s %6s %6s\n",
	    "callers", "window", "+sync", "rate", "steps/s", "per sync",
	    "p50 us", "p99 us", "p99.9", "max us", "cpu us", "kinstr", "MB",
	    "ready");
	fflush(stdout);
	if (file != NULL)
		fputs("[", file);
	for (size_t i = 0; i < n; i++) {
		struct figures f = try(b, &trials[i]);

		print(&trials[i], &f);
		if (file != NULL)
			print_json(file, &trials[i], &f, i == 0);
	}
	if (file != NULL && (fputs("\n]\n", file) < 0 || fclose(file) != 0))
		die("%s cannot be written", b->json);
}

static void
read_options(struct bench *b, int argc, char **argv)
{
	static const struct option options[] = {
		{ "helpline", required_argument, NULL, 'h' },
		{ "shim", required_argument, NULL, 's' },
		{ "dir", required_argument, NULL, 'd' },
		{ "json", required_argument, NULL, 'o' },
		{ "journeys", required_argument, NULL, 'j' },
		{ "window", required_argument, NULL, 'w' },
		{ "callers", required_argument, NULL, 'c' },
		{ "sync-ms", required_argument, NULL, 'm' },
		{ "rate", required_argument, NULL, 'r' },
		{ 0 }
	};
	struct trial *t = &b->own;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		b->alone |= strchr("jwcmr", c) != NULL;
		switch (c) {
		case 'h': b->place.helpline = optarg; break;
		case 's': b->place.shim = optarg; break;
		case 'd': b->place.dir = optarg; break;
		case 'o': b->json = optarg; break;
		case 'j': t->journeys = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'w': t->window = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'c': t->callers = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'm': t->sync_ms = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'r': t->rate = strtod(optarg, NULL); break;
		default: exit(2);
		}
	}
	if (t->window == 0 || t->window > WINDOW_MAX || t->journeys == 0)
		die("a window of 1 to %d, and at least a journey", WINDOW_MAX);
}

int
main(int argc, char **argv)
{
	struct bench b = {
		.place = { .helpline = "./helpline",
		    .shim = "tests/bench/slow_sync.so", .dir = "bench.dir" },
		.own = { .journeys = 20000, .window = 128,
		    .callers = 100000 },
	};

	read_options(&b, argc, argv);
	b.place.helpline = realpath(b.place.helpline, NULL);
	b.place.shim = realpath(b.place.shim, NULL);
	if (b.place.helpline == NULL || b.place.shim == NULL)
		die("--helpline and --shim must name what is there");
	b.run = talloc_asprintf(NULL, "%s.run", b.place.dir);
	place_make(&b.place, listen_anywhere(&b));
	try_all(&b);
	place_remove(b.place.dir);
	place_remove(b.run);
	return 0;
}
