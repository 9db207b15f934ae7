#include "gateway/desk/shape_words.h"
#include "gateway/desk/values.h"

static const char *const consents[] = { "", "yes", "no", NULL };
static const char *const faults[] = { "long", "columns", "digits", "signs",
	NULL };

#define VERSION NUMBER("version", false, 1, INT64_MAX, NULL)
#define REF(name, help) LINE(name, false, 8, 8, help)
#define PERSON \
	LINE("name", false, 1, 240, NULL), \
	CHOICE("consent", false, consents, "may we speak for her?"), \
	CHOICE("sex", false, values_sex, NULL), \
	CHOICE("age", false, values_age, "years"), \
	CHOICE("outcome", false, values_outcome, "\"\": as the case's"), \
	NUMBER("claimed", false, 0, 1000000000000, "0: none"), \
	NUMBER("received", false, 0, 1000000000000, "0: none"), \
	CHOICE("currency", false, currency_words, "with an amount")

const struct shape shape_person = { "Person", (const struct field[]){
	NUMBER("n", false, 0, 0, "her place in the case"), PERSON, { 0 }
} };
const struct shape shape_person_put = { "PersonPut", (const struct field[]){
	VERSION, PERSON, { 0 }
} };
const struct shape shape_people_new = { "PeopleNew", (const struct field[]){
	VERSION,
	TEXT("names", false, 1, 60000, "one a line, at most 200"),
	CHOICE("consent", true, consents, "of each"),
	CHOICE("sex", true, values_sex, "of each"),
	FLAG("twice", true, "a name that stands there is another person's"),
	{ 0 }
} };
const struct shape shape_people_added = { "PeopleAdded",
    (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	NUMBER("added", false, 0, 0, "how many"),
	ANY("there", false, "lines of names that stood there already"),
	{ 0 }
} };
const struct shape shape_line_fault = { "LineFault", (const struct field[]){
	NUMBER("line", false, 1, 0, "from 1"),
	CHOICE("fault", false, faults, "long: over 80 characters; columns: a "
	    "tab; digits; signs: what no name has"),
	{ 0 }
} };
const struct shape shape_version = { "Version", (const struct field[]){
	VERSION, { 0 }
} };
const struct shape shape_same = { "Same", (const struct field[]){
	VERSION, REF("ref", "another case"),
	NUMBER("n", false, 1, 1000000, "her place there"), { 0 }
} };
const struct shape shape_person_case = { "PersonCase",
    (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	NUMBER("n", false, 0, 0, "her place there"),
	FLAG("same", false, "staff said so; else the name is the same"),
	{ 0 }
} };
const struct shape shape_person_cases = { "PersonCases",
    (const struct field[]){
	LIST("cases", 50, &shape_person_case, NULL), { 0 }
} };

const struct shape shape_joined = { "Joined", (const struct field[]){
	OBJECT("case", false, &shape_case, NULL),
	LIST("entries", 10000, &shape_entry, NULL),
	LIST("people", 300, &shape_person, NULL),
	{ 0 }
} };
const struct shape shape_links = { "Links", (const struct field[]){
	LINE("agency", false, 0, 40, "a licence, or \"\""),
	LINE("agency_name", false, 0, 200, NULL),
	NUMBER("agency_others", false, 0, 100, "in 60 days"),
	LINE("employer", false, 0, 240, NULL),
	NUMBER("employer_others", false, 0, 100, "in 60 days"),
	LINE("joined_to", false, 0, 8, "the case it is a duplicate of"),
	FLAG("undoes", false, "parting undoes it: nothing was changed"),
	ANY("about", false, "the Case of the worker it asks after, or null"),
	LIST("asked_by", 20, &shape_case, "relatives who ask after her"),
	{ 0 }
} };
const struct shape shape_agency_set = { "AgencySet", (const struct field[]){
	VERSION, LINE("licence", false, 0, 40, "of the register; \"\" none"),
	{ 0 }
} };
const struct shape shape_employer_set = { "EmployerSet",
    (const struct field[]){
	VERSION, LINE("name", false, 0, 240, "\"\" nobody known"), { 0 }
} };
const struct shape shape_about_set = { "AboutSet", (const struct field[]){
	VERSION, LINE("about", false, 0, 8, "the worker's case; \"\" none"),
	{ 0 }
} };
const struct shape shape_others = { "Others", (const struct field[]){
	LIST("cases", 100, &shape_case, "the last opened first"), { 0 }
} };
const struct shape shape_join = { "Join", (const struct field[]){
	VERSION, REF("into", "the case that goes on"), { 0 }
} };
const struct shape shape_part = { "Part", (const struct field[]){
	VERSION, TEXT("reason", true, 0, 4000, "needed when something was "
	    "changed since"), { 0 }
} };
