#include "gateway/desk/shape_words.h"

#include "store/draft.h"

const struct shape shape_draft = { "Draft", (const struct field[]){
	CHOICE("form", true, draft_forms, "without it: note"),
	TEXT("text", false, 0, 8192, NULL), { 0 }
} };
const struct shape shape_own_draft = { "OwnDraft", (const struct field[]){
	CHOICE("form", false, own_draft_forms, NULL),
	TEXT("text", false, 0, 8192, NULL), { 0 }
} };
const struct shape shape_draft_kept = { "DraftKept", (const struct field[]){
	LINE("form", false, 1, 15, NULL),
	TEXT("text", false, 0, 8192, NULL), { 0 }
} };
const struct shape shape_drafts = { "Drafts", (const struct field[]){
	LIST("drafts", 8, &shape_draft_kept, NULL), { 0 }
} };
