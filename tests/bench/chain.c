/*
 * chain.c - callers on a real bearerbox: the network and its phones.
 *
 *	chain --port N [--no-op] [--binds N] [--steps N] [--window N] [--rate N]
 *
 * Waits for bearerbox to bind, plays until something answers, then so many
 * steps of USSD journeys; --no-op: the answers carry no TLV, as those of a
 * service that knows nothing of USSD.  Prints a line "begin" and waits for a
 * line before they start, so that whoever started it (chain.py) can read the
 * others' processor time, and one of JSON when they are over.  With a rate
 * an answer's time counts from when its step was due.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/figures.h"
#include "tests/bench/journey.h"
#include "tests/bench/peer.h"
#include "tests/bench/place.h"
#include "tests/bench/smsc.h"

enum { WARM_UP = 512 };
#define SECOND 1000000000ULL
static const uint64_t patience = 30 * SECOND;

struct phone {
	struct journey journey;
	uint64_t due;			/* 0: nothing is asked */
};

struct chain {
	unsigned port, binds, window;
	uint32_t steps;
	double rate;
	bool no_op;

	struct smsc *smsc;
	struct phone phone[WINDOW_MAX];
	uint16_t idle[WINDOW_MAX];	/* a ring of those free to go on */
	unsigned idle_from, idle_n;
	uint16_t *slot_of;		/* by number */
	uint32_t next;			/* journey */
	uint32_t sent, answered, wanted;
	uint64_t *times, last;
	uint64_t due;			/* the next step, at a rate */
};

static void
free_phone(struct chain *c, unsigned i)
{
	c->phone[i].due = 0;
	c->idle[(c->idle_from + c->idle_n++) % WINDOW_MAX] = (uint16_t)i;
}

/* Every journey is another caller's. */
static void
begin_journey(struct chain *c, unsigned i)
{
	c->phone[i].journey = (struct journey){ .nth = c->next,
		.number = c->next };
	c->slot_of[c->next++] = (uint16_t)i;
}

static void
send_step(struct chain *c, uint64_t due)
{
	unsigned i = c->idle[c->idle_from];
	struct phone *phone = &c->phone[i];
	const struct journey *j = &phone->journey;
	char number[NUMBER_TEXT];

	c->idle_from = (c->idle_from + 1) % WINDOW_MAX;
	c->idle_n--;
	number_write(j->number, number);
	smsc_deliver(c->smsc, &(struct mo){ .sender = number,
		.text = journey_text(j), .phone = i, .begin = j->step == 0,
		.session = (uint16_t)j->nth });
	phone->due = due;
	c->sent++;
}

static void
submitted(void *arg, const struct submitted *it)
{
	struct chain *c = arg;
	uint32_t number = number_read((struct octets){ it->receiver,
		strlen(it->receiver) });
	unsigned i = number < c->next ? c->slot_of[number] : 0;
	struct phone *phone = &c->phone[i];

	if (number >= c->next || phone->journey.number != number ||
	    phone->due == 0)
		die("%s was answered and had asked nothing", it->receiver);
	if ((it->op == 0) != c->no_op)
		die("%s was answered with op %u", it->receiver, it->op);
	c->last = now_ns();
	c->times[c->answered++] = c->last - phone->due;
	if (++phone->journey.step == JOURNEY_STEPS)
		begin_journey(c, i);
	free_phone(c, i);
}

/* She tries again. */
static void
refused(void *arg, unsigned i)
{
	struct chain *c = arg;

	if (c->phone[i].due == 0)
		return;
	c->sent--;
	free_phone(c, i);
}

/* Send what is due; how long until the next, in ns. */
static uint64_t
send_due(struct chain *c)
{
	uint64_t now = now_ns();

	while (c->idle_n > 0 && c->sent < c->wanted &&
	    (c->rate <= 0 || c->due <= now)) {
		send_step(c, c->rate > 0 ? c->due : now);
		c->due += c->rate > 0 ? (uint64_t)(1e9 / c->rate) : 0;
	}
	if (c->rate <= 0 || c->sent == c->wanted)
		return patience;
	return c->due > now ? c->due - now : 1;
}

static void
play(struct chain *c, uint32_t steps, double rate, struct figures *f)
{
	uint64_t start = now_ns();

	c->rate = rate;
	c->sent = c->answered = 0;
	c->wanted = steps;
	c->due = c->last = start;
	while (c->answered < c->wanted) {
		smsc_wait(c->smsc, send_due(c));
		if (now_ns() - c->last > patience)
			die("%u of %u steps were not answered",
			    c->sent - c->answered, c->wanted);
	}
	f->steps = steps;
	f->seconds = (double)(c->last - start) / 1e9;
	figures_times(f, c->times, steps);
}

static void
open_chain(struct chain *c)
{
	const struct smsc_owner owner = { submitted, refused, c };
	uint32_t most = WARM_UP + c->steps + WINDOW_MAX;

	c->times = talloc_array(NULL, uint64_t, most);
	c->slot_of = talloc_zero_array(NULL, uint16_t, most);
	c->smsc = smsc_open(NULL, c->port, c->binds, &owner);
	for (unsigned i = 0; i < c->window; i++) {
		begin_journey(c, i);
		free_phone(c, i);
	}
}

static void
read_options(struct chain *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "binds", required_argument, NULL, 'b' },
		{ "steps", required_argument, NULL, 'n' },
		{ "window", required_argument, NULL, 'w' },
		{ "rate", required_argument, NULL, 'r' },
		{ "no-op", no_argument, NULL, 's' },
		{ 0 }
	};
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'p': c->port = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'b': c->binds = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'n': c->steps = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'w': c->window = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'r': c->rate = strtod(optarg, NULL); break;
		case 's': c->no_op = true; break;
		default: exit(2);
		}
	if (c->port == 0 || c->window == 0 || c->window > WINDOW_MAX ||
	    c->steps == 0)
		die("a port, a window of 1 to %d and steps", WINDOW_MAX);
}

int
main(int argc, char **argv)
{
	struct chain c = { .binds = 2, .window = 128, .steps = 20000 };
	struct figures f = {0};
	double rate;

	read_options(&c, argc, argv);
	rate = c.rate;
	open_chain(&c);
	play(&c, WARM_UP, rate > 0 ? rate : 0, &f);
	puts("begin");
	fflush(stdout);
	/* Whoever reads the others' processor time says go. */
	if (getchar() == EOF)
		return 1;
	play(&c, c.steps, rate, &f);
	printf("{\"steps\": %.0f, \"seconds\": %.4f, \"p50_us\": %.1f, "
	    "\"p99_us\": %.1f, \"p999_us\": %.1f, \"max_us\": %.1f}\n",
	    f.steps, f.seconds, f.p50_us, f.p99_us, f.p999_us,
	    f.longest_us);
	return 0;
}
