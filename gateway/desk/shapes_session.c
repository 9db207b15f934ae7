#include "gateway/desk/shapes.h"

#include <stddef.h>

/* Longer than any name, password or code, so that a wrong one is wrong and
   not a fault of the body. */
#define NAME { "name", FIELD_LINE, false, 1, 64, NULL, NULL, "login name" }
#define PASSWORD(name) \
	{ name, FIELD_TEXT, false, 1, 512, NULL, NULL, NULL }
#define CODE(optional) \
	{ "code", FIELD_LINE, optional, 1, 64, NULL, NULL, \
	  "of the app or the next line of the sheet; any script's digits" }

static const char *const roles[] = { "staff", "lead", "administrator",
	"numbers", NULL };
static const char *const factors[] = { "totp", "sheet", NULL };
static const char *const factors_or_none[] = { "", "totp", "sheet", NULL };

const struct shape shape_sign_in = { "SignIn", (const struct field[]){
	NAME, PASSWORD("password"), CODE(true), { 0 }
} };
const struct shape shape_session = { "Session", (const struct field[]){
	{ "name", FIELD_LINE, false, 1, 64, NULL, NULL, "login name" },
	{ "role", FIELD_CHOICE, false, 0, 0, roles, NULL, NULL },
	{ "centre", FIELD_NUMBER, false, 0, 0, NULL, NULL, NULL },
	{ "token", FIELD_LINE, false, 1, 64, NULL, NULL,
	  "for X-CSRF-Token" },
	{ "locked", FIELD_FLAG, false, 0, 0, NULL, NULL, NULL },
	{ "enrolled", FIELD_FLAG, false, 0, 0, NULL, NULL,
	  "has shown a second factor; without it only factor may be asked "
	  "for" },
	{ "fresh", FIELD_FLAG, false, 0, 0, NULL, NULL,
	  "password and code were shown within five minutes" },
	{ "factor", FIELD_CHOICE, false, 0, 0, factors_or_none, NULL, NULL },
	{ "lines_left", FIELD_NUMBER, true, 0, 60, NULL, NULL,
	  "of a sheet: fewer than ten, make another" },
	{ "next_line", FIELD_NUMBER, true, 1, 61, NULL, NULL,
	  "of a sheet: those before it are used" },
	{ "idle_s", FIELD_NUMBER, false, 0, 0, NULL, NULL,
	  "so long without a request and it is locked" },
	{ "practised", FIELD_FLAG, false, 0, 0, NULL, NULL,
	    "she has done the invented cases once" },
	{ "demo", FIELD_FLAG, false, 0, 0, NULL, NULL, NULL },
	{ 0 }
} };
const struct shape shape_unlock = { "Unlock", (const struct field[]){
	PASSWORD("password"), { 0 }
} };
const struct shape shape_confirm = { "Confirm", (const struct field[]){
	PASSWORD("password"), CODE(false), { 0 }
} };
const struct shape shape_password = { "Password", (const struct field[]){
	PASSWORD("password"), CODE(false), PASSWORD("new"), { 0 }
} };
const struct shape shape_factor = { "Factor", (const struct field[]){
	{ "kind", FIELD_CHOICE, false, 0, 0, factors, NULL, NULL }, { 0 }
} };
const struct shape shape_factor_shown = { "FactorShown",
    (const struct field[]){
	{ "kind", FIELD_CHOICE, false, 0, 0, factors, NULL, NULL },
	{ "secret", FIELD_LINE, true, 1, 64, NULL, NULL,
	  "totp: base32, to be typed where no camera is" },
	{ "uri", FIELD_LINE, true, 1, 300, NULL, NULL, "totp: otpauth://" },
	{ "qr_size", FIELD_NUMBER, true, 1, 200, NULL, NULL,
	  "side of the square, viewBox 0 0 qr_size qr_size" },
	{ "qr_path", FIELD_TEXT, true, 1, 60000, NULL, NULL,
	  "d of an SVG path, black on white" },
	{ "lines", FIELD_LINES, true, 1, 60, NULL, NULL,
	  "sheet: the codes in their order" },
	{ 0 }
} };
const struct shape shape_code = { "Code", (const struct field[]){
	CODE(false), { 0 }
} };
const struct shape shape_activation = { "Activation", (const struct field[]){
	NAME,
	{ "code", FIELD_LINE, false, 1, 128, NULL, NULL,
	  "as printed, 8 groups" },
	PASSWORD("password"), { 0 }
} };
