#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "locales/fold.h"
#include "locales/gsm.h"
#include "locales/pages.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))
#define ZWSP "\u200b"
#define WJ "\u2060"

static const struct page_limits sms = { 160, 70 };

static uint64_t seed;

static unsigned
random_below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static struct pages *
cut_text(const char *text, struct page_limits limits)
{
	return pages_cut(NULL, &(struct layout){ .text = text }, limits);
}

static void
assert_page(const struct pages *pages, size_t n, const char *text)
{
	assert_true(n < pages->n);
	assert_string_equal(pages->page[n].text, text);
}

static void
a_text_that_fits_is_one_page(void **state)
{
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    .text = "Welcome", .more = "8 more", .last = "0 back" }, sms);

	(void)state;
	assert_int_equal(pages->n, 1);
	assert_page(pages, 0, "Welcome\n0 back");
	assert_int_equal(pages->page->coding, CODING_GSM7);
	assert_int_equal(pages->page->units, 14);
	assert_int_equal(pages->page->octets_n, 14);
	talloc_free(pages);
}

static void
nothing_is_one_empty_page(void **state)
{
	struct pages *pages = pages_cut(NULL, &(struct layout){ 0 }, sms);

	(void)state;
	assert_int_equal(pages->n, 1);
	assert_page(pages, 0, "");
	assert_int_equal(pages->page->octets_n, 0);
	talloc_free(pages);
}

static void
only_a_closing_line_has_no_empty_line_above(void **state)
{
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    .text = "", .last = "0 back" }, sms);

	(void)state;
	assert_int_equal(pages->n, 1);
	assert_page(pages, 0, "0 back");
	talloc_free(pages);
}

static void
the_last_septet_of_a_page_is_used(void **state)
{
	char text[162];
	struct pages *pages;

	(void)state;
	memset(text, 'a', 161);
	text[160] = '\0';
	pages = cut_text(text, sms);
	assert_int_equal(pages->n, 1);
	assert_int_equal(pages->page->units, 160);
	talloc_free(pages);
	text[160] = 'a';
	text[161] = '\0';
	pages = cut_text(text, sms);
	assert_int_equal(pages->n, 2);
	talloc_free(pages);
}

static void
curls_and_dashes_do_not_cost_the_alphabet(void **state)
{
	struct pages *pages = cut_text(
	    "“Don’t” – wait… caf\u00e9\u00a0\u0159", sms);

	(void)state;
	assert_int_equal(pages->page->coding, CODING_GSM7);
	assert_page(pages, 0, "\"Don't\" - wait... caf\u00e9 r");
	talloc_free(pages);
}

static void
one_khmer_letter_anywhere_makes_every_page_ucs2(void **state)
{
	const struct item item = { '1', "English" };
	struct layout layout = { .text = "English – only", .items = &item,
		.items_n = 1, .last = "0 ក" };
	struct pages *pages = pages_cut(NULL, &layout, sms);
	const uint8_t *octets = pages->page->octets;

	(void)state;
	assert_int_equal(pages->page->coding, CODING_UCS2);
	assert_page(pages, 0, "English – only\n1 English\n0 ក");
	assert_int_equal(pages->page->units, 28);
	assert_int_equal(pages->page->octets_n, 56);
	assert_int_equal(octets[0], 0);
	assert_int_equal(octets[1], 'E');
	assert_int_equal(octets[54], 0x17);
	assert_int_equal(octets[55], 0x80);
	talloc_free(pages);
}

static void
vietnamese_keeps_its_marks(void **state)
{
	struct pages *pages = cut_text("Tiếng Việt", sms);

	(void)state;
	assert_int_equal(pages->page->coding, CODING_UCS2);
	assert_page(pages, 0, "Tiếng Việt");
	talloc_free(pages);
}

static void
septets_are_counted_with_their_escapes(void **state)
{
	unsigned n = 7;

	(void)state;
	assert_int_equal(septets_count("", &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(septets_count("a\n@£Δ", &n), 0);
	assert_int_equal(n, 5);
	assert_int_equal(septets_count("[€]", &n), 0);
	assert_int_equal(n, 6);
	assert_int_equal(septets_count("ç", &n), -EINVAL);
	assert_int_equal(septets_count("’", &n), -EINVAL);
	assert_int_equal(septets_count("ក", &n), -EINVAL);
	assert_int_equal(n, 6);
}

/* Each: a text, its page size, and the pages. */
static const struct {
	const char *why, *text;
	unsigned size;
	const char *page[4];
} cuts[] = {
	{ "a newline past the half", "one two three\nfour five", 20,
	    { "one two three", "four five" } },
	{ "no newline before the half", "one\ntwo three four five", 20,
	    { "one\ntwo three four", "five" } },
	{ "a full stop past two thirds", "One two three. Four five.", 20,
	    { "One two three.", "Four five." } },
	{ "no full stop before that", "One two. Three four five.", 20,
	    { "One two. Three four", "five." } },
	{ "a space past three quarters", "aaaaaaaaaaaaaaaa bb-ccc", 20,
	    { "aaaaaaaaaaaaaaaa", "bb-ccc" } },
	{ "else a word's edge", "aaaa bbbbbbbbbbb-ccccccccc", 20,
	    { "aaaa bbbbbbbbbbb-", "ccccccccc" } },
	{ "a space that just does not fit", "aaaaaaaaaaaaaaaaaaaa bbb", 20,
	    { "aaaaaaaaaaaaaaaaaaaa", "bbb" } },
	{ "no phone number in two", "Please call 023 884 375 now", 20,
	    { "Please call", "023 884 375 now" } },
	{ "a price stays whole", "The fee is 1.500.000 riel", 18,
	    { "The fee is", "1.500.000 riel" } },
	{ "Khmer words", "សូមស្វាគមន៍មកកាន់សេវាជំនួយ", 20,
	    { "សូមស្វាគមន៍មកកាន់", "សេវាជំនួយ" } },
	{ "a Khmer full stop", "សូមស្វាគមន៍ទាំងអស់។ជំនួយ", 22,
	    { "សូមស្វាគមន៍ទាំងអស់។", "ជំនួយ" } },
	{ "Thai words", "ยินดีต้อนรับแรงงานข้ามชาติ", 20,
	    { "ยินดีต้อนรับแรงงาน", "ข้ามชาติ" } },
	{ "where the translator says",
	    "សូមស្វា" ZWSP "គមន៍មកកាន់សេវាជំនួយ", 20,
	    { "សូមស្វា", "គមន៍មកកាន់សេវាជំនួយ" } },
	{ "not where she says not",
	    "សូមស្វាគមន៍មកកាន់" WJ "សេវា", 20,
	    { "សូមស្វាគមន៍", "មកកាន់សេវា" } },
	{ "a cluster where there is no word", "កកកកកកកកស្ត្រី", 12,
	    { "កកកកកកកក", "ស្ត្រី" } },
	{ "a pair stays a pair", "aaaaaaaaaaaaaaaaaaa😀", 20,
	    { "aaaaaaaaaaaaaaaaaaa", "😀" } },
};

static void
a_page_ends_where_it_hurts_least(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cuts); i++) {
		struct pages *pages = cut_text(cuts[i].text,
		    (struct page_limits){ cuts[i].size, cuts[i].size });

		for (size_t k = 0; k < pages->n; k++)
			if (k >= 4 || !cuts[i].page[k] ||
			    strcmp(pages->page[k].text, cuts[i].page[k]) != 0)
				fail_msg("%s: page %zu is \"%s\"",
				    cuts[i].why, k, pages->page[k].text);
		assert_null(cuts[i].page[pages->n]);
		talloc_free(pages);
	}
}

static void
a_text_with_zwsp_is_cut_only_there_or_at_spaces(void **state)
{
	struct pages *pages = cut_text("ភ្នាក់ងារជ្រើសរើស" ZWSP
	    "ពលករឯកជន និងលេខទូរស័ព្ទជំនួយ", (struct page_limits){ 24, 24 });

	(void)state;
	assert_page(pages, 0, "ភ្នាក់ងារជ្រើសរើស");
	assert_page(pages, 1, "ពលករឯកជន");
	talloc_free(pages);
}

static void
options_stay_with_their_digits(void **state)
{
	static const struct item items[] = {
		{ '1', "លិខិតឆ្លងដែន និងប័ណ្ណការងារ" },
		{ '2', "លេខទូរស័ព្ទជំនួយ" }, { '3', "ដាក់ពាក្យបណ្តឹង" },
		{ '4', "រក្សាការសម្ងាត់" }, { '5', "ជ្រើសរើសភាសា" },
	};
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    "សូមជ្រើសរើស", items, 5, "8 បន្ទាប់ 0 ថយក្រោយ",
	    "0 ថយក្រោយ" }, sms);

	(void)state;
	assert_int_equal(pages->n, 3);
	assert_page(pages, 0, "សូមជ្រើសរើស\n1 លិខិតឆ្លងដែន និងប័ណ្ណការងារ\n"
	    "8 បន្ទាប់ 0 ថយក្រោយ");
	assert_page(pages, 1, "2 លេខទូរស័ព្ទជំនួយ\n3 ដាក់ពាក្យបណ្តឹង\n"
	    "8 បន្ទាប់ 0 ថយក្រោយ");
	assert_page(pages, 2, "4 រក្សាការសម្ងាត់\n5 ជ្រើសរើសភាសា\n0 ថយក្រោយ");
	assert_int_equal(pages->page[0].first, 0);
	assert_int_equal(pages->page[0].shown, 1);
	assert_int_equal(pages->page[1].first, 1);
	assert_int_equal(pages->page[1].shown, 2);
	assert_int_equal(pages->page[2].first, 3);
	assert_int_equal(pages->page[2].shown, 2);
	talloc_free(pages);
}

static void
a_list_is_numbered_from_1_to_5_on_each_page(void **state)
{
	struct item items[7];
	struct pages *pages;

	(void)state;
	for (size_t i = 0; i < 7; i++)
		items[i] = (struct item){ 0, "Poipet" };
	pages = pages_cut(NULL, &(struct layout){ "Where?", items, 7,
	    "8 more", "0 back" }, sms);
	assert_int_equal(pages->n, 2);
	assert_page(pages, 0, "Where?\n1 Poipet\n2 Poipet\n3 Poipet\n"
	    "4 Poipet\n5 Poipet\n8 more");
	assert_page(pages, 1, "1 Poipet\n2 Poipet\n0 back");
	assert_int_equal(pages->page[1].first, 5);
	assert_int_equal(pages->page[1].shown, 2);
	talloc_free(pages);
}

static void
an_item_longer_than_a_page_keeps_its_number(void **state)
{
	static const struct item items[] = {
		{ 0, "Migrant Worker Resource Centre of Poipet" },
		{ 0, "Battambang" },
	};
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    .items = items, .items_n = 2, .more = "8 more" },
	    (struct page_limits){ 40, 40 });

	(void)state;
	assert_int_equal(pages->n, 2);
	assert_page(pages, 0, "1 Migrant Worker Resource Centre\n8 more");
	assert_page(pages, 1, "of Poipet\n2 Battambang");
	assert_int_equal(pages->page[1].first, 0);
	assert_int_equal(pages->page[1].shown, 2);
	talloc_free(pages);
}

static void
long_words_above_come_first_then_the_items(void **state)
{
	static const struct item items[] = { { '1', "Yes" }, { '2', "No" } };
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    "One two three four five six seven eight", items, 2,
	    "8 more", "0 back" }, (struct page_limits){ 30, 30 });

	(void)state;
	assert_int_equal(pages->n, 3);
	assert_page(pages, 0, "One two three four five\n8 more");
	assert_page(pages, 1, "six seven eight\n1 Yes\n8 more");
	assert_page(pages, 2, "2 No\n0 back");
	assert_int_equal(pages->page[0].shown, 0);
	talloc_free(pages);
}

/* Properties: on layouts thrown together from what people write. */

static const char *const pieces[] = {
	"a", "Call ", "help", " ", "\n", ". ", "1280", "[€]", "’", "é", "–",
	"ក", "ស្ត្រី", "ខ្ញុំ", "ព័ត៌មាន", "ក្រុមហ៊ុន", "ម៉ឺនុយ", "។", "៛", "២៤",
	"ការងារ", "ពលករចំណាកស្រុក", "មជ្ឈមណ្ឌល", "សិទ្ធិ", "វិជ្ជាជីវៈ",
	"แรงงานข้ามชาติ", "เกาะ", "น้ำ", "ที่", "ประเทศ", "เมนู", "ๆ ", "๒๔",
	ZWSP, ZWSP, WJ, "😀", "👨\u200d👩", "\u0301", "ា", "ំ",
	"\u00a0", "\u3000", "—",
	/* Halves of clusters, which nobody writes. */
	"្", "เ", "\u200d",
};
enum { LATIN = 11, WHOLE = COUNT(pieces) - 3, WILD = COUNT(pieces) };

static char *
compose(TALLOC_CTX *parent, unsigned n, unsigned kinds)
{
	char *text = talloc_strdup(parent, "");
	char *clean;

	while (n-- > 0)
		text = talloc_strdup_append(text,
		    pieces[random_below(kinds)]);
	/* As all text that comes in: marks do not pile up. */
	clean = text_clean(parent, text, strlen(text), CODING_GSM7, NULL);
	talloc_free(text);
	return clean;
}

static struct layout
random_layout(TALLOC_CTX *parent, unsigned most)
{
	unsigned n = random_below(6);
	unsigned kinds = random_below(3) ? most : LATIN;
	struct item *items = talloc_array(parent, struct item, n + 1);

	for (unsigned i = 0; i < n; i++)
		items[i] = (struct item){ (char)('1' + i),
		    compose(parent, 1 + random_below(9), kinds) };
	return (struct layout){
		.text = compose(parent, random_below(60), kinds),
		.items = items, .items_n = n,
		.more = random_below(4) ? "8 more 0 back" : "",
		.last = random_below(4) ? "0 back" : NULL,
	};
}

/* By a converter that is not ours, in bytes: one is one septet. */
static unsigned
count_septets(const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *gsm = ucnv_open("gsm-03.38-2009", &error);
	UChar from[512];
	char to[1024];
	int32_t n;

	u_strFromUTF8(from, 512, &n, text, -1, &error);
	ucnv_setFromUCallBack(gsm, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL,
	    NULL, &error);
	n = ucnv_fromUChars(gsm, to, sizeof to, from, n, &error);
	ucnv_close(gsm);
	assert_true(U_SUCCESS(error));
	return (unsigned)n;
}

static void
check_units(const struct page *page, struct page_limits limits)
{
	if (page->coding == CODING_GSM7) {
		assert_int_equal(page->units, count_septets(page->text));
		assert_true(page->units <= limits.septets);
		assert_string_equal(page->octets, page->text);
		assert_int_equal(page->octets_n, strlen(page->text));
	} else {
		assert_int_equal(page->units, text_units(page->text));
		assert_true(page->units <= limits.units);
		assert_int_equal(page->octets_n, 2 * page->units);
	}
}

static void
check_octets(const struct page *page)
{
	const uint8_t *octets = page->octets;
	UChar units[256], back[256];
	UErrorCode error = U_ZERO_ERROR;
	int32_t n = (int32_t)page->octets_n / 2, m;

	if (page->coding == CODING_GSM7)
		return;
	for (int32_t i = 0; i < n; i++)
		units[i] = (UChar)(octets[2 * i] << 8 | octets[2 * i + 1]);
	/* Strict: a lone surrogate on either side would fail. */
	u_strFromUTF8(back, 256, &m, page->text, -1, &error);
	assert_true(U_SUCCESS(error));
	assert_int_equal(n, m);
	assert_int_equal(u_memcmp(units, back, n), 0);
}

static bool
is_blank(UChar32 c)
{
	return u_isUWhiteSpace(c);
}

/* Written apart from the rule it checks. */
static bool
would_split(UChar32 before, UChar32 after)
{
	if (before == 0x17d2 && after >= 0x1780 && after <= 0x17b3)
		return true;
	if ((after >= 0x17b4 && after <= 0x17d3) || after == 0x17dd ||
	    after == 0x200d || (after >= 0x0e47 && after <= 0x0e4e) ||
	    after == 0x0301 || after == 0x0e31)
		return true;
	if (after == 0x0e30 || after == 0x0e32 || after == 0x0e33)
		return before != after;
	return before >= 0x0e40 && before <= 0x0e44 && after >= 0x0e01 &&
	    after <= 0x0e2e;
}

static UChar32
first_of(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t i = 0, n = strlen(text);
	UChar32 c = 0;

	if (n > 0)
		U8_NEXT(at, i, n, c);
	return c;
}

static UChar32
last_of(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	int32_t i = (int32_t)strlen(text);
	UChar32 c = 0;

	if (i > 0)
		U8_PREV(at, 0, i, c);
	return c;
}

/* The page without its closing line, which must be there. */
static char *
body_of(TALLOC_CTX *parent, const struct page *page, const char *closing)
{
	size_t n = strlen(page->text), m = closing ? strlen(closing) : 0;

	assert_true(n >= m);
	if (m > 0) {
		assert_string_equal(page->text + n - m, closing);
		n -= m;
		if (n > 0)
			assert_int_equal(page->text[--n], '\n');
	}
	return talloc_strndup(parent, page->text, n);
}

/* As GSM-7 shows it, without what breaks and blanks leave out. */
static char *
squeeze(TALLOC_CTX *parent, const char *text, bool gsm)
{
	static const char *const plain[][2] = { { "’", "'" }, { "–", "-" },
		{ "—", "-" } };
	const uint8_t *at = (const uint8_t *)text;
	char *out = talloc_strdup(parent, "");
	size_t i = 0, n = strlen(text);

	while (i < n) {
		size_t from = i, k = 0;
		UChar32 c;

		U8_NEXT(at, i, n, c);
		if (is_blank(c) || c == 0x200b || c == 0x2060)
			continue;
		while (gsm && k < COUNT(plain) &&
		    strncmp(text + from, plain[k][0], i - from) != 0)
			k++;
		if (gsm && k < COUNT(plain))
			out = talloc_strdup_append(out, plain[k][1]);
		else
			out = talloc_strndup_append(out, text + from,
			    i - from);
	}
	return out;
}

static void
check_join(TALLOC_CTX *work, const struct layout *layout, char **bodies,
    const struct pages *pages)
{
	bool gsm = pages->page->coding == CODING_GSM7;
	char *all = talloc_strdup(work, layout->text);
	char *joined = talloc_strdup(work, "");

	for (size_t i = 0; i < layout->items_n; i++)
		all = talloc_asprintf_append(all, "%c%s",
		    layout->items[i].digit, layout->items[i].text);
	for (size_t i = 0; i < pages->n; i++)
		joined = talloc_strdup_append(joined, bodies[i]);
	assert_string_equal(squeeze(work, joined, false),
	    squeeze(work, all, gsm));
}

static void
check_cuts(char **bodies, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		UChar32 first = first_of(bodies[i]);

		assert_null(strstr(bodies[i], ZWSP));
		assert_null(strstr(bodies[i], WJ));
		assert_false(is_blank(first) || is_blank(last_of(bodies[i])));
		if (i > 0 && would_split(last_of(bodies[i - 1]), first))
			fail_msg("cut \"%s\"|\"%s\"", bodies[i - 1],
			    bodies[i]);
	}
}

static void
check_items(const struct layout *layout, const struct pages *pages)
{
	unsigned seen = 0;

	for (size_t i = 0; i < pages->n; i++) {
		const struct page *page = &pages->page[i];

		/* From the next one, or going on with the last. */
		assert_true(page->first == seen ||
		    (page->shown > 0 && page->first + 1 == seen) ||
		    page->shown == 0);
		if (page->shown > 0)
			seen = page->first + page->shown;
	}
	assert_int_equal(seen, layout->items_n);
}

static void
pages_hold_all_of_a_text_and_split_no_cluster(void **state)
{
	(void)state;
	seed = 20261123;
	for (unsigned round = 0; round < 3000; round++) {
		void *work = talloc_new(NULL);
		struct layout layout = random_layout(work, WHOLE);
		struct page_limits limits = { 60 + random_below(123),
			40 + random_below(41) };
		struct pages *pages = pages_cut(work, &layout, limits);
		char **bodies = talloc_array(work, char *,
		    (unsigned)pages->n);

		for (size_t i = 0; i < pages->n; i++) {
			check_units(&pages->page[i], limits);
			check_octets(&pages->page[i]);
			bodies[i] = body_of(work, &pages->page[i],
			    i + 1 < pages->n ? layout.more : layout.last);
		}
		check_cuts(bodies, pages->n);
		check_join(work, &layout, bodies, pages);
		check_items(&layout, pages);
		talloc_free(work);
	}
}

static void
no_page_is_too_long_however_small_it_is(void **state)
{
	(void)state;
	seed = 42;
	for (unsigned round = 0; round < 3000; round++) {
		void *work = talloc_new(NULL);
		struct layout layout = random_layout(work, WILD);
		struct page_limits limits = { 4 + random_below(30),
			4 + random_below(30) };
		struct pages *pages = pages_cut(work, &layout, limits);

		for (size_t i = 0; i < pages->n; i++) {
			check_units(&pages->page[i], limits);
			check_octets(&pages->page[i]);
		}
		check_items(&layout, pages);
		talloc_free(work);
	}
}

static void
a_footer_that_leaves_no_room_is_left_out(void **state)
{
	struct pages *pages = pages_cut(NULL, &(struct layout){
	    .text = "ស្ត្រីស្ត្រីស្ត្រី", .more = "8 more 9 call 00",
	    .last = "0 back and some more" }, (struct page_limits){ 20, 20 });

	(void)state;
	assert_int_equal(pages->n, 1);
	assert_page(pages, 0, "ស្ត្រីស្ត្រីស្ត្រី");
	talloc_free(pages);
}

static void
our_alphabet_is_that_of_the_standard(void **state)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *gsm = ucnv_open("gsm-03.38-2009", &error);
	unsigned known = 0;

	(void)state;
	ucnv_setFromUCallBack(gsm, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL,
	    NULL, &error);
	assert_true(U_SUCCESS(error));
	for (uint32_t u = 1; u < 0x10000; u++) {
		UChar unit = (UChar)u, back[8];
		char octets[8];
		int32_t n;

		error = U_ZERO_ERROR;
		n = ucnv_fromUChars(gsm, octets, sizeof octets, &unit, 1,
		    &error);
		/* ESC is how the second table is reached, no character. */
		if (U_FAILURE(error) || u == 0x1b)
			n = 0;
		if (gsm_cost(unit) != (unsigned)n)
			fail_msg("U+%04X: %u, not %d", u, gsm_cost(unit), n);
		if (n == 0)
			continue;
		known++;
		n = ucnv_toUChars(gsm, back, 8, octets, n, &error);
		assert_int_equal(n, 1);
		assert_int_equal(back[0], unit);
	}
	ucnv_close(gsm);
	assert_int_equal(known, 137);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_that_fits_is_one_page),
		cmocka_unit_test(nothing_is_one_empty_page),
		cmocka_unit_test(only_a_closing_line_has_no_empty_line_above),
		cmocka_unit_test(the_last_septet_of_a_page_is_used),
		cmocka_unit_test(curls_and_dashes_do_not_cost_the_alphabet),
		cmocka_unit_test(
		    one_khmer_letter_anywhere_makes_every_page_ucs2),
		cmocka_unit_test(vietnamese_keeps_its_marks),
		cmocka_unit_test(septets_are_counted_with_their_escapes),
		cmocka_unit_test(a_page_ends_where_it_hurts_least),
		cmocka_unit_test(
		    a_text_with_zwsp_is_cut_only_there_or_at_spaces),
		cmocka_unit_test(options_stay_with_their_digits),
		cmocka_unit_test(a_list_is_numbered_from_1_to_5_on_each_page),
		cmocka_unit_test(an_item_longer_than_a_page_keeps_its_number),
		cmocka_unit_test(long_words_above_come_first_then_the_items),
		cmocka_unit_test(a_footer_that_leaves_no_room_is_left_out),
		cmocka_unit_test(
		    pages_hold_all_of_a_text_and_split_no_cluster),
		cmocka_unit_test(no_page_is_too_long_however_small_it_is),
		cmocka_unit_test(our_alphabet_is_that_of_the_standard),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
