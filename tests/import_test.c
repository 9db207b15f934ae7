#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/licences/export.h"
#include "gateway/licences/import/csv.h"
#include "gateway/licences/import/encoding.h"
#include "gateway/licences/import/lexicon.h"
#include "gateway/licences/import/proposal.h"
#include "gateway/licences/import/reading.h"
#include "gateway/licences/import/values.h"
#include "gateway/licences/import/workbook.h"
#include "gateway/licences/register.h"
#include "menus/document.h"
#include "tests/people.h"

struct desk {			/* a talloc context */
	struct faults *faults;
	struct list *list;
};

static int
setup(void **state)
{
	struct desk *desk = talloc_zero(NULL, struct desk);

	desk->faults = faults_new(desk);
	*state = desk;
	return 0;
}

static int
teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

static int
parse_octets(struct desk *desk, const void *octets, size_t n)
{
	const struct reading_options options = { 0 };

	talloc_free(desk->faults);
	desk->faults = faults_new(desk);
	desk->list = NULL;
	return reading_parse(desk, "list.csv", octets, n, &options,
	    desk->faults, &desk->list);
}

static int
parse(struct desk *desk, const char *text)
{
	return parse_octets(desk, text, strlen(text));
}

static void
assert_read(struct desk *desk, const char *text)
{
	if (parse(desk, text) != 0)
		fail_msg("%s\n%s", faults_at(desk->faults, 0), text);
}

/* The first agency's field. */
static void
assert_field(struct desk *desk, enum agency_field field, const char *want)
{
	assert_string_equal(agency_field_text(desk, &desk->list->agency[0],
	    field), want);
}

/* ---- what can be read ---- */

static void
every_column_is_read(void **state)
{
	struct desk *desk = *state;

	assert_read(desk, "licence,name,name_km,aliases,abbreviations,status,"
	    "valid_until,destinations,head_office,branches,representatives,"
	    "last_seen\n"
	    "L 1,Sample One,គំរូ,Alias A; Alias B,S1; SO,suspended,2026-03-31,"
	    "TH 2026-01-01..2026-12-31;MY,Phnom Penh|023 000 001|House 1,"
	    "Poipet | 054 000 001; Siem Reap,Person A;Person B,2026-01-01\n");
	assert_int_equal(desk->list->n, 1);
	assert_field(desk, FIELD_LICENCE, "L 1");
	assert_field(desk, FIELD_NAME_KM, "គំរូ");
	assert_field(desk, FIELD_ALIASES, "Alias A; Alias B");
	assert_field(desk, FIELD_STATUS, "suspended");
	assert_field(desk, FIELD_VALID_UNTIL, "2026-03-31");
	assert_field(desk, FIELD_DESTINATIONS,
	    "TH 2026-01-01..2026-12-31; MY");
	assert_field(desk, FIELD_HEAD_OFFICE,
	    "KH-12 | 023 000 001 | House 1");
	assert_field(desk, FIELD_BRANCHES, "KH-1 | 054 000 001; KH-17");
	assert_field(desk, FIELD_REPRESENTATIVES, "Person A; Person B");
}

static void
headings_are_known_by_many_names_and_titles_may_stand_above(void **state)
{
	struct desk *desk = *state;

	assert_read(desk, "List of agencies,,,,,\n,,,,,\n"
	    "No.,LICENCE  No.,Company Name,Expiry date,Country,Tel\n"
	    "1,12,One,31/3/2026,\"Thailand, Malaysia\",023 000 001\n"
	    "2,13,Two,2026/03/31,ថៃ,-\n");
	assert_int_equal(desk->list->n, 2);
	assert_field(desk, FIELD_LICENCE, "12");
	assert_field(desk, FIELD_STATUS, "valid");
	assert_field(desk, FIELD_DESTINATIONS, "TH; MY");
	assert_field(desk, FIELD_HEAD_OFFICE, "| 023 000 001");
	assert_read(desk, "លេខអាជ្ញាប័ណ្ណ;ឈ្មោះក្រុមហ៊ុន\n១២;គំរូ\n");
	assert_field(desk, FIELD_LICENCE, "12");
	assert_field(desk, FIELD_NAME, "");
	assert_field(desk, FIELD_NAME_KM, "គំរូ");
}

static void
quotes_line_breaks_and_separators_in_cells_are_kept(void **state)
{
	struct desk *desk = *state;

	assert_read(desk, "licence,name,aliases\r\n"
	    "1,\"Sample \"\"One\"\", Ltd\",\"First\nSecond\r\nThird\"\r\n"
	    "2,\"Two\nlines\",\r\n");
	assert_int_equal(desk->list->n, 2);
	assert_field(desk, FIELD_NAME, "Sample \"One\", Ltd");
	assert_field(desk, FIELD_ALIASES, "First; Second; Third");
	assert_string_equal(desk->list->agency[1].name, "Two lines");
}

static void
semicolons_tabs_and_old_line_ends_separate_too(void **state)
{
	struct desk *desk = *state;

	assert_read(desk, "licence;name\n1;\"One; Two\"\n");
	assert_field(desk, FIELD_NAME, "One; Two");
	assert_read(desk, "licence\tname\n1\tOne, Ltd\n");
	assert_field(desk, FIELD_NAME, "One, Ltd");
	assert_read(desk, "licence,name\r1,One\r2,Two\r");
	assert_int_equal(desk->list->n, 2);
}

static void
a_mark_before_the_text_is_no_part_of_it(void **state)
{
	struct desk *desk = *state;

	assert_read(desk, "\xef\xbb\xbflicence,name\n1,One\n");
	assert_int_equal(desk->list->n, 1);
}

static size_t
utf16(const char *text, bool big, bool mark, unsigned char *out)
{
	size_t n = 0;

	if (mark) {
		out[n++] = big ? 0xfe : 0xff;
		out[n++] = big ? 0xff : 0xfe;
	}
	for (; *text != '\0'; text++) {
		out[n + !big] = 0;
		out[n + big] = (unsigned char)*text;
		n += 2;
	}
	return n;
}

static void
utf16_of_either_order_is_converted(void **state)
{
	struct desk *desk = *state;
	unsigned char octets[128];
	size_t n;

	for (int i = 0; i < 4; i++) {
		n = utf16("licence,name\n1,One\n", i & 1, i & 2, octets);
		assert_int_equal(parse_octets(desk, octets, n), 0);
		assert_field(desk, FIELD_NAME, "One");
	}
	assert_int_equal(parse_octets(desk, octets, n - 1), -EINVAL);
}

static void
a_date_is_read_in_every_way_that_has_one_meaning(void **state)
{
	static const char *const ways[] = { "2026-03-31", "31/3/2026",
	    "31/03/2026", "31.03.2026", "3/31/2026", "31 March 2026",
	    "31-Mar-2026", "2026/3/31", "2026-03-31 00:00:00",
	    "៣១/៣/២០២៦" };
	TALLOC_CTX *ctx = *state;
	const char *why = NULL;

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		const char *date = value_date(ctx, ways[i], &why);

		if (date == NULL)
			fail_msg("%s: %s", ways[i], why);
		assert_string_equal(date, "2026-03-31");
	}
	assert_string_equal(value_date(ctx, "3/3/2026", &why), "2026-03-03");
	assert_string_equal(value_date(ctx, "", &why), "");
}

static void
a_date_of_two_meanings_or_none_is_refused_and_says_what_to_write(void **state)
{
	static const char *const bad[][2] = {
		{ "3/4/2026", "2026-04-03 or 2026-03-04" },
		{ "03-04-2026", "2026-04-03 or 2026-03-04" },
		{ "31/3/26", "which century" },
		{ "26-3-31", "which century" },
		{ "31/3/2569", "Then write 2026-03-31" },
		{ "2569-03-31", "Then write 2026-03-31" },
		{ "៣១/៣/២៥៦៩", "Then write 2026-03-31" },
		{ "2026-02-30", "no day" },
		{ "31/4/2026", "no day" },
		{ "2026-13-01", "no day" },
		{ "0000-00-00", "century" },
		{ "next year", "no day" },
		{ "46112", "no day" },
		{ "2026-03-31x", "no day" },
		{ "31/3-2026", "no day" },
		{ "1899-12-31", "no day" },
	};
	TALLOC_CTX *ctx = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *why = NULL;
		const char *date = value_date(ctx, bad[i][0], &why);

		if (date != NULL || strstr(why, bad[i][1]) == NULL)
			fail_msg("%s: %s, %s", bad[i][0],
			    date != NULL ? date : "-", why);
	}
}

/* ---- what cannot ---- */

static const struct {
	const char *text, *want;
} refused[] = {
	{ "", "list.csv: it is empty" },
	{ "\n\n", "list.csv: there are no headings" },
	{ "licence,name\n", "list.csv: there is no agency" },
	{ "name,status\nOne,valid\n", "list.csv: there are no headings" },
	{ "licence,status\n1,valid\n", "list.csv:1: there is no column "
	  "\"name\"" },
	{ "licence,name,colour\n1,One,red\n", "list.csv:1: column 3: "
	  "\"colour\" is no column" },
	{ "licence,name,Company\n1,One,Two\n", "list.csv:1: columns 2 and 3 "
	  "are the same" },
	{ "licence,name,head office,phone\n1,One,x,1\n", "list.csv:1: "
	  "\"head_office\" holds \"phone\"" },
	{ "licence,name\n1,One\n2,Two\n 1 ,Three\n", "list.csv:4: licence: "
	  "the number of line 2 again" },
	{ "licence,name\nA-1,One\na 1,Three\n", "list.csv:3: licence: the "
	  "number of line 2" },
	{ "licence,name\n12,One\n១២,Three\n", "list.csv:3: licence: the "
	  "number of line 2" },
	{ "licence,name\n,One\n", "list.csv:2: licence: it is missing" },
	{ "licence,name\n1,\n", "list.csv:2: name: it is missing" },
	{ "licence,name,status\n1,One,\n", "list.csv:2: status: it is "
	  "missing" },
	{ "licence,name,status\n1,One,good\n", "list.csv:2: status: "
	  "\"good\" is no status" },
	{ "licence,name,until\n1,One,31/3/2569\n", "list.csv:2: valid_until: "
	  "\"31/3/2569\": a year of the Buddhist era" },
	{ "licence,name,until\n\n\n1,One,2026-02-30\n", "list.csv:4: "
	  "valid_until" },
	{ "licence,name,country\n1,One,Atlantis\n", "list.csv:2: "
	  "destinations: \"Atlantis\" is no country" },
	{ "licence,name,country\n1,One,TH 2026-12-31..2026-01-01\n",
	  "list.csv:2: destinations:" },
	{ "licence,name\n1,=1+1\n", "list.csv:2: name: a formula" },
	{ "licence,name\n1,\"=HYPERLINK(\"\"x\"\")\"\n", "a formula" },
	{ "licence,name\n1,@sum\n", "a formula" },
	{ "licence,name\n1,+cmd|x\n", "a formula" },
	{ "licence,name\n1,\"One\n", "list.csv:2: a quoted cell is not "
	  "closed" },
	{ "licence,name\n1,\"One\"\"", "list.csv:2: a quoted cell is not "
	  "closed" },
	{ "licence,name\n1,\"One\"x\n", "list.csv:2: text stands behind a "
	  "closing quote" },
	{ "licence,name\n1,One,Two\n", "list.csv:2: more cells than there "
	  "are columns" },
	{ "licence,name,remarks\n1,One,ok\n2,Two,licence Suspended 2025\n",
	  "list.csv:3: column 3 is not kept, but says \"licence Suspended" },
	{ "licence,name,note\n1,One,ត្រូវបានដកហូត\n", "put revoked into a "
	  "column \"status\"" },
	{ "Agencies that were suspended,\nlicence,name\n1,One\n",
	  "list.csv:1: the title speaks of suspended" },
	{ "licence,name\n1,\xa1\xca\xd3\xb9\xd1\xa1\n", "list.csv:2: this is "
	  "no UTF-8; it looks like Windows-874" },
	{ "licence,name\n1,Caf\xe9 One\n", "list.csv:2: this is no UTF-8; it "
	  "looks like Windows-1252" },
	{ "licence,name\n1,O\xef\xbf\xbdne\n", "list.csv:2: name: letters in "
	  "it are lost" },
	{ "licence,name\n1,One\x01\x02\n2,\xed\xa0\x80\n", "list.csv:3: this "
	  "is no UTF-8" },
};

static void
what_is_wrong_is_said_with_its_line_and_gives_no_list(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const char *first;

		assert_int_equal(parse(desk, refused[i].text), -EINVAL);
		assert_null(desk->list);
		first = faults_at(desk->faults, 0);
		if (strstr(first, refused[i].want) == NULL)
			fail_msg("%zu: %s\nbut: %s", i, refused[i].want,
			    first);
	}
}

static void
a_fault_moves_no_cursor_and_cuts_no_letter(void **state)
{
	struct desk *desk = *state;
	const char *first;

	assert_int_equal(parse(desk, "licence,name,\x1b[2J\xe1\x9e\x81\n"
	    "1,One,x\n"), -EINVAL);
	first = faults_at(desk->faults, 0);
	assert_null(strchr(first, '\x1b'));
	assert_non_null(strstr(first, "\xe1\x9e\x81\""));
	assert_int_equal(parse(desk, "licence,name,status\n1,One,"
	    "\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81"
	    "\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81"
	    "\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81"
	    "\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81"
	    "\xe1\x9e\x81\xe1\x9e\x81\xe1\x9e\x81\n"), -EINVAL);
	first = faults_at(desk->faults, 0);
	for (size_t i = 0, n; first[i] != '\0'; i += n) {
		n = encoding_sequence((const unsigned char *)first + i,
		    strlen(first) - i);
		assert_true(n > 0);
	}
}

static void
a_nul_is_no_text(void **state)
{
	static const char text[] = "licence,name\n1,O\0ne\n";
	struct desk *desk = *state;

	assert_int_equal(parse_octets(desk, text, sizeof(text) - 1), -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0),
	    "list.csv:2: there is a NUL"));
}

static void
all_faults_are_told_at_once_but_no_more_than_helps(void **state)
{
	struct desk *desk = *state;
	char *text = talloc_strdup(desk, "licence,name\n");

	assert_int_equal(parse(desk, "licence,name,until\n1,,\n,Two,y\n"),
	    -EINVAL);
	assert_int_equal(faults_count(desk->faults), 3);
	for (int i = 0; i < 1000; i++)
		text = talloc_asprintf_append_buffer(text, "%d,=x\n", i);
	assert_int_equal(parse(desk, text), -EINVAL);
	assert_int_equal(faults_count(desk->faults), FAULTS_MAX + 1);
	assert_non_null(strstr(faults_at(desk->faults, FAULTS_MAX),
	    "mend these first"));
}

static char *
many(TALLOC_CTX *ctx, int rows)
{
	char *text = talloc_size(ctx, (size_t)rows * 24 + 64);
	size_t n = (size_t)snprintf(text, 64, "licence,name\n");

	for (int i = 0; i < rows; i++)
		n += (size_t)snprintf(text + n, 24, "%d,Sample\n", i);
	return text;
}

static void
a_list_of_more_agencies_than_there_are_is_refused(void **state)
{
	struct desk *desk = *state;
	char *text = many(desk, LIST_MAX + 1);

	assert_int_equal(parse(desk, text), -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0),
	    "list.csv:100002: more than 100000 agencies"));
	talloc_free(text);
}

static void
a_file_that_is_too_large_is_not_even_looked_at(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(parse_octets(desk, "x", (size_t)FILE_MAX + 1),
	    -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0), "larger than 32 "
	    "MiB"));
}

static void
a_cell_or_a_row_that_is_too_long_is_refused(void **state)
{
	struct desk *desk = *state;
	char *text = talloc_asprintf(desk, "licence,name\n1,%0*d\n",
	    AGENCY_TEXT_MAX + 1, 0);

	assert_int_equal(parse(desk, text), -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0), "list.csv:2: name: "
	    "it is too long"));
	text = talloc_asprintf(desk, "licence,name\n1,%0*d\n", CELL_MAX + 1,
	    0);
	assert_int_equal(parse(desk, text), -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0), "more than 4096"));
	text = talloc_strdup(desk, "licence,name");
	for (int i = 0; i < COLUMNS_MAX; i++)
		text = talloc_asprintf_append_buffer(text, ",");
	assert_int_equal(parse(desk, text), -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0), "more than 64 "
	    "columns"));
}

static void
octets_of_a_zip_that_is_none_are_refused(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(parse(desk, "PK\x03\x04 and then nothing"), -EINVAL);
	assert_int_equal(parse(desk, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
	    -EINVAL);
	assert_non_null(strstr(faults_at(desk->faults, 0), "with a password"));
}

/* ---- there and back ---- */

static void
what_is_exported_imports_again_as_it_was(void **state)
{
	struct desk *desk = *state;
	struct agencies all = { .head = { .as_of = 20000 } };
	char *text = NULL;
	size_t n = 0;
	FILE *file;

	assert_read(desk, "licence,name,aliases,status,until,destinations,"
	    "branches,last_seen\n"
	    "1,'=cmd|x,''@a;'-b,valid,2026-12-31,TH ..2026-12-31,KH-1 | 1,\n"
	    "2,\"Two, \"\"Ltd\"\"\",'+x;y,delisted,,,,2024-01-01\n"
	    "'-3,Three - 3,,valid,,,,\n");
	assert_string_equal(desk->list->agency[0].name, "=cmd|x");
	all.agency = desk->list->agency;
	all.n = desk->list->n;
	file = open_memstream(&text, &n);
	export_csv(&all, file);
	fclose(file);
	assert_int_equal(parse_octets(desk, text, n), 0);
	assert_int_equal(desk->list->n, all.n);
	for (size_t i = 0; i < all.n; i++)
		for (int f = 0; f < AGENCY_FIELDS; f++)
			assert_string_equal(agency_field_text(desk,
			    &all.agency[i], (enum agency_field)f),
			    agency_field_text(desk, &desk->list->agency[i],
			    (enum agency_field)f));
	free(text);
}

static void
no_cell_of_an_export_is_a_formula(void **state)
{
	struct desk *desk = *state;
	struct agencies all = { .n = 1 };
	char *text = NULL;
	size_t n = 0;
	FILE *file;

	assert_read(desk, "licence,name,aliases\n'=1,'+cmd,'@x\n");
	all.agency = desk->list->agency;
	file = open_memstream(&text, &n);
	export_csv(&all, file);
	fclose(file);
	assert_non_null(strstr(text, "\n'=1,'+cmd,,'@x,"));
	free(text);
}

/* ---- pieces ---- */

static void
the_words_of_lists_have_one_meaning_each(void **state)
{
	struct desk *desk = *state;
	struct lexicon *lexicon;

	assert_int_equal(lexicon_open(desk, desk->faults, &lexicon), 0);
	assert_string_equal(lexicon_find(lexicon, WORDS_COUNTRIES, "ថៃ"),
	    "TH");
	assert_string_equal(lexicon_find(lexicon, WORDS_COUNTRIES, "th"),
	    "TH");
	assert_string_equal(lexicon_find(lexicon, WORDS_PROVINCES,
	    "phnom-penh"), "KH-12");
	assert_string_equal(lexicon_find(lexicon, WORDS_STATUSES, "Cancelled"),
	    "revoked");
	assert_null(lexicon_find(lexicon, WORDS_COUNTRIES, ""));
	assert_null(lexicon_find(lexicon, WORDS_COUNTRIES, "KH-12"));
	assert_null(lexicon_find(lexicon, WORDS_STATUSES, "invalid"));
}

static void
a_format_of_a_workbook_shows_a_day_or_does_not(void **state)
{
	static const struct { const char *format; bool day; } formats[] = {
		{ "yyyy-mm-dd", true }, { "d/m/yy", true },
		{ "[$-D07041E]d mmm bbbb", true }, { "DD\\-MM\\-YYYY", true },
		{ "General", false }, { "0.00", false }, { "#,##0", false },
		{ "\"day\" 0", false }, { "[Red]0", false },
		{ "0\\d", false }, { "@", false }, { "", false },
		{ "_d0", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		assert_int_equal(workbook_format_is_date(formats[i].format),
		    formats[i].day);
}

static void
a_licence_is_found_however_its_number_is_typed(void **state)
{
	static const char *const ways[] = { "AB-12/2026", "ab 12 2026",
	    "AB១២/2026", "ab122026" };
	struct desk *desk = *state;
	struct agencies all = { .n = 2 };

	assert_read(desk, "licence,name\nAB-1/2026,One\nAB-12/2026,Two\n");
	all.agency = desk->list->agency;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		assert_string_equal(register_find(&all, ways[i])->name,
		    "Two");
	assert_null(register_find(&all, "AB-2"));
	assert_null(register_find(&all, ""));
}

static void
why_a_list_waits_is_said(void **state)
{
	TALLOC_CTX *ctx = *state;
	const struct diff_counts none = { 0 }, one = { .revived = 1,
	    .changed = 1 }, many_ = { .added = 5 };

	assert_non_null(strstr(proposal_reason(ctx, &one, 40, false),
	    "1 licence becomes valid again"));
	assert_non_null(strstr(proposal_reason(ctx, &none, 40, true),
	    "older"));
	assert_non_null(strstr(proposal_reason(ctx, &many_, 0, false),
	    "no list stands"));
	assert_non_null(strstr(proposal_reason(ctx, &many_, 40, false),
	    "5 of 40"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_column_is_read),
		T(headings_are_known_by_many_names_and_titles_may_stand_above),
		T(quotes_line_breaks_and_separators_in_cells_are_kept),
		T(semicolons_tabs_and_old_line_ends_separate_too),
		T(a_mark_before_the_text_is_no_part_of_it),
		T(utf16_of_either_order_is_converted),
		T(a_date_is_read_in_every_way_that_has_one_meaning),
		T(a_date_of_two_meanings_or_none_is_refused_and_says_what_to_write),
		T(what_is_wrong_is_said_with_its_line_and_gives_no_list),
		T(a_fault_moves_no_cursor_and_cuts_no_letter),
		T(a_nul_is_no_text),
		T(all_faults_are_told_at_once_but_no_more_than_helps),
		T(a_list_of_more_agencies_than_there_are_is_refused),
		T(a_file_that_is_too_large_is_not_even_looked_at),
		T(a_cell_or_a_row_that_is_too_long_is_refused),
		T(octets_of_a_zip_that_is_none_are_refused),
		T(what_is_exported_imports_again_as_it_was),
		T(no_cell_of_an_export_is_a_formula),
		T(the_words_of_lists_have_one_meaning_each),
		T(a_format_of_a_workbook_shows_a_day_or_does_not),
		T(a_licence_is_found_however_its_number_is_typed),
		T(why_a_list_waits_is_said),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
