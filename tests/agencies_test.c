#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "store/agencies.h"
#include "tests/people.h"

static int
setup(void **state)
{
	*state = people_empty();
	return 0;
}

static int
teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

/* An agency from the text forms of its fields; NULL leaves one empty. */
static struct agency
make(TALLOC_CTX *ctx, const char *const text[AGENCY_FIELDS])
{
	struct agency agency = { 0 };

	for (int f = 0; f < AGENCY_FIELDS; f++)
		assert_int_equal(agency_field_read(ctx, &agency,
		    (enum agency_field)f, text[f] != NULL ? text[f] : ""), 0);
	return agency;
}

static struct agency
simple(TALLOC_CTX *ctx, const char *licence, const char *name)
{
	const char *const text[AGENCY_FIELDS] = {
		[FIELD_LICENCE] = licence, [FIELD_NAME] = name,
		[FIELD_STATUS] = "valid",
	};

	return make(ctx, text);
}

static const char *const whole[AGENCY_FIELDS] = {
	"INVENTED 001/26", "Blue Lotus Sample", "គំរូ ផ្កាឈូក",
	"Lotus Sample; Blue Lotos", "BLS", "valid", "2027-03-31",
	"TH 2025-01-01..2027-03-31; MY; JP ..2026-12-31",
	"KH-12 | +855 23 000 001 | House 1", "KH-1 | 054 000 001; KH-17",
	"Sample One; Sample Two", "",
};

static void
replace(struct people *people, const struct agency *agency, size_t n)
{
	assert_int_equal(agencies_replace(people->store, agency, n,
	    day_of(2026, 1, 2), "a test", "dara", PEOPLE_NOW), 0);
}

static void
before_any_list_there_is_no_register(void **state)
{
	struct people *people = *state;
	struct agencies *all;
	int64_t generation = 9;

	assert_int_equal(agencies_load(people->store, people, &all), 0);
	assert_int_equal(all->head.generation, 0);
	assert_int_equal(all->n, 0);
	assert_int_equal(agencies_generation(people->store, &generation), 0);
	assert_int_equal(generation, 0);
}

static void
every_field_comes_back_as_it_went_in(void **state)
{
	struct people *people = *state;
	struct agency agency = make(people, whole);
	struct agencies *all;

	replace(people, &agency, 1);
	assert_int_equal(agencies_load(people->store, people, &all), 0);
	assert_int_equal(all->n, 1);
	assert_int_equal(all->head.as_of, day_of(2026, 1, 2));
	assert_string_equal(all->head.source, "a test");
	assert_int_equal(all->head.loaded_at, PEOPLE_NOW);
	for (int f = 0; f < FIELD_LAST_SEEN; f++)
		assert_string_equal(agency_field_text(all, &all->agency[0],
		    (enum agency_field)f), whole[f]);
	assert_int_equal(all->agency[0].last_seen, all->head.as_of);
	assert_int_equal(all->agency[0].destinations_n, 3);
	assert_int_equal(all->agency[0].branches_n, 2);
	assert_string_equal(all->agency[0].branches[1].province, "KH-17");
	assert_string_equal(all->agency[0].branches[1].phone, "");
}

static void
another_list_takes_the_place_of_the_first_whole(void **state)
{
	struct people *people = *state;
	struct agency first[] = { simple(people, "2", "Two"),
	    simple(people, "1", "One") };
	struct agency second = simple(people, "3", "Three");
	struct agencies *all;
	int64_t before, after;

	replace(people, first, 2);
	assert_int_equal(agencies_generation(people->store, &before), 0);
	replace(people, &second, 1);
	assert_int_equal(agencies_generation(people->store, &after), 0);
	assert_true(after > before);
	assert_int_equal(agencies_load(people->store, people, &all), 0);
	assert_int_equal(all->head.generation, after);
	assert_int_equal(all->n, 1);
	assert_string_equal(all->agency[0].name, "Three");
}

static void
a_list_with_one_licence_twice_changes_nothing(void **state)
{
	struct people *people = *state;
	struct agency good = simple(people, "1", "One");
	struct agency twice[] = { simple(people, "2", "Two"),
	    simple(people, "2", "Too") };
	struct agencies *all;

	replace(people, &good, 1);
	assert_int_equal(agencies_replace(people->store, twice, 2, 1, "x",
	    "dara", PEOPLE_NOW), -EINVAL);
	assert_int_equal(agencies_load(people->store, people, &all), 0);
	assert_int_equal(all->n, 1);
	assert_string_equal(all->agency[0].licence, "1");
}

static void
a_thousand_agencies_are_read_in_the_order_of_their_licences(void **state)
{
	struct people *people = *state;
	struct agency *many = talloc_array(people, struct agency, 1000);
	struct agencies *all;

	for (int i = 0; i < 1000; i++)
		many[i] = simple(many, talloc_asprintf(many, "%04d",
		    999 - i), "Sample");
	replace(people, many, 1000);
	assert_int_equal(agencies_load(people->store, people, &all), 0);
	assert_int_equal(all->n, 1000);
	for (size_t i = 1; i < all->n; i++)
		assert_true(strcmp(all->agency[i - 1].licence,
		    all->agency[i].licence) < 0);
}

static void
what_is_not_of_a_fields_form_is_refused(void **state)
{
	static const struct { enum agency_field field; const char *text; }
	bad[] = {
		{ FIELD_LICENCE, "" },
		{ FIELD_STATUS, "fine" },
		{ FIELD_STATUS, "" },
		{ FIELD_VALID_UNTIL, "2026-02-30" },
		{ FIELD_VALID_UNTIL, "2026-2-3" },
		{ FIELD_VALID_UNTIL, "2569-01-01" },
		{ FIELD_VALID_UNTIL, "2026-01-01x" },
		{ FIELD_ALIASES, "a;;b" },
		{ FIELD_ALIASES, ";" },
		{ FIELD_DESTINATIONS, "th" },
		{ FIELD_DESTINATIONS, "THA" },
		{ FIELD_DESTINATIONS, "TH 2026" },
		{ FIELD_DESTINATIONS, "TH 2026-05-01..2026-04-30" },
		{ FIELD_HEAD_OFFICE, "a|b|c|d" },
		{ FIELD_BRANCHES, "KH-1;" },
	};
	struct people *people = *state;
	struct agency agency = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(agency_field_read(people, &agency,
		    bad[i].field, bad[i].text), -EINVAL);
}

static void
what_is_too_long_is_refused(void **state)
{
	struct people *people = *state;
	struct agency agency = { 0 };
	char *text = talloc_zero_size(people, AGENCY_FIELD_MAX + 2);

	memset(text, 'x', AGENCY_TEXT_MAX + 1);
	assert_int_equal(agency_field_read(people, &agency, FIELD_NAME, text),
	    -EINVAL);
	assert_int_equal(agency_field_read(people, &agency, FIELD_ALIASES,
	    text), -EINVAL);
	assert_int_equal(agency_field_read(people, &agency, FIELD_LICENCE,
	    text), -EINVAL);
	text[AGENCY_TEXT_MAX] = '\0';
	assert_int_equal(agency_field_read(people, &agency, FIELD_NAME, text),
	    0);
	for (int i = 0; i <= AGENCY_FIELD_MAX; i++)
		text[i] = "a;"[i % 2];
	assert_int_equal(agency_field_read(people, &agency, FIELD_ALIASES,
	    text), -EINVAL);
}

static void
a_licence_past_its_last_day_is_expired_whatever_is_written(void **state)
{
	struct agency agency = { .valid_until = day_of(2026, 3, 31) };

	(void)state;
	assert_int_equal(agency_status_on(&agency, day_of(2026, 3, 31)),
	    AGENCY_VALID);
	assert_int_equal(agency_status_on(&agency, day_of(2026, 4, 1)),
	    AGENCY_EXPIRED);
	agency.status = AGENCY_SUSPENDED;
	assert_int_equal(agency_status_on(&agency, day_of(2026, 4, 1)),
	    AGENCY_SUSPENDED);
	agency = (struct agency){ .valid_until = DAY_NONE };
	assert_int_equal(agency_status_on(&agency, day_of(2099, 1, 1)),
	    AGENCY_VALID);
}

static void
a_destination_counts_only_within_its_span(void **state)
{
	struct people *people = *state;
	struct agency agency = make(people, whole);

	assert_int_equal(agency_serves(&agency, "TH", day_of(2025, 1, 1)),
	    SCOPE_YES);
	assert_int_equal(agency_serves(&agency, "TH", day_of(2024, 12, 31)),
	    SCOPE_NO);
	assert_int_equal(agency_serves(&agency, "MY", day_of(2090, 1, 1)),
	    SCOPE_YES);
	assert_int_equal(agency_serves(&agency, "JP", day_of(2027, 1, 1)),
	    SCOPE_NO);
	assert_int_equal(agency_serves(&agency, "KR", day_of(2026, 1, 1)),
	    SCOPE_NO);
	agency.destinations_n = 0;
	assert_int_equal(agency_serves(&agency, "KR", day_of(2026, 1, 1)),
	    SCOPE_UNSAID);
}

static void
days_are_those_of_the_calendar(void **state)
{
	char text[DAY_TEXT];
	int64_t day;

	(void)state;
	assert_int_equal(day_of(1971, 1, 1), 365);
	assert_int_equal(day_of(2024, 2, 29) + 1, day_of(2024, 3, 1));
	assert_int_equal(day_of(2026, 2, 29), DAY_NONE);
	assert_int_equal(day_of(2569, 1, 1), DAY_NONE);
	assert_int_equal(day_read("2026-03-01", &day), 0);
	assert_string_equal(day_text(day, text), "2026-03-01");
	assert_string_equal(day_text(DAY_NONE, text), "");
	/* 2026-01-05 18:00 UTC is the 6th in Phnom Penh. */
	assert_int_equal(day_at(1767636000), day_of(2026, 1, 6));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(before_any_list_there_is_no_register),
		T(every_field_comes_back_as_it_went_in),
		T(another_list_takes_the_place_of_the_first_whole),
		T(a_list_with_one_licence_twice_changes_nothing),
		T(a_thousand_agencies_are_read_in_the_order_of_their_licences),
		T(what_is_not_of_a_fields_form_is_refused),
		T(what_is_too_long_is_refused),
		T(a_licence_past_its_last_day_is_expired_whatever_is_written),
		T(a_destination_counts_only_within_its_span),
		T(days_are_those_of_the_calendar),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
