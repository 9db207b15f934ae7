#include "gateway/desk/shape_words.h"

static const char *const states[] = { "incomplete", "new", "working",
	"call_us", "finished", NULL };
static const char *const channels[] = { "ussd", "sms", "desk", NULL };
static const char *const yes_or_no[] = { "0", "1", NULL };
static const char *const languages[] = { "km", "km_Latn", "th", "en", NULL };

const struct shape shape_words = { "Words", (const struct field[]){
	LINE("words", false, 2, 400, "at most eight; all in one case, not "
	    "necessarily in one item"),
	CHOICE("state", true, states, NULL),
	LINE("category", true, 1, 15, NULL),
	LINE("destination", true, 2, 2, "ISO 3166-1"),
	CHOICE("language", true, languages, NULL),
	CHOICE("channel", true, channels, NULL),
	CHOICE("urgent", true, yes_or_no, NULL),
	LINE("owner", true, 1, 32, "login name"),
	{ 0 }
} };
const struct shape shape_find = { "Find", (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	NUMBER("n", false, 0, 0, "the entry of the case, or its person"),
	LINE("kind", false, 1, 15, "words, note, agency, ..."),
	TIME("at", false, NULL),
	TEXT("before", false, 0, 1000, NULL),
	TEXT("hit", false, 0, 8192, "as it was written: show it as text"),
	TEXT("after", false, 0, 1000, NULL),
	FLAG("more_before", false, "before does not begin the entry"),
	FLAG("more_after", false, "after does not end it"),
	{ 0 }
} };
const struct shape shape_words_found = { "WordsFound",
    (const struct field[]){
	LIST("found", 50, &shape_find, NULL),
	NUMBER("cases", false, 0, 0, "looked at"),
	NUMBER("items", false, 0, 0, "opened"),
	NUMBER("broken", false, 0, 0, "did not open: changed or moved"),
	FLAG("whole", false, "false: there is more than was looked at"),
	{ 0 }
} };
