#include "gateway/desk/shape_words.h"
#include "gateway/desk/values.h"

static const char *const states[] = { "incomplete", "new", "working",
	"call_us", "finished", NULL };
/* What staff make of a case; new is the caller's. */
static const char *const steps[] = { "working", "call_us", "finished",
	NULL };
static const char *const results[] = { "reached", "no_answer",
	"someone_else", "not_safe", "wrong_number", NULL };
static const char *const waits[] = { "", "caller", "agency", "employer",
	"government", "court", "embassy", "police", "centre", "other", NULL };
const char *const currency_words[] = { "", "KHR", "THB", "USD", NULL };

#define OUTCOME \
	CHOICE("outcome", false, values_outcome + 1, NULL), \
	NUMBER("claimed", true, 0, 1000000000000, NULL), \
	NUMBER("received", true, 0, 1000000000000, NULL), \
	CHOICE("currency", true, currency_words + 1, "with an amount")

const struct shape shape_case = { "Case", (const struct field[]){
	LINE("ref", false, 8, 8, "8 digits"),
	CHOICE("state", false, states, NULL),
	FLAG("urgent", false, NULL),
	FLAG("filed", false, "she has her 4 digits and can ask for it"),
	LINE("category", false, 0, 15, NULL),
	NUMBER("centre", false, 0, 0, NULL),
	LINE("destination", false, 0, 2, "ISO 3166-1"),
	LINE("language", false, 1, 10, NULL),
	LINE("channel", false, 1, 10, NULL),
	TIME("opened_at", false, "to the hour, as all times of a case"),
	TIME("changed_at", false, NULL),
	TIME("due_at", false, NULL),
	FLAG("overdue", false, NULL),
	LINE("owner", false, 0, 32, "login name; \"\": nobody"),
	CHOICE("waits_for", false, waits, NULL),
	NUMBER("version", false, 0, 0, "what a change must name"),
	{ 0 }
} };
const struct shape shape_cases = { "Cases", (const struct field[]){
	LIST("cases", 50, &shape_case, NULL),
	ANY("next", false, "for after; null: this was the last page"),
	NUMBER("pulse", false, 0, 0, "for changes"),
	{ 0 }
} };
#define COUNT(name) NUMBER(name, false, 0, 500, NULL)
const struct shape shape_counts = { "Counts", (const struct field[]){
	COUNT("mine"), COUNT("centre"), COUNT("unassigned"), COUNT("urgent"),
	COUNT("overdue"), COUNT("waiting"), COUNT("stand_in"), { 0 }
} };
const struct shape shape_changes = { "Changes", (const struct field[]){
	NUMBER("pulse", false, 0, 0, NULL), FLAG("changed", false, NULL),
	{ 0 }
} };

const struct shape shape_outcome = { "Outcome", (const struct field[]){
	OUTCOME, TEXT("note", false, 0, 4000, NULL), { 0 }
} };
const struct shape shape_entry = { "Entry", (const struct field[]){
	NUMBER("n", false, 0, 0, "order of arrival"),
	LINE("kind", false, 1, 15, "words, number, contact, when, call, what, "
	    "centre, note, contacted, reason, outcome, reopened, ..."),
	TIME("at", false, NULL),
	TEXT("text", true, 0, 8192, "as she wrote it: show it as text"),
	FLAG("withheld", true, "a number: ask for it"),
	CHOICE("result", true, results, "of a contact"),
	OBJECT("outcome", true, &shape_outcome, NULL),
	ANY("sharing", true, "whom she was asked about, and what she said"),
	ANY("letter", true, "to whom, what, and what was asked"),
	ANY("answer", true, "which letter, result, day, note"),
	{ 0 }
} };
const struct shape shape_safety = { "Safety", (const struct field[]){
	LINE("wish", false, 0, 15, "no, call, text, both; \"\": not asked"),
	LINE("when", false, 0, 15, "any, morning, afternoon, evening"),
	LINE("last_result", false, 0, 15, NULL),
	FLAG("safe_now", false, "else her number asks for a reason"),
	TIME("from", true, "her time, by the clock of where she is"),
	TIME("to", true, NULL),
	{ 0 }
} };
const struct shape shape_edit = { "Edit", (const struct field[]){
	NUMBER("version", false, 0, 0, "it made"),
	LINE("by", false, 1, 32, NULL),
	LINE("what", false, 1, 80, "names of what was changed"),
	TIME("at", false, NULL),
	{ 0 }
} };
const struct shape shape_case_read = { "CaseRead", (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	OBJECT("facets", false, &shape_facets, "whom it is about"),
	LIST("entries", 10000, &shape_entry, NULL),
	OBJECT("contact", false, &shape_safety, NULL),
	{ "may_become", FIELD_LINES, false, 0, 8, NULL, NULL,
	  "states it can be put in" },
	LIST("edits", 200, &shape_edit, "versions that are missing were made "
	    "by the caller"),
	TEXT("draft", false, 0, 8192, "the note you began to write"),
	LIST("drafts", 8, &shape_draft_kept, "and what in other forms"),
	ANY("referral", false, "a Referral that goes on, or null"),
	LIST("people", 300, &shape_person, NULL),
	LIST("joined", 100, &shape_joined, "its duplicates"),
	OBJECT("links", false, &shape_links, NULL),
	LIST("letters", 10000, &shape_letter, NULL),
	ANY("step", false, "what is due: {step, says: {km, th, en}}, or null"),
	{ 0 }
} };

const struct shape shape_case_edit = { "CaseEdit", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	CHOICE("state", true, steps, NULL),
	FLAG("urgent", true, NULL),
	LINE("owner", true, 0, 32, "\"\": nobody"),
	TIME("due_at", true, "with a reason"),
	TEXT("reason", true, 1, 400, "why another day than the table's; kept "
	    "in the case"),
	CHOICE("waits_for", true, waits, NULL),
	{ 0 }
} };
const struct shape shape_reason = { "Reason", (const struct field[]){
	TEXT("reason", true, 1, 400, NULL), { 0 }
} };
const struct shape shape_numbers = { "Numbers", (const struct field[]){
	{ "numbers", FIELD_LINES, false, 0, 100, NULL, NULL, "E.164" }, { 0 }
} };
const struct shape shape_note = { "Note", (const struct field[]){
	TEXT("text", false, 1, 8192, NULL), { 0 }
} };
const struct shape shape_contacted = { "Contacted", (const struct field[]){
	CHOICE("result", false, results, NULL),
	TEXT("text", true, 0, 4000, NULL), { 0 }
} };
const struct shape shape_close = { "Close", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	OUTCOME, TEXT("note", true, 0, 4000, NULL), { 0 }
} };
const struct shape shape_reopen = { "Reopen", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	TEXT("reason", false, 1, 4000, NULL), { 0 }
} };

static const char *const referrals[] = { "offered", "accepted", NULL };
const struct shape shape_referral_of = { "ReferralOf",
    (const struct field[]){
	CHOICE("state", false, referrals, NULL),
	NUMBER("from", false, 0, 0, "an office"),
	NUMBER("to", false, 0, 0, "an office"),
	LINE("by", false, 1, 32, "who did the last step"),
	TIME("at", false, NULL),
	LINE("copy", false, 0, 8, "the reference the other office has"),
	FLAG("is_copy", false, NULL),
	OBJECT("case", false, &shape_case, NULL), { 0 }
} };
const struct shape shape_offer = { "Offer", (const struct field[]){
	LINE("ref", false, 8, 8, "of the offer, and of the case if it is "
	    "taken"),
	NUMBER("from", false, 0, 0, "an office"),
	NUMBER("to", false, 0, 0, "an office"),
	LINE("by", false, 1, 32, NULL), TIME("at", false, NULL),
	FLAG("urgent", false, NULL), LINE("category", false, 0, 15, NULL),
	LINE("destination", false, 0, 2, NULL),
	LINE("language", false, 1, 10, NULL), { 0 }
} };
const struct shape shape_referrals = { "Referrals", (const struct field[]){
	LIST("in", 200, &shape_offer, "offered to us"),
	LIST("out", 200, &shape_referral_of, "ours, not done"),
	{ 0 }
} };
const struct shape shape_refer = { "Refer", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	NUMBER("to", false, 1, 1000000, "an office"),
	TEXT("text", false, 1, 4000, "why; goes with it"),
	TEXT("override", true, 1, 4000, "why without her yes: only who "
	    "leads"),
	{ "items", FIELD_LIST, true, 0, 200, NULL, &shape_item,
	  "with override: what goes; else what she agreed to goes" },
	{ 0 }
} };
const struct shape shape_offered = { "Offered", (const struct field[]){
	OBJECT("case", false, &shape_case, "as it would be"),
	LIST("entries", 10000, &shape_entry, "the copy: no more is ever "
	    "readable here"),
	{ 0 }
} };
const struct shape shape_said = { "Said", (const struct field[]){
	TEXT("text", true, 0, 4000, "kept in the case"), { 0 }
} };

const struct shape shape_search = { "Search", (const struct field[]){
	LINE("number", false, 8, 16, "+855..., with country code"), { 0 }
} };
const struct shape shape_searched = { "Searched", (const struct field[]){
	LIST("cases", 50, &shape_case, "the latest first"), { 0 }
} };
