#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "menus/document.h"

struct box {
	TALLOC_CTX *all;
	struct faults *faults;
	struct document *document;
};

static int
make_box(void **state)
{
	struct box *box = talloc_zero(NULL, struct box);

	box->all = box;
	box->faults = faults_new(box);
	*state = box;
	return 0;
}

static int
drop_box(void **state)
{
	return talloc_free(*state);
}

static int
parse(struct box *box, const char *text)
{
	return document_parse(box, "x.yaml", text, strlen(text), box->faults,
	    &box->document);
}

static const struct value *
root_of(struct box *box, const char *text)
{
	assert_int_equal(parse(box, text), 0);
	assert_int_equal(faults_count(box->faults), 0);
	return document_root(box->document);
}

static void
keeps_every_value_with_its_line(void **state)
{
	const struct value *root, *list, *map;

	root = root_of(*state, "# first\na: one\nb:\n  - x\n  - y\nc: {d: 2}\n");
	assert_int_equal(value_kind(root), VALUE_MAP);
	assert_int_equal(value_count(root), 3);
	assert_string_equal(value_key(root, 1), "b");
	assert_int_equal(value_key_line(root, 1), 3);
	assert_string_equal(value_text(value_find(root, "a")), "one");
	assert_int_equal(value_line(value_find(root, "a")), 2);
	list = value_find(root, "b");
	assert_int_equal(value_kind(list), VALUE_LIST);
	assert_null(value_key(list, 0));
	assert_null(value_text(list));
	assert_int_equal(value_line(value_at(list, 1)), 5);
	assert_string_equal(value_name(value_at(list, 1)), "b");
	assert_null(value_at(list, 2));
	assert_null(value_find(list, "b"));
	map = value_find(root, "c");
	assert_int_equal(value_count(value_find(map, "d")), 0);
	assert_string_equal(value_file(map), "x.yaml");
	assert_null(value_find(map, "nothing"));
}

static void
keeps_khmer_and_a_byte_order_mark_is_no_text(void **state)
{
	const struct value *root = root_of(*state,
	    "\xEF\xBB\xBFkm: \"\xE1\x9E\x80\xE1\x9E\x98\"\n");

	assert_string_equal(value_key(root, 0), "km");
	assert_string_equal(value_text(value_at(root, 0)),
	    "\xE1\x9E\x80\xE1\x9E\x98");
}

static const struct { const char *text, *fault; } bad[] = {
	{ "", "x.yaml:1: the file is empty" },
	{ "# only a comment\n", "x.yaml:2: the file is empty" },
	{ "a: 1\nb: [1, 2\n", "x.yaml:3: not YAML: " },
	{ "a: 1\n b: 2\n", "x.yaml:2: not YAML: " },
	{ "a: \"open\n", "x.yaml:2: not YAML: " },
	{ "a: 1\n\tb: 2\n", "x.yaml:2: not YAML: " },
	{ "a: 1\nb: 2\nc: \xFF\n", "x.yaml:3: not text: " },
	{ "a: 1\nb: \xC0\x80\n", "x.yaml:2: not text: " },
	{ "a: 1\nb: \xED\xA0\x80\n", "x.yaml:2: not text: " },
	{ "a: 1\nb: \x07\n", "x.yaml:2: not text: " },
	{ "a: 1\nb: \"\\0\"\n", "x.yaml:2: a control character" },
	{ "a: 1\n\"\\e[2J\": 2\n", "x.yaml:2: a control character" },
	{ "a: \"\\x7f\"\n", "x.yaml:1: a control character" },
	{ "a: \"\\uD800\"\n", "x.yaml:1: not YAML: " },
	{ "a: &x 1\n", "x.yaml:1: & and * are not used" },
	{ "a: 1\nb: &x [1]\n", "x.yaml:2: & and * are not used" },
	{ "a: 1\nb: &x {c: 1}\n", "x.yaml:2: & and * are not used" },
	{ "a: 1\nb: *x\n", "x.yaml:2: & and * are not used" },
	{ "a: 1\n*x : 2\n", "x.yaml:2: & and * are not used" },
	{ "a: !!str 1\n", "x.yaml:1: ! is not used" },
	{ "a: !!seq [1]\n", "x.yaml:1: ! is not used" },
	{ "!x\na: 1\n", "x.yaml:1: ! is not used" },
	{ "a: 1\n---\nb: 1\n", "x.yaml:2: a second document" },
	{ "a: 1\nb: 2\na: 3\n", "x.yaml:3: \"a\" stands here and on line 1" },
	{ "a:\n  c: 1\n  c: 1\n", "x.yaml:3: \"c\" stands here and on line 2" },
	{ "[a]: 1\n", "x.yaml:1: a key must be one word" },
	{ "? {a: 1}\n: 1\n", "x.yaml:1: a key must be one word" },
};

static void
says_where_a_file_is_wrong(void **state)
{
	struct box *box = *state;
	struct document *document = (void *)box;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct faults *faults = faults_new(box);
		const char *first;

		assert_int_equal(document_parse(box, "x.yaml", bad[i].text,
		    strlen(bad[i].text), faults, &document), -EINVAL);
		assert_ptr_equal(document, box);
		first = faults_at(faults, 0);
		assert_non_null(first);
		if (strncmp(first, bad[i].fault, strlen(bad[i].fault)) != 0)
			fail_msg("%zu: \"%s\" is not \"%s\"", i, first,
			    bad[i].fault);
	}
}

static void
names_every_fault_not_only_the_first(void **state)
{
	struct box *box = *state;

	assert_int_equal(parse(box, "a: &x 1\nb: *x\nb: !t 2\n"), -EINVAL);
	assert_int_equal(faults_count(box->faults), 4);
	assert_null(faults_at(box->faults, 4));
}

static void
an_octet_of_nothing_does_not_end_the_file(void **state)
{
	struct box *box = *state;

	assert_int_equal(document_parse(box, "x.yaml", "a: 1\n\0b: 2\n", 11,
	    box->faults, &box->document), -EINVAL);
	assert_memory_equal(faults_at(box->faults, 0), "x.yaml:2:", 9);
}

static void
sixteen_levels_are_read_and_seventeen_refused(void **state)
{
	struct box *box = *state;

	root_of(box, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]");
	assert_int_equal(parse(box, "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"),
	    -EINVAL);
	assert_string_equal(faults_at(box->faults, 0),
	    "x.yaml:1: more than 16 levels deep; write it flatter");
}

/* Each of these took libyaml or a careless reader seconds. */
static void
a_hostile_file_is_refused_at_once(void **state)
{
	static const char *const pieces[] = {
		"[", "{a: ", "- ", "a: ", "? ", "a,", "\"", "*a ", "&a ",
		"a: 1\n", "[]: ", "%YAML 1.1\n", "\n", "{", "!a ", ": ", "|\n ",
	};
	struct box *box = *state;
	clock_t before = clock();

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		TALLOC_CTX *here = talloc_new(box);
		size_t n = strlen(pieces[i]), count = DOCUMENT_MAX / n;
		char *text = talloc_size(here, count * n);

		for (size_t k = 0; k < count; k++)
			memcpy(text + k * n, pieces[i], n);
		if (document_parse(here, "x.yaml", text, count * n,
		    faults_new(here), &box->document) != 0)
			box->document = NULL;
		talloc_free(here);
	}
	assert_true((clock() - before) / CLOCKS_PER_SEC < 30);
}

static void
a_file_of_more_than_a_mebibyte_is_refused(void **state)
{
	struct box *box = *state;
	char *text = talloc_size(box, DOCUMENT_MAX + 1);

	memset(text, '\n', DOCUMENT_MAX + 1);
	memcpy(text, "a: 1", 4);
	assert_int_equal(document_parse(box, "x.yaml", text, DOCUMENT_MAX,
	    box->faults, &box->document), 0);
	assert_int_equal(document_parse(box, "x.yaml", text, DOCUMENT_MAX + 1,
	    box->faults, &box->document), -EINVAL);
	assert_string_equal(faults_at(box->faults, 0),
	    "x.yaml: larger than 1048576 octets; make it smaller");
}

static void
reads_numbers_and_refuses_all_that_only_look_like_one(void **state)
{
	static const struct { const char *text; bool good; long number; } t[] = {
		{ "a: 0", true, 0 }, { "a: 100", true, 100 },
		{ "a: -3", true, -3 }, { "a: 0x1F", true, 31 },
		{ "a: 010", true, 10 }, { "a: \"7\"", true, 7 },
		{ "a: 101", false, 0 }, { "a: -4", false, 0 },
		{ "a: 1.5", false, 0 }, { "a: +1", false, 0 },
		{ "a: \" 1\"", false, 0 }, { "a: \"1 \"", false, 0 },
		{ "a: 0x", false, 0 }, { "a: 1e1", false, 0 },
		{ "a: ", false, 0 }, { "a: x", false, 0 },
		{ "a: [1]", false, 0 }, { "a: {}", false, 0 },
		{ "a: 99999999999999999999", false, 0 },
		{ "a: \"\xE1\x9F\xA1\"", false, 0 }, { "a: --1", false, 0 },
	};
	struct box *box = *state;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct value *a = value_at(root_of(box, t[i].text), 0);
		struct faults *faults = faults_new(box);
		long number = -99;
		int rc = value_number(a, -3, 100, faults, &number);

		assert_int_equal(rc, t[i].good ? 0 : -EINVAL);
		assert_int_equal(number, t[i].good ? t[i].number : -99);
		if (!t[i].good)
			assert_string_equal(faults_at(faults, 0),
			    "x.yaml:1: a must be a number from -3 to 100");
	}
}

static void
reads_flags_as_four_words(void **state)
{
	static const char *const words[] = {
		"a: yes", "a: true", "a: no", "a: false",
		"a: Yes", "a: on", "a: 1", "a:", "a: [yes]",
	};
	struct box *box = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct value *a = value_at(root_of(box, words[i]), 0);
		struct faults *faults = faults_new(box);
		bool flag = i >= 2;
		int rc = value_flag(a, faults, &flag);

		assert_int_equal(rc, i < 4 ? 0 : -EINVAL);
		assert_int_equal(faults_count(faults), i < 4 ? 0 : 1);
		if (i < 4)
			assert_int_equal(flag, i < 2);
	}
}

struct pears { long number; bool ripe; };

static int
read_number(const struct value *value, void *into, struct faults *faults)
{
	struct pears *pears = into;

	return value_number(value, 0, 9, faults, &pears->number);
}

static int
read_ripe(const struct value *value, void *into, struct faults *faults)
{
	struct pears *pears = into;

	return value_flag(value, faults, &pears->ripe);
}

static const struct field fields[] = {
	{ "number", true, read_number },
	{ "ripe", false, read_ripe },
	{ 0 }
};

static void
a_table_of_keys_fills_a_struct(void **state)
{
	struct box *box = *state;
	struct pears pears = { 0 };

	assert_int_equal(fields_read(root_of(box, "number: 3\nripe: yes"),
	    fields, &pears, box->faults), 0);
	assert_int_equal(pears.number, 3);
	assert_true(pears.ripe);
}

static void
a_table_of_keys_names_every_fault(void **state)
{
	struct box *box = *state;
	struct pears pears = { 0 };
	const char *const expected[] = {
		"x.yaml:1: unknown key \"colour\"; there are number, ripe",
		"x.yaml:2: ripe must be yes or no",
		"x.yaml:1: number is missing; add it",
		"x.yaml:1: the file must be a map of keys and values",
		"x.yaml:1: the file must be a map of keys and values",
	};

	assert_int_equal(fields_read(root_of(box, "colour: red\nripe: 3"),
	    fields, &pears, box->faults), -EINVAL);
	assert_int_equal(parse(box, "[1]"), 0);
	assert_int_equal(fields_read(document_root(box->document), fields,
	    &pears, box->faults), -EINVAL);
	assert_int_equal(parse(box, "x"), 0);
	assert_int_equal(fields_read(document_root(box->document), fields,
	    &pears, box->faults), -EINVAL);
	assert_int_equal(faults_count(box->faults), 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(faults_at(box->faults, i), expected[i]);
}

static char *
new_directory(struct box *box)
{
	const char *top = getenv("TMPDIR");
	char *path = talloc_asprintf(box, "%s/document.XXXXXX",
	    top != NULL ? top : "/tmp");

	assert_non_null(mkdtemp(path));
	return path;
}

static void
a_file_is_read_or_its_absence_told(void **state)
{
	struct box *box = *state;
	char *directory = new_directory(box);
	char *path = talloc_asprintf(box, "%s/a.yaml", directory);
	FILE *file;

	assert_int_equal(document_load(box, path, box->faults, &box->document),
	    -ENOENT);
	assert_int_equal(document_load(box, directory, box->faults,
	    &box->document), -EIO);
	assert_int_equal(faults_count(box->faults), 0);
	file = fopen(path, "w");
	fputs("a: 1\n", file);
	fclose(file);
	assert_int_equal(document_load(box, path, box->faults, &box->document),
	    0);
	assert_string_equal(document_name(box->document), path);
	unlink(path);
	rmdir(directory);
}

static void
a_digest_tells_two_versions_apart(void **state)
{
	struct box *box = *state;
	uint64_t first;

	root_of(box, "a: 1\n");
	first = document_digest(box->document);
	root_of(box, "a: 1\n");
	assert_true(first == document_digest(box->document));
	root_of(box, "a: 2\n");
	assert_true(first != document_digest(box->document));
}

static void
faults_keep_their_order_and_print_a_line_each(void **state)
{
	struct box *box = *state;
	char *text;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	for (int i = 0; i < 100; i++)
		faults_add(box->faults, "f", i, "%d%%", i);
	faults_print(box->faults, to);
	fclose(to);
	assert_int_equal(faults_count(box->faults), 100);
	assert_string_equal(faults_at(box->faults, 0), "f: 0%");
	assert_string_equal(faults_at(box->faults, 99), "f:99: 99%");
	assert_memory_equal(text, "f: 0%\nf:1: 1%\n", 14);
	free(text);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_box, drop_box)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(keeps_every_value_with_its_line),
		CASE(keeps_khmer_and_a_byte_order_mark_is_no_text),
		CASE(says_where_a_file_is_wrong),
		CASE(names_every_fault_not_only_the_first),
		CASE(an_octet_of_nothing_does_not_end_the_file),
		CASE(sixteen_levels_are_read_and_seventeen_refused),
		CASE(a_hostile_file_is_refused_at_once),
		CASE(a_file_of_more_than_a_mebibyte_is_refused),
		CASE(reads_numbers_and_refuses_all_that_only_look_like_one),
		CASE(reads_flags_as_four_words),
		CASE(a_table_of_keys_fills_a_struct),
		CASE(a_table_of_keys_names_every_fault),
		CASE(a_file_is_read_or_its_absence_told),
		CASE(a_digest_tells_two_versions_apart),
		CASE(faults_keep_their_order_and_print_a_line_each),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
