/*
 * bench.c - how many durable steps a second, and how long each takes.
 *
 *	bench --helpline PROGRAM --shim slow_sync.so [--dir DIR] [--json FILE]
 *	    [--journeys N --steps N --window N --callers N --sync-ms N
 *	     --rate N --words --writer --beside COMMAND]
 *
 * Without a trial of its own it makes those of trials.c and holds what comes
 * of them against the goals.  `calls` runs on one core, the driver on another;
 * each trial has a copy of the same store.
 */
#include <getopt.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/bare.h"
#include "tests/bench/beside.h"
#include "tests/bench/journey.h"
#include "tests/bench/peer.h"
#include "tests/bench/place.h"
#include "tests/bench/trials.h"
#include "tests/bench/writer.h"

enum { WARM_UP = 64, COUNT_FEW = 300, COUNT_MORE = 1100 };

struct bench {
	struct place place;
	const char *run;		/* the copy */
	const char *json;
	int listener;
	struct trial own;		/* asked for */
	const char *beside;		/* a command, or NULL */
	bool alone;
	struct whole whole;
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
		.rate = t->rate, .steps = t->steps, .words = t->words,
		.numbers = t->callers > all ? t->callers : all };
}

static void
await_ready(const struct process *process, struct figures *f)
{
	char octet;

	if (read(process->ready, &octet, 1) != 1)
		die("calls was never ready");
	f->ready_ms = (double)(now_ns() - process->started) / 1e6;
}

static void
play(struct bench *b, struct peer *peer, const struct load *load,
    const struct trial *t, struct figures *f)
{
	struct beside beside = beside_start(b->beside, b->run);
	struct writer writer = {0};

	if (t->writer)
		writer = writer_start(b->run);
	peer_play(peer, load, WARM_UP, f);
	if (t->writer)
		writer_stop(&writer, f);
	beside_stop(&beside);
}

static void
measure(struct bench *b, const struct trial *t, struct process *process,
    struct figures *f)
{
	struct load load = load_of(t), warm_up = load;
	struct peer *peer = peer_accept(NULL, b->listener);
	int counter = instructions_open(process->pid);
	struct usage before;

	await_ready(process, f);
	warm_up.journeys = WARM_UP;
	warm_up.rate = 0;
	peer_play(peer, &warm_up, 0, f);
	before = usage_read(process->pid, counter, process->syncs);
	play(b, peer, &load, t, f);
	f->used = usage_since(usage_read(process->pid, counter,
	    process->syncs), before);
	f->resident_mb = resident_mb(process->pid);
	if (counter >= 0)
		close(counter);
	talloc_free(peer);
}

/* Those who were to file must have, or it was something else we measured. */
static void
check_cases(const struct bench *b, const struct trial *t)
{
	size_t all = t->journeys + WARM_UP, wanted = 0, are;

	if (t->words)
		wanted = all;
	else if (t->steps == JOURNEY_STEPS)
		wanted = (all + 3) / 4;
	are = place_cases(b->run, !t->words);
	if (are != wanted)
		die("there are %zu cases, not %zu", are, wanted);
}

static struct figures
try(struct bench *b, const struct trial *t)
{
	struct figures f = {0};
	struct process process;

	if (b->place.callers > t->callers)
		die("callers only grow from one trial to the next");
	place_fill(&b->place, t->callers);
	place_copy(&b->place, b->run);
	process = process_start(&b->place, b->run, t->sync_ms);
	measure(b, t, &process, &f);
	if (process_stop(&process) != 0)
		die("calls did not end well");
	check_cases(b, t);
	return f;
}

/* ---- instructions, where the machine itself does not count them ---- */

static double
read_total(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[256];
	double total = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "totals: %lf", &total) == 1)
			break;
	if (file != NULL)
		fclose(file);
	unlink(path);
	return total;
}

static double
count(struct bench *b, uint32_t journeys)
{
	struct trial t = trials[MANY];

	t.journeys = journeys;
	try(b, &t);
	return read_total(b->place.callgrind);
}

/* The difference of two runs is steps and nothing else. */
static void
count_instructions(struct bench *b, const struct figures *many)
{
	static const char *const ask[] = { "valgrind", "--version", NULL };
	double few, more;

	b->whole.counted_by = "the processor, user and kernel";
	b->whole.instructions = (double)many->used.instructions / many->steps;
	if (many->used.instructions > 0 || !can_run(ask))
		return;
	b->place.callgrind = talloc_asprintf(NULL, "%s.callgrind",
	    b->place.dir);
	few = count(b, COUNT_FEW);
	more = count(b, COUNT_MORE);
	b->place.callgrind = NULL;
	b->whole.counted_by = "callgrind, user space";
	b->whole.instructions = (more - few) / JOURNEY_STEPS /
	    (COUNT_MORE - COUNT_FEW);
}

/* ---- the run ---- */

static void
write_json(const struct bench *b, const struct trial *made,
    const struct figures *f, size_t n)
{
	FILE *file;

	if (b->json == NULL)
		return;
	file = fopen(b->json, "we");
	if (file == NULL)
		die("%s cannot be written", b->json);
	trials_json(file, made, f, n, &b->whole);
	if (fclose(file) != 0)
		die("%s cannot be written", b->json);
}

static void
try_all(struct bench *b)
{
	struct figures f[TRIALS];
	const char *bare = talloc_asprintf(NULL, "%s/bare", b->place.dir);

	b->whole.bare = bare_figures(bare, 0);
	trials_head();
	for (size_t i = 0; i < TRIALS; i++) {
		if (i == THOUSAND)
			b->whole.paced = bare_figures(bare, trials[i].rate);
		f[i] = try(b, &trials[i]);
		trial_print(&trials[i], &f[i]);
		if (i == MANY)
			count_instructions(b, &f[i]);
	}
	goals_print(f, &b->whole);
	write_json(b, trials, f, TRIALS);
}

static void
try_own(struct bench *b)
{
	struct figures f;

	trials_head();
	f = try(b, &b->own);
	trial_print(&b->own, &f);
	write_json(b, &b->own, &f, 1);
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
		{ "steps", required_argument, NULL, 'n' },
		{ "words", no_argument, NULL, 't' },
		{ "writer", no_argument, NULL, 'v' },
		{ "beside", required_argument, NULL, 'b' },
		{ 0 }
	};
	struct trial *t = &b->own;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		b->alone |= strchr("jwcmrntvb", c) != NULL;
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
		case 'n': t->steps = (unsigned)strtoul(optarg, NULL, 10); break;
		case 't': t->words = true; t->steps = 1; break;
		case 'v': t->writer = true; break;
		case 'b': b->beside = optarg; break;
		default: exit(2);
		}
	}
	if (t->window == 0 || t->window > WINDOW_MAX || t->journeys == 0 ||
	    t->steps == 0 || t->steps > JOURNEY_STEPS)
		die("a window of 1 to %d, and at least a journey of 1 to %d steps",
		    WINDOW_MAX, JOURNEY_STEPS);
}

int
main(int argc, char **argv)
{
	struct bench b = {
		.place = { .helpline = "./helpline",
		    .shim = "tests/bench/slow_sync.so", .dir = "bench.dir" },
		.own = { .name = "own", .journeys = 20000, .window = 128,
		    .steps = JOURNEY_STEPS, .callers = 100000 },
		.whole.counted_by = "nobody",
	};

	read_options(&b, argc, argv);
	/* What is due is sent when it is due, not up to 50 us later. */
	prctl(PR_SET_TIMERSLACK, 1UL);
	b.place.helpline = realpath(b.place.helpline, NULL);
	b.place.shim = realpath(b.place.shim, NULL);
	if (b.place.helpline == NULL || b.place.shim == NULL)
		die("--helpline and --shim must name what is there");
	b.run = talloc_asprintf(NULL, "%s.run", b.place.dir);
	place_make(&b.place, listen_anywhere(&b));
	if (b.alone)
		try_own(&b);
	else
		try_all(&b);
	place_remove(b.place.dir);
	place_remove(b.run);
	return 0;
}
