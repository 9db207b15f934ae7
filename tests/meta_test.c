#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "gateway/kannel/meta.h"

enum { SEED = 20261123, ROUNDS = 100000 };

static struct octets
text(const char *s)
{
	return (struct octets){ s, strlen(s) };
}

/* The value as a talloc string; NULL when there is none.  The meta data is in
   a block of its own size, so that ASan sees any read past it. */
static char *
value(TALLOC_CTX *ctx, struct octets meta, const char *key)
{
	char *copy = malloc(meta.n > 0 ? meta.n : 1);
	struct octets got;

	if (meta.n > 0)
		memcpy(copy, meta.data, meta.n);
	got = meta_value(ctx, (struct octets){ copy, meta.n }, key);
	free(copy);
	if (got.data == NULL)
		return NULL;
	return talloc_strndup(ctx, got.data, got.n);
}

struct row { const char *meta, *key, *value; };

static const struct row rows[] = {
	{ "?smpp?a=1&b=2&", "a", "1" },
	{ "?smpp?a=1&b=2&", "b", "2" },
	{ "?smpp?a=1&b=2", "b", "2" },
	{ "?smpp?a=1&b=2&", "c", NULL },
	{ "?smpp?a=&", "a", "" },
	{ "?smpp?a=x+y%20z%2b&", "a", "x y z+" },
	{ "?smpp?a=%3f%26%3D&", "a", "?&=" },
	{ "?smpp?%61b=1&", "ab", "1" },
	{ "?smpp?&&a=1&", "a", "1" },
	{ "?other?a=0&?smpp?a=1&", "a", "1" },
	{ "?other?a=0&?smpp?", "a", NULL },
	{ "?smpp?a=1&?other?a=0&b=2&", "a", "1" },
	{ "?smpp?a=1&?other?a=0&b=2&", "b", NULL },
	{ "?other?nonsense?smpp?a=1&", "a", "1" },
	{ "?smpp?", "a", NULL },
	{ "?smpp", "a", NULL },
	{ "?", "", NULL },
	{ "", "a", NULL },
	{ "smpp?a=1&", "a", NULL },
	{ "?smpp?a&", "a", NULL },
	{ "?smpp?a=%4", "a", NULL },
	{ "?smpp?a=%", "a", NULL },
	{ "?smpp?a=%zz&", "a", NULL },
	{ "?smpp?aa=1&a=2&", "a", "2" },
};

static void
values_are_found_by_group_and_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		char *got = value(ctx, text(rows[i].meta), rows[i].key);

		if (rows[i].value == NULL) {
			assert_null(got);
		} else {
			assert_non_null(got);
			assert_string_equal(got, rows[i].value);
		}
		talloc_free(ctx);
	}
}

static void
the_meta_data_of_a_real_bearerbox_is_read(void **state)
{
	struct octets meta = text("?smpp?ussd_service_op=%01&"
	    "its_session_info=%01%F8&"), got;
	TALLOC_CTX *ctx = talloc_new(NULL);

	(void)state;
	got = meta_value(ctx, meta, "ussd_service_op");
	assert_int_equal(got.n, 1);
	assert_memory_equal(got.data, "\x01", 1);
	got = meta_value(ctx, meta, "its_session_info");
	assert_int_equal(got.n, 2);
	assert_memory_equal(got.data, "\x01\xf8", 2);
	talloc_free(ctx);
}

static void
no_meta_data_has_no_values(void **state)
{
	(void)state;
	assert_null(meta_value(NULL, (struct octets){ 0 }, "a").data);
}

static void
every_octet_survives_writing_and_reading(void **state)
{
	unsigned char all[256];
	struct meta_pair pair = { "k?y&=%\xff", { all, sizeof all } };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct octets got;
	char *meta;

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (unsigned char)i;
	meta = meta_write(ctx, &pair, 1);
	got = meta_value(ctx, text(meta), pair.key);
	assert_int_equal(got.n, sizeof all);
	assert_memory_equal(got.data, all, sizeof all);
	talloc_free(ctx);
}

static void
pairs_without_data_are_left_out(void **state)
{
	const struct meta_pair pairs[] = {
		{ "ussd_service_op", { "\x02", 1 } },
		{ "its_session_info", { NULL, 0 } },
		{ "empty", { "", 0 } },
	};
	char *meta = meta_write(NULL, pairs, 3);

	(void)state;
	assert_string_equal(meta, "?smpp?ussd_service_op=%02&empty=&");
	talloc_free(meta);
	meta = meta_write(NULL, pairs, 0);
	assert_string_equal(meta, "?smpp?");
	talloc_free(meta);
}

static void
random_changes_never_break_the_reader(void **state)
{
	static const char good[] =
	    "?other?x=%00&?smpp?ussd_service_op=%01&its_session_info=%01%F8&";
	static const char odd[] = "?&=%+\0";
	char changed[sizeof good - 1];

	(void)state;
	srandom(SEED);
	for (int round = 0; round < ROUNDS; round++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct octets meta = { changed, sizeof changed };

		memcpy(changed, good, sizeof changed);
		for (long i = random() % 6; i > 0; i--)
			changed[(size_t)random() % sizeof changed] =
			    random() % 2 ? odd[(size_t)random() % sizeof odd] :
			    (char)random();
		meta.n -= (size_t)random() % 3 * ((size_t)random() % 20);
		(void)value(ctx, meta, "its_session_info");
		talloc_free(ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_found_by_group_and_key),
		cmocka_unit_test(the_meta_data_of_a_real_bearerbox_is_read),
		cmocka_unit_test(no_meta_data_has_no_values),
		cmocka_unit_test(every_octet_survives_writing_and_reading),
		cmocka_unit_test(pairs_without_data_are_left_out),
		cmocka_unit_test(random_changes_never_break_the_reader),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
