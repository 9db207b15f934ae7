/* The program's frame: what terminals are shown, kannel.conf, locks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "gateway/founding/answers.h"
#include "gateway/instance.h"
#include "gateway/kannel/operators.h"
#include "gateway/founding/kannel_conf.h"
#include "gateway/founding/profile.h"
#include "gateway/report.h"
#include "gateway/settings.h"
#include "gateway/terminal.h"

static void
no_text_moves_the_cursor(void **state)
{
	static const struct { const char *text, *shown; } cases[] = {
		{ "plain", "plain" },
		{ "two\nlines", "two\nlines" },
		{ "\x1b[2J", "\\x1b[2J" },
		{ "a\rb\tc\bd", "a\\x0db\\x09c\\x08d" },
		{ "\x7f", "\\x7f" },
		{ "\xc2\x9b" "31m", "\\u009b31m" },
		{ "\x9b" "31m", "\\x9b31m" },
		{ "\xe2\x80\xae" "cba", "\\u202ecba" },
		{ "\xe2\x81\xa6", "\\u2066" },
		{ "\xd8\x9c", "\\u061c" },
		{ "\xef\xbb\xbf", "\\ufeff" },
		{ "\xe2\x80\xa8", "\\u2028" },
		{ "\xed\xa0\x80", "\\ud800" },
		{ "\xc0\xaf", "\\xc0\\xaf" },
		{ "\xe1\x9e", "\\xe1\\x9e" },
		{ "\xff", "\\xff" },
		{ "សៀមរាប\xe2\x80\x8b" "ក", "សៀមរាប\xe2\x80\x8b" "ក" },
		{ "เสียมราฐ", "เสียมราฐ" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "", "" },
	};
	char *shown;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		shown = terminal_escape(NULL, cases[i].text);
		assert_string_equal(shown, cases[i].shown);
		talloc_free(shown);
	}
}

/* What terminal_secret makes of octets on a pipe. */
static int
read_secret(const char *octets, size_t n, char **out, int *fd)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], octets, n), n);
	close(ends[1]);
	*fd = ends[0];
	return terminal_secret(NULL, "password", ends[0], out);
}

static void
a_secret_is_one_line_of_a_descriptor(void **state)
{
	char *secret, *next;
	int fd;

	(void)state;
	assert_int_equal(read_secret("first\nsecond", 12, &secret, &fd), 0);
	assert_string_equal(secret, "first");
	assert_int_equal(terminal_secret(NULL, "next", fd, &next), 0);
	assert_string_equal(next, "second");
	talloc_free(secret);
	talloc_free(next);
	close(fd);
}

static void
an_empty_or_endless_secret_is_refused(void **state)
{
	char octets[SECRET_MAX + 2], *secret = NULL;
	int fd;

	(void)state;
	memset(octets, 'x', sizeof(octets));
	assert_int_equal(read_secret("", 0, &secret, &fd), -EINVAL);
	close(fd);
	assert_int_equal(read_secret("\nx\n", 3, &secret, &fd), -EINVAL);
	close(fd);
	assert_int_equal(read_secret(octets, sizeof(octets), &secret, &fd),
	    -EINVAL);
	close(fd);
	assert_null(secret);
	assert_int_equal(read_secret(octets, SECRET_MAX, &secret, &fd), 0);
	assert_int_equal(strlen(secret), SECRET_MAX);
	talloc_free(secret);
	close(fd);
}

static struct kannel_conf *
read_conf(const char *text)
{
	char path[] = "/tmp/frame-test-XXXXXX";
	struct kannel_conf *conf = NULL;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_int_equal(kannel_conf_read(NULL, path, &conf), 0);
	unlink(path);
	return conf;
}

static char *
write_conf(const struct settings *settings)
{
	const struct kannel_plan plan = {
		.settings = settings,
		.dir = "/srv/a place",
		.ussd_smsc = "ussd-kh",
		.sms_smsc = "sms-kh",
		.sendsms_port = 40004,
	};
	char *text = NULL;
	size_t n;
	FILE *file = open_memstream(&text, &n);

	assert_int_equal(kannel_conf_write(&plan, file), 0);
	fclose(file);
	return text;
}

static void
assert_value(const struct kannel_conf *conf, const char *group, size_t n,
    const char *key, const char *value)
{
	const char *found = kannel_conf_value(conf, group, n, key);

	assert_non_null(found);
	assert_string_equal(found, value);
}

static void
our_kannel_conf_is_quiet_closed_and_ours(void **state)
{
	struct settings *settings = settings_initial(NULL, "x");
	struct kannel_conf *conf;
	char *text;

	(void)state;
	settings->box_port = 40001;
	settings->admin_port = 40002;
	settings->network_port = 40003;
	text = write_conf(settings);
	conf = read_conf(text);
	assert_null(strchr(text, '{'));
	assert_value(conf, "core", 0, "smsbox-port", "40001");
	assert_value(conf, "core", 0, "admin-port", "40002");
	assert_value(conf, "core", 0, "admin-interface", "127.0.0.1");
	assert_value(conf, "core", 0, "smsbox-interface", "127.0.0.1");
	assert_value(conf, "core", 0, "log-level", "4");
	assert_value(conf, "core", 0, "store-location", "/srv/a place/spool");
	assert_value(conf, "smsbox-route", 0, "smsbox-id", "helpline");
	assert_value(conf, "smsbox-route", 0, "smsc-id", "ussd-kh;sms-kh");
	assert_int_equal(kannel_conf_count(conf, "smsc"), 2);
	assert_value(conf, "smsc", 0, "smsc-id", "ussd-kh");
	assert_value(conf, "smsc", 0, "allowed-smsc-id", "ussd-kh");
	assert_value(conf, "smsc", 0, "max-sms-octets", "160");
	assert_value(conf, "smsc", 1, "smsc-id", "sms-kh");
	assert_value(conf, "smsc", 1, "port", "40003");
	assert_value(conf, "smsbox", 0, "sendsms-port", "40004");
	assert_int_equal(kannel_conf_count(conf, "smpp-tlv"), 2);
	assert_null(kannel_conf_value(conf, "core", 0, "access-log"));
	talloc_free(conf);
	free(text);
	talloc_free(settings);
}

static void
every_kannel_conf_has_passwords_of_its_own(void **state)
{
	static const char *const keys[] = { "admin-password",
	    "status-password" };
	struct settings *settings = settings_initial(NULL, "x");
	char *one_text = write_conf(settings), *two_text = write_conf(settings);
	struct kannel_conf *one = read_conf(one_text);
	struct kannel_conf *two = read_conf(two_text);
	const char *password;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		password = kannel_conf_value(one, "core", 0, keys[i]);
		assert_int_equal(strlen(password), 24);
		assert_string_not_equal(password,
		    kannel_conf_value(two, "core", 0, keys[i]));
	}
	/* SMPP 3.4 §5.2.2: at most 8 characters. */
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(strlen(kannel_conf_value(one, "smsc", i,
		    "smsc-password")), 8);
	talloc_free(one);
	talloc_free(two);
	free(one_text);
	free(two_text);
	talloc_free(settings);
}

static void
a_kannel_conf_of_anyone_is_read(void **state)
{
	struct kannel_conf *conf = read_conf("stray = 1\n# group = no\n"
	    "group=core\n  a =  \"b c\"  \n#a = d\nno equals\n\n"
	    "group = smsc\nx = 1\ngroup = smsc\nx = 2\n= 3\ny =\n");

	(void)state;
	assert_value(conf, "core", 0, "a", "b c");
	assert_null(kannel_conf_value(conf, "core", 0, "stray"));
	assert_null(kannel_conf_value(conf, "core", 1, "a"));
	assert_null(kannel_conf_value(conf, "none", 0, "a"));
	assert_int_equal(kannel_conf_count(conf, "smsc"), 2);
	assert_value(conf, "smsc", 1, "x", "2");
	assert_value(conf, "smsc", 1, "y", "");
	talloc_free(conf);
}

static void
a_kannel_conf_that_is_not_there_is_told(void **state)
{
	struct kannel_conf *conf = NULL;

	(void)state;
	assert_int_equal(kannel_conf_read(NULL, "/nowhere/kannel.conf", &conf),
	    -ENOENT);
	assert_null(conf);
}

static void
free_ports_are_different(void **state)
{
	long ports[8];

	(void)state;
	assert_int_equal(ports_free(ports, 8), 0);
	for (size_t i = 0; i < 8; i++) {
		assert_in_range(ports[i], 1024, 65535);
		for (size_t j = i + 1; j < 8; j++)
			assert_int_not_equal(ports[i], ports[j]);
	}
}

static void
a_profile_has_our_code_and_numbers(void **state)
{
	const struct profile profile = { "home", "*777#", "777",
	    "+85523777777" };
	struct operators *operators;
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text;

	(void)state;
	assert_int_equal(profile_write(ctx, &profile, &text, &operators), 0);
	assert_string_equal(operators->operator[0].name, "home");
	assert_string_equal(operators->operator[0].code, "*777#");
	assert_string_equal(operators->operator[0].number, "777");
	assert_string_equal(operators->operator[0].long_number,
	    "+85523777777");
	assert_non_null(strchr(text, '#'));
	talloc_free(ctx);
}

static void
a_profile_may_have_no_long_number(void **state)
{
	const struct profile profile = { "home", "*777#", "777", "" };
	struct operators *operators;
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text;

	(void)state;
	assert_int_equal(profile_write(ctx, &profile, &text, &operators), 0);
	assert_null(operators->operator[0].long_number);
	talloc_free(ctx);
}

static void
one_process_of_a_kind_holds_a_directory(void **state)
{
	char dir[] = "/tmp/frame-test-XXXXXX", path[64];
	int one, two;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(instance_take(dir, "calls", &one), 0);
	assert_int_equal(instance_take(dir, "calls", &two), -EEXIST);
	assert_int_equal(instance_take(dir, "serve", &two), 0);
	close(two);
	close(one);
	assert_int_equal(instance_take(dir, "calls", &one), 0);
	close(one);
	snprintf(path, sizeof(path), "%s/calls.lock", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/serve.lock", dir);
	unlink(path);
	rmdir(dir);
	assert_int_equal(instance_take(dir, "calls", &one), -EIO);
}

static void
only_answers_that_fit_are_taken(void **state)
{
	static const struct { enum answer which; const char *yes, *no; } t[] = {
		{ NAME, "Siem Reap", "" },
		{ NAME, "A", "សៀមរាប" },
		{ AREA, "KH-17", "Siem Reap" },
		{ AREA, "", "kh-17" },
		{ AREA, "TH-S", "KH-" },
		{ HOURS, "1-5 8:00-17:00", "always" },
		{ HOURS, "1-7 0:00-24:00", "1-9 8:00-17:00" },
		{ PHONE, "", "call us" },
		{ PHONE, "+855 23 123 456", "123456789012345678901" },
		{ STAND_IN, "", "ភ្នំពេញ" },
		{ CODE, "*2026#", "2026" },
		{ CODE, "*1#", "*2026*3#" },
		{ CODE, "*123456#", "*12345678#" },
		{ NUMBER, "2026", "*2026#" },
		{ NUMBER, "12345678", "12" },
		{ LONG_NUMBER, "", "+0855232026026" },
		{ LONG_NUMBER, "+855232026026", "855232026026" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		if (!questions[t[i].which].fits(t[i].yes))
			fail_msg("%s does not fit", t[i].yes);
		if (questions[t[i].which].fits(t[i].no))
			fail_msg("%s fits", t[i].no);
	}
}

static void
every_question_is_whole_and_its_default_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ANSWERS; i++) {
		assert_non_null(questions[i].flag);
		assert_non_null(questions[i].help);
		assert_non_null(questions[i].fits);
		assert_non_null(questions[i].rule);
		if (questions[i].initial != NULL)
			assert_true(questions[i].fits(questions[i].initial));
	}
}

static void
times_are_those_of_cambodia(void **state)
{
	char *text = time_local(NULL, 1772362800);

	(void)state;
	assert_string_equal(text, "2026-03-01 18:00");
	talloc_free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_moves_the_cursor),
		cmocka_unit_test(a_secret_is_one_line_of_a_descriptor),
		cmocka_unit_test(an_empty_or_endless_secret_is_refused),
		cmocka_unit_test(our_kannel_conf_is_quiet_closed_and_ours),
		cmocka_unit_test(every_kannel_conf_has_passwords_of_its_own),
		cmocka_unit_test(a_kannel_conf_of_anyone_is_read),
		cmocka_unit_test(a_kannel_conf_that_is_not_there_is_told),
		cmocka_unit_test(free_ports_are_different),
		cmocka_unit_test(a_profile_has_our_code_and_numbers),
		cmocka_unit_test(a_profile_may_have_no_long_number),
		cmocka_unit_test(one_process_of_a_kind_holds_a_directory),
		cmocka_unit_test(only_answers_that_fit_are_taken),
		cmocka_unit_test(every_question_is_whole_and_its_default_fits),
		cmocka_unit_test(times_are_those_of_cambodia),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
