#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "gateway/settings.h"
#include "menus/document.h"

/* A data directory with a helpline.yaml, and what reading it said. */
struct try {
	char dir[64];
	struct faults *faults;
	struct settings *settings;
	int result;
};

static struct try *
read_text(const char *text, size_t n)
{
	struct try *try = talloc_zero(NULL, struct try);
	char path[96];
	FILE *file;

	snprintf(try->dir, sizeof(try->dir), "/tmp/settings-test-XXXXXX");
	assert_non_null(mkdtemp(try->dir));
	snprintf(path, sizeof(path), "%s/helpline.yaml", try->dir);
	if (text != NULL) {
		file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(text, 1, n, file), n);
		fclose(file);
	}
	try->faults = faults_new(try);
	try->result = settings_load(try, try->dir, try->faults,
	    &try->settings);
	unlink(path);
	rmdir(try->dir);
	return try;
}

static struct try *
read_yaml(const char *text)
{
	return read_text(text, strlen(text));
}

static void
assert_fault(const char *yaml, const char *words)
{
	struct try *try = read_yaml(yaml);
	bool said = false;

	assert_int_equal(try->result, -EINVAL);
	assert_null(try->settings);
	for (size_t i = 0; i < faults_count(try->faults); i++)
		said |= strstr(faults_at(try->faults, i), words) != NULL;
	if (!said)
		fail_msg("%s: nothing says \"%s\"", yaml, words);
	talloc_free(try);
}

static void
every_row_is_whole_and_named_once(void **state)
{
	(void)state;
	for (const struct setting *r = settings_table; r->name; r++) {
		assert_non_null(r->initial);
		assert_non_null(r->unit);
		assert_true(strlen(r->help) > 10);
		assert_true(r->min <= r->max);
		assert_true(r->offset < sizeof(struct settings));
		assert_non_null(setting_type_name(r->type));
		for (const struct setting *s = r + 1; s->name; s++) {
			assert_string_not_equal(r->name, s->name);
			assert_int_not_equal(r->offset, s->offset);
		}
	}
}

static void
every_default_is_in_its_range(void **state)
{
	char *end;
	long number;

	(void)state;
	for (const struct setting *r = settings_table; r->name; r++) {
		if (r->type != SETTING_NUMBER)
			continue;
		number = strtol(r->initial, &end, 10);
		assert_int_equal(*end, '\0');
		assert_in_range(number, r->min, r->max);
	}
}

static void
an_empty_map_is_all_defaults(void **state)
{
	struct try *try = read_yaml("{}\n");

	(void)state;
	assert_int_equal(try->result, 0);
	assert_false(try->settings->demo);
	assert_string_equal(try->settings->box_host, "127.0.0.1");
	assert_string_equal(try->settings->dir, try->dir);
	assert_int_equal(try->settings->ussd_late_s, 60);
	assert_int_equal(try->settings->sms_late_s, 900);
	assert_int_equal(try->settings->continue_s, 600);
	assert_int_equal(try->settings->draft_days, 30);
	assert_int_equal(try->settings->pin_tries, 5);
	talloc_free(try);
}

static void
what_is_written_is_read_again(void **state)
{
	struct settings *s = settings_initial(NULL, "x");
	struct try *try;
	char *text = NULL;
	size_t n = 0;
	FILE *file = open_memstream(&text, &n);

	(void)state;
	s->demo = true;
	s->box_port = 40001;
	s->box_name = "other";
	s->closed_months = 24;
	s->repeat_ms = 0;
	settings_write(s, file);
	fclose(file);
	try = read_text(text, n);
	assert_int_equal(try->result, 0);
	assert_true(try->settings->demo);
	assert_int_equal(try->settings->box_port, 40001);
	assert_string_equal(try->settings->box_name, "other");
	assert_int_equal(try->settings->closed_months, 24);
	assert_int_equal(try->settings->repeat_ms, 0);
	assert_int_equal(try->settings->admin_port, 13000);
	free(text);
	talloc_free(try);
	talloc_free(s);
}

static void
every_setting_is_written_with_its_help(void **state)
{
	struct settings *s = settings_initial(NULL, "x");
	char *text = NULL;
	size_t n = 0;
	FILE *file = open_memstream(&text, &n);

	(void)state;
	settings_write(s, file);
	fclose(file);
	for (const struct setting *r = settings_table; r->name; r++) {
		assert_non_null(strstr(text, r->help));
		assert_non_null(strstr(text, r->name));
	}
	free(text);
	talloc_free(s);
}

static void
an_unknown_name_is_told_with_its_line(void **state)
{
	(void)state;
	assert_fault("demo: no\nbox_prot: 3\n", "helpline.yaml:2: box_prot");
}

static void
a_number_out_of_its_range_is_refused(void **state)
{
	static const char *const values[] = { "0", "65536", "-1",
	    "99999999999999999999", "1.5", "12x", "\"\"", "[1]", "{a: 1}",
	    "yes", "~" };
	char yaml[64];

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		snprintf(yaml, sizeof(yaml), "box_port: %s\n", values[i]);
		assert_fault(yaml, "helpline.yaml:1:");
	}
}

static void
both_ends_of_a_range_are_in_it(void **state)
{
	char yaml[96];
	struct try *try;

	(void)state;
	for (const struct setting *r = settings_table; r->name; r++) {
		if (r->type != SETTING_NUMBER)
			continue;
		snprintf(yaml, sizeof(yaml), "%s: %ld\n", r->name, r->min);
		try = read_yaml(yaml);
		assert_int_equal(try->result, 0);
		talloc_free(try);
		snprintf(yaml, sizeof(yaml), "%s: %ld\n", r->name, r->max);
		try = read_yaml(yaml);
		assert_int_equal(try->result, 0);
		talloc_free(try);
		snprintf(yaml, sizeof(yaml), "%s: %ld\n", r->name, r->max + 1);
		assert_fault(yaml, "helpline.yaml:1:");
	}
}

static void
a_flag_is_yes_or_no_and_nothing_else(void **state)
{
	struct try *try = read_yaml("demo: yes\n");

	(void)state;
	assert_int_equal(try->result, 0);
	assert_true(try->settings->demo);
	talloc_free(try);
	assert_fault("demo: maybe\n", "helpline.yaml:1:");
	assert_fault("demo: 1\n", "helpline.yaml:1:");
	assert_fault("demo: [yes]\n", "helpline.yaml:1:");
}

static void
a_text_is_neither_empty_nor_too_long_nor_a_list(void **state)
{
	char yaml[400], name[300];

	(void)state;
	assert_fault("box_name: \"\"\n", "box_name");
	assert_fault("box_name: [a, b]\n", "box_name");
	memset(name, 'x', sizeof(name));
	name[64] = '\0';
	snprintf(yaml, sizeof(yaml), "box_name: %s\n", name);
	assert_fault(yaml, "box_name");
}

static void
every_fault_is_told_not_only_the_first(void **state)
{
	struct try *try = read_yaml("a: 1\nbox_port: x\ndemo: y\nb: 2\n");

	(void)state;
	assert_int_equal(try->result, -EINVAL);
	assert_int_equal(faults_count(try->faults), 4);
	talloc_free(try);
}

static void
what_is_no_map_is_refused(void **state)
{
	static const char *const files[] = { "", "# nothing\n", "- a\n",
	    "words\n", "\xff\xfe", "a: 1\na: 1\n", "a: *b\n", "--- {}\n--- {}\n",
	    "box_port: 1\nbox_port: 2\n", "{", "\t\n" };
	struct try *try;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		try = read_yaml(files[i]);
		assert_int_equal(try->result, -EINVAL);
		assert_true(faults_count(try->faults) > 0);
		assert_null(try->settings);
		talloc_free(try);
	}
}

static void
a_directory_without_the_file_says_how_to_make_one(void **state)
{
	struct try *try = read_text(NULL, 0);

	(void)state;
	assert_int_equal(try->result, -ENOENT);
	assert_null(try->settings);
	assert_int_equal(faults_count(try->faults), 1);
	assert_non_null(strstr(faults_at(try->faults, 0), "helpline init"));
	talloc_free(try);
}

static void
cut_files_never_crash(void **state)
{
	static const char whole[] = "demo: yes\nbox_host: \"a\\x41\"\n"
	    "box_port: 0x10\nrepeat_ms: [1, {a: b}]\n";
	struct try *try;

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		try = read_text(whole, n);
		assert_true(try->result == 0 || try->result == -EINVAL);
		assert_int_equal(try->result == 0, try->settings != NULL);
		talloc_free(try);
	}
}

static void
a_path_is_in_the_directory(void **state)
{
	struct settings *s = settings_initial(NULL, "/a/b");
	char *path = settings_path(s, s, "keys");

	(void)state;
	assert_string_equal(path, "/a/b/keys");
	talloc_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole_and_named_once),
		cmocka_unit_test(every_default_is_in_its_range),
		cmocka_unit_test(an_empty_map_is_all_defaults),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(every_setting_is_written_with_its_help),
		cmocka_unit_test(an_unknown_name_is_told_with_its_line),
		cmocka_unit_test(a_number_out_of_its_range_is_refused),
		cmocka_unit_test(both_ends_of_a_range_are_in_it),
		cmocka_unit_test(a_flag_is_yes_or_no_and_nothing_else),
		cmocka_unit_test(a_text_is_neither_empty_nor_too_long_nor_a_list),
		cmocka_unit_test(every_fault_is_told_not_only_the_first),
		cmocka_unit_test(what_is_no_map_is_refused),
		cmocka_unit_test(a_directory_without_the_file_says_how_to_make_one),
		cmocka_unit_test(cut_files_never_crash),
		cmocka_unit_test(a_path_is_in_the_directory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
