#include "gateway/desk/shape_words.h"

static const char *const roles[] = { "staff", "lead", "administrator",
	"numbers", NULL };
static const char *const states[] = { "coded", "active", "departed", NULL };
static const char *const factors[] = { "", "totp", "sheet", NULL };

const struct shape shape_centre_names = { "CentreNames",
    (const struct field[]){
	LINE("km", false, 0, 200, NULL),
	LINE("km_Latn", false, 0, 200, NULL),
	LINE("th", false, 0, 200, NULL),
	LINE("en", false, 0, 200, NULL),
	{ 0 }
} };
const struct shape shape_centre = { "Centre", (const struct field[]){
	NUMBER("id", false, 0, 0, NULL),
	OBJECT("name", false, &shape_centre_names, NULL),
	LINE("area", false, 0, 200, "ISO 3166-2"),
	LINE("hours", false, 0, 200, "1-5 8:00-17:00; 1 is Monday"),
	LINE("phone", false, 0, 200, NULL),
	NUMBER("stand_in", false, 0, 0, "0: none"),
	FLAG("intake", false, "takes what names no office"),
	FLAG("own", false, NULL),
	FLAG("we_stand_in", false, "our office stands in for it"),
	NUMBER("members", false, 0, 0, "active ones who can open cases"),
	{ 0 }
} };
const struct shape shape_centres = { "Centres", (const struct field[]){
	LIST("centres", 1000, &shape_centre, NULL), { 0 }
} };
const struct shape shape_member = { "Member", (const struct field[]){
	LINE("name", false, 1, 32, "login name"),
	NUMBER("centre", false, 0, 0, NULL),
	CHOICE("role", false, roles, NULL),
	CHOICE("state", false, states, "coded: has not set a password"),
	CHOICE("factor", false, factors, "\"\": none yet"),
	NUMBER("since", false, 0, 0, "Unix seconds: her code, password or "
	    "leave"),
	NUMBER("practised_at", false, 0, 0, "0: not yet"),
	NUMBER("sessions", false, 0, 0, "in which she is signed in now"),
	{ 0 }
} };
const struct shape shape_staff = { "Staff", (const struct field[]){
	LIST("members", 10000, &shape_member, NULL), { 0 }
} };
const struct shape shape_new_member = { "NewMember", (const struct field[]){
	LINE("name", false, 1, 64, "a-z, then a-z, 0-9, full stops, dashes"),
	CHOICE("role", false, roles, NULL),
	NUMBER("centre", true, 1, 1000000, "for an administrator; else own"),
	{ 0 }
} };
const struct shape shape_code_shown = { "CodeShown", (const struct field[]){
	LINE("code", false, 1, 100, "to be printed or written down, now"),
	NUMBER("days", false, 0, 0, "it is good for"),
	{ 0 }
} };
const struct shape shape_role = { "Role", (const struct field[]){
	CHOICE("role", false, roles, NULL), { 0 }
} };
const struct shape shape_depart = { "Depart", (const struct field[]){
	LINE("to", true, 0, 64, "whose her open cases become"), { 0 }
} };
