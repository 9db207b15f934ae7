#include "gateway/desk/shape_words.h"

static const char *const found[] = { "none", "vague", "one", "several",
	NULL };

const struct shape shape_register = { "Register", (const struct field[]){
	ANY("register", false, "as helpline agencies --json has it: import, "
	    "as_of, source, loaded_at, rows, age_days; null without a list"),
	FLAG("current", false, "phones are answered from it"),
	ANY("pending", false, "the list that waits for another member: "
	    "import, counts, reason, the first 500 changes, may_confirm; "
	    "null without one"),
	{ 0 }
} };
const struct shape shape_imports = { "Imports", (const struct field[]){
	ANY("imports", false, "the last 20, the latest first"), { 0 }
} };
const struct shape shape_judged = { "Judged", (const struct field[]){
	FLAG("stands", false, "the list is in use now"), { 0 }
} };
const struct shape shape_name_asked = { "NameAsked",
    (const struct field[]){
	LINE("name", false, 1, 400, "or a licence"),
	LINE("country", true, 0, 2, "ISO 3166-1: licensed for it?"),
	{ 0 }
} };
const struct shape shape_name_found = { "NameFound",
    (const struct field[]){
	CHOICE("found", false, found, "only one may be called this company"),
	FLAG("whole", false, "all that was typed is of its name"),
	FLAG("current", false, NULL),
	ANY("agencies", false, "as helpline agencies --json has them, with "
	    "says: valid, not_for, valid_unsaid, expired, suspended, revoked, "
	    "delisted"),
	{ 0 }
} };
const struct shape shape_licence = { "Licence", (const struct field[]){
	LINE("licence", false, 1, 64, NULL), { 0 }
} };
const struct shape shape_events = { "Events", (const struct field[]){
	ANY("events", false, "what became of a licence, the earliest first"),
	{ 0 }
} };
const struct shape shape_audit_row = { "AuditRow", (const struct field[]){
	NUMBER("row", false, 0, 0, NULL),
	NUMBER("at", false, 0, 0, "Unix seconds"),
	LINE("by", false, 0, 40, NULL),
	LINE("did", false, 1, 40, NULL),
	LINE("to", false, 0, 80, "a reference, a member, \"erased\""),
	{ 0 }
} };
const struct shape shape_audit = { "Audit", (const struct field[]){
	LIST("rows", 200, &shape_audit_row, "the last first"),
	NUMBER("before", false, 0, 0, "for the next page; 0: no more"),
	{ 0 }
} };
