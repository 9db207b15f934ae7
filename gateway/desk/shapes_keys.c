#include "gateway/desk/shape_words.h"

static const char *const languages[] = { "km", "th", "en", NULL };

const struct shape shape_leaving = { "Leaving", (const struct field[]){
	LINE("name", false, 1, 32, NULL),
	NUMBER("open", false, 0, 0, "cases that are still hers"),
	LIST("cases", 100, &shape_case, "of them, the most pressing first"),
	{ "heirs", FIELD_LINES, false, 0, 1000, NULL, NULL,
	    "who may have them" },
	FLAG("holds_key", false, "the centre's key is changed when she goes"),
	FLAG("may_finish", false, NULL),
	NUMBER("sessions", false, 0, 0, "in which she is signed in now"),
	{ 0 }
} };
const struct shape shape_give_on = { "GiveOn", (const struct field[]){
	LINE("to", false, 1, 64, "whose all her open cases become"), { 0 }
} };

const struct shape shape_footing = { "Footing", (const struct field[]){
	FLAG("started", false, "it takes cases"),
	NUMBER("members", false, 0, 0, "who can log in and open its cases"),
	FLAG("stand_in", false, "another office has somebody who can"),
	FLAG("paper", false, "its paper key was typed back"),
	NUMBER("found", false, 0, 3, "of: two members, stand-in, paper"),
	NUMBER("needed", false, 0, 3, NULL),
	NUMBER("rehearsed_at", false, 0, 0, "its paper opened a sealed box; "
	    "0 never"),
	NUMBER("key_number", false, 0, 0, "1: its first"),
	NUMBER("key_due", false, 0, 0, "somebody who left then knows the key; "
	    "0: nobody"),
	FLAG("changing", false, "cases are just sealed to a new key"),
	{ 0 }
} };
const struct shape shape_paper = { "Paper", (const struct field[]){
	LINE("paper", false, 1, 100, "to be written down, now"),
	NUMBER("group", false, 1, 14, "of its groups, to be typed back"),
	NUMBER("groups", false, 14, 14, NULL),
	{ 0 }
} };
const struct shape shape_paper_part = { "PaperPart", (const struct field[]){
	NUMBER("group", false, 1, 14, NULL),
	LINE("text", false, 1, 40, "as it stands on the paper"),
	{ 0 }
} };
const struct shape shape_paper_whole = { "PaperWhole",
    (const struct field[]){
	LINE("paper", false, 1, 200, "as it lies in its envelope"), { 0 }
} };
const struct shape shape_remake = { "Remake", (const struct field[]){
	LINE("name", false, 1, 64, "login name of who leads it from now on"),
	{ 0 }
} };

const struct shape shape_practise = { "Practise", (const struct field[]){
	CHOICE("language", false, languages, "of the invented cases"), { 0 }
} };
const struct shape shape_practice = { "Practice", (const struct field[]){
	FLAG("entered", false, "her invented cases are there"),
	NUMBER("practised_at", false, 0, 0, "she has done it all; 0 not yet"),
	FLAG("claim", false, NULL),
	FLAG("read", false, NULL),
	FLAG("note", false, NULL),
	FLAG("refer", false, NULL),
	FLAG("close", false, NULL),
	{ 0 }
} };

const struct shape shape_verify = { "Verify", (const struct field[]){
	LINE("head", true, 0, 40, "noted before, \"1234-0123456789\": it must "
	    "be among the rows"),
	{ 0 }
} };
const struct shape shape_verified = { "Verified", (const struct field[]){
	FLAG("whole", false, "every row is as it was written"),
	FLAG("known", false, "the noted head is among them; true without one"),
	NUMBER("rows", false, 0, 0, NULL),
	NUMBER("wrong", false, 0, 0, "the first row that is not; 0 none"),
	LINE("head", false, 0, 40, "to be noted elsewhere"),
	{ 0 }
} };
