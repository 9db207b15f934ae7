/* Somebody opens case after case: it is not refused, but who leads is told. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "store/browsing.h"
#include "store/reading.h"
#include "store/remark.h"
#include "tests/people.h"

static struct people *people;
enum { NOW = PEOPLE_NOW, HOUR = 3600 };

static int
make(void **state)
{
	(void)state;
	people = people_make();
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	return talloc_free(people);
}

static struct matter
open_one(void)
{
	struct case_new new = { .centre = people->poipet, .state = CASE_NEW,
	    .category = "wages", .number = "+85512345678", .now = NOW };
	struct matter matter;

	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(case_open(people->store, &new, &matter), 0);
	assert_int_equal(store_commit(people->store), 0);
	return matter;
}

/* n cases, each twice. */
static void
read_some(struct login *login, int n, int64_t at)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct reading *reading;
	struct matter matter;

	for (int i = 0; i < 2 * n; i++) {
		if (i % 2 == 0)
			matter = open_one();
		assert_int_equal(case_read(people->store, ctx, matter.ref,
		    login, at, &reading), 0);
	}
	talloc_free(ctx);
}

static size_t
told_of(const char *by)
{
	struct remarks *remarks;
	size_t n = 0;

	assert_int_equal(remarks_load(people->store, people, people->poipet,
	    50, &remarks), 0);
	for (size_t i = 0; i < remarks->n; i++)
		n += strcmp(remarks->remark[i].what, "browsing") == 0 &&
		    strcmp(remarks->remark[i].by, by) == 0;
	talloc_free(remarks);
	return n;
}

static void
the_31st_case_of_an_hour_is_told_once(void **state)
{
	struct login *vuthy = people_log_in(people, "vuthy", people->poipet,
	    people->poipet_key);

	(void)state;
	read_some(vuthy, BROWSING_AN_HOUR, NOW);
	assert_int_equal(told_of("vuthy"), 0);
	read_some(vuthy, 1, NOW);
	assert_int_equal(told_of("vuthy"), 1);
	read_some(vuthy, 40, NOW + 1);
	assert_int_equal(told_of("vuthy"), 1);
	read_some(vuthy, BROWSING_AN_HOUR, NOW + HOUR);
	assert_int_equal(told_of("vuthy"), 1);
	read_some(vuthy, 1, NOW + HOUR);
	assert_int_equal(told_of("vuthy"), 2);
}

static void
each_member_is_counted_alone(void **state)
{
	struct login *dara = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);

	(void)state;
	read_some(dara, BROWSING_AN_HOUR, NOW);
	assert_int_equal(told_of("dara"), 0);
	assert_int_equal(told_of("vuthy"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_31st_case_of_an_hour_is_told_once),
		cmocka_unit_test(each_member_is_counted_alone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, unmake);
}
