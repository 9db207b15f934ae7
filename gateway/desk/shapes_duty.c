#include "gateway/desk/shape_words.h"

static const char *const parts[] = { "duty", "stand_in", NULL };
static const char *const locales[] = { "km", "km_Latn", "th", "en", NULL };

#define SHIFT \
	LINE("name", false, 1, 32, "login name"), \
	CHOICE("part", false, parts, "stand_in is told second"), \
	LINE("hours", false, 1, 60, "1-5 8:00-17:00; 1 is Monday, +7"), \
	LINE("since", true, 0, 10, "a day; \"\": open"), \
	LINE("until", true, 0, 10, "a day; \"\": open")

const struct shape shape_shift = { "Shift", (const struct field[]){
	NUMBER("id", false, 0, 0, NULL),
	SHIFT,
	FLAG("reachable", false, "active, with a phone"),
	FLAG("now", false, "holds at this minute"),
	{ 0 }
} };
const struct shape shape_gap = { "Gap", (const struct field[]){
	CHOICE("part", false, parts, NULL),
	TIME("begins", false, NULL), TIME("ends", false, NULL), { 0 }
} };
const struct shape shape_on_call = { "OnCall", (const struct field[]){
	LINE("name", false, 1, 32, "login name"),
	FLAG("phone", false, "has one; it is shown to nobody"), { 0 }
} };
const struct shape shape_own_phone = { "OwnPhone", (const struct field[]){
	FLAG("phone", false, NULL),
	CHOICE("language", false, locales, NULL),
	FLAG("reminders", false, "of what is due, once a day at most"), { 0 }
} };
const struct shape shape_duty = { "Duty", (const struct field[]){
	LIST("shifts", 1000, &shape_shift, NULL),
	LIST("gaps", 2, &shape_gap, "the first of each part within a week"),
	LIST("members", 1000, &shape_on_call, "of the centre"),
	OBJECT("own", false, &shape_own_phone, NULL),
	{ 0 }
} };
const struct shape shape_new_shift = { "NewShift", (const struct field[]){
	SHIFT, { 0 }
} };
const struct shape shape_made = { "Made", (const struct field[]){
	NUMBER("id", false, 0, 0, NULL), { 0 }
} };
#define PHONE \
	LINE("number", false, 0, 16, "+855...; \"\": none"), \
	CHOICE("language", false, locales, "of what it is sent")
const struct shape shape_staff_phone = { "StaffPhone", (const struct field[]){
	PHONE, { 0 }
} };
const struct shape shape_my_phone = { "MyPhone", (const struct field[]){
	PHONE, FLAG("reminders", false, NULL), { 0 }
} };
const struct shape shape_reminders = { "Reminders", (const struct field[]){
	FLAG("reminders", false, NULL), { 0 }
} };
