#include "gateway/desk/shape_words.h"

#include "gateway/procedures.h"
#include "store/sharing.h"

static const char *const abouts[] = { "centre", "partner", NULL };
static const char *const answers[] = { "yes", "no", NULL };
static const char *const languages[] = { "km", "th", "en", NULL };
static const char *const results[] = { "answered", "refused", "none", NULL };

#define NAMED "person, category, destination, opened, language, contact"

const struct shape shape_item = { "Item", (const struct field[]){
	NUMBER("n", false, 1, INT64_MAX, "of an entry of the case"), { 0 }
} };
const struct shape shape_sharing = { "Sharing", (const struct field[]){
	CHOICE("about", false, abouts, "whom she was asked about"),
	NUMBER("to", false, 1, INT64_MAX, "its id"),
	CHOICE("answer", false, answers, NULL),
	CHOICE("how", false, sharing_ways, "how she was asked"),
	LIST("items", SHARING_ITEMS_MAX, &shape_item, "what may go there"),
	{ "fields", FIELD_LINES, false, 0, 32, NULL, NULL, NAMED },
	FLAG("told", true, "she knows what may follow: for the police"),
	TEXT("note", true, 0, 2000, NULL),
	{ 0 }
} };

const struct shape shape_partner_name = { "PartnerName",
    (const struct field[]){
	LINE("km", true, 0, 200, NULL), LINE("th", true, 0, 200, NULL),
	LINE("en", true, 0, 200, NULL), { 0 }
} };
#define PARTNER \
	CHOICE("kind", false, partner_kinds, NULL), \
	LINE("country", false, 0, 2, "ISO 3166-1, or \"\""), \
	OBJECT("name", false, &shape_partner_name, "one at least")
const struct shape shape_partner_edit = { "PartnerEdit",
    (const struct field[]){
	PARTNER, TEXT("address", true, 0, 400, NULL),
	LINE("phone", true, 0, 60, "entered by you, who stand for it"),
	LINE("fact", true, 0, 63, "or the id of a checked contact"),
	FLAG("active", true, "false: no new letters to it"),
	{ 0 }
} };
const struct shape shape_partner = { "Partner", (const struct field[]){
	NUMBER("id", false, 1, 0, NULL), PARTNER,
	TEXT("address", false, 0, 400, NULL),
	LINE("phone", false, 0, 80, "of a fact: with its month past its "
	    "date"),
	LINE("fact", false, 0, 63, NULL),
	FLAG("active", false, NULL),
	LINE("by", false, 1, 32, "who entered it"),
	TIME("at", false, NULL),
	TIME("chase_at", false, "when one who is written to now is asked "
	    "again"),
	{ 0 }
} };
const struct shape shape_partner_fact = { "PartnerFact",
    (const struct field[]){
	LINE("fact", false, 1, 63, NULL), LINE("phone", false, 1, 80, NULL),
	{ 0 }
} };
const struct shape shape_partners = { "Partners", (const struct field[]){
	LIST("partners", 200, &shape_partner, NULL),
	LIST("facts", 2000, &shape_partner_fact, "contacts that were "
	    "checked"),
	{ 0 }
} };
const struct shape shape_partner_kept = { "PartnerKept",
    (const struct field[]){
	NUMBER("id", false, 1, 0, NULL), { 0 }
} };

const struct shape shape_letter_new = { "LetterNew", (const struct field[]){
	NUMBER("version", false, 1, INT64_MAX, NULL),
	NUMBER("partner", false, 1, INT64_MAX, NULL),
	CHOICE("language", false, languages, NULL),
	LIST("items", SHARING_ITEMS_MAX, &shape_item, "as she agreed"),
	{ "fields", FIELD_LINES, false, 0, 32, NULL, NULL, NAMED },
	LINE("person", true, 0, 120, "her name, with the field"),
	TEXT("request", false, 1, 3000, "what is asked of them"),
	TIME("chase_at", true, "when to ask again; left out: by the table"),
	FLAG("again", true, "to the police: she said yes twice"),
	{ 0 }
} };
const struct shape shape_letter_kept = { "LetterKept",
    (const struct field[]){
	NUMBER("n", false, 1, 0, "of the entry"),
	OBJECT("case", false, &shape_case, NULL), { 0 }
} };
const struct shape shape_letter_print = { "LetterPrint",
    (const struct field[]){
	LINE("ref", false, 8, 8, NULL),
	NUMBER("n", false, 1, 0, NULL),
	TIME("at", false, NULL),
	ANY("letter", false, "the partner as it was, language, request, "
	    "who wrote it"),
	ANY("fields", false, "values of the fields she agreed to"),
	LIST("items", SHARING_ITEMS_MAX, &shape_entry, "her number too, if "
	    "she agreed"),
	{ 0 }
} };
const struct shape shape_letter = { "Letter", (const struct field[]){
	NUMBER("n", false, 1, 0, "of the entry"),
	TIME("chase_at", false, NULL), FLAG("answered", false, NULL),
	LINE("by", false, 1, 32, NULL), TIME("at", false, NULL), { 0 }
} };
const struct shape shape_letter_answer = { "LetterAnswer",
    (const struct field[]){
	CHOICE("result", false, results, "none: no answer came"),
	LINE("day", false, 10, 10, "2026-11-27"),
	TEXT("note", true, 0, 4000, NULL), { 0 }
} };
