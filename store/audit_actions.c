#include "store/audit.h"

#include <stddef.h>
#include <string.h>

const char *const audit_actions[] = {
	/* who is there */
	"login", "unlock", "confirm", "activate", "password", "factor",
	"no_factor",
	/* a case, read */
	"read", "found", "search", "person_cases", "number_asked", "number",
	"number_reason", "reason", "text_check", "print_letter", "read_offer",
	"export", "export_csv", "export_xlsx", "export_json",
	/* a case, worked on */
	"claim", "change", "step", "note", "contacted", "call", "people",
	"person", "agency", "employer", "about", "facets", "sharing", "text",
	"answer", "answer_back", "match", "join", "part", "letter",
	/* between two offices */
	"offer", "override", "withdraw", "accept", "refuse", "done",
	/* is it she, and what she wished */
	"prove", "proved", "not_proved", "reissue_asked", "reissue",
	"detached", "erase_asked", "erase", "keep", "keep_no_longer",
	/* people and keys of an office */
	"staff_add", "role", "recode", "depart", "hand_over", "duty_add",
	"duty_remove", "phone", "start", "paper", "paper_kept", "rehearse",
	"rekey", "remake", "partner",
	/* numbers */
	"month", "publish",
	/* what callers are told */
	"register applied", "register held", "register rejected",
	"register confirmed", "fact_file", "fact_renewed", "fact_confirmed",
	"fact_withdrawn", "notice_written", "notice_removed", "words_imported",
	"words_permitted", "clock",
	NULL
};

/* "print_letter 3" is print_letter. */
static size_t
length_of(const char *action)
{
	const char *space = strrchr(action, ' ');

	return space != NULL && space[1] != '\0' &&
	    space[1 + strspn(space + 1, "0123456789")] == '\0' ?
	    (size_t)(space - action) : strlen(action);
}

bool
audit_is_action(const char *action)
{
	const size_t n = length_of(action);

	for (const char *const *a = audit_actions; *a != NULL; a++)
		if (strlen(*a) == n && memcmp(*a, action, n) == 0)
			return true;
	return false;
}
