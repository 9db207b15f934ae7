#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <wchar.h>

#include "gateway/handset/coded.h"
#include "gateway/handset/display.h"
#include "gateway/handset/frame.h"

static void
a_page_is_drawn_in_a_frame(void **)
{
	char *drawn = frame_draw(NULL, "USSD",
	    "1 Khmer\n2 Thai", "GSM-7", false);

	assert_string_equal(drawn,
	    "┌─ USSD ───────────────────┐\n"
	    "│ 1 Khmer                  │\n"
	    "│ 2 Thai                   │\n"
	    "└──────────────────────────┘\n"
	    "  GSM-7\n");
	talloc_free(drawn);
}

static void
a_terminal_without_boxes_gets_plain_signs(void **)
{
	char *drawn = frame_draw(NULL, "USSD", "", "x", true);

	assert_string_equal(drawn,
	    "+- USSD -------------------+\n"
	    "|                          |\n"
	    "+--------------------------+\n"
	    "  x\n");
	talloc_free(drawn);
}

static void
rows_break_at_spaces(void **)
{
	char *drawn = frame_draw(NULL, "USSD",
	    "Keep your own passport and never give it away", "x", true);

	assert_non_null(strstr(drawn, "| Keep your own passport   |\n"
	    "| and never give it away   |\n"));
	talloc_free(drawn);
}

static void
a_word_longer_than_a_row_is_cut(void **)
{
	const char *text = "abcdefghijklmnopqrstuvwxyz0123456789", *next;
	unsigned columns;

	assert_int_equal(frame_row(text, 24, &columns, &next), 24);
	assert_int_equal(columns, 24);
	assert_ptr_equal(next, text + 24);
}

static void
a_cluster_is_not_broken(void **)
{
	static const struct { const char *text, *cluster; } t[] = {
		{ "ab", "a" }, { "", "" }, { "\n", "\n" },
		{ "ខ្ញុំទៅ", "ខ្ញុំ" },		/* coeng and two signs */
		{ "កម្ម", "ក" },
		{ "ស្ត្រី", "ស្ត្រី" },			/* two coengs */
		{ "កាក", "កា" },		/* a vowel of its own column */
		{ "ก็ได้", "ก็" },
		{ "เป็น", "เป็" },			/* a vowel before */
		{ "ทำ", "ทำ" },			/* sara am */
		{ "e\u0301a", "e\u0301" },
		{ "\xff" "a", "\xff" },
	};
	unsigned columns;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++)
		assert_int_equal(frame_cluster(t[i].text, &columns),
		    strlen(t[i].cluster));
}

static unsigned
columns_of(const char *text, size_t n)
{
	const char *end = text + n;
	unsigned columns = 0;

	while (text < end) {
		int width = wcwidth((wchar_t)coded_point(&text));

		columns += width > 0 ? (unsigned)width : 0;
	}
	return columns;
}

static void
every_line_of_a_frame_is_as_wide(void **)
{
	static const char *const texts[] = {
		"ត្រូវរក្សាលិខិតឆ្លងដែនដោយខ្លួនឯង កុំឱ្យអ្នកណាកាន់\n1 បន្ត 0 ថយ",
		"เก็บหนังสือเดินทางไว้กับตัวเอง อย่าให้ใครยึดไว้ 0 กลับ",
		"日本語のとても長いテキストがここにあります",
		"ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក្ក",
		"aaaaaaaaaaaaaaaaaaaaaaa日bbbb",
	};
	char *drawn, *line, *end;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		drawn = frame_draw(NULL, "x", texts[i], "x", false);
		for (line = drawn; line[0] != ' '; line = end + 1) {
			end = strchr(line, '\n');
			assert_int_equal(columns_of(line, (size_t)(end -
			    line)), FRAME_COLUMNS + 4);
		}
		talloc_free(drawn);
	}
}

static void
nothing_but_a_break_is_left_out_between_rows(void **)
{
	const char *text = "ខ្ញុំ abc  ទៅ\n\nเป็น x", *at = text, *next;
	unsigned columns;
	size_t n;

	for (; *at != '\0'; at = next) {
		n = frame_row(at, 4, &columns, &next);
		assert_true(columns <= 4);
		assert_true(next > at);
		assert_true(next == at + n || next == at + n + 1);
		assert_true(next == at + n || strchr(" \n", at[n]) != NULL);
	}
	assert_ptr_equal(at, text + strlen(text));
}

static void
a_page_that_is_too_long_is_marked(void **)
{
	struct screen screen = { .kind = SCREEN_PAGE, .text = "ក",
	    .coding = "UCS-2", .units = 71, .limit = 70 };
	char *drawn = display_draw(NULL, &screen, false);

	assert_non_null(strstr(drawn, "┌─ USSD, TOO LONG ─"));
	assert_non_null(strstr(drawn, "TOO LONG: UCS-2 71 of 70 units"));
	talloc_free(drawn);
	screen.units = 70;
	drawn = display_draw(NULL, &screen, false);
	assert_null(strstr(drawn, "TOO LONG"));
	assert_non_null(strstr(drawn,
	    "UCS-2 70 of 70 units  USSD, waits for a key"));
	talloc_free(drawn);
}

static void
an_sms_says_from_whom_and_how_long(void **)
{
	struct screen screen = { .kind = SCREEN_SMS, .text = "Hello",
	    .coding = "GSM-7", .units = 200, .parts = 2, .from = "2026" };
	char *drawn = display_draw(NULL, &screen, true);

	assert_non_null(strstr(drawn, "+- SMS from 2026 -"));
	assert_non_null(strstr(drawn, "GSM-7 200 units in 2 parts"));
	talloc_free(drawn);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_drawn_in_a_frame),
		cmocka_unit_test(a_terminal_without_boxes_gets_plain_signs),
		cmocka_unit_test(rows_break_at_spaces),
		cmocka_unit_test(a_word_longer_than_a_row_is_cut),
		cmocka_unit_test(a_cluster_is_not_broken),
		cmocka_unit_test(every_line_of_a_frame_is_as_wide),
		cmocka_unit_test(nothing_but_a_break_is_left_out_between_rows),
		cmocka_unit_test(a_page_that_is_too_long_is_marked),
		cmocka_unit_test(an_sms_says_from_whom_and_how_long),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
