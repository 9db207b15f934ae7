#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "locales/figure.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static int
open_catalogue(void **state)
{
	struct catalogue *catalogue = NULL;
	int rc = catalogue_open(NULL, &catalogue);

	*state = catalogue;
	return rc;
}

static int
close_catalogue(void **state)
{
	return talloc_free(*state);
}

static const struct {
	const char *value, *as[LOCALES];	/* km, km_Latn, th, en */
} figures[] = {
	{ "7", { "៧", "7", "7", "7" } },
	{ "350", { "៣៥០", "350", "350", "350" } },
	{ "4,000", { "៤.០០០", "4,000", "4,000", "4,000" } },
	{ "1,234,567", { "១.២៣៤.៥៦៧", "1,234,567", "1,234,567",
	    "1,234,567" } },
	{ "1.5", { "១,៥", "1.5", "1.5", "1.5" } },
	{ "1 day", { "១ ថ្ងៃ", "1 thngai", "1 วัน", "1 day" } },
	{ "1 days", { "១ ថ្ងៃ", "1 thngai", "1 วัน", "1 day" } },
	{ "90 days", { "៩០ ថ្ងៃ", "90 thngai", "90 วัน", "90 days" } },
	{ "1.5 hours", { "១,៥ ម៉ោង", "1.5 maong", "1.5 ชั่วโมง",
	    "1.5 hours" } },
	{ "4 months", { "៤ ខែ", "4 khae", "4 เดือน", "4 months" } },
	{ "1 year", { "១ ឆ្នាំ", "1 chhnam", "1 ปี", "1 year" } },
	{ "2 weeks", { "២ សប្ដាហ៍", "2 sabda", "2 สัปดาห์", "2 weeks" } },
	{ "0 days", { "០ ថ្ងៃ", "0 thngai", "0 วัน", "0 days" } },
	{ "4,000,000 riel", { "៤.០០០.០០០ រៀល", "4,000,000 riel",
	    "4,000,000 เรียล", "4,000,000 riel" } },
	{ "400 baht", { "៤០០ បាត", "400 baht", "400 บาท", "400 baht" } },
	{ "1,500 dollars", { "១.៥០០ ដុល្លារ", "1,500 dollar",
	    "1,500 ดอลลาร์", "1,500 dollars" } },
	{ "1 dollar", { "១ ដុល្លារ", "1 dollar", "1 ดอลลาร์", "1 dollar" } },
	{ "2026-11-22", { "២២/១១/២០២៦", "22/11/2026", "22/11/2569",
	    "22/11/2026" } },
	{ "2026-01", { "០១/២០២៦", "01/2026", "01/2569", "01/2026" } },
	{ "11/2026", { "១១/២០២៦", "11/2026", "11/2569", "11/2026" } },
	/* What is dialled, and what nobody knows, stays as it stands. */
	{ "1280", { 0 } }, { "023 216 532", { 0 } },
	{ "+855 23 216 532", { 0 } }, { "1-800-010-181", { 0 } },
	{ "1577-0071", { 0 } }, { "2026", { 0 } }, { "", { 0 } },
	{ "4,00", { 0 } }, { "4000,000", { 0 } }, { ",000", { 0 } },
	{ "4,000 roubles", { 0 } }, { "4  days", { 0 } }, { "days", { 0 } },
	{ "2026-13-01", { 0 } }, { "2026-00", { 0 } }, { "13/2026", { 0 } },
	{ "2026-11-32", { 0 } }, { "1.2345", { 0 } }, { "1.", { 0 } },
	{ "12 days off", { 0 } }, { "5-10", { 0 } }, { "-5", { 0 } },
};

static void
a_figure_reads_as_in_its_language(void **state)
{
	for (size_t i = 0; i < COUNT(figures); i++)
		for (enum locale l = 0; l < LOCALES; l++) {
			char *words = figure_words(NULL, *state, l,
			    figures[i].value);
			const char *due = figures[i].as[l];

			if (!words != !due || (words &&
			    strcmp(words, due) != 0))
				fail_msg("%s in %s: %s", figures[i].value,
				    locale_name(l), words ? words : "none");
			talloc_free(words);
		}
}

static const struct { enum locale locale; const char *icu; } numbers[] = {
	{ LOCALE_KM, "km-u-nu-khmr" }, { LOCALE_TH, "th-u-nu-latn" },
	{ LOCALE_EN, "en" },
};

static void
numbers_are_those_of_icu(void **state)
{
	static const int64_t some[] = { 0, 1, -1, 9, 10, 999, 1000, -1000,
		12345, 999999, 1000000, 1234567890123, INT64_MAX, INT64_MIN };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		UErrorCode error = U_ZERO_ERROR;
		UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0,
		    numbers[i].icu, NULL, &error);

		for (size_t k = 0; k < COUNT(some); k++) {
			char *words = number_words(NULL, numbers[i].locale,
			    some[k]);
			UChar text[64];
			char due[128];

			unum_formatInt64(format, some[k], text, 64, NULL,
			    &error);
			u_strToUTF8(due, sizeof(due), NULL, text, -1, &error);
			assert_true(U_SUCCESS(error));
			assert_string_equal(words, due);
			talloc_free(words);
		}
		unum_close(format);
	}
}

/* Which of the two forms, for each number: as CLDR has it. */
static void
plurals_are_those_of_icu(void **state)
{
	static const char *const icu[LOCALES] = { "km", "km", "th", "en" };

	for (enum locale l = 0; l < LOCALES; l++) {
		UErrorCode error = U_ZERO_ERROR;
		UPluralRules *rules = uplrules_open(icu[l], &error);

		for (int n = 0; n < 1200; n++) {
			UChar form[16];
			char *words = unit_words(NULL, *state, l, n,
			    UNIT_DAY);

			uplrules_select(rules, n, form, 16, &error);
			assert_true(U_SUCCESS(error));
			/* "one" and "other" end differently, if at all. */
			if (l == LOCALE_EN)
				assert_int_equal(words[strlen(words) - 1] ==
				    's', u_strcmp(form, u"one") != 0);
			else
				assert_int_equal(u_strcmp(form, u"other"), 0);
			talloc_free(words);
		}
		uplrules_close(rules);
	}
}

static void
days_are_those_of_both_calendars(void **state)
{
	const struct date day = { 2026, 4, 13 }, month = { 2026, 4, 0 };
	static const struct { enum locale locale; const char *day, *month; }
	due[] = {
		{ LOCALE_KM, "១៣/០៤/២០២៦", "០៤/២០២៦" },
		{ LOCALE_KM_LATN, "13/04/2026", "04/2026" },
		{ LOCALE_TH, "13/04/2569", "04/2569" },
		{ LOCALE_EN, "13/04/2026", "04/2026" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(due); i++) {
		char *words = date_words(NULL, due[i].locale, day);

		assert_string_equal(words, due[i].day);
		talloc_free(words);
		words = date_words(NULL, due[i].locale, month);
		assert_string_equal(words, due[i].month);
		talloc_free(words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_reads_as_in_its_language),
		cmocka_unit_test(numbers_are_those_of_icu),
		cmocka_unit_test(plurals_are_those_of_icu),
		cmocka_unit_test(days_are_those_of_both_calendars),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
