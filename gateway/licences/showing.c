#include "gateway/licences/showing.h"

#include <inttypes.h>
#include <stdio.h>

#include "gateway/report.h"
#include "gateway/terminal.h"

static const char *
or_dash(const char *text)
{
	return text[0] != '\0' ? text : "-";
}

const char *
importer_text(const char *importer)
{
	return importer[0] != '\0' ? importer : "the shell";
}

char *
counts_text(TALLOC_CTX *ctx, const struct diff_counts *counts)
{
	return talloc_asprintf(ctx, "%zu new, %zu gone, %zu changed, %zu "
	    "valid again", counts->added, counts->removed, counts->changed,
	    counts->revived);
}

void
register_print(const struct register_head *head, int64_t now)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char day[DAY_TEXT];
	int64_t age = register_age_days(head, now);

	printf("List of %s, %lld day%s old, %zu agencies, import %lld, from: "
	    "%s\n", day_text(head->as_of, day), (long long)age,
	    age == 1 ? "" : "s", head->rows, (long long)head->import,
	    terminal_escape(ctx, head->source));
	talloc_free(ctx);
}

void
agency_print_row(const struct agency *agency, int64_t day)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char until[DAY_TEXT];

	printf("%-18s %-10s %-11s %s\n",
	    terminal_escape(ctx, agency->licence),
	    agency_status_name(agency_status_on(agency, day)),
	    or_dash(day_text(agency->valid_until, until)),
	    terminal_escape(ctx, agency->name[0] != '\0' ? agency->name :
	    agency->name_km));
	talloc_free(ctx);
}

void
agency_print(const struct agency *agency, int64_t day)
{
	enum agency_status now = agency_status_on(agency, day);
	TALLOC_CTX *ctx = talloc_new(NULL);

	for (int f = 0; f < AGENCY_FIELDS; f++)
		printf("%-16s %s\n", agency_field_name((enum agency_field)f),
		    or_dash(terminal_escape(ctx, agency_field_text(ctx,
		    agency, (enum agency_field)f))));
	if (now != agency->status)
		printf("%-16s %s\n", "today", agency_status_name(now));
	talloc_free(ctx);
}

void
change_print(const struct agency_change *change)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const char *licence = terminal_escape(ctx, change->licence);
	const char *is = terminal_escape(ctx, change->is);

	if (change->field[0] == '\0')
		printf("+ %s  %s\n", licence, is);
	else
		printf("%c %s  %s  %s: %s -> %s\n", change->revives ? '!' : '~',
		    licence, terminal_escape(ctx, change->name),
		    change->field, or_dash(terminal_escape(ctx, change->was)),
		    or_dash(is));
	talloc_free(ctx);
}

void
import_print(const struct import *import)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char day[DAY_TEXT];

	printf("%-4lld %-11s list of %s  begun %s by %s", (long long)import->n,
	    import_state_name(import->state), day_text(import->as_of, day),
	    time_local(ctx, import->begun_at),
	    importer_text(import->importer));
	if (import->confirmed_by[0] != '\0')
		printf("  confirmed by %s", import->confirmed_by);
	if (import->decided_at != 0)
		printf("  decided by %s", importer_text(import->decided_by));
	printf("\n     %s; from: %s\n", counts_text(ctx, &import->counts),
	    terminal_escape(ctx, import->source));
	talloc_free(ctx);
}

void
event_print(const struct event_of_licence *event)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char day[DAY_TEXT];

	printf("%s  import %" PRId64 ", list of %s, imported by %s, decided "
	    "by %s\n  ", time_local(ctx, event->import.decided_at),
	    event->import.n, day_text(event->import.as_of, day),
	    importer_text(event->import.importer),
	    importer_text(event->import.decided_by));
	change_print(&event->change);
	talloc_free(ctx);
}
