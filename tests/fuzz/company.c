/*
 * What someone types for a company's name.  An exact match has, folded by no
 * code of the index, the letters and digits of what the register calls that
 * company or its licence number; hits are different companies, those behind
 * the exact ones in the order of their cost; the same text finds the same; a
 * country at the end and a word for "check" leave a text that is not longer.
 */
#include "tests/fuzz/fuzz.h"

#include "gateway/licences/asked.h"
#include "gateway/licences/country.h"
#include "gateway/licences/index.h"
#include "locales/clean.h"
#include "locales/fold.h"
#include "menus/document.h"
#include "menus/names.h"

/* Invented; with what must be typed, in this order, for an exact match. */
static const struct called called[] = {
	{ "Sok Dara Metrey Manpower Co., Ltd", 0, BY_NAME },
	{ "ក្រុមហ៊ុន សុខ ដារា មេត្រី", 0, BY_NAME },
	{ "LV-007/2026", 0, BY_LICENCE },
	{ "Golden Lotus (Cambodia) Plc", 1, BY_NAME },
	{ "0045", 1, BY_LICENCE },
	{ "T & P", 2, BY_NAME },
	{ "Khmer Labour Supply", 3, BY_NAME },
	{ "บริษัท ดาวทองใหม่ จำกัด", 4, BY_NAME },
	{ "B.S.R.O. Manpower", 5, BY_NAME },
	{ "Golden Lotus Manpower", 6, BY_NAME },
};
static const char *const needed[] = {
	"sokdarametreymanpower", "សុខដារាមេត្រី", "72026",
	"goldenlotuscambodia", "45", "tandp", "khmerlaboursupply",
	"ดาวทองใหม่", "bsromanpower", "goldenlotusmanpower",
};
enum { CALLED = sizeof(called) / sizeof(called[0]) };

static struct index *names;
static struct countries *countries;

static void
open_once(void)
{
	struct faults *faults;
	struct names *places = NULL;

	if (names != NULL)
		return;
	names = index_build(NULL, called, CALLED);
	faults = faults_new(names);
	must(names_embedded(names, faults, &places) == 0);
	countries = countries_open(names, places);
}

/* Letters and digits of a folded text; "and" for &. */
static char *
bare(TALLOC_CTX *work, const char *text)
{
	char *key = text_key(work, text);
	char *out = talloc_strdup(work, "");

	for (const char *c = key; *c != '\0'; c++) {
		if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ||
		    (unsigned char)*c >= 0x80)
			out = talloc_asprintf_append(out, "%c", *c);
		else if (*c == '&')
			out = talloc_strdup_append(out, "and");
	}
	return out;
}

/* Is every letter of one in the other, in order? */
static bool
is_within(const char *part, const char *all)
{
	for (; *part != '\0' && *all != '\0'; all++)
		part += *part == *all;
	return *part == '\0';
}

static bool
is_called(TALLOC_CTX *work, unsigned agency, const char *typed)
{
	char *key = bare(work, typed);

	for (size_t i = 0; i < CALLED; i++)
		if (called[i].agency == agency &&
		    is_within(text_key(work, needed[i]), key))
			return true;
	return false;
}

static bool
is_same(const struct found *a, const struct found *b)
{
	bool same = a->exact == b->exact && a->bare == b->bare &&
	    a->vague == b->vague && a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = a->hit[i].agency == b->hit[i].agency &&
		    a->hit[i].cost == b->hit[i].cost &&
		    a->hit[i].near == b->hit[i].near &&
		    a->hit[i].whole == b->hit[i].whole;
	return same;
}

static void
hold_found(TALLOC_CTX *work, const char *text)
{
	struct found found, again;

	index_find(names, text, &found);
	index_find(names, text, &again);
	must(is_same(&found, &again));
	must(found.n <= HITS_MAX && found.exact <= found.n);
	for (size_t i = 0; i < found.n; i++) {
		must(found.hit[i].agency <= 6);
		for (size_t k = 0; k < i; k++)
			must(found.hit[k].agency != found.hit[i].agency);
		if (i < found.exact)
			must(is_called(work, found.hit[i].agency, text));
		if (i > found.exact)
			must(found.hit[i - 1].cost <= found.hit[i].cost);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	TALLOC_CTX *work = talloc_new(NULL);
	char *text = text_clean(work, at, n, CODING_GSM7, NULL), *rest;
	const char *name;
	size_t key_n = strlen(text_key(work, text));

	open_once();
	hold_found(work, text);
	if (country_at_end(work, countries, text, &rest) != NULL) {
		must(strlen(rest) < key_n);
		hold_found(work, rest);
	}
	name = asked_by_word(work, text, NULL, NULL);
	must(name == NULL || (name[0] != '\0' && strlen(name) < key_n));
	if (asked_may_be_name(text))
		must(text_units(text) <= 60 && asked_words(text) <= 6);
	talloc_free(work);
	return 0;
}
