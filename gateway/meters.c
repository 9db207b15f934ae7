#include "gateway/meters.h"

#include <event2/buffer.h>
#include <inttypes.h>
#include <time.h>

static uint64_t count[METERS];

/* Upper ends, in microseconds; what is slower counts under +Inf alone. */
static const int64_t ends_us[] = { 250, 500, 1000, 2500, 5000, 10000, 25000,
	50000, 100000, 250000, 500000, 1000000, 2500000, 5000000 };
enum { ENDS = sizeof(ends_us) / sizeof(*ends_us) };

static struct { uint64_t below[ENDS], n, sum_us; } timings[TIMINGS];

enum { VALUES_MAX = 4 };
static const struct family {
	enum meters_of of;
	const char *name, *help, *label;	/* label NULL: one value */
	enum meter first;
	const char *values[VALUES_MAX + 1];
} families[] = {
	{ METERS_OF_CALLS, "helpline_messages_received_total",
	  "Messages carried out.", "channel", METER_RECEIVED_USSD,
	  { "ussd", "sms" } },
	{ METERS_OF_CALLS, "helpline_steps_total",
	  "Messages by what became of them.", "outcome", METER_ANSWERED,
	  { "answered", "silent", "unkept" } },
	{ METERS_OF_CALLS, "helpline_quarantined_total",
	  "Messages that could not be carried out and are kept, sealed.", NULL,
	  METER_QUARANTINED, { "" } },
	{ METERS_OF_CALLS, "helpline_sessions_total", "Sessions begun.",
	  "channel", METER_SESSIONS_USSD, { "ussd", "sms" } },
	{ METERS_OF_CALLS, "helpline_pages_by_sms_total",
	  "Pages sent by SMS besides, asked for with a key.", NULL,
	  METER_LETTERS, { "" } },
	{ METERS_OF_CALLS, "helpline_reports_received_total",
	  "Delivery reports.", NULL, METER_REPORTS, { "" } },
	{ METERS_OF_CALLS, "helpline_store_failures_total",
	  "Times that messages were given back, as the store could not write.",
	  NULL, METER_STORE_FAILURES, { "" } },
	{ METERS_OF_DESK, "helpline_desk_requests_total",
	  "Requests answered, by the first digit of their status.", "code",
	  METER_REQUESTS_2XX, { "2xx", "4xx", "5xx" } },
};

static const struct timed {
	enum meters_of of;
	enum timing timing;
	const char *name, *help;
} timed[] = {
	{ METERS_OF_CALLS, TIMING_STEP, "helpline_step_duration_seconds",
	  "From waking up until the reply was written, a message." },
	{ METERS_OF_CALLS, TIMING_SYNC, "helpline_fsync_duration_seconds",
	  "One fdatasync of the store's log." },
	{ METERS_OF_DESK, TIMING_SYNC, "helpline_fsync_duration_seconds",
	  "One fdatasync of the store's log." },
	{ METERS_OF_DESK, TIMING_REQUEST,
	  "helpline_desk_request_duration_seconds",
	  "From a whole request until it was answered." },
};

void
meter_add(enum meter meter, uint64_t n)
{
	count[meter] += n;
}

uint64_t
meter_read(enum meter meter)
{
	return count[meter];
}

void
timing_add(enum timing timing, int64_t us, uint64_t n)
{
	int64_t took = us > 0 ? us : 0;

	timings[timing].n += n;
	timings[timing].sum_us += (uint64_t)took * n;
	for (int i = 0; i < ENDS; i++)
		if (took <= ends_us[i]) {
			timings[timing].below[i] += n;
			return;
		}
}

int64_t
meters_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void
meter_request(unsigned status, int64_t whole_us)
{
	meter_add(status >= 500 ? METER_REQUESTS_5XX : status >= 400 ?
	    METER_REQUESTS_4XX : METER_REQUESTS_2XX, 1);
	timing_add(TIMING_REQUEST, meters_clock_us() - whole_us, 1);
}

static void
head(struct evbuffer *out, const char *name, const char *help,
    const char *type)
{
	evbuffer_add_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help,
	    name, type);
}

static void
write_family(struct evbuffer *out, const struct family *f)
{
	head(out, f->name, f->help, "counter");
	if (f->label == NULL) {
		evbuffer_add_printf(out, "%s %" PRIu64 "\n", f->name,
		    count[f->first]);
		return;
	}
	for (unsigned i = 0; f->values[i] != NULL; i++)
		evbuffer_add_printf(out, "%s{%s=\"%s\"} %" PRIu64 "\n",
		    f->name, f->label, f->values[i], count[f->first + i]);
}

static void
write_timed(struct evbuffer *out, const struct timed *t)
{
	uint64_t below = 0;

	head(out, t->name, t->help, "histogram");
	for (int i = 0; i < ENDS; i++) {
		below += timings[t->timing].below[i];
		evbuffer_add_printf(out, "%s_bucket{le=\"%g\"} %" PRIu64 "\n",
		    t->name, (double)ends_us[i] / 1e6, below);
	}
	evbuffer_add_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n"
	    "%s_sum %.6f\n%s_count %" PRIu64 "\n", t->name,
	    timings[t->timing].n, t->name,
	    (double)timings[t->timing].sum_us / 1e6, t->name,
	    timings[t->timing].n);
}

void
meters_write(struct evbuffer *out, enum meters_of of)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (families[i].of == of)
			write_family(out, &families[i]);
	for (size_t i = 0; i < sizeof(timed) / sizeof(*timed); i++)
		if (timed[i].of == of)
			write_timed(out, &timed[i]);
}

void
gauge_head(struct evbuffer *out, const char *name, const char *help)
{
	head(out, name, help, "gauge");
}

void
gauge_line(struct evbuffer *out, const char *name, const char *label,
    const char *label_value, double value)
{
	evbuffer_add_printf(out, "%s{%s=\"%s\"} %.12g\n", name, label,
	    label_value, value);
}

void
gauge_write(struct evbuffer *out, const char *name, const char *help,
    double value)
{
	gauge_head(out, name, help);
	evbuffer_add_printf(out, "%s %.12g\n", name, value);
}
