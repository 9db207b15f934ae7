#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "locales/clean.h"
#include "locales/fold.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static uint64_t seed;

static unsigned
random_below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static void
assert_same(const char *why, char *got, const char *wanted)
{
	if (!got != !wanted || (got && strcmp(got, wanted) != 0))
		fail_msg("%s: \"%s\", not \"%s\"", why, got ? got : "none",
		    wanted ? wanted : "none");
	talloc_free(got);
}

static const struct { const char *typed, *digits; } digits[] = {
	{ "1", "1" }, { "១", "1" }, { "๑", "1" }, { "１", "1" },
	{ "①", "1" }, { "⑴", "1" }, { "²", "2" }, { "٣", "3" }, { "໔", "4" },
	{ "၅", "5" }, { "𝟔", "6" }, { "1️⃣", "1" }, { "\ufeff1", "1" },
	{ "\u200b១\u200b", "1" }, { "1.", "1" }, { "⒈", "1" }, { "1)", "1" },
	{ "(1)", "1" }, { "[1]", "1" }, { "១។", "1" }, { "១៕", "1" },
	{ "1!", "1" }, { "1,", "1" }, { "“1”", "1" },
	{ "1。", "1" }, { "*1#", "1" }, { "#1", "1" }, { "*2026*3#", "20263" },
	{ " 1 \n", "1" }, { "00", "00" }, { "០០", "00" },
	{ "1234 5678", "12345678" }, { "1234\u00a05678", "12345678" },
	{ "012-345-678", "012345678" }, { "012–345", "012345" },
	{ "១២៣៤ ๕๖๗๘", "12345678" },
	{ "", NULL }, { " ", NULL }, { "*#", NULL }, { "l", NULL },
	{ "O", NULL }, { "yes", NULL }, { "1a", NULL }, { "1 ក", NULL },
	{ "1/2", NULL }, { "½", NULL }, { "-", NULL }, { "1+1", NULL },
	{ "一", NULL }, { "1\u0301", NULL }, { "😀", NULL },
};

static void
digits_of_any_script_are_digits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(digits); i++)
		assert_same(digits[i].typed,
		    text_digits(NULL, digits[i].typed), digits[i].digits);
}

static unsigned
put_char(char *to, UChar32 c)
{
	int32_t n = 0;
	uint8_t *at = (uint8_t *)to;

	U8_APPEND_UNSAFE(at, n, (uint32_t)c);
	to[n] = '\0';
	return (unsigned)n;
}

/* Alone, wrapped as phones wrap it, and twice: as it comes from a phone. */
static void
every_script_has_its_ten_digits(void **state)
{
	static const char *const wraps[] = { "%s", " %s ", "*%s#", "%s.",
		"\u200b%s\u200b", "(%s)", "%s\ufe0f\u20e3", "%s\u17d4" };
	unsigned seen = 0;

	(void)state;
	for (UChar32 c = 0; c <= 0x10ffff; c++) {
		char digit[8], typed[64], due[2];

		if (u_charType(c) != U_DECIMAL_DIGIT_NUMBER)
			continue;
		seen++;
		put_char(digit, c);
		due[0] = (char)('0' + u_charDigitValue(c));
		due[1] = '\0';
		for (size_t i = 0; i < COUNT(wraps); i++) {
			char *clean;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(typed, sizeof typed, wraps[i], digit);
#pragma GCC diagnostic pop
			clean = text_clean(NULL, typed, strlen(typed),
			    CODING_GSM7, NULL);
			assert_same(typed, text_digits(NULL, clean), due);
			talloc_free(clean);
		}
	}
	assert_true(seen >= 650);	/* 66 scripts in Unicode 15 */
}

/* What different hands and keyboards make of one word. */
static const struct { const char *one, *other; } same[] = {
	{ "Help", "hELP" }, { " a   b\n", "A b" }, { "ｆｕｌｌ", "full" },
	{ "ﬁne", "fine" }, { "Straße", "STRASSE" }, { "cafe\u0301", "caf\u00e9" },
	{ "១២៣", "123" }, { "๑๒๓", "123" }, { "a\u00adb\u200bc", "abc" },
	{ "\u1780\u17b6\u17c6", "\u1780\u17c6\u17b6" },	/* aa, nikahit */
	{ "\u179f\u17d2\u178f\u17d2\u179a\u17b8",	/* coeng Ro last */
	    "\u179f\u17d2\u179a\u17d2\u178f\u17b8" },
	{ "\u179f\u17d2\u178a\u17b8", "\u179f\u17d2\u178f\u17b8" },
	{ "\u1780\u17be", "\u1780\u17c1\u17b8" },	/* OE = E + II */
	{ "\u1780\u17c4", "\u1780\u17c1\u17b6" },	/* OO = E + AA */
	{ "\u1794\u17c9\u17b8", "\u1794\u17b8\u17c9" },	/* shifter, vowel */
	{ "\u1794\u17bb\u17b8", "\u1794\u17c9\u17b8" },	/* U for a shifter */
	{ "\u1794\u17ca\u17b8", "\u1794\u17c9\u17b8" },
	{ "\u1780\u17b6\u17b6", "\u1780\u17b6" },	/* a mark twice */
	{ "\u1780\u200c\u17b6", "\u1780\u17b6" },
	{ "\u1780\u17b6\u17d2\u179a", "\u1780\u17d2\u179a\u17b6" },
	{ "\u1780\u17cb\u17b6", "\u1780\u17b6\u17cb" },
	{ "\u1792\u1798\u17cc\u17b6", "\u1792\u1798\u17b6\u17cc" },
	{ "น้ำ", "น\u0e49\u0e4d\u0e32" },
};

static void
one_word_typed_in_two_ways_has_one_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		char *one = text_key(NULL, same[i].one);

		assert_same(same[i].one, text_key(NULL, same[i].other), one);
		talloc_free(one);
	}
}

static const struct { const char *one, *other; } different[] = {
	{ "ការ", "កោរ" }, { "ក", "ក្ក" }, { "ទៅ", "ទេ" }, { "កុំ", "ក៉ំ" },
	{ "ពីរ", "ពិរ" }, { "a b", "ab" }, { "ក្រ", "ករ" }, { "ដ", "ត" },
	{ "ប៉ុន", "បុន" }, { "ไม่", "ไหม่" },
};

static void
different_words_keep_different_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(different); i++) {
		char *one = text_key(NULL, different[i].one);
		char *other = text_key(NULL, different[i].other);

		if (strcmp(one, other) == 0)
			fail_msg("%s = %s", different[i].one,
			    different[i].other);
		talloc_free(one);
		talloc_free(other);
	}
}

static char *
random_text(void)
{
	static const char *const others[] = { " ", "\n", "a", "É", "é", "１",
		"\u0301", "\u0323", "\u20e3", "\ufe0f", "\u200b", "\u200c",
		"\u200d", "①", "ﷺ", "ß", "İ", "น", "ำ", "้", "😀", "\u00a0",
		"\u17d2", "\u17d2", "\u17d2" };
	unsigned n = random_below(12);
	char *text = talloc_strdup(NULL, "");

	while (n-- > 0) {
		/* Khmer letters and marks in any order, and the rest. */
		unsigned c = 0x1780 + random_below(0x5e);
		char khmer[4] = { (char)(0xe0 | c >> 12),
			(char)(0x80 | (c >> 6 & 0x3f)),
			(char)(0x80 | (c & 0x3f)), 0 };

		text = talloc_strdup_append(text, random_below(4) ? khmer
		    : others[random_below(COUNT(others))]);
	}
	return text;
}

static void
a_key_of_a_key_is_that_key(void **state)
{
	(void)state;
	seed = 61;
	for (unsigned round = 0; round < 20000; round++) {
		char *text = random_text();
		char *once = text_key(text, text);
		char *twice = text_key(text, once);

		if (strcmp(once, twice) != 0)
			fail_msg("\"%s\", \"%s\"", once, twice);
		talloc_free(text);
	}
}

/* Spelled out here once more: a row of the table that text_key would change
   could never be found. */
static const struct { const char *typed; enum keyword keyword; } keywords[] = {
	{ "menu", KEYWORD_START }, { "MENU", KEYWORD_START },
	{ "Help!", KEYWORD_START }, { "(start)", KEYWORD_START },
	{ "home", KEYWORD_START }, { "main", KEYWORD_START },
	{ "info", KEYWORD_START }, { "hi", KEYWORD_START },
	{ "hello", KEYWORD_START }, { "ទំព័រដើម", KEYWORD_START },
	{ "ម៉ឺនុយ", KEYWORD_START }, { "ម៊ឺនុយ", KEYWORD_START },
	{ "ម៉ឺនុយដើម", KEYWORD_START }, { "ជំនួយ", KEYWORD_START },
	{ "ជួយ។", KEYWORD_START }, { "ត្រូវការជំនួយ?", KEYWORD_START },
	{ "សួស្តី", KEYWORD_START }, { "សួស្ដី", KEYWORD_START },
	{ "Chom nuoy", KEYWORD_START }, { "chomnuoy", KEYWORD_START },
	{ "chumnuoy", KEYWORD_START }, { "chuoy", KEYWORD_START },
	{ "juoy", KEYWORD_START }, { "เมนู", KEYWORD_START },
	{ "เมนูหลัก", KEYWORD_START }, { "หน้าหลัก", KEYWORD_START },
	{ "ช่วย", KEYWORD_START }, { "chuy", KEYWORD_START },
	{ "menu daem", KEYWORD_START }, { "sua sdei", KEYWORD_START },
	{ "suosdey", KEYWORD_START }, { "suosdei", KEYWORD_START },
	{ "sousdey", KEYWORD_START }, { "chumreap suor", KEYWORD_START },
	{ "chomreab sour", KEYWORD_START }, { "ចាប់ផ្តើម", KEYWORD_START },
	{ "ជម្រាបសួរ", KEYWORD_START }, { "សួរស្តី", KEYWORD_START },
	{ "สวัสดีครับ", KEYWORD_START }, { "สวัสดีค่ะ", KEYWORD_START },
	{ "เริ่ม", KEYWORD_START },
	{ "return", KEYWORD_BACK }, { "ក្រោយ", KEYWORD_BACK },
	{ "ត្រឡប់ក្រោយ", KEYWORD_BACK }, { "thoy", KEYWORD_BACK },
	{ "trolob kraoy", KEYWORD_BACK }, { "กลับ", KEYWORD_BACK },
	{ "ទៀត", KEYWORD_MORE }, { "tiet", KEYWORD_MORE },
	{ "tiat", KEYWORD_MORE }, { "bonto", KEYWORD_MORE },
	{ "ต่อ", KEYWORD_MORE }, { "ต่อไป", KEYWORD_MORE },
	{ "อีก", KEYWORD_MORE },
	{ "call me back", KEYWORD_CALL }, { "ring me", KEYWORD_CALL },
	{ "តេមកខ្ញុំ", KEYWORD_CALL }, { "ខលមកខ្ញុំ", KEYWORD_CALL },
	{ "tel mok khnhom", KEYWORD_CALL }, { "te mok khnhom", KEYWORD_CALL },
	{ "call mok khnhom", KEYWORD_CALL }, { "ช่วยโทรกลับ", KEYWORD_CALL },
	{ "โทรกลับด้วย", KEYWORD_CALL },
	{ "CHECK", KEYWORD_CHECK }, { "check agency", KEYWORD_CHECK },
	{ "check company", KEYWORD_CHECK }, { "licence", KEYWORD_CHECK },
	{ "license", KEYWORD_CHECK }, { "search", KEYWORD_CHECK },
	{ "ពិនិត្យ", KEYWORD_CHECK }, { "ឆែក", KEYWORD_CHECK },
	{ "ពិនិត្យក្រុមហ៊ុន", KEYWORD_CHECK }, { "ស្វែងរក", KEYWORD_CHECK },
	{ "អាជ្ញាប័ណ្ណ", KEYWORD_CHECK }, { "chek", KEYWORD_CHECK },
	{ "pinit", KEYWORD_CHECK }, { "chhek kromhun", KEYWORD_CHECK },
	{ "check kromhun", KEYWORD_CHECK }, { "ตรวจสอบ", KEYWORD_CHECK },
	{ "เช็ค", KEYWORD_CHECK }, { "ค้นหา", KEYWORD_CHECK },
	{ "ใบอนุญาต", KEYWORD_CHECK },
	{ "State?", KEYWORD_STATE }, { "status", KEYWORD_STATE },
	{ "my case", KEYWORD_STATE }, { "my matter", KEYWORD_STATE },
	{ "ស្ថានភាព", KEYWORD_STATE }, { "លទ្ធផល", KEYWORD_STATE },
	{ "sthanpheap", KEYWORD_STATE }, { "sthan pheap", KEYWORD_STATE },
	{ "lotthaphal", KEYWORD_STATE }, { "สถานะ", KEYWORD_STATE },
	{ "ผล", KEYWORD_STATE },
	/* A cry is for people to read, however short. */
	{ "ช่วยด้วย", KEYWORD_NONE }, { "ជួយផង", KEYWORD_NONE },
	{ "help me", KEYWORD_NONE }, { "SOS", KEYWORD_NONE },
	{ "ช่วยเหลือ", KEYWORD_START }, { "ความช่วยเหลือ", KEYWORD_START },
	{ "สวัสดี", KEYWORD_START },
	{ "Back", KEYWORD_BACK }, { "previous", KEYWORD_BACK },
	{ "ថយក្រោយ", KEYWORD_BACK }, { "ថយ\u200bក្រោយ", KEYWORD_BACK },
	{ "មុន", KEYWORD_BACK }, { "thoy kraoy", KEYWORD_BACK },
	{ "thoykraoy", KEYWORD_BACK }, { "ย้อนกลับ", KEYWORD_BACK },
	{ "ก่อนหน้า", KEYWORD_BACK },
	{ "more", KEYWORD_MORE }, { "Next", KEYWORD_MORE },
	{ "continue", KEYWORD_MORE }, { "បន្ទាប់", KEYWORD_MORE },
	{ "បន្ត", KEYWORD_MORE }, { "bontoap", KEYWORD_MORE },
	{ "bontoab", KEYWORD_MORE }, { "ถัดไป", KEYWORD_MORE },
	{ "call", KEYWORD_CALL }, { "Call  me.", KEYWORD_CALL },
	{ "callme", KEYWORD_CALL }, { "call back", KEYWORD_CALL },
	{ "ហៅមកខ្ញុំ", KEYWORD_CALL }, { "ទូរស័ព្ទមកខ្ញុំ", KEYWORD_CALL },
	{ "hao mok khnhom", KEYWORD_CALL }, { "โทรกลับ", KEYWORD_CALL },
	{ "โทรหาฉัน", KEYWORD_CALL },
	{ "STOP", KEYWORD_STOP }, { "*stop#", KEYWORD_STOP },
	/* As hands and phones write it. */
	{ "sToP", KEYWORD_STOP }, { " Stop. ", KEYWORD_STOP },
	{ "STOP!", KEYWORD_STOP }, { "\"stop\"", KEYWORD_STOP },
	{ "\uff33\uff34\uff2f\uff30", KEYWORD_STOP },
	{ "ST\u200bOP", KEYWORD_STOP }, { "\u2060stop\u200b", KEYWORD_STOP },
	{ "s\u00adtop", KEYWORD_STOP }, { "\ufeffstop", KEYWORD_STOP },
	{ "\u202estop\u202c", KEYWORD_STOP }, { "Chhob!", KEYWORD_STOP },
	{ "\u1788\u200b\u1794\u17cb\u200b", KEYWORD_STOP },
	{ "\u0e2b\u0e22\u0e38\u200b\u0e14", KEYWORD_STOP },
	{ "end", KEYWORD_STOP }, { "quit", KEYWORD_STOP },
	{ "cancel", KEYWORD_STOP }, { "unsubscribe", KEYWORD_STOP },
	{ "ឈប់", KEYWORD_STOP }, { "បោះបង់", KEYWORD_STOP },
	{ "chhob", KEYWORD_STOP }, { "chob", KEYWORD_STOP },
	{ "หยุด", KEYWORD_STOP }, { "ยกเลิก", KEYWORD_STOP },
	{ "DELETE", KEYWORD_DELETE }, { "Erase.", KEYWORD_DELETE },
	{ "delete me", KEYWORD_DELETE }, { "លុប", KEYWORD_DELETE },
	{ "លុបចោល", KEYWORD_DELETE }, { "lup", KEYWORD_DELETE },
	{ "lub chaol", KEYWORD_DELETE }, { "ลบ", KEYWORD_DELETE },
	{ "ลบข้อมูล", KEYWORD_DELETE },
	{ "delete my wages", KEYWORD_NONE },
	{ "", KEYWORD_NONE }, { "!", KEYWORD_NONE }, { "1", KEYWORD_NONE },
	{ "they will not stop", KEYWORD_NONE }, { "stopp", KEYWORD_NONE },
	{ "call my sister", KEYWORD_NONE }, { "ជួយខ្ញុំផង", KEYWORD_NONE },
};

static void
keywords_work_in_every_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(keywords); i++)
		if (text_keyword(keywords[i].typed) != keywords[i].keyword)
			fail_msg("\"%s\": %u", keywords[i].typed,
			    text_keyword(keywords[i].typed));
}

static void
sensitive_words_are_found(void **state)
{
	static const char *const words[] = { "rape", "locked in", "រំលោភ",
		"ข่มขืน", NULL };

	(void)state;
	assert_string_equal(text_holds("RAPE!", words), "rape");
	assert_string_equal(text_holds("they  Locked\nin us", words),
	    "locked in");
	assert_string_equal(text_holds("គាត់រំលោភខ្ញុំ", words), "រំលោភ");
	assert_string_equal(text_holds("គាត់រំ\u200bលោភ", words), "រំលោភ");
	assert_string_equal(text_holds("ถูกข่มขืนครับ", words), "ข่มขืน");
	assert_string_equal(text_holds("ខ្ញុំrapeជួយ", words), "rape");
	assert_string_equal(text_holds("grape rape", words), "rape");
	assert_null(text_holds("grapes and drapes", words));
	assert_null(text_holds("a raped\u00e9", words));
	assert_null(text_holds("unlocked in", words));
	assert_null(text_holds("", words));
	assert_null(text_holds("rape", words + 4));
}

static void
units_are_those_of_utf16(void **state)
{
	(void)state;
	assert_int_equal(text_units(""), 0);
	assert_int_equal(text_units("abc"), 3);
	assert_int_equal(text_units("ស្ត្រី"), 6);
	assert_int_equal(text_units("é"), 1);
	assert_int_equal(text_units("😀"), 2);
}

static void
a_text_is_cut_between_clusters(void **state)
{
	(void)state;
	assert_same("all", text_cut(NULL, "abc", 3), "abc");
	assert_same("some", text_cut(NULL, "abc", 2), "ab");
	assert_same("none", text_cut(NULL, "abc", 0), "");
	assert_same("empty", text_cut(NULL, "", 5), "");
	assert_same("cluster", text_cut(NULL, "កស្ត្រី", 6), "ក");
	assert_same("whole", text_cut(NULL, "កស្ត្រី", 7), "កស្ត្រី");
	assert_same("thai", text_cut(NULL, "กเก่า", 2), "ก");
	assert_same("pair", text_cut(NULL, "a😀", 2), "a");
	assert_same("mark", text_cut(NULL, "ae\u0301", 2), "a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_of_any_script_are_digits),
		cmocka_unit_test(every_script_has_its_ten_digits),
		cmocka_unit_test(one_word_typed_in_two_ways_has_one_key),
		cmocka_unit_test(different_words_keep_different_keys),
		cmocka_unit_test(a_key_of_a_key_is_that_key),
		cmocka_unit_test(keywords_work_in_every_language),
		cmocka_unit_test(sensitive_words_are_found),
		cmocka_unit_test(units_are_those_of_utf16),
		cmocka_unit_test(a_text_is_cut_between_clusters),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
