#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "locales/clean.h"

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

static const struct {
	const char *why;
	enum coding coding;
	const char *octets;
	size_t n;
	const char *clean;
	bool damaged;
} cases[] = {
#define UTF8(why, from, to, bad) \
	{ why, CODING_GSM7, from, sizeof from - 1, to, bad }
#define UCS2(why, from, to, bad) \
	{ why, CODING_UCS2, from, sizeof from - 1, to, bad }
	UTF8("nothing", "", "", false),
	UTF8("only blanks", " \r\n\t \xc2\xa0 ", "", false),
	UTF8("plain words", "Help me", "Help me", false),
	UTF8("blanks at both ends", "  Help  ", "Help", false),
	UTF8("Khmer as it came", "ស្ត្រី", "ស្ត្រី", false),
	UTF8("no normalization", "e\u0301 \u00e9", "e\u0301 \u00e9", false),
	UTF8("a tab", "a\tb", "a b", false),
	UTF8("newlines of all kinds", "a\r\nb\rc\nd\u2028e\u2029f",
	    "a\nb\nc\nd\ne\nf", false),
	UTF8("empty lines stay", "a\n\nb\r\n\r\nc", "a\n\nb\n\nc", false),
	UTF8("a NUL inside", "a\0b", "ab", false),
	UTF8("a terminal's escape", "\x1b[31mred\x07\x7f", "[31mred", false),
	UTF8("C1 controls", "a\xc2\x85\xc2\x9b" "b", "ab", false),
	UTF8("marks of direction", "\u202eabc\u2066\u2069\u200f", "abc",
	    false),
	UTF8("a byte order mark", "\ufeffabc\ufeff", "abc", false),
	UTF8("soft hyphen, joiner, tags", "a\u00adb\u2060c\U000e0041d",
	    "abcd", false),
	UTF8("private and unassigned", "a\ue000\U000f0000\u0378\uffffb", "ab",
	    false),
	UTF8("what Khmer and emoji need", "ក\u200bខ\u200cគ\u200dឃ",
	    "ក\u200bខ\u200cគ\u200dឃ", false),
	UTF8("a stray octet", "a\xff" "b\x80", "a\ufffdb\ufffd", true),
	UTF8("overlong", "\xc0\xaf|\xc0\x80", "\ufffd\ufffd|\ufffd\ufffd",
	    true),
	UTF8("surrogates in UTF-8", "\xed\xa0\x80", "\ufffd\ufffd\ufffd",
	    true),
	UTF8("cut short", "a\xe1\x9e", "a\ufffd", true),
	UTF8("beyond Unicode", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd",
	    true),
	UTF8("a real U+FFFD is no damage", "\ufffd", "\ufffd", false),
	UTF8("six marks, not seven",
	    "a\u0300\u0300\u0300\u0300\u0300\u0300\u0300\u0300b",
	    "a\u0300\u0300\u0300\u0300\u0300\u0300b", false),
	UTF8("subscripts are marks too", "ក្ក្ក្ក្ក្ក្ក្កា", "ក្ក្ក្ក្ក្ក្កកា", false),
	UTF8("a new letter, new marks",
	    "ស្ត្រី​ស្ត្រី​ស្ត្រី", "ស្ត្រី​ស្ត្រី​ស្ត្រី", false),
	UCS2("Khmer", "\x17\x80\x17\x81", "កខ", false),
	UCS2("with its byte order", "\xfe\xff\x17\x80", "ក", false),
	UCS2("with the other one", "\xff\xfe\x80\x17", "ក", false),
	UCS2("Khmer backwards", "\x80\x17\x81\x17\x31\x00", "កខ1", false),
	UCS2("Thai backwards", "\x01\x0e\x40\x0e", "กเ", false),
	UCS2("English backwards", "H\0i\0", "Hi", false),
	UCS2("English", "\0H\0i", "Hi", false),
	UCS2("Chinese is not Khmer backwards", "\x4e\x00\x5e\x74\x5d\xe5\x4f\x5c",
	    "一年工作", false),
	UCS2("Burmese is not Chinese backwards",
	    "\x10\x00\x10\x30\x10\x0a\x10\x2e\x10\x15\x10\x2b",
	    "ကူညီပါ", false),
	UCS2("nor is Lao", "\x0e\x8a\x0e\xc8\x0e\xa7\x0e\x8d",
	    "ຊ່ວຍ", false),
	UCS2("nor Vietnamese", "\x1e\xe9\x1e\xbf", "ứế", false),
	UCS2("nor Hindi", "\x09\x2e\x09\x26\x09\x26", "मदद", false),
	UCS2("nor an Arabic digit", "\x06\x61", "١", false),
	UCS2("nor a wide digit", "\xff\x11\xff\x0e", "１．", false),
	UCS2("Thai letters that look like others backwards",
	    "\x04\x0e\x08\x0e\x0a\x0e\x10\x0e\x19\x0e", "คจชฐน", false),
	UCS2("Korean", "\xd5\x5c\xad\x6d", "한국", false),
	UCS2("a pair", "\xd8\x3d\xde\x00", "😀", false),
	UCS2("a lone lead", "\0a\xd8\x3d\0b", "a\ufffdb", true),
	UCS2("a lone trail", "\xde\x00\0b", "\ufffdb", true),
	UCS2("a lead at the end", "\0a\xd8\x3d", "a\ufffd", true),
	UCS2("an odd octet", "\0a\0b\x17", "ab", true),
	UCS2("one octet", "\x17", "", true),
	UCS2("a NUL", "\0a\0\0\0b", "ab", false),
	{ "binary is read as UTF-8", CODING_BINARY, "a\xff", 2, "a\ufffd",
	    true },
};

static void
what_a_phone_sends_becomes_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool damaged = !cases[i].damaged;
		char *clean = text_clean(NULL, cases[i].octets, cases[i].n,
		    cases[i].coding, &damaged);

		if (strcmp(clean, cases[i].clean) != 0 ||
		    damaged != cases[i].damaged)
			fail_msg("%s: \"%s\"%s", cases[i].why, clean,
			    damaged ? ", damaged" : "");
		talloc_free(clean);
	}
}

static void
nothing_at_all_is_an_empty_text(void **state)
{
	char *clean = text_clean(NULL, NULL, 0, CODING_UCS2, NULL);

	(void)state;
	assert_string_equal(clean, "");
	talloc_free(clean);
}

/* The same piece again and again, longer than is kept. */
static char *
repeat(const char *piece, size_t octets)
{
	size_t n = strlen(piece), i;
	char *out = talloc_array(NULL, char, (unsigned)(octets + n));

	for (i = 0; i < octets; i += n)
		memcpy(out + i, piece, n);
	return out;
}

static void
a_long_text_is_cut_between_clusters(void **state)
{
	/* 18 octets each: 8192 is 455 of them and two letters. */
	char *octets = repeat("ស្ត្រី", 65536);
	bool damaged = false;
	char *clean = text_clean(NULL, octets, 65536, CODING_GSM7, &damaged);

	(void)state;
	assert_true(damaged);
	assert_int_equal(strlen(clean), 455 * 18);
	talloc_free(clean);
	talloc_free(octets);
}

static void
a_cut_leaves_no_blank_at_the_end(void **state)
{
	char *octets = repeat("a", 9000), *clean;
	bool damaged = false;

	(void)state;
	memcpy(octets + TEXT_MAX - 7, "  ស្ត្រី", 20);
	clean = text_clean(NULL, octets, 9000, CODING_GSM7, &damaged);
	assert_true(damaged);
	assert_int_equal(strlen(clean), TEXT_MAX - 7);
	talloc_free(clean);
	talloc_free(octets);
}

static void
a_text_of_the_longest_length_is_whole(void **state)
{
	char *octets = repeat("a", TEXT_MAX);
	bool damaged = true;
	char *clean = text_clean(NULL, octets, TEXT_MAX, CODING_GSM7,
	    &damaged);

	(void)state;
	assert_false(damaged);
	assert_int_equal(strlen(clean), TEXT_MAX);
	talloc_free(clean);
	talloc_free(octets);
}

static bool
may_stay(UChar32 c)
{
	if (c == '\n' || (c >= 0x200b && c <= 0x200d))
		return true;
	switch (u_charType(c)) {
	case U_CONTROL_CHAR:
	case U_FORMAT_CHAR:
	case U_UNASSIGNED:
	case U_PRIVATE_USE_CHAR:
	case U_SURROGATE:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
		return false;
	default:
		return true;
	}
}

static void
assert_clean(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t i = 0, n = strlen(text);
	unsigned marks = 0;
	UChar32 c;

	assert_true(n <= TEXT_MAX);
	while (i < n) {
		U8_NEXT(at, i, n, c);
		assert_true(c >= 0);
		assert_true(may_stay(c));
		marks = U_GET_GC_MASK(c) & U_GC_M_MASK ? marks + 1 : 0;
		assert_true(marks <= 6);
	}
	if (n > 0)
		assert_false(*text == ' ' || *text == '\n' ||
		    text[n - 1] == ' ' || text[n - 1] == '\n');
}

static size_t
random_octets(uint8_t *octets, unsigned most)
{
	static const uint8_t likely[] = { 0xe1, 0x9e, 0x9f, 0x92, 0x80, 0xe0,
		0xb8, 0x17, 0x00, 0xd8, 0xdc, 0xff, 0xfe, 0x0d, 0x0a, 0x20,
		0x1b, 0xe2, 0xcc, 0xf0 };
	unsigned n = random_below(most);

	for (unsigned i = 0; i < n; i++)
		octets[i] = random_below(2) ? (uint8_t)random_below(256)
		    : likely[random_below(COUNT(likely))];
	return n;
}

static void
no_octets_make_an_unclean_text(void **state)
{
	uint8_t octets[96];

	(void)state;
	seed = 1280;
	for (unsigned round = 0; round < 50000; round++) {
		enum coding coding = (enum coding)random_below(3);
		size_t n = random_octets(octets, sizeof octets);
		bool damaged, again;
		char *clean = text_clean(NULL, octets, n, coding, &damaged);
		char *twice = text_clean(clean, clean, strlen(clean),
		    CODING_GSM7, &again);

		assert_clean(clean);
		assert_string_equal(clean, twice);
		assert_false(again);
		talloc_free(clean);
	}
}

static void
khmer_and_thai_are_known_by_their_order_of_octets(void **state)
{
	static const char *const texts[] = { "សូមជួយខ្ញុំផង 1280",
		"ពលករចំណាកស្រុក", "ค่าจ้างค้างจ่าย 3 เดือน", "Hello", "១", "ก",
		"Poipet ប៉ោយប៉ែត!", "ខ្ញុំ 😀" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		UErrorCode error = U_ZERO_ERROR;
		UChar units[64];
		uint8_t octets[128];
		int32_t n;
		char *clean;

		u_strFromUTF8(units, 64, &n, texts[i], -1, &error);
		for (int32_t k = 0; k < n; k++) {
			octets[2 * k] = (uint8_t)units[k];
			octets[2 * k + 1] = (uint8_t)(units[k] >> 8);
		}
		clean = text_clean(NULL, octets, 2 * (size_t)n, CODING_UCS2,
		    NULL);
		assert_string_equal(clean, texts[i]);
		talloc_free(clean);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_phone_sends_becomes_text),
		cmocka_unit_test(nothing_at_all_is_an_empty_text),
		cmocka_unit_test(a_long_text_is_cut_between_clusters),
		cmocka_unit_test(a_cut_leaves_no_blank_at_the_end),
		cmocka_unit_test(a_text_of_the_longest_length_is_whole),
		cmocka_unit_test(no_octets_make_an_unclean_text),
		cmocka_unit_test(
		    khmer_and_thai_are_known_by_their_order_of_octets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
