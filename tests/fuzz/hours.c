/*
 * When she may be reached.  Octets are a place, what she allows, a moment and
 * how long a text is of use; held against another reckoning (hours_model.h),
 * which looks at moments one by one.  What is said to be her time begins at or
 * after now, is hers to its end and at no sampled moment before it; a text leaves
 * only while she allows it and with room to arrive; what is put off comes
 * round; never is never.
 */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <stdbool.h>

#include "gateway/hours.h"
#include "tests/hours_model.h"

enum { DAY_S = 86400, SAMPLES = 16, YEARS = 5, FORTNIGHT = 14 };
static const int64_t first = 1704067200;	/* 2024 */

static uint64_t
draw_number(struct draw *draw, int octets)
{
	uint64_t n = 0;

	while (octets-- > 0)
		n = n << 8 | draw_octet(draw);
	return n;
}

static struct consent
draw_consent(struct draw *draw, int64_t now)
{
	uint8_t how = draw_octet(draw);
	struct consent c = { .text = how % 8 != 0, .has_number = how / 8 % 8 != 0,
		.days = draw_octet(draw) & 0x7f };

	c.from = (unsigned)draw_number(draw, 2) % 1441;
	c.until = c.from + (unsigned)draw_number(draw, 2) % (1441 - c.from);
	if (how >= 128) {
		c.from -= c.from % 60;
		c.until -= c.until % 60;
	}
	if (c.until < c.from)
		c.until = c.from;
	c.heard_on = now / DAY_S - draw_octet(draw) % 100;
	return c;
}

/* Somewhere from one moment to another. */
static int64_t
between(struct draw *draw, int64_t from, int64_t until)
{
	return until <= from ? from : from + (int64_t)(draw_number(draw, 3) %
	    (uint64_t)(until - from));
}

static void
hold_opening(struct draw *draw, const struct consent *c, int64_t now,
    const struct opening *is)
{
	must(is->from >= now && is->until > is->from);
	must(model_allows(c, is->from) && model_allows(c, is->until - 1));
	must(!model_allows(c, is->until));
	must(is->from == now || !model_allows(c, is->from - 1));
	must((is->from == now) == model_allows(c, now));
	for (int i = 0; i < SAMPLES; i++) {
		if (is->from > now)
			must(!model_allows(c, between(draw, now, is->from)));
		must(model_allows(c, between(draw, is->from, is->until)));
	}
	for (int64_t at = now; at < is->from; at += 1801)
		must(!model_allows(c, at));
}

static void
hold_never(const struct consent *c, int64_t now)
{
	for (int64_t at = now; at < now + (int64_t)FORTNIGHT * DAY_S;
	    at += 3599)
		must(!model_allows(c, at));
}

static void
hold_leave(struct draw *draw, const struct consent *c, int64_t now)
{
	int64_t ends_at = now + 1 + (int64_t)(draw_number(draw, 3) %
	    (3 * DAY_S)), at = 0, again = 0;
	enum leave is = hours_leave(c, now, ends_at, &at);

	if (is == LEAVE_NOW) {
		must(model_may_text(c, now) && at <= ends_at);
		must(at - now >= HOURS_ROOM_S && model_allows(c, at - 1));
		for (int i = 0; i < SAMPLES; i++)
			must(model_allows(c, between(draw, now, at)));
	}
	if (is == LEAVE_LATER) {
		must(at > now && at < ends_at && model_allows(c, at));
		/* Unless she is quiet for too long by then. */
		must(hours_leave(c, at, ends_at, &again) == LEAVE_NOW ||
		    !model_may_text(c, at));
	}
}

/* Where her clock is not known nothing leaves. */
static void
hold_unknown(struct consent c, int64_t now, uint8_t which)
{
	static const char names[][3] = { "US", "ID", "XX", "" };
	char name[80] = "Asia/Nowhere";
	struct opening is;
	struct zone *zone;
	int64_t at;

	memcpy(c.country, names[which % 4], sizeof(c.country));
	must(hours_of_consent(&c, now, &is) == -ENOENT);
	must(hours_leave(&c, now, now + DAY_S, &at) == LEAVE_NEVER);
	if (which >= 128)
		memset(name, 'a', sizeof(name) - 1);
	must(zone_open(NULL, name, &zone) == -ENOENT);
	if (which != 'z')
		return;
	must(zone_open(NULL, "Asia/Yangon", &zone) == 0);
	talloc_free(zone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t n)
{
	static struct zone *zones[MODEL_PLACES];
	struct draw draw = { octets, n };
	size_t i = draw_octet(&draw) % MODEL_PLACES;
	const char *country = model_places[i].country;
	int64_t now = first + (int64_t)(draw_number(&draw, 4) %
	    ((uint64_t)YEARS * 365 * DAY_S));
	struct consent c = draw_consent(&draw, now);
	struct opening is;

	if (zones[i] == NULL)
		must(zone_open(NULL, model_places[i].name, &zones[i]) == 0);
	model_go_to(model_places[i].name);
	if (hours_next(zones[i], &c, now, &is) == 0)
		hold_opening(&draw, &c, now, &is);
	else
		hold_never(&c, now);
	hold_unknown(c, now, n > 0 ? octets[n - 1] : 0);
	if (country == NULL)
		return 0;
	memcpy(c.country, country, sizeof(c.country));
	hold_leave(&draw, &c, now);
	return 0;
}
