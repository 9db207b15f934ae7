#include "gateway/desk/shape_words.h"

static const char *const remarks[] = { "override", "reissued", "call_missed",
	"erased", "attached", NULL };

static const char *const sent[] = { "queued", "sending", "accepted",
	"unknown", "expired", "failed", "delivered", NULL };
static const char *const faults[] = { "fine", "empty", "control", "long",
	"no_wish", "lapsed", "never", "language", "echo", "budget",
	"sensitive", "hours", "limit", NULL };

/* Minutes of the day in her country; days are bits, 1 is Monday. */
const struct shape shape_allowed = { "Allowed", (const struct field[]){
	FLAG("text", false, "she may be sent texts"),
	FLAG("call", false, "she may be called"),
	FLAG("relative", false, "a relative may ask"),
	NUMBER("days", false, 0, 127, "bits; 1 is Monday"),
	NUMBER("from", false, 0, 1440, "minutes of the day where she is"),
	NUMBER("until", false, 0, 1440, NULL),
	LINE("country", false, 0, 2, "ISO 3166-1"),
	{ 0 }
} };
#define PAGES \
	{ "pages", FIELD_LINES, false, 0, 1000, NULL, NULL, \
	  "as a phone shows them" }
const struct shape shape_sentence = { "Sentence", (const struct field[]){
	LINE("code", false, 1, 15, NULL),
	FLAG("day", false, "it names a day"),
	TEXT("text", false, 0, 1000, "in her language"),
	FLAG("own", false, "else it is not there in her language"),
	PAGES,
	{ 0 }
} };
const struct shape shape_put = { "Put", (const struct field[]){
	NUMBER("n", false, 0, 0, NULL),
	LINE("code", false, 1, 15, NULL),
	LINE("day", false, 0, 10, "\"\": none"),
	TEXT("text", false, 0, 1000, "as she reads it today"),
	PAGES,
	LINE("by", false, 1, 32, NULL),
	TIME("at", false, NULL),
	LINE("read_on", false, 0, 10, "the day she read it; \"\": not yet"),
	FLAG("taken_back", false, NULL),
	{ 0 }
} };
const struct shape shape_sent = { "Sent", (const struct field[]){
	CHOICE("state", false, sent, "unknown: a person decides whether to "
	    "write again"),
	LINE("why", false, 0, 15, NULL),
	NUMBER("parts", false, 1, 100, NULL),
	TIME("queued_at", false, NULL),
	TIME("due_at", false, NULL),
	TIME("state_at", false, NULL),
	{ 0 }
} };
const struct shape shape_answers = { "Answers", (const struct field[]){
	LINE("language", false, 1, 10, "hers"),
	LIST("sentences", 50, &shape_sentence, NULL),
	LIST("put", 1000, &shape_put, "the last one stands"),
	LIST("texts", 1000, &shape_sent, "the oldest first"),
	OBJECT("allowed", false, &shape_allowed, NULL),
	FLAG("may_text", false, NULL),
	FLAG("lapsed", false, "she allowed texts, but was quiet for too long"),
	TIME("from", true, "her hours: now, or next"),
	TIME("to", true, NULL),
	NUMBER("used", false, 0, 0, "parts of the centre this month"),
	NUMBER("budget", false, 0, 0, "0: no end"),
	NUMBER("parts_max", false, 1, 10, "of one text"),
	{ "beside", FIELD_LINES, false, 0, 8, NULL, NULL,
	  "cases of the phone that this came from" },
	FLAG("detached", false, "her phone was taken from it by SMS"),
	FLAG("proved", false, "the caller was proved within the hour"),
	{ 0 }
} };
const struct shape shape_answer = { "Answer", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	LINE("code", false, 1, 15, NULL),
	LINE("day", true, 0, 10, "2026-03-01"),
	NUMBER("centre", true, 1, 1000000, "an office it names"),
	{ 0 }
} };
const struct shape shape_text = { "Text", (const struct field[]){
	TEXT("text", false, 0, 8192, NULL), { 0 }
} };
const struct shape shape_text_judged = { "TextJudged", (const struct field[]){
	CHOICE("fault", false, faults, "fine: it may be sent"),
	LINE("word", true, 0, 200, "of sensitive"),
	NUMBER("parts", false, 0, 1000, "what it costs"),
	FLAG("now", false, "it is her time"),
	TIME("from", true, "her hours: now, or next"),
	TIME("to", true, NULL),
	NUMBER("used", false, 0, 0, "parts of the centre this month"),
	NUMBER("budget", false, 0, 0, "0: no end"),
	{ 0 }
} };
const struct shape shape_new_text = { "NewText", (const struct field[]){
	LINE("id", false, 32, 32, "made for this text: sent twice it is one"),
	TEXT("text", false, 1, 8192, NULL),
	FLAG("later", true, "it may wait for her hours"),
	TEXT("reason", true, 1, 400, "for a word of the list; the lead is "
	    "told"),
	{ 0 }
} };
const struct shape shape_match = { "Match", (const struct field[]){
	LINE("to", false, 8, 8, "a case"), { 0 }
} };
static const char *const detached[] = { "attach", "leave", NULL };
const struct shape shape_detached = { "Detached", (const struct field[]){
	CHOICE("what", false, detached, NULL), { 0 }
} };
const struct shape shape_callback = { "Callback", (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	TIME("asked_at", false, NULL),
	TIME("until", false, "later it is not made any more"),
	NUMBER("tries", false, 0, 3, NULL),
	FLAG("now", false, "it is her time"),
	TIME("from", true, "her next time; without: she has none"),
	TIME("to", true, NULL),
	TEXT("first_words", false, 1, 1000, "in her language, of nothing"),
	OBJECT("hours", false, &shape_allowed, NULL),
	{ 0 }
} };
const struct shape shape_callbacks = { "Callbacks", (const struct field[]){
	LIST("callbacks", 200, &shape_callback, NULL), { 0 }
} };

const struct shape shape_digits = { "Digits", (const struct field[]){
	LINE("digits", false, 4, 4, "that the caller says"), { 0 }
} };
const struct shape shape_proof = { "Proof", (const struct field[]){
	FLAG("right", false, NULL),
	NUMBER("left", false, 0, 20, "wrong ones that are left today"),
	{ 0 }
} };
const struct shape shape_erased = { "Erased", (const struct field[]){
	FLAG("erased", false, "false: another member must agree in a week"),
	{ 0 }
} };
const struct shape shape_facts = { "Facts", (const struct field[]){
	{ "facts", FIELD_LINES, false, 0, 15, NULL, NULL,
	    "three or more that she answered right: company, place, day, "
	    "happened, amount, people, home; none where her digits were" },
	{ 0 }
} };

const struct shape shape_remark = { "Remark", (const struct field[]){
	NUMBER("id", false, 0, 0, NULL),
	LINE("ref", false, 8, 8, NULL),
	CHOICE("what", false, remarks, NULL),
	LINE("by", false, 1, 32, NULL),
	TIME("at", false, NULL),
	{ 0 }
} };
const struct shape shape_remarks = { "Remarks", (const struct field[]){
	LIST("remarks", 100, &shape_remark, NULL), { 0 }
} };
