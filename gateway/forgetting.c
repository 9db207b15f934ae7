#include "gateway/forgetting.h"

#include <string.h>

enum { MONTH_DAYS = 31 };

const struct kept_kind forgetting_table[] = {
	{ "draft", "a complaint that was never finished", "draft_days",
	  "days" },
	{ "case", "a finished case, with her number, her people and letters",
	  "closed_months", "months" },
	{ "place", "where a caller was in the menus, and her session", NULL,
	  "a day after her last step at a case" },
	{ "phone", "a phone that was not hers", NULL, "15 minutes" },
	{ "message", "the id of a message that was carried out", "inbox_days",
	  "days" },
	{ "text", "a text of staff: its words until it left, its state", NULL,
	  "30 days" },
	{ "wish", "that she may be texted, and her number for it", NULL,
	  "until it ends, or 90 quiet days" },
	{ "look-up", "what was answered about a company", NULL, "a day" },
	{ "try", "wrong digits and sign-ins", NULL, "2 days" },
	{ "session", "who is signed in", NULL, "9 hours, in memory" },
	{ "writing", "what a member began to write", NULL,
	  "as long as its case; about none until it is sent" },
	{ "round", "what rounds did", NULL, "the last 1000" },
	{ "audit", "who did what: no words, cases by a random id", NULL,
	  "never erased: it is a chain" },
	{ "contact", "people at the counter, counted, without a name", NULL,
	  "never erased" },
	{ "month", "a month that was given out, small numbers hidden", NULL,
	  "never erased" },
	{ "backup", "a sealed copy: what was erased since is in it",
	  "backup_keep_days", "days" },
	{ 0 }
};

struct retention
forgetting_retention(const struct settings *settings)
{
	return (struct retention){
		.inbox_days = settings->inbox_days,
		.draft_days = settings->draft_days,
		.closed_days = settings->closed_months * MONTH_DAYS,
		.notice_days = settings->notice_days,
	};
}

char *
forgetting_how_long(TALLOC_CTX *ctx, const struct settings *settings,
    const struct kept_kind *kind)
{
	for (const struct setting *row = settings_table; row->name; row++)
		if (kind->setting != NULL && row->type == SETTING_NUMBER &&
		    strcmp(row->name, kind->setting) == 0)
			return talloc_asprintf(ctx, "%ld %s",
			    *(const long *)((const char *)settings +
			    row->offset), kind->how_long);
	return talloc_strdup(ctx, kind->how_long);
}
