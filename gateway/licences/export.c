#include "gateway/licences/export.h"

#include <stdbool.h>
#include <string.h>

/* The import takes one apostrophe away where this puts one. */
static bool
needs_guard(const char *text)
{
	const char *behind = text + strspn(text, "'");

	return *behind != '\0' && strchr("=+-@", *behind) != NULL;
}

static void
put_cell(const char *text, FILE *file)
{
	bool quoted = text[strcspn(text, "\",;\n\r\t")] != '\0' ||
	    text[0] == ' ';

	if (quoted)
		putc('"', file);
	if (needs_guard(text))
		putc('\'', file);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', file);
		putc(*text, file);
	}
	if (quoted)
		putc('"', file);
}

static void
put_agency(const struct agency *agency, int64_t as_of, FILE *file)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct agency row = *agency;

	/* On the list itself it goes without saying. */
	if (row.last_seen == as_of)
		row.last_seen = DAY_NONE;
	for (int f = 0; f < AGENCY_FIELDS; f++) {
		if (f > 0)
			putc(',', file);
		put_cell(agency_field_text(ctx, &row, (enum agency_field)f),
		    file);
	}
	fputs("\r\n", file);
	talloc_free(ctx);
}

void
export_csv(const struct agencies *all, FILE *file)
{
	fputs("\xef\xbb\xbf", file);
	for (int f = 0; f < AGENCY_FIELDS; f++)
		fprintf(file, "%s%s", f > 0 ? "," : "",
		    agency_field_name((enum agency_field)f));
	fputs("\r\n", file);
	for (size_t i = 0; i < all->n; i++)
		put_agency(&all->agency[i], all->head.as_of, file);
}
