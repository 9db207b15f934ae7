#include "gateway/desk/shape_words.h"

static const char *const kinds[] = { "information", "counselling",
	"orientation", "outreach", "legal", "referral", NULL };
static const char *const channels[] = { "counter", "phone", "visit",
	"online", NULL };
const char *const sex_words[] = { "", "f", "m", "other", NULL };
const char *const age_words[] = { "", "0-14", "15-17", "18-24", "25-34",
	"35-49", "50+", NULL };
static const char *const stages[] = { "", "before", "waiting", "abroad",
	"returned", "family", NULL };
static const char *const languages[] = { "km", "km_Latn", "th", "en", NULL };

#define CONTACT \
	CHOICE("kind", false, kinds, NULL), \
	CHOICE("channel", false, channels, NULL), \
	CHOICE("sex", false, sex_words, NULL), \
	CHOICE("age", false, age_words, "years"), \
	LINE("province", false, 0, 6, "ISO 3166-2, or \"\""), \
	LINE("destination", false, 0, 2, "ISO 3166-1, or \"\""), \
	CHOICE("stage", false, stages, NULL), \
	LINE("sector", false, 0, 15, "a word, or \"\"")

const struct shape shape_contact = { "Contact", (const struct field[]){
	CONTACT, NUMBER("heads", true, 1, 10000, "reached at once; 1"), { 0 }
} };
const struct shape shape_contact_kept = { "ContactKept",
    (const struct field[]){
	NUMBER("id", false, 0, 0, NULL), CONTACT,
	NUMBER("heads", false, 1, 10000, NULL), { 0 }
} };
const struct shape shape_contacts = { "Contacts", (const struct field[]){
	LIST("contacts", 10000, &shape_contact_kept, "of today"), { 0 }
} };
const struct shape shape_counted = { "Counted", (const struct field[]){
	NUMBER("id", false, 0, 0, NULL), { 0 }
} };
const struct shape shape_new_case = { "NewCase", (const struct field[]){
	LINE("category", false, 1, 15, "wages, papers, ..."),
	TEXT("words", false, 1, 8192, "what happened, as she says it"),
	LINE("number", true, 0, 16, "+855..., if she wants to be reached"),
	CHOICE("language", false, languages, NULL),
	LINE("destination", true, 0, 2, "ISO 3166-1"),
	FLAG("urgent", true, NULL),
	{ 0 }
} };
const struct shape shape_month = { "Month", (const struct field[]){
	LINE("month", false, 7, 7, NULL),
	FLAG("exact", false, "false: numbers under 11 are null"),
	ANY("contacts", false, "tables: number, kind, channel, sex, age, "
	    "province, destination, stage, sector; each value to heads"),
	ANY("cases", false, "tables: number (opened, urgent, finished, "
	    "open_now), category, destination, language, channel; outcome, "
	    "claimed and received by currency of those finished"),
	{ 0 }
} };
