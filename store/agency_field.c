#include "store/agency.h"

#include <errno.h>
#include <string.h>

enum kind { TEXT, TEXTS, STATUS, DAY, DESTINATIONS, OFFICE, OFFICES };

static const struct field {
	const char *name;
	enum kind kind;
	size_t offset;
} fields[AGENCY_FIELDS] = {
#define F(name, kind, member) { name, kind, offsetof(struct agency, member) }
	[FIELD_LICENCE] = F("licence", TEXT, licence),
	[FIELD_NAME] = F("name", TEXT, name),
	[FIELD_NAME_KM] = F("name_km", TEXT, name_km),
	[FIELD_ALIASES] = F("aliases", TEXTS, aliases),
	[FIELD_ABBREVIATIONS] = F("abbreviations", TEXTS, abbreviations),
	[FIELD_STATUS] = F("status", STATUS, status),
	[FIELD_VALID_UNTIL] = F("valid_until", DAY, valid_until),
	[FIELD_DESTINATIONS] = F("destinations", DESTINATIONS, destinations),
	[FIELD_HEAD_OFFICE] = F("head_office", OFFICE, head_office),
	[FIELD_BRANCHES] = F("branches", OFFICES, branches),
	[FIELD_REPRESENTATIVES] = F("representatives", TEXTS,
	    representatives),
	[FIELD_LAST_SEEN] = F("last_seen", DAY, last_seen),
#undef F
};

const char *
agency_field_name(enum agency_field field)
{
	return fields[field].name;
}

/* ---- to text ---- */

static char *
join_texts(TALLOC_CTX *ctx, const struct texts *texts)
{
	char *out = talloc_strdup(ctx, "");

	for (size_t i = 0; i < texts->n; i++)
		out = talloc_asprintf_append_buffer(out, "%s%s",
		    i > 0 ? "; " : "", texts->text[i]);
	return out;
}

static char *
add_destination(char *out, const struct agency_destination *span)
{
	char from[DAY_TEXT], until[DAY_TEXT];

	out = talloc_asprintf_append_buffer(out, "%s%s",
	    out[0] != '\0' ? "; " : "", span->country);
	if (span->from == DAY_NONE && span->until == DAY_NONE)
		return out;
	return talloc_asprintf_append_buffer(out, " %s..%s",
	    day_text(span->from, from), day_text(span->until, until));
}

static bool
is_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

static char *
add_office(char *out, const struct agency_office *office)
{
	const char *const parts[] = { office->province, office->phone,
	    office->address };
	size_t n = sizeof(parts) / sizeof(*parts);

	while (n > 0 && is_empty(parts[n - 1]))
		n--;
	if (n > 0 && out[0] != '\0')
		out = talloc_strdup_append_buffer(out, "; ");
	for (size_t i = 0; i < n; i++)
		out = talloc_asprintf_append_buffer(out, "%s%s",
		    i == 0 ? "" : is_empty(parts[i - 1]) ? "| " : " | ",
		    parts[i] != NULL ? parts[i] : "");
	return out;
}

static char *
day_copy(TALLOC_CTX *ctx, int64_t day)
{
	char text[DAY_TEXT];

	return talloc_strdup(ctx, day_text(day, text));
}

char *
agency_field_text(TALLOC_CTX *ctx, const struct agency *agency,
    enum agency_field field)
{
	const void *at = (const char *)agency + fields[field].offset;
	const char *text;
	char *out;

	switch (fields[field].kind) {
	case TEXT:
		text = *(const char *const *)at;
		return talloc_strdup(ctx, text != NULL ? text : "");
	case TEXTS:
		return join_texts(ctx, at);
	case STATUS:
		return talloc_strdup(ctx, agency_status_name(agency->status));
	case DAY:
		return day_copy(ctx, *(const int64_t *)at);
	case DESTINATIONS:
		out = talloc_strdup(ctx, "");
		for (size_t i = 0; i < agency->destinations_n; i++)
			out = add_destination(out, &agency->destinations[i]);
		return out;
	case OFFICE:
		return add_office(talloc_strdup(ctx, ""), at);
	case OFFICES:
		break;
	}
	out = talloc_strdup(ctx, "");
	for (size_t i = 0; i < agency->branches_n; i++)
		out = add_office(out, &agency->branches[i]);
	return out;
}

/* ---- from text ---- */

/* The next part before a mark, trimmed of spaces; false when all were had. */
static bool
next_part(TALLOC_CTX *ctx, const char **rest, const char *mark, char **out)
{
	size_t n, all;

	if (*rest == NULL)
		return false;
	all = n = strcspn(*rest, mark);
	while (n > 0 && (*rest)[n - 1] == ' ')
		n--;
	*out = talloc_strndup(ctx, *rest, n);
	while (**out == ' ')
		(*out)++;
	*rest = (*rest)[all] != '\0' ? *rest + all + 1 : NULL;
	return true;
}

static bool
is_short(const char *text)
{
	return strlen(text) <= AGENCY_TEXT_MAX;
}

static int
read_text(TALLOC_CTX *ctx, const char *text, const char **out)
{
	if (!is_short(text))
		return -EINVAL;
	*out = talloc_strdup(ctx, text);
	return 0;
}

static int
read_texts(TALLOC_CTX *ctx, const char *text, struct texts *out)
{
	const char *rest = text[0] != '\0' ? text : NULL;
	struct texts texts = { 0 };
	char *part;

	while (next_part(ctx, &rest, ";", &part)) {
		if (part[0] == '\0' || !is_short(part) ||
		    texts.n == AGENCY_LIST_MAX)
			return -EINVAL;
		texts.text = talloc_realloc(ctx, texts.text, const char *,
		    (unsigned)texts.n + 1);
		texts.text[texts.n++] = part;
	}
	*out = texts;
	return 0;
}

static bool
is_country(const char *text)
{
	return text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' &&
	    text[1] <= 'Z' && (text[2] == '\0' || text[2] == ' ');
}

/* "2026-01-01..2026-12-31", either may be missing. */
static int
read_span(TALLOC_CTX *ctx, const char *text, struct agency_destination *out)
{
	const char *middle = strstr(text, "..");
	int rc;

	if (middle == NULL)
		return -EINVAL;
	rc = day_read(talloc_strndup(ctx, text, (size_t)(middle - text)),
	    &out->from);
	if (rc == 0)
		rc = day_read(middle + 2, &out->until);
	if (rc == 0 && out->from != DAY_NONE && out->until != DAY_NONE &&
	    out->from > out->until)
		rc = -EINVAL;
	return rc;
}

static int
read_destination(TALLOC_CTX *ctx, const char *part,
    struct agency_destination *out)
{
	*out = (struct agency_destination){ .from = DAY_NONE };
	if (!is_country(part))
		return -EINVAL;
	memcpy(out->country, part, 2);
	return part[2] == '\0' ? 0 : read_span(ctx, part + 3, out);
}

static int
read_destinations(TALLOC_CTX *ctx, struct agency *agency, const char *text)
{
	const char *rest = text[0] != '\0' ? text : NULL;
	struct agency_destination *all = NULL;
	size_t n = 0;
	char *part;

	while (next_part(ctx, &rest, ";", &part)) {
		if (n == AGENCY_LIST_MAX)
			return -EINVAL;
		all = talloc_realloc(ctx, all, struct agency_destination,
		    (unsigned)n + 1);
		if (read_destination(ctx, part, &all[n++]) != 0)
			return -EINVAL;
	}
	agency->destinations = all;
	agency->destinations_n = n;
	return 0;
}

static int
read_office(TALLOC_CTX *ctx, const char *text, struct agency_office *out)
{
	const char **const into[] = { &out->province, &out->phone,
	    &out->address };
	const size_t parts = sizeof(into) / sizeof(*into);
	const char *rest = text;
	char *part;
	size_t n = 0;

	*out = (struct agency_office){ "", "", "" };
	while (next_part(ctx, &rest, "|", &part)) {
		if (n == parts || !is_short(part))
			return -EINVAL;
		*into[n++] = part;
	}
	return 0;
}

static int
read_offices(TALLOC_CTX *ctx, struct agency *agency, const char *text)
{
	const char *rest = text[0] != '\0' ? text : NULL;
	struct agency_office *all = NULL;
	size_t n = 0;
	char *part;

	while (next_part(ctx, &rest, ";", &part)) {
		if (n == AGENCY_LIST_MAX || part[0] == '\0')
			return -EINVAL;
		all = talloc_realloc(ctx, all, struct agency_office,
		    (unsigned)n + 1);
		if (read_office(ctx, part, &all[n++]) != 0)
			return -EINVAL;
	}
	agency->branches = all;
	agency->branches_n = n;
	return 0;
}

int
agency_field_read(TALLOC_CTX *ctx, struct agency *agency,
    enum agency_field field, const char *text)
{
	void *at = (char *)agency + fields[field].offset;

	if (strlen(text) > AGENCY_FIELD_MAX || (field == FIELD_LICENCE &&
	    (text[0] == '\0' || strlen(text) > AGENCY_LICENCE_MAX)))
		return -EINVAL;
	switch (fields[field].kind) {
	case TEXT:
		return read_text(ctx, text, at);
	case TEXTS:
		return read_texts(ctx, text, at);
	case STATUS:
		return agency_status_find(text, &agency->status);
	case DAY:
		return day_read(text, at);
	case DESTINATIONS:
		return read_destinations(ctx, agency, text);
	case OFFICE:
		return read_office(ctx, text, at);
	case OFFICES:
		break;
	}
	return read_offices(ctx, agency, text);
}
