/*
 * The phone on the desk against the real road: whatever keys, the same pages.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/rehearsal/rehearsal.h"
#include "gateway/words/sending.h"
#include "menus/document.h"
#include "store/cases.h"
#include "tests/line.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
enum { KEYS = 18, WALKS = 150 };

static struct line *line;
static struct rehearsal *rehearsal;

/* As calls has it in a demonstration: words in every language. */
static void
furnish(void)
{
	struct faults *faults = faults_new(line);

	line->settings->demo = true;
	talloc_free(line->house);
	assert_int_equal(house_open(line, line->settings, faults, PEOPLE_NOW,
	    &line->house), 0);
	assert_int_equal(house_facts(line->house, line->people->store), 0);
	sending_judge(line->house);
	assert_int_equal(house_centres(line->house, line->people->store), 0);
	house_cut(line->house);
}

static int
open_all(void **state)
{
	(void)state;
	line = line_open();
	furnish();
	rehearsal = rehearsal_new(line, line->settings, line->people->store);
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	talloc_free(line);
	return 0;
}

/* A walk's keys, as they grow. */
struct walk { const char *key[KEYS]; size_t n; bool sms; };

static struct rehearsed
try(TALLOC_CTX *ctx, const struct walk *walk)
{
	const struct rehearsal_ask ask = { .now = PEOPLE_NOW, .language = -1,
	    .sms = walk->sms, .key = walk->key, .n = walk->n };
	struct rehearsed out;

	assert_int_equal(rehearse(rehearsal, ctx, &ask, &out), 0);
	return out;
}

/* References are random: in both they become the same. */
static char *
mask(TALLOC_CTX *ctx, const char *text)
{
	char *out = talloc_strdup(ctx, text);

	for (char *at = out; *at != '\0'; at++)
		if (strspn(at, "0123456789") == REF_DIGITS &&
		    (at == out || strchr("0123456789", at[-1]) == NULL))
			memset(at, '#', REF_DIGITS);
	return out;
}

static char *
show(TALLOC_CTX *ctx, const struct walk *walk)
{
	char *out = talloc_strdup(ctx, walk->sms ? "sms" : "ussd");

	for (size_t i = 0; i < walk->n; i++)
		out = talloc_asprintf_append(out, " [%s]", walk->key[i]);
	return out;
}

static const char *const keys[] = { "1", "2", "3", "4", "5", "1", "2", "1",
	"8", "8", "0", "00", "9", "7", "4826", "1234", "482610", "hello there",
	"១", "៣", "Banteay Meanchey", "they beat me", "x", "*1#" };
static const char *const texts[] = { "1", "2", "3", "4", "8", "0", "00", "1",
	"CHECK sok dara", "hello there my friend", "HELP", "STOP", "4826",
	"Siem Reap", "ជំនួយ", "1234", "9" };

static uint32_t seed = 20261127;

static uint32_t
below(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % (uint32_t)n;
}

/* 7 counts and sends, a state needs a case of hers: those pages differ. */
static bool
is_comparable(const char *key)
{
	return strcmp(key, "7") != 0;
}

static const char *
press(const struct walk *walk, const char *number)
{
	const char *key = walk->key[walk->n - 1];

	if (walk->sms)
		return line_sms(line, number, key);
	return walk->n == 1 ? line_dial(line, number) :
	    line_key(line, number, key);
}

static bool
knows_no_state(const struct rehearsed *r)
{
	for (size_t i = 0; i < r->acts_n; i++)
		if (strcmp(r->act[i].effect, "state") == 0)
			return false;
	return true;
}

static void
compare(struct walk *walk, const char *number)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const char *is, *real;
	struct rehearsed r;

	for (size_t i = 0; i < KEYS; i++) {
		walk->key[walk->n++] = !walk->sms && i == 0 ? "" :
		    walk->sms ? texts[below(COUNT(texts))] :
		    keys[below(COUNT(keys))];
		if (!is_comparable(walk->key[i]))
			break;
		r = try(ctx, walk);
		if (!knows_no_state(&r))
			break;
		real = mask(ctx, press(walk, number));
		/* By SMS she is not answered for ever. */
		if (real[0] == '\0' && walk->sms)
			break;
		is = mask(ctx, r.text);
		if (strcmp(is, real) != 0)
			fail_msg("%s\nrehearsed: %s\nreal: %s",
			    show(ctx, walk), is, real);
		/* By SMS an answer about a company is no place. */
		if (!r.over && !walk->sms)
			assert_string_equal(r.node, line_node(line, number));
		if (r.over)
			break;
	}
	talloc_free(ctx);
}

static void
whatever_is_pressed_the_pages_are_the_same(void **state)
{
	(void)state;
	for (int i = 0; i < WALKS; i++) {
		struct walk walk = { .sms = i % 3 == 2 };
		char number[16];

		snprintf(number, sizeof(number), "+85512%06d", i);
		compare(&walk, number);
	}
}

/* ---- nothing is touched ---- */

static const char *
octets_of_store(TALLOC_CTX *ctx)
{
	char *path = talloc_asprintf(ctx, "%s/helpline.db-wal",
	    line->people->dir);
	FILE *file = fopen(path, "re");
	long n = -1;

	if (file != NULL && fseek(file, 0, SEEK_END) == 0)
		n = ftell(file);
	if (file != NULL)
		fclose(file);
	return talloc_asprintf(ctx, "%ld", n);
}

static void
nothing_is_written(void **state)
{
	static const char *const whole[] = { "", "3", "3", "1", "1", "3", "1",
		"1", "4826", "1", "1", "2", "8", "Some Company",
		"They keep my passport", "8" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct walk walk = { 0 };
	struct rehearsed r;
	const char *before;

	(void)state;
	/* The facts of the file are put in by calls, not here. */
	before = octets_of_store(ctx);
	for (size_t i = 0; i < COUNT(whole); i++) {
		walk.key[walk.n++] = whole[i];
		r = try(ctx, &walk);
	}
	assert_string_equal(octets_of_store(ctx), before);
	assert_true(r.acts_n > 3);
	talloc_free(ctx);
}

/* ---- what would be sealed ---- */

static const char *
item_of(const struct rehearsed *r, const char *item)
{
	for (size_t i = 0; i < r->acts_n; i++)
		if (strcmp(r->act[i].item, item) == 0)
			return r->act[i].value;
	return NULL;
}

static void
what_would_be_sealed_is_told_and_her_digits_are_not(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct walk walk = { .key = { "", "4", "9", "1" }, .n = 4 };
	struct rehearsed r = try(ctx, &walk);

	(void)state;
	assert_non_null(item_of(&r, "call"));
	walk = (struct walk){ .key = { "hello my good friends" }, .n = 1,
	    .sms = true };
	r = try(ctx, &walk);
	assert_string_equal(item_of(&r, "words"), "hello my good friends");
	assert_true(r.parts == 1 && r.limit > 0 && r.units <= r.limit);
	for (size_t i = 0; i < r.acts_n; i++)
		assert_null(strstr(r.act[i].value, "4826"));
	talloc_free(ctx);
}

static void
pages_fit_the_limits_that_are_asked_for(void **state)
{
	static const struct { unsigned septets, units; } limits[] = {
		{ 160, 70 }, { 182, 80 }, { 0, 0 } };
	static const char *const key[] = { "", "1", "8", "0", "00", "2" };

	(void)state;
	for (size_t i = 0; i < COUNT(limits); i++)
		for (int language = 0; language < LOCALES; language++) {
			TALLOC_CTX *ctx = talloc_new(NULL);
			const struct rehearsal_ask ask = {
			    .now = PEOPLE_NOW, .language = language,
			    .septets = limits[i].septets,
			    .units = limits[i].units,
			    .key = key, .n = COUNT(key) };
			struct rehearsed r;

			assert_int_equal(rehearse(rehearsal, ctx, &ask, &r),
			    0);
			assert_true(r.units <= r.limit);
			if (limits[i].septets > 0)
				assert_int_equal(r.limit, r.gsm7 ?
				    limits[i].septets : limits[i].units);
			talloc_free(ctx);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_pressed_the_pages_are_the_same),
		cmocka_unit_test(nothing_is_written),
		cmocka_unit_test(
		    what_would_be_sealed_is_told_and_her_digits_are_not),
		cmocka_unit_test(pages_fit_the_limits_that_are_asked_for),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
