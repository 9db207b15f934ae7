#include "gateway/desk/shape_words.h"

#include "store/forget.h"

static const char *const states[] = { "incomplete", "finished", NULL };
static const char *const reasons[] = { "asked", "court", "money", "police",
	"family", "review", NULL };

#define WHICH \
	LINE("ref", false, 8, 8, "8 digits"), \
	CHOICE("state", false, states, NULL), \
	LINE("category", false, 0, 15, NULL)

const struct shape shape_going_one = { "GoingOne", (const struct field[]){
	WHICH,
	TIME("goes_at", false, "at the earliest"),
	FLAG("asked", false, "a member wants it erased at once"),
	{ 0 }
} };
const struct shape shape_kept_one = { "KeptOne", (const struct field[]){
	WHICH,
	TIME("until", false, NULL),
	LINE("by", false, 1, 32, "login name"),
	{ 0 }
} };
const struct shape shape_going = { "Going", (const struct field[]){
	NUMBER("notice_days", false, 0, 0, "each stands here for so long"),
	NUMBER("draft_days", false, 0, 0, "how long what was never filed is "
	    "kept"),
	NUMBER("closed_months", false, 0, 0, "and what is finished"),
	FLAG("clock_in_doubt", false, "it jumped: nothing ages until an "
	    "operator says that it is right"),
	LIST("going", 200, &shape_going_one, "the first to go first"),
	FLAG("more", false, "than are listed"),
	LIST("kept", 200, &shape_kept_one, "for longer; the first to end "
	    "first"),
	{ 0 }
} };
const struct shape shape_keep = { "Keep", (const struct field[]){
	CHOICE("why", false, reasons, "kept in the case, sealed"),
	NUMBER("days", false, 1, KEPT_DAYS_MAX, NULL),
	{ 0 }
} };
const struct shape shape_kept_until = { "KeptUntil", (const struct field[]){
	NUMBER("until", false, 0, 0, "Unix seconds; 0: no longer"),
	{ 0 }
} };
