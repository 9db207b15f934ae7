#include "tests/bench/trials.h"

const struct trial trials[TRIALS] = {
	[ONE] = { "one at a time", 4000, 10, 1, 100000, 0, 0, false, false },
	[SIXTEEN] = { "16 at once", 20000, 10, 16, 100000, 0, 0, false, false },
	[MANY] = { "128 at once", 20000, 10, 128, 100000, 0, 0, false, false },
	[SLOW] = { "a sync takes 2 ms more", 20000, 10, 128, 100000, 2, 0,
	    false, false },
	[SLOWER] = { "a sync takes 8 ms more", 10000, 10, 128, 100000, 8, 0,
	    false, false },
	[WRITER] = { "and a desk writes", 20000, 10, 128, 100000, 0, 0,
	    false, true },
	[WORDS] = { "2000 send first words", 20000, 1, 2000, 100000, 0, 0,
	    true, true },
	[HUNDREDS] = { "200 steps a second", 600, 10, 128, 100000, 0, 200,
	    false, false },
	[THOUSAND] = { "1000 steps a second", 3000, 10, 128, 100000, 0, 1000,
	    false, false },
	[MIDWAY] = { "100000 leave midway", 100000, 4, 128, 200000, 0, 0,
	    false, false },
	[MILLION_16] = { "a million: 16", 20000, 10, 16, 1000000, 0, 0,
	    false, false },
	[MILLION] = { "a million: 128", 20000, 10, 128, 1000000, 0, 0,
	    false, false },
	[MILLION_SLOW] = { "a million: 2 ms more", 20000, 10, 128, 1000000, 2,
	    0, false, false },
};

void
trials_head(void)
{
	printf("%-23s %7s %7s %5s %9s %8s %8s %8s %8s %8s %7s %6s %6s %8s\n",
	    "", "callers", "window", "+sync", "steps/s", "per sync",
	    "p50 us", "p99 us", "p99.9", "max us", "cpu us", "MB", "ready",
	    "wait p99");
	fflush(stdout);
}

static double
rate_of(const struct figures *f)
{
	return f->steps / f->seconds;
}

static double
per_sync(const struct figures *f)
{
	return f->steps / (double)(f->used.syncs > 0 ? f->used.syncs : 1);
}

static double
cpu_us(const struct figures *f)
{
	return (double)f->used.cpu_ns / 1000 / f->steps;
}

void
trial_print(const struct trial *t, const struct figures *f)
{
	printf("%-23s %7u %7u %5u %9.0f %8.1f %8.0f %8.0f %8.0f %8.0f %7.1f"
	    " %6.1f %6.0f", t->name, t->callers, t->window, t->sync_ms,
	    rate_of(f), per_sync(f), f->p50_us, f->p99_us, f->p999_us,
	    f->longest_us, cpu_us(f), f->resident_mb, f->ready_ms);
	if (t->writer)
		printf(" %8.0f", f->wait_p99_us);
	putchar('\n');
	fflush(stdout);
}

/* ---- goals ---- */

enum figure { RATE, PER_SYNC, P99_MS, P999_MS, RESIDENT, READY, WAIT_MS };

static double
figure_of(const struct figures *f, enum figure figure)
{
	switch (figure) {
	case RATE:
		return rate_of(f);
	case PER_SYNC:
		return per_sync(f);
	case P99_MS:
		return f->p99_us / 1000;
	case P999_MS:
		return f->p999_us / 1000;
	case RESIDENT:
		return f->resident_mb;
	case READY:
		return f->ready_ms;
	case WAIT_MS:
		return f->wait_p99_us / 1000;
	}
	return 0;
}

/* of: in parts of what that trial reached. */
static const struct goal {
	const char *what;
	enum which which;
	enum figure figure;
	bool least;
	double goal;
	enum which of;
} goals[] = {
	{ "steps a second at a window of 128", MANY, RATE, true, 40000, MANY },
	{ "steps a second at 16", SIXTEEN, RATE, true, 25000, SIXTEEN },
	{ "steps a second at 1", ONE, RATE, true, 8000, ONE },
	{ "steps for each sync at 128", MANY, PER_SYNC, true, 60, MANY },
	{ "steps a second, +2 ms a sync", SLOW, RATE, true, 20000, SLOW },
	{ "a million callers: part of 128", MILLION, RATE, true, .75, MANY },
	{ "a million callers: part of 16", MILLION_16, RATE, true, .75,
	    SIXTEEN },
	{ "a million, +2 ms: part of that", MILLION_SLOW, RATE, true, .75,
	    SLOW },
	{ "1000/s: p99, ms", THOUSAND, P99_MS, false, .5, THOUSAND },
	{ "1000/s: p99.9, ms", THOUSAND, P999_MS, false, 10, THOUSAND },
	{ "resident, 100000 in mid-journey, MB", MIDWAY, RESIDENT, false, 32,
	    MIDWAY },
	{ "ready with a million callers, ms", MILLION, READY, false, 500,
	    MILLION },
	{ "a desk waits to write: p99, ms", WRITER, WAIT_MS, false, 50,
	    WRITER },
	{ "the same, 2000 first words, ms", WORDS, WAIT_MS, false, 50, WORDS },
};
enum { GOALS = sizeof(goals) / sizeof(*goals) };

static double
reached(const struct goal *g, const struct figures figures[TRIALS])
{
	double is = figure_of(&figures[g->which], g->figure);

	return g->of == g->which ? is :
	    is / figure_of(&figures[g->of], g->figure);
}

static bool
is_met(const struct goal *g, double is)
{
	return g->least ? is >= g->goal : is <= g->goal;
}

void
goals_print(const struct figures figures[TRIALS], const struct whole *whole)
{
	putchar('\n');
	for (size_t i = 0; i < GOALS; i++) {
		const struct goal *g = &goals[i];
		double is = reached(g, figures);

		printf("%-7s %10.2f %s %8.2f  %s\n",
		    is_met(g, is) ? "met" : "NOT MET", is,
		    g->least ? ">=" : "<=", g->goal, g->what);
	}
	printf("one at a time, this machine without any work of ours: %.0f"
	    " steps a second, p50 %.2f, p99 %.2f, p99.9 %.2f ms; we reach "
	    "%.2f of it\n", rate_of(&whole->bare), whole->bare.p50_us / 1000,
	    whole->bare.p99_us / 1000, whole->bare.p999_us / 1000,
	    rate_of(&figures[ONE]) / rate_of(&whole->bare));
	printf("at 1000/s, this machine without any work of ours: p50 %.2f, "
	    "p99 %.2f, p99.9 %.2f ms\n", whole->paced.p50_us / 1000,
	    whole->paced.p99_us / 1000, whole->paced.p999_us / 1000);
	if (whole->instructions > 0)
		printf("instructions a step at 128: %.0f, by %s\n",
		    whole->instructions, whole->counted_by);
	else
		puts("instructions a step: not counted; install valgrind");
	fflush(stdout);
}

/* ---- JSON ---- */

static void
json_trial(FILE *file, const struct trial *t, const struct figures *f)
{
	fprintf(file, "  {\"name\": \"%s\", \"callers\": %u, \"window\": %u, "
	    "\"sync_ms\": %u, \"rate\": %.0f,\n   \"journeys\": %u, "
	    "\"steps\": %.0f, \"steps_per_s\": %.0f, \"syncs\": %llu,\n"
	    "   \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, "
	    "\"max_us\": %.1f,\n   \"cpu_us_per_step\": %.2f, "
	    "\"resident_mb\": %.1f, \"ready_ms\": %.1f", t->name, t->callers,
	    t->window, t->sync_ms, t->rate, t->journeys, f->steps,
	    rate_of(f), (unsigned long long)f->used.syncs, f->p50_us,
	    f->p99_us, f->p999_us, f->longest_us, cpu_us(f), f->resident_mb,
	    f->ready_ms);
	if (t->writer)
		fprintf(file, ",\n   \"writes\": %zu, \"wait_p50_us\": %.1f, "
		    "\"wait_p99_us\": %.1f, \"wait_max_us\": %.1f", f->waits,
		    f->wait_p50_us, f->wait_p99_us, f->wait_max_us);
	fputc('}', file);
}

static void
json_goals(FILE *file, const struct figures figures[TRIALS])
{
	for (size_t i = 0; i < GOALS; i++) {
		double is = reached(&goals[i], figures);

		fprintf(file, "%s\n  {\"what\": \"%s\", \"is\": %.3f, "
		    "\"%s\": %g, \"met\": %s}", i > 0 ? "," : "",
		    goals[i].what, is,
		    goals[i].least ? "at_least" : "at_most", goals[i].goal,
		    is_met(&goals[i], is) ? "true" : "false");
	}
}

void
trials_json(FILE *file, const struct trial *made, const struct figures *f,
    size_t n, const struct whole *whole)
{
	fputs("{\"trials\": [\n", file);
	for (size_t i = 0; i < n; i++) {
		json_trial(file, &made[i], &f[i]);
		fputs(i + 1 < n ? ",\n" : "],\n \"goals\": [", file);
	}
	if (n == TRIALS)
		json_goals(file, f);
	fprintf(file, "],\n \"bare_steps_per_s\": %.0f, "
	    "\"bare_p50_us\": %.1f, \"bare_p99_us\": %.1f, "
	    "\"bare_p999_us\": %.1f,\n \"paced_p50_us\": %.1f, "
	    "\"paced_p99_us\": %.1f, \"paced_p999_us\": %.1f,\n "
	    "\"instructions_per_step\": %.0f, \"counted_by\": \"%s\"}\n",
	    n == TRIALS ? rate_of(&whole->bare) : 0, whole->bare.p50_us,
	    whole->bare.p99_us, whole->bare.p999_us, whole->paced.p50_us,
	    whole->paced.p99_us, whole->paced.p999_us, whole->instructions,
	    whole->counted_by);
}
