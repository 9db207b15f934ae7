/*
 * What she writes, understood: her language by her letters, keywords of four
 * languages, places by their names.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gateway/calls/naming.h"
#include "locales/fold.h"
#include "locales/near.h"
#include "menus/document.h"
#include "menus/names.h"
#include "store/cases.h"
#include "tests/line.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static int
open_line(void **state)
{
	*state = line_open();
	return 0;
}

static int
close_line(void **state)
{
	return talloc_free(*state);
}

/* Someone who has not written before. */
static const char *
new_number(void)
{
	static char number[16];
	static unsigned n;

	snprintf(number, sizeof(number), "+85512%06u", ++n);
	return number;
}

static bool
count_one(void *arg, const struct matter *matter)
{
	(void)matter;
	++*(size_t *)arg;
	return true;
}

static size_t
cases(struct line *line)
{
	size_t n = 0;

	assert_int_equal(cases_each(line->people->store, 0, true, count_one,
	    &n), 0);
	return n;
}

/* A first SMS, the page it is answered with, and whether people read it. */
static const struct {
	const char *text, *node;
	int language;		/* -1: she is asked for it */
	bool kept;
} firsts[] = {
	{ "hello", "language", -1, false },
	{ "1", "language", -1, false },
	{ "MENU", "language", -1, false },
	{ "sok sovann manpower", "language", -1, true },
	{ "khnhom trov ke vay", "language", -1, true },
	{ "help me", "language", -1, true },
	{ "Tôi cần giúp đỡ", "language", -1, true },
	{ "ຊ່ວຍຂ້ອຍແດ່", "language", -1, true },
	{ "ကူညီပါ", "language", -1, true },
	{ "សួស្តី", "start", LOCALE_KM, false },
	{ "១", "start", LOCALE_KM, false },
	{ "ជួយខ្ញុំផង", "start", LOCALE_KM, true },
	{ "boss យកលិខិតឆ្លងដែន", "start", LOCALE_KM, true },
	{ "สวัสดี", "start", LOCALE_TH, false },
	{ "ช่วยด้วย", "start", LOCALE_TH, true },
	{ "ពិនិត្យ", "check", LOCALE_KM, false },
	{ "สถานะ", "state.ask", LOCALE_TH, false },
	{ "โทรกลับ", "call", LOCALE_TH, false },
};

static void
a_first_text_is_answered_in_the_letters_it_came_in(void **state)
{
	struct line *line = *state;

	for (size_t i = 0; i < COUNT(firsts); i++) {
		const char *number = new_number();
		size_t before = cases(line);
		const char *page = line_sms(line, number, firsts[i].text);

		if (strcmp(line_node(line, number), firsts[i].node) != 0 ||
		    line_language(line, number) != firsts[i].language ||
		    text_script(page) != (firsts[i].language == LOCALE_KM ?
			SCRIPT_KHMER : firsts[i].language == LOCALE_TH ?
			SCRIPT_THAI : SCRIPT_NONE) ||
		    cases(line) - before != firsts[i].kept)
			fail_msg("%s: %s, %zu kept\n%s", firsts[i].text,
			    line_node(line, number), cases(line) - before,
			    page);
	}
}

static void
a_language_once_chosen_stays(void **state)
{
	struct line *line = *state;
	const char *number = new_number();

	line_sms(line, number, "hello");
	line_sms(line, number, "English");
	assert_string_equal(line_node(line, number), "start");
	line_sms(line, number, "เมนู");
	assert_int_equal(line_language(line, number), LOCALE_EN);
	line_sms(line, number, "ម៉ឺនុយ");
	assert_int_equal(line_language(line, number), LOCALE_EN);
	/* The next day too. */
	line->now_ms += 24 * 3600 * 1000LL;
	assert_int_equal(text_script(line_sms(line, number, "สวัสดี")),
	    SCRIPT_NONE);
	assert_int_equal(line_language(line, number), LOCALE_EN);
}

static void
a_language_is_chosen_by_its_name(void **state)
{
	static const struct { const char *name; enum locale locale; } names[] =
	{
		{ "Khmer", LOCALE_KM }, { "ខ្មែរ", LOCALE_KM },
		{ "khmer ABC", LOCALE_KM_LATN }, { "thai", LOCALE_TH },
		{ "ภาษาไทย", LOCALE_TH }, { "Eng", LOCALE_EN },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *number = new_number();
		size_t before = cases(*state);

		line_dial(*state, number);
		line_key(*state, number, names[i].name);
		assert_string_equal(line_node(*state, number), "start");
		assert_int_equal(cases(*state), before);
		assert_int_equal(line_language(*state, number),
		    names[i].locale);
	}
}

/* Typed at a list of countries, and what it names; "?" several. */
static const struct { const char *typed, *value; } places[] = {
	{ "Thailand", "TH" }, { "thailand.", "TH" }, { "THAI LAND", "TH" },
	{ "Thialand", "TH" }, { "Tailand", "TH" }, { "thaland", "TH" },
	{ "ថៃ", "TH" }, { "ប្រទេសថៃ", "TH" }, { "ថៃឡង់ដ៍", "TH" },
	{ "ប្រទេស ថៃ។", "TH" }, { "เมืองไทย", "TH" }, { "ประเทศไทย", "TH" },
	{ "srok siem", "TH" }, { "Malaysia", "MY" }, { "malasia", "MY" },
	{ "Malesia", "MY" }, { "ម៉ាឡេស៊ី", "MY" }, { "ម៉ាលេស៊ី", "MY" },
	{ "korea", "KR" }, { "South Korea", "KR" }, { "Koria", "KR" },
	{ "កូរ៉េ", "KR" }, { "កូរេ", "KR" }, { "japan", "JP" },
	{ "Japen", "JP" }, { "ជប៉ុន", "JP" }, { "singapour", "SG" },
	{ "vietnam", "VN" }, { "Viet-Nam", "VN" }, { "វៀតណាម", "VN" },
	{ "cambodia", "KH" }, { "កម្ពុជា", "KH" }, { "china", "CN" },
	{ "จีน", "CN" }, { "PRATES THAI", "TH" },
	{ "", NULL }, { "x", NULL }, { "Iraq", NULL }, { "other", NULL },
	{ "they keep me in thailand", NULL },
	{ "thailand police", NULL },		/* a word of danger */
	{ "boss", NULL }, { "I do not know", NULL }, { "3", NULL },
};

static void
a_country_is_chosen_by_any_of_its_names(void **state)
{
	struct line *line = *state;
	const struct node *node = tree_node(line->house->tree, "numbers");

	for (size_t i = 0; i < COUNT(places); i++) {
		const char *value = NULL;
		enum named named = naming_find(line->house, node,
		    places[i].typed, &value);

		if (named != (places[i].value ? NAMED_ONE : NAMED_NOTHING) ||
		    (named == NAMED_ONE && strcmp(value,
			places[i].value) != 0))
			fail_msg("\"%s\": %d %s", places[i].typed, named,
			    value != NULL ? value : "-");
	}
}

static void
names_reach_the_page_they_mean(void **state)
{
	struct line *line = *state;
	const char *number = new_number();
	size_t before;

	line_dial(line, number);
	line_key(line, number, "4");
	line_key(line, number, "2");
	before = cases(line);
	line_key(line, number, "Thialand");
	assert_string_equal(line_node(line, number), "numbers.th");
	line_key(line, number, "0");
	line_key(line, number, "កូរ៉េ");
	assert_string_equal(line_node(line, number), "numbers.kr");
	assert_int_equal(cases(line), before);
	line_key(line, number, "0");
	line_key(line, number, "they do not let us go");
	assert_string_equal(line_node(line, number), "numbers");
	assert_int_equal(cases(line), before + 1);
}

static void
a_centre_is_chosen_by_its_name(void **state)
{
	struct line *line = *state;
	const struct node *node = tree_node(line->house->tree, "tell.centre");
	const struct node *what = tree_node(line->house->tree, "tell.what");
	const char *value = NULL;

	assert_int_equal(naming_find(line->house, node, "poi pet", &value),
	    NAMED_ONE);
	assert_int_equal(strtoll(value, NULL, 10), line->people->poipet);
	assert_int_equal(naming_find(line->house, node, "Pnom Penh", &value),
	    NAMED_ONE);
	assert_int_equal(strtoll(value, NULL, 10), line->people->intake);
	/* What it is about is told by its number or to people. */
	assert_int_equal(naming_find(line->house, what, "Wages", &value),
	    NAMED_NOTHING);
}

/* Information by the words that stand there; a guess is not made, and what
   someone in need may have written is for people. */
static const struct { const char *node, *typed, *value; } words[] = {
	{ "go", "Thailand", "thailand" }, { "go", "ថៃ", "thailand" },
	{ "go", "korea", "korea" }, { "go", "កូរ៉េ", "korea" },
	{ "go", "เกาหลี", "korea" }, { "go", "PAPERS", "papers" },
	{ "go", "Koreo", NULL }, { "go", "what do I need", NULL },
	{ "returned", "debt", NULL }, { "tell.what", "Wages", NULL },
	{ "tell.what", "Something else", NULL },
};

static void
information_is_chosen_by_its_own_words(void **state)
{
	struct line *line = *state;

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *value = NULL;
		enum named named = naming_find(line->house,
		    tree_node(line->house->tree, words[i].node),
		    words[i].typed, &value);

		if (named != (words[i].value ? NAMED_ONE : NAMED_NOTHING) ||
		    (value != NULL && strcmp(value, words[i].value) != 0))
			fail_msg("%s: \"%s\": %d %s", words[i].node,
			    words[i].typed, named, value ? value : "-");
	}
}

/* Every value of names.yaml against all the others: provinces as a list. */
static struct house *
house_of_provinces(TALLOC_CTX *ctx)
{
	static const char head[] =
	    "lists: {provinces: [";
	struct faults *faults = faults_new(ctx);
	struct house *house;
	struct document *document;
	char *text = talloc_strdup(ctx, head);

	assert_int_equal(house_open(ctx, NULL, faults, PEOPLE_NOW, &house), 0);
	for (int i = 1; i <= 25; i++)
		text = talloc_asprintf_append(text, "KH-%d, ", i);
	text = talloc_asprintf_append(text, "other]}\nnodes:\n"
	    "- {id: language, kind: menu, prompt: language, options: ["
	    "{digit: 1, text: language.km, effect: language, value: km,"
	    " to: start}]}\n"
	    "- {id: start, kind: menu, prompt: start, options: ["
	    "{digit: 1, text: start.numbers, to: provinces}]}\n"
	    "- {id: provinces, kind: choose, list: provinces, prompt: where,"
	    " next: start, back: start}\n"
	    "- {id: resume, kind: menu, prompt: resume, options: ["
	    "{digit: 1, text: resume.continue, to: resume},"
	    "{digit: 2, text: resume.again, to: start}]}\n"
	    "- {id: call, kind: menu, prompt: call, sensitive: yes, options: ["
	    "{digit: 1, text: when.any, effect: call_me, value: any,"
	    " to: call.done}]}\n"
	    "- {id: call.done, kind: end, prompt: call.done,"
	    " sensitive: yes}\n");
	assert_int_equal(document_parse(ctx, "provinces", text, strlen(text),
	    faults, &document), 0);
	if (tree_build(ctx, document, faults, &house->tree) != 0)
		fail_msg("%s", faults_at(faults, 0));
	house_new_day(house, PEOPLE_NOW);
	return house;
}

static const struct { const char *typed, *value; } provinces[] = {
	{ "Kampong Cham", "KH-3" }, { "kompong cham", "KH-3" },
	{ "kampongchaam", "KH-3" }, { "K Cham", "KH-3" },
	{ "Kampong Chnang", "KH-4" }, { "Kampong Thom", "KH-6" },
	{ "Kg. Thom", "KH-6" }, { "Kampong", "?" }, { "Kompong", "?" },
	{ "Kampong Chom", "?" }, { "Kampot", "KH-7" }, { "kampt", "KH-7" },
	{ "Siem Reap", "KH-17" }, { "seim reap", "KH-17" },
	{ "siemreab", "KH-17" }, { "Siem", "KH-17" }, { "SR", "KH-17" },
	{ "Banteay", "KH-1" }, { "Bantey Meanchay", "KH-1" },
	{ "poipet", "KH-1" }, { "Meanchey", NULL },
	{ "Oddor Meanchey", "KH-22" }, { "Preah", "?" },
	{ "preah vihear", "KH-13" }, { "Sihanoukvile", "KH-18" },
	{ "ខេត្តកំពត", "KH-7" }, { "កំពត", "KH-7" }, { "កំពង់", "?" },
	{ "កំពង់ចាម", "KH-3" }, { "កំពង់ធំ", "KH-6" }, { "ខេត្ត កណ្ដាល", "KH-8" },
	{ "បាត់ដំបង", "KH-2" }, { "បាតដំបង", "KH-2" }, { "ភ្នំពេញ", "KH-12" },
	{ "រាជធានីភ្នំពេញ", "KH-12" }, { "PP", "KH-12" }, { "សៀមរាប", "KH-17" },
	{ "พระตะบอง", "KH-2" }, { "จังหวัดกันดาล", "KH-8" },
	{ "เสียมราฐ", "KH-17" }, { "Takeo", "KH-21" }, { "Takéo", "KH-21" },
	{ "Takao", "?" }, { "Kep", "KH-23" }, { "Kap", NULL },
	{ "province Kandal", "KH-8" }, { "Kandol", "KH-8" },
	{ "Bangkok", NULL }, { "I am at sea", NULL }, { "rape", NULL },
};

static void
a_province_is_chosen_only_when_one_is_certain(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct house *house = house_of_provinces(ctx);
	const struct node *node = tree_node(house->tree, "provinces");

	(void)state;
	for (size_t i = 0; i < COUNT(provinces); i++) {
		const char *expected = provinces[i].value, *value = NULL;
		enum named named = naming_find(house, node,
		    provinces[i].typed, &value);
		enum named due = expected == NULL ? NAMED_NOTHING :
		    *expected == '?' ? NAMED_SEVERAL : NAMED_ONE;

		if (named != due || (named == NAMED_ONE &&
		    strcmp(value, expected) != 0))
			fail_msg("\"%s\": %d %s", provinces[i].typed, named,
			    value != NULL ? value : "-");
	}
	talloc_free(ctx);
}

/* No spelling is another value's, and each is found. */
static void
every_spelling_names_its_own_province(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct house *house = house_of_provinces(ctx);
	const struct node *node = tree_node(house->tree, "provinces");
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < house->names->n; i++) {
		const struct spelled *s = &house->names->all[i];

		for (size_t k = 0; k < s->n &&
		    strncmp(s->value, "KH-", 3) == 0; k++, seen++) {
			const char *value = NULL;

			if (naming_find(house, node, s->spelling[k],
			    &value) != NAMED_ONE ||
			    strcmp(value, s->value) != 0)
				fail_msg("%s: %s", s->value, s->spelling[k]);
		}
	}
	assert_true(seen > 120);
	talloc_free(ctx);
}

static const struct { const char *text; unsigned faults; } broken[] = {
	{ "names: {TH: [Thai]}", 0 },
	{ "", 1 }, { "names: []", 1 }, { "names: {TH: Thai}", 1 },
	{ "names: {TH: []}", 1 }, { "names: {TH: [[Thai]]}", 1 },
	{ "names: {TH: ['']}", 1 }, { "names: {TH: [Thai], TH: [Siam]}", 1 },
	{ "names: {TH: [Thai]}\nothers: {}", 1 },
	{ "names: {TH: ['', {a: b}], MY: x}", 3 },
};

static void
a_mistake_in_names_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct faults *faults = faults_new(NULL);
		struct document *document = NULL;
		struct names *names = NULL;
		int rc = document_parse(faults, "names.yaml", broken[i].text,
		    strlen(broken[i].text), faults, &document);

		if (rc == 0)
			rc = names_build(faults, document, faults, &names);
		if ((rc == 0) != (broken[i].faults == 0) ||
		    faults_count(faults) != broken[i].faults)
			fail_msg("%s: %d, %zu faults, %s", broken[i].text, rc,
			    faults_count(faults), faults_at(faults, 0));
		talloc_free(faults);
	}
}

static const struct { const char *a, *b; unsigned most, distance; } pairs[] =
{
	{ "", "", 2, 0 }, { "a", "", 2, 1 }, { "", "abc", 2, 3 },
	{ "abc", "abc", 0, 0 }, { "abc", "acb", 2, 1 },
	{ "abcd", "badc", 4, 2 }, { "kitten", "sitting", 9, 3 },
	{ "kitten", "sitting", 2, 3 }, { "ca", "abc", 9, 3 },
	{ "កំពត", "កំពង", 3, 1 }, { "ไทย", "ไททย", 3, 1 }, { "😀a", "a", 3, 1 },
};

static void
distances_are_those_of_optimal_string_alignment(void **state)
{
	char lengthy[2 * NEAR_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		assert_int_equal(near_distance(pairs[i].a, pairs[i].b,
		    pairs[i].most), pairs[i].distance);
		assert_int_equal(near_distance(pairs[i].b, pairs[i].a,
		    pairs[i].most), pairs[i].distance);
	}
	memset(lengthy, 'a', sizeof(lengthy));
	lengthy[sizeof(lengthy) - 1] = '\0';
	assert_int_equal(near_distance(lengthy, lengthy, 5), 6);
}

static const struct { const char *text; enum script script; } scripts[] = {
	{ "", SCRIPT_NONE }, { "hello 123", SCRIPT_NONE },
	{ "ខ្ញុំ", SCRIPT_KHMER }, { "១២៣", SCRIPT_KHMER },
	{ "help ជួយ", SCRIPT_KHMER }, { "ช่วย", SCRIPT_THAI },
	{ "ไทย ខ្មែរខ្មែរ", SCRIPT_KHMER }, { "ຊ່ວຍ", SCRIPT_OTHER },
	{ "ကူညီ", SCRIPT_OTHER }, { "Tiếng Việt", SCRIPT_OTHER },
	{ "帮助", SCRIPT_OTHER }, { "도와줘", SCRIPT_OTHER },
	{ "😀", SCRIPT_NONE },
};

static void
letters_tell_the_script(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(scripts); i++)
		if (text_script(scripts[i].text) != scripts[i].script)
			fail_msg("%s: %d", scripts[i].text,
			    text_script(scripts[i].text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_first_text_is_answered_in_the_letters_it_came_in),
		cmocka_unit_test(a_language_once_chosen_stays),
		cmocka_unit_test(a_language_is_chosen_by_its_name),
		cmocka_unit_test(a_country_is_chosen_by_any_of_its_names),
		cmocka_unit_test(names_reach_the_page_they_mean),
		cmocka_unit_test(a_centre_is_chosen_by_its_name),
		cmocka_unit_test(information_is_chosen_by_its_own_words),
		cmocka_unit_test(
		    a_province_is_chosen_only_when_one_is_certain),
		cmocka_unit_test(every_spelling_names_its_own_province),
		cmocka_unit_test(a_mistake_in_names_is_told),
		cmocka_unit_test(
		    distances_are_those_of_optimal_string_alignment),
		cmocka_unit_test(letters_tell_the_script),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_line, close_line);
}
