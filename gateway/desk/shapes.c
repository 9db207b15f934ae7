#include "gateway/desk/shapes.h"

#include <stddef.h>

const struct shape shape_refusal = { "Refusal", (const struct field[]){
	{ "error", FIELD_LINE, false, 1, 40, NULL, NULL, "a code; the page "
	    "has its own words for each" },
	{ "message", FIELD_LINE, false, 0, 400, NULL, NULL, "a sentence" },
	{ "case", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "stale, taken: the case as it is now" },
	{ "edits", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "stale: who changed what meanwhile" },
	{ 0 }
} };

const struct shape shape_health = { "Health", (const struct field[]){
	{ "version", FIELD_LINE, false, 1, 40, NULL, NULL, NULL },
	{ "demo", FIELD_FLAG, false, 0, 0, NULL, NULL,
	    "everything here is made up, and the page must say so" },
	{ 0 }
} };

const struct shape *const shapes_table[] = {
	&shape_refusal, &shape_health,
	&shape_sign_in, &shape_session, &shape_unlock, &shape_confirm,
	&shape_password, &shape_factor, &shape_factor_shown, &shape_code,
	&shape_activation,
	NULL
};
