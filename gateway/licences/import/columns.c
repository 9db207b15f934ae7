#include "gateway/licences/import/columns.h"

#include <errno.h>
#include <string.h>

#include "gateway/licences/import/values.h"
#include "menus/document.h"

static const char *const extra[] = { "province", "phone", "address",
    "ignored" };

static int
kind_of(const struct lexicon *lexicon, const char *heading)
{
	const char *means = strnlen(heading, CELL_MAX) == CELL_MAX ? NULL :
	    lexicon_find(lexicon, WORDS_COLUMNS, heading);

	if (means == NULL)
		return -1;
	for (int f = 0; f < AGENCY_FIELDS; f++)
		if (strcmp(means, agency_field_name((enum agency_field)f)) ==
		    0)
			return f;
	for (int i = 0; i < (int)(sizeof(extra) / sizeof(*extra)); i++)
		if (strcmp(means, extra[i]) == 0)
			return AGENCY_FIELDS + i;
	return -1;
}

bool
columns_are_there(const struct lexicon *lexicon, const struct row *row)
{
	bool licence = false;
	size_t others = 0;
	int kind;

	for (size_t i = 0; i < row->n; i++) {
		kind = kind_of(lexicon, row->cell[i]);
		licence |= kind == FIELD_LICENCE;
		others += kind > FIELD_LICENCE;
	}
	return licence && others > 0;
}

/* Does the column hold a heading that is blank? */
static bool
is_blank(const char *heading)
{
	return heading[strspn(heading, " \t\r\n")] == '\0';
}

static int
read_heading(const struct lexicon *lexicon, const struct row *row, size_t i,
    const char *file, struct faults *faults, struct columns *out)
{
	const char *quote = value_quote(faults, row->cell[i]);
	int kind = is_blank(row->cell[i]) ? COLUMN_IGNORED :
	    kind_of(lexicon, row->cell[i]);

	if (kind < 0) {
		faults_add(faults, file, row->line, "column %zu: %s is no "
		    "column that we know; rename it, or \"ignored\" if it is "
		    "not needed", i + 1, quote);
		return -EINVAL;
	}
	if (kind != COLUMN_IGNORED && out->at[kind] >= 0) {
		faults_add(faults, file, row->line, "columns %d and %zu are "
		    "the same: %s", out->at[kind] + 1, i + 1, quote);
		return -EINVAL;
	}
	out->kind[i] = kind;
	out->at[kind] = (int)i;
	return 0;
}

static int
check_needed(const struct columns *columns, const char *file, int line,
    struct faults *faults)
{
	bool head = columns->at[FIELD_HEAD_OFFICE] >= 0;
	int rc = 0;

	if (columns->at[FIELD_NAME] < 0 && columns->at[FIELD_NAME_KM] < 0) {
		faults_add(faults, file, line, "there is no column \"name\" "
		    "or \"name_km\"");
		rc = -EINVAL;
	}
	for (int kind = COLUMN_PROVINCE; kind <= COLUMN_ADDRESS; kind++)
		if (head && columns->at[kind] >= 0) {
			faults_add(faults, file, line, "\"head_office\" holds "
			    "\"%s\" already: keep one of the two columns",
			    extra[kind - AGENCY_FIELDS]);
			rc = -EINVAL;
		}
	return rc;
}

int
columns_read(const struct lexicon *lexicon, const struct row *row,
    const char *file, struct faults *faults, struct columns *out)
{
	int rc = 0;

	out->n = row->n;
	for (int kind = 0; kind < COLUMN_KINDS; kind++)
		out->at[kind] = -1;
	for (size_t i = 0; i < row->n; i++)
		if (read_heading(lexicon, row, i, file, faults, out) != 0)
			rc = -EINVAL;
	return check_needed(out, file, row->line, faults) != 0 ? -EINVAL : rc;
}
