/*
 * desk_fill.c - a store as a desk has it, for tests/bench/desk.py.
 *
 *	desk_fill words DIR CASES ITEMS	cases of centre 1, each with so many
 *					sealed items of words
 *	desk_fill list DIR ROUNDS	times of the store's lists, as JSON
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/cases.h"
#include "store/worklist.h"
#include "tests/bench/figures.h"
#include "tests/bench/place.h"

enum { BATCH = 200, ROUNDS_MAX = 100000 };

/* About as long as what callers write. */
static const char *const words[] = {
	"គេមិនបើកប្រាក់ខែឲ្យខ្ញុំបីខែហើយ ហើយថៅកែរក្សាលិខិតឆ្លងដែនរបស់ខ្ញុំ។ "
	"ខ្ញុំចង់ត្រឡប់ទៅផ្ទះវិញ តែគ្មានលុយ។",
	"นายจ้างไม่จ่ายค่าแรงสามเดือน และยึดหนังสือเดินทางไว้ ฉันอยากกลับบ้าน",
	"They keep my passport and pay half of what was promised. There are "
	"four of us here, nobody may leave the house.",
	"The broker took 500 dollars in May and there is no job.",
};
enum { WORDS = sizeof(words) / sizeof(*words) };

static int
add_case(struct store *store, unsigned n, unsigned items)
{
	const struct case_new new = { .centre = 1, .state = CASE_NEW,
		.category = "wages", .channel = 0, .language = 0,
		.now = time(NULL) - n % 3000 * 3600 };
	struct matter matter;
	int rc = case_open(store, &new, &matter);

	for (unsigned i = 0; rc == 0 && i < items; i++)
		rc = case_add(store, &matter.id, i % 3 == 0 ? "words" :
		    "note", words[(n + i) % WORDS], new.now);
	return rc;
}

static void
fill(const char *dir, unsigned cases, unsigned items)
{
	struct store *store = place_open(dir);
	int rc = 0;

	for (unsigned i = 0; i < cases && rc == 0; i++) {
		if (i % BATCH == 0)
			rc = store_begin(store);
		if (rc == 0)
			rc = add_case(store, i, items);
		if (rc == 0 && (i % BATCH == BATCH - 1 || i + 1 == cases))
			rc = store_commit(store);
	}
	if (rc != 0 || store_checkpoint(store) != 0)
		die("%s", store_why(store));
	talloc_free(store);
}

static bool
fits_nothing(void *arg, const struct matter *matter)
{
	(void)arg;
	return matter->destination[0] == '?';
}

/* The first page of a list, or one of which a filter lets nothing through. */
static void
measure(struct store *store, enum worklist list, bool narrowed, size_t rounds)
{
	static uint64_t times[ROUNDS_MAX];
	const struct member member = { .id = 1, .centre = 1, .name = "" };
	const struct worklist_ask ask = { .list = list, .member = &member,
		.now = time(NULL), .max = 50,
		.fits = narrowed ? fits_nothing : NULL };
	struct worklist_page *page;
	struct figures f = { 0 };
	size_t found = 0;
	uint64_t from;

	for (size_t i = 0; i < rounds; i++) {
		from = now_ns();
		if (worklist_load(store, NULL, &ask, &page) != 0)
			die("%s", store_why(store));
		times[i] = now_ns() - from;
		found = page->n;
		talloc_free(page);
	}
	figures_times(&f, times, rounds);
	printf("{\"list\": \"%s\", \"narrowed\": %s, \"rows\": %zu, "
	    "\"p50_us\": %.1f, \"p99_us\": %.1f}\n", worklist_names[list],
	    narrowed ? "true" : "false", found, f.p50_us, f.p99_us);
}

static void
list(const char *dir, size_t rounds)
{
	struct store *store = place_open(dir);

	for (int i = 0; i < LISTS; i++)
		measure(store, (enum worklist)i, false, rounds);
	measure(store, LIST_CENTRE, true, rounds);
	talloc_free(store);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	if (argc == 5 && strcmp(argv[1], "words") == 0)
		fill(argv[2], (unsigned)n,
		    (unsigned)strtoul(argv[4], NULL, 10));
	else if (argc == 4 && strcmp(argv[1], "list") == 0 && n > 0 &&
	    n <= ROUNDS_MAX)
		list(argv[2], n);
	else
		die("desk_fill words DIR CASES ITEMS | list DIR ROUNDS");
	return 0;
}
