#include "gateway/desk/shape_words.h"

#include "gateway/rehearsal/rehearsal.h"

static const char *const languages[] = { "km", "km_Latn", "th", "en", NULL };
static const char *const channels[] = { "ussd", "sms", NULL };
static const char *const limits[] = { "network", "160/70", "182/80", NULL };
static const char *const codings[] = { "gsm7", "ucs2", NULL };

const struct shape shape_phone = { "Phone", (const struct field[]){
	CHOICE("channel", false, channels, NULL),
	CHOICE("language", true, languages, "without it she chooses one"),
	CHOICE("limits", true, limits, "of a USSD page: septets/units"),
	{ "keys", FIELD_LINES, false, 0, REHEARSAL_KEY_MAX, NULL, NULL,
	  "at most 60: what she presses and writes, in order; the first is what follows "
	  "the code she dials (\"\" nothing), or her first SMS" },
	{ 0 }
} };
const struct shape shape_phone_act = { "PhoneAct", (const struct field[]){
	NUMBER("key", false, 0, 0, "which of the keys, from 0"),
	LINE("effect", false, 1, 20, "of the tree's effects"),
	LINE("item", false, 0, 15, "kind of what would be sealed"),
	TEXT("value", false, 0, 8192, NULL),
	{ 0 }
} };
const struct shape shape_phone_page = { "PhonePage",
    (const struct field[]){
	LINE("node", false, 1, 31, "id of the page"),
	TEXT("text", false, 0, 8192, "as sent"),
	NUMBER("page", false, 0, 0, "from 1"),
	NUMBER("pages", false, 0, 0, NULL),
	NUMBER("units", false, 0, 0, "septets, or UTF-16 units"),
	NUMBER("limit", false, 0, 0, NULL),
	CHOICE("coding", false, codings, NULL),
	NUMBER("parts", false, 0, 0, "of the SMS; 0 by USSD"),
	FLAG("over", false, "the page closes the session"),
	LIST("acts", 200, &shape_phone_act, "what would have been done"),
	{ "letter", FIELD_LINES, false, 0, 50, NULL, NULL,
	  "what goes by SMS besides, after 7" },
	LINE("network", false, 1, 31, "whose profile it is"),
	LINE("code", false, 0, 31, "what is dialled or written to"),
	{ 0 }
} };
