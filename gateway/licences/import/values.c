#include "gateway/licences/import/values.h"

#include <stdbool.h>
#include <string.h>

#include "locales/clean.h"
#include "locales/fold.h"

enum { QUOTE_UNITS = 48 };

static bool
is_list(int column)
{
	return column == FIELD_ALIASES || column == FIELD_ABBREVIATIONS ||
	    column == FIELD_DESTINATIONS || column == FIELD_BRANCHES ||
	    column == FIELD_REPRESENTATIVES;
}

/* ---- cleaning ---- */

/* A spreadsheet would run it, and what it would say is not in the file.  A
   phone may begin with a plus. */
static bool
is_formula(const char *text)
{
	if (text[0] == '=' || text[0] == '@')
		return true;
	return (text[0] == '+' || text[0] == '-') &&
	    text[1 + strspn(text + 1, "0123456789 ().-/+")] != '\0';
}

static bool
is_guarded(const char *text)
{
	const char *behind = text + strspn(text, "'");

	return behind > text && *behind != '\0' &&
	    strchr("=+-@", *behind) != NULL;
}

/* Runs of blanks become one space; a line break ends a member of a list. */
static char *
squeeze(TALLOC_CTX *ctx, const char *text, bool list)
{
	char *out = talloc_size(ctx, 2 * strlen(text) + 1), *to = out;
	bool broken = false, blank = false;

	for (; *text != '\0'; text++) {
		if (*text == '\n' || *text == ' ') {
			broken |= *text == '\n';
			blank = true;
			continue;
		}
		if (blank && to > out && broken && list)
			*to++ = ';';
		if (blank && to > out)
			*to++ = ' ';
		broken = blank = false;
		*to++ = *text;
	}
	*to = '\0';
	return out;
}

char *
value_clean(TALLOC_CTX *ctx, const char *cell, int column, const char **why)
{
	size_t n = strlen(cell);
	bool damaged = false;
	char *text;

	if (n > CELL_MAX) {
		*why = talloc_asprintf(ctx, "the cell holds more than %d "
		    "octets", CELL_MAX);
		return NULL;
	}
	text = text_clean(ctx, cell, n, CODING_GSM7, &damaged);
	if (damaged || strstr(text, "\xef\xbf\xbd") != NULL) {
		*why = "letters in it are lost or cannot be read: save the "
		    "file as UTF-8 again";
		return NULL;
	}
	/* A dash in an empty cell, as people fill lists. */
	if (strcmp(text, "-") == 0)
		return talloc_strdup(ctx, "");
	if (is_guarded(text))
		text++;
	else if (is_formula(text)) {
		*why = "a formula: put its value there";
		return NULL;
	}
	return squeeze(ctx, text, is_list(column));
}

char *
value_quote(TALLOC_CTX *ctx, const char *text)
{
	TALLOC_CTX *work = talloc_new(NULL);
	char *clean = text_clean(work, text, strnlen(text, CELL_MAX),
	    CODING_GSM7, NULL);
	char *line = squeeze(work, clean, false);
	char *quoted = talloc_asprintf(ctx, "\"%s\"",
	    text_cut(work, line, QUOTE_UNITS));

	talloc_free(work);
	return quoted;
}

/* ---- forms ---- */

/* Digits of any script as ASCII where the text is a number of a licence. */
static char *
licence_form(TALLOC_CTX *ctx, const char *clean, const char **why)
{
	char *digits = text_ascii_digits(ctx, clean);

	if (strlen(digits) <= AGENCY_LICENCE_MAX)
		return digits;
	*why = "too long for the number of a licence";
	return NULL;
}

static char *
lookup(TALLOC_CTX *ctx, const struct lexicon *lexicon, enum lexicon_part part,
    const char *word)
{
	const char *means = lexicon_find(lexicon, part, word);

	return means != NULL ? talloc_strdup(ctx, means) : NULL;
}

static char *
status_form(TALLOC_CTX *ctx, const struct lexicon *lexicon, const char *clean,
    const char **why)
{
	char *means = lookup(ctx, lexicon, WORDS_STATUSES, clean);

	if (means == NULL)
		*why = talloc_asprintf(ctx, "%s is no status; there are "
		    "valid, expired, suspended, revoked, delisted",
		    value_quote(ctx, clean));
	return means;
}

/* The members of a list, each made over, joined again; blank ones are left
   out. */
static char *
each_member(TALLOC_CTX *ctx, const struct lexicon *lexicon, const char *clean,
    const char *marks, const char **why,
    char *(*form)(TALLOC_CTX *, const struct lexicon *, const char *,
    const char **))
{
	char *out = talloc_strdup(ctx, ""), *part;
	size_t n;

	for (; *clean != '\0'; clean += n + (clean[n] != '\0')) {
		n = strcspn(clean, marks);
		part = talloc_strndup(ctx, clean, n);
		part = squeeze(ctx, part, false);
		if (part[0] == '\0')
			continue;
		part = form(ctx, lexicon, part, why);
		if (part == NULL)
			return NULL;
		out = talloc_asprintf_append_buffer(out, "%s%s",
		    out[0] != '\0' ? "; " : "", part);
	}
	return out;
}

static char *
text_form(TALLOC_CTX *ctx, const struct lexicon *, const char *text,
    const char **)
{
	return talloc_strdup(ctx, text);
}

/* "2026-01-01..31/12/2026", in any of the ways dates may be written. */
static char *
span_form(TALLOC_CTX *ctx, const char *span, const char **why)
{
	const char *dots = strstr(span, "..");
	char *from, *until;

	from = value_date(ctx, talloc_strndup(ctx, span,
	    (size_t)(dots - span)), why);
	until = from != NULL ? value_date(ctx, dots + 2, why) : NULL;
	return until == NULL ? NULL : talloc_asprintf(ctx, "%s..%s", from,
	    until);
}

static char *
destination_form(TALLOC_CTX *ctx, const struct lexicon *lexicon,
    const char *text, const char **why)
{
	const char *dots = strstr(text, "..");
	const char *span = dots;
	char *country, *days;

	while (span != NULL && span > text && span[-1] != ' ')
		span--;
	country = lookup(ctx, lexicon, WORDS_COUNTRIES, span == NULL ? text :
	    talloc_strndup(ctx, text, (size_t)(span - text)));
	if (country == NULL) {
		*why = talloc_asprintf(ctx, "%s is no country that we know; "
		    "write its two letters, as TH", value_quote(ctx, text));
		return NULL;
	}
	if (span == NULL)
		return country;
	days = span_form(ctx, span, why);
	return days == NULL ? NULL : talloc_asprintf(ctx, "%s %s", country,
	    days);
}

/* Province, phone and address; the province by its code where it is known. */
static char *
office_form(TALLOC_CTX *ctx, const struct lexicon *lexicon, const char *text,
    const char **)
{
	size_t n = strcspn(text, "|");
	char *province = squeeze(ctx, talloc_strndup(ctx, text, n), false);
	char *code = lookup(ctx, lexicon, WORDS_PROVINCES, province);

	return talloc_asprintf(ctx, "%s%s%s", code != NULL ? code : province,
	    text[n] != '\0' ? " " : "", text + n);
}

char *
value_form(TALLOC_CTX *ctx, const struct lexicon *lexicon, const char *clean,
    int column, const char **why)
{
	switch (column) {
	case FIELD_LICENCE:
		return licence_form(ctx, clean, why);
	case FIELD_STATUS:
		return status_form(ctx, lexicon, clean, why);
	case FIELD_VALID_UNTIL:
	case FIELD_LAST_SEEN:
		return value_date(ctx, clean, why);
	case FIELD_DESTINATIONS:
		return each_member(ctx, lexicon, clean, ";,", why,
		    destination_form);
	case FIELD_HEAD_OFFICE:
		return office_form(ctx, lexicon, clean, why);
	case FIELD_BRANCHES:
		return each_member(ctx, lexicon, clean, ";", why, office_form);
	case FIELD_ALIASES:
	case FIELD_ABBREVIATIONS:
	case FIELD_REPRESENTATIVES:
		return each_member(ctx, lexicon, clean, ";", why, text_form);
	default:
		return talloc_strdup(ctx, clean);
	}
}
