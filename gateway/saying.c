#include "gateway/saying.h"

#include <stddef.h>
#include <string.h>

enum { HOUR = 60, NO_DAY = 0 };

static void
set_contact(struct consent *c, bool text, bool call)
{
	c->text = text;
	c->call = call;
	/* Until she has said when. */
	c->days = NO_DAY;
}

static void
set_hours(struct consent *c, unsigned from, unsigned until)
{
	c->from = from * HOUR;
	c->until = until * HOUR;
	if (c->days == NO_DAY)
		c->days = CONSENT_EVERY_DAY;
}

static void no_contact(struct consent *c) { set_contact(c, false, false); }
static void call_me(struct consent *c) { set_contact(c, false, true); }
static void text_me(struct consent *c) { set_contact(c, true, false); }
static void call_or_text(struct consent *c) { set_contact(c, true, true); }
static void any_time(struct consent *c) { set_hours(c, 7, 20); }
static void mornings(struct consent *c) { set_hours(c, 7, 12); }
static void afternoons(struct consent *c) { set_hours(c, 12, 17); }
static void evenings(struct consent *c) { set_hours(c, 17, 21); }
/* Bit 0 is Monday. */
static void every_day(struct consent *c) { c->days = 0x7f; }
static void weekdays(struct consent *c) { c->days = 0x1f; }
static void weekends(struct consent *c) { c->days = 0x60; }
static void sundays(struct consent *c) { c->days = 0x40; }
/* Who asks for a call wants it then. */
static void call_any(struct consent *c) { c->call = true; any_time(c); }
static void call_mornings(struct consent *c) { c->call = true; mornings(c); }
static void call_noons(struct consent *c) { c->call = true; afternoons(c); }
static void call_evenings(struct consent *c) { c->call = true; evenings(c); }
static void no_relative(struct consent *c) { c->relative = false; }
static void a_relative(struct consent *c) { c->relative = true; }

static const struct {
	const char *item, *value;
	void (*say)(struct consent *);
} sayings[] = {
	{ "contact", "no", no_contact },
	{ "contact", "call", call_me },
	{ "contact", "text", text_me },
	{ "contact", "both", call_or_text },
	{ "when", "any", any_time },
	{ "when", "morning", mornings },
	{ "when", "afternoon", afternoons },
	{ "when", "evening", evenings },
	{ "call", "any", call_any },
	{ "call", "morning", call_mornings },
	{ "call", "afternoon", call_noons },
	{ "call", "evening", call_evenings },
	{ "days", "every", every_day },
	{ "days", "week", weekdays },
	{ "days", "weekend", weekends },
	{ "days", "sunday", sundays },
	{ "relative", "no", no_relative },
	{ "relative", "yes", a_relative },
};

bool
saying_add(struct consent *consent, const char *item, const char *value)
{
	for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++)
		if (strcmp(sayings[i].item, item) == 0 &&
		    strcmp(sayings[i].value, value) == 0) {
			sayings[i].say(consent);
			return true;
		}
	return false;
}
