/*
 * meters.h - what a process counts of itself for a monitor: how many and how
 * long, never whom, what or where.
 *
 * A label's values are a fixed list in the table, so no number, reference, case,
 * office or word can become one.  Counting is an addition; of the loop's thread
 * alone.  Gone with the process, as monitors expect.
 */
#ifndef GATEWAY_METERS_H
#define GATEWAY_METERS_H

#include <stddef.h>
#include <stdint.h>

struct evbuffer;

enum meter {
	METER_RECEIVED_USSD, METER_RECEIVED_SMS,
	METER_ANSWERED, METER_SILENT, METER_UNKEPT,
	METER_QUARANTINED,
	METER_SESSIONS_USSD, METER_SESSIONS_SMS,
	METER_LETTERS,
	METER_REPORTS,
	METER_STORE_FAILURES,
	METER_REQUESTS_2XX, METER_REQUESTS_4XX, METER_REQUESTS_5XX,
	METERS
};
void meter_add(enum meter, uint64_t n);
uint64_t meter_read(enum meter);

enum timing {
	TIMING_STEP,		/* woken until the reply is written */
	TIMING_SYNC,		/* one fdatasync of the store's log */
	TIMING_REQUEST,		/* the desk's: whole until answered */
	TIMINGS
};
/* n things took so long, each. */
void timing_add(enum timing, int64_t us, uint64_t n);

/* A steady clock, in microseconds. */
int64_t meters_clock_us(void);
/* A request was answered, with this status, that was whole at that time. */
void meter_request(unsigned status, int64_t whole_us);

/* Which of them a process has. */
enum meters_of { METERS_OF_CALLS, METERS_OF_DESK };
/* All of a process's in the text format of Prometheus (0.0.4). */
void meters_write(struct evbuffer *, enum meters_of);

/* One figure that is looked at when it is asked for, with its heading. */
void gauge_write(struct evbuffer *, const char *name, const char *help,
    double value);
/* The same of several: the heading, then each by the value of a label. */
void gauge_head(struct evbuffer *, const char *name, const char *help);
void gauge_line(struct evbuffer *, const char *name, const char *label,
    const char *label_value, double value);

#endif
