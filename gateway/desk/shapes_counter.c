#include "gateway/desk/shape_words.h"
#include "gateway/desk/values.h"

static const char *const languages[] = { "km", "km_Latn", "th", "en", NULL };

#define CONTACT \
	CHOICE("kind", false, values_kind, NULL), \
	CHOICE("channel", false, values_channel, NULL), \
	CHOICE("sex", false, values_sex, NULL), \
	CHOICE("age", false, values_age, "years"), \
	CHOICE("province", false, values_province, "ISO 3166-2, or \"\""), \
	CHOICE("destination", false, values_destination, \
	    "ISO 3166-1, other, or \"\""), \
	CHOICE("stage", false, values_stage, NULL), \
	CHOICE("sector", false, values_sector, NULL)

#define REGULAR "there with papers for it; \"\" not known"

const struct shape shape_contact = { "Contact", (const struct field[]){
	CONTACT, CHOICE("regular", true, values_regular, REGULAR),
	NUMBER("heads", true, 1, 10000, "reached at once; 1"), { 0 }
} };
const struct shape shape_contact_kept = { "ContactKept",
    (const struct field[]){
	NUMBER("id", false, 0, 0, NULL), CONTACT,
	CHOICE("regular", false, values_regular, REGULAR),
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
	CHOICE("sex", true, values_sex, NULL),
	CHOICE("age", true, values_age, "years"),
	CHOICE("province", true, values_province, "ISO 3166-2, or \"\""),
	CHOICE("regular", true, values_regular, REGULAR),
	{ 0 }
} };
const struct shape shape_facets = { "Facets", (const struct field[]){
	CHOICE("sex", false, values_sex, NULL),
	CHOICE("age", false, values_age, "years"),
	CHOICE("province", false, values_province, "ISO 3166-2, or \"\""),
	CHOICE("regular", false, values_regular, REGULAR),
	{ 0 }
} };
