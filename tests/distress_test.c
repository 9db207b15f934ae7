/*
 * Sentences of people in trouble, in four languages (tests/distress): none is
 * taken for the name of a company, each is in the queue, sealed and unsorted,
 * and what comes back is a page that anyone may see.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/danger.h"
#include "locales/clean.h"
#include "store/agencies.h"
#include "store/reading.h"
#include "tests/line.h"

enum { SENTENCES_MAX = 400, LINE_MAX_OCTETS = 4096 };

static const char *const languages[LOCALES] = {
	[LOCALE_KM] = "km", [LOCALE_KM_LATN] = "km_Latn", [LOCALE_TH] = "th",
	[LOCALE_EN] = "en",
};

struct sentences { size_t n; char *at[SENTENCES_MAX]; };

static struct sentences *
read_sentences(TALLOC_CTX *ctx, enum locale locale)
{
	const char *top = getenv("srcdir");
	char *path = talloc_asprintf(ctx, "%s/tests/distress/%s.txt",
	    top != NULL ? top : ".", languages[locale]);
	struct sentences *s = talloc_zero(ctx, struct sentences);
	FILE *file = fopen(path, "re");
	char line[LINE_MAX_OCTETS];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		assert_true(s->n < SENTENCES_MAX && line[0] != '\0');
		s->at[s->n++] = talloc_strdup(s, line);
	}
	fclose(file);
	return s;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
there_are_a_thousand_and_no_two_are_alike(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	size_t all = 0;

	(void)state;
	for (int l = 0; l < LOCALES; l++) {
		struct sentences *s = read_sentences(ctx, (enum locale)l);

		assert_true(s->n >= 250);
		all += s->n;
		qsort(s->at, s->n, sizeof(*s->at), compare);
		for (size_t i = 1; i < s->n; i++)
			assert_string_not_equal(s->at[i - 1], s->at[i]);
	}
	assert_true(all >= 1000);
	talloc_free(ctx);
}

/* What is in the queue: the newest case's reference, and how many there are. */
struct queue { size_t n; struct matter last; struct line *line; };

static bool
see_case(void *arg, const struct matter *matter)
{
	struct queue *queue = arg;

	queue->n++;
	queue->last = *matter;
	assert_string_equal(matter->category, "unsorted");
	assert_int_equal(matter->state, CASE_NEW);
	assert_int_equal(matter->centre, queue->line->people->intake);
	return true;
}

static struct queue
queue_of(struct line *line)
{
	struct queue queue = { .line = line };

	assert_int_equal(cases_each(line->people->store, 0, true, see_case,
	    &queue), 0);
	return queue;
}

/* Pages that say nothing of what she wrote. */
static void
assert_neutral(struct line *line, const char *number, const char *said,
    const char *page)
{
	const char *node = line_node(line, number);

	if (strcmp(node, "start") != 0 && strcmp(node, "language") != 0)
		fail_msg("\"%s\": she is at %s\n%s", said, node, page);
	if (page[0] == '\0' || danger_in(line->house->danger, page) != NULL ||
	    strstr(page, said) != NULL)
		fail_msg("\"%s\": %s", said, page);
}

/* Each from a number of its own, as a first text or at the start page. */
static void
write_all(struct line *line, const struct sentences *s, enum locale locale,
    bool first)
{
	char number[40];

	for (size_t i = 0; i < s->n; i++) {
		const char *page;

		snprintf(number, sizeof(number), "+8551%d%d%05zu",
		    first ? 0 : 1, (int)locale, i);
		if (!first) {
			line_sms(line, number, "menu");
			line_sms(line, number, (const char *[]){ "1", "2",
			    "3", "4" }[locale]);
		}
		page = line_sms(line, number, s->at[i]);
		assert_neutral(line, number, s->at[i], page);
	}
}

struct hunt { struct line *line; struct login *login; char **left; size_t n; };

/* The words of a case, opened with the key of its centre, are crossed off. */
static bool
cross_off(void *arg, const struct matter *matter)
{
	struct hunt *hunt = arg;
	struct reading *reading = NULL;
	char **found;

	assert_int_equal(case_read(hunt->line->people->store, hunt->line,
	    matter->ref, hunt->login, matter->changed_at, &reading), 0);
	for (size_t i = 0; i < reading->n; i++) {
		const char *text = reading->entry[i].text;

		if (strcmp(reading->entry[i].kind, "words") != 0)
			continue;
		found = bsearch(&text, hunt->left, hunt->n,
		    sizeof(*hunt->left), compare);
		assert_non_null(found);
		/* Keep the order: mark it behind its text. */
		(*found)[strlen(*found) + 1] = 'x';
	}
	talloc_free(reading);
	return true;
}

static char *
markable(TALLOC_CTX *ctx, const char *text)
{
	size_t n = strlen(text);
	char *copy = talloc_zero_size(ctx, n + 2);

	memcpy(copy, text, n);
	return copy;
}

static void
assert_all_kept(struct line *line, struct login *login,
    const struct sentences *s)
{
	struct hunt hunt = { .line = line, .login = login, .n = s->n,
	    .left = talloc_array(line, char *, (unsigned)s->n) };

	for (size_t i = 0; i < s->n; i++)
		hunt.left[i] = markable(hunt.left, text_clean(hunt.left,
		    s->at[i], strlen(s->at[i]), CODING_GSM7, NULL));
	qsort(hunt.left, hunt.n, sizeof(*hunt.left), compare);
	assert_int_equal(cases_each(line->people->store, 0, true, cross_off,
	    &hunt), 0);
	for (size_t i = 0; i < hunt.n; i++)
		if (hunt.left[i][strlen(hunt.left[i]) + 1] != 'x')
			fail_msg("not in the queue: %s", hunt.left[i]);
	talloc_free(hunt.left);
}

/* What people write in need may be near a company's name, or in it. */
static const char *const companies[] = {
	"Help Manpower Co., Ltd.", "SOS International Recruitment",
	"Home Manpower (Cambodia)", "Want Home Service", "Boss Human Resource",
	"Sea Star Fishing", "Golden Boat Employment", "Captain Manpower",
	"Passport Express Service", "My Family Care", "Debt Free Overseas",
	"Please Do Manpower", "Hungry Lion Employment", "Brother & Sister HR",
	"No Pay No Gain Recruitment", "Chuoy Phong Manpower",
	"Juoy Khmer Service", "Khnhom Srok Overseas", "Thaoke Labour Supply",
	"Sok Sovann Manpower", "Srey Pov International", "Phteah Khmer Group",
	"Ot Luy Manpower", "Slab Prak Trading", "Kon Khmer Employment",
	"Siem Cambodia Labour", "Best Job Agency", "Korea Dream Recruitment",
	"Malaysia Maid Service", "Bangkok Direct Employment",
};
static const char *const companies_km[] = {
	"ក្រុមហ៊ុន ជួយផង", "ផ្ទះខ្មែរ", "ក្រុមហ៊ុន ថៅកែ", "ទូកមាស", "ស្រុកយើង",
};

static void
load_companies(struct line *line)
{
	enum { LATIN = sizeof(companies) / sizeof(*companies),
		KHMER = sizeof(companies_km) / sizeof(*companies_km) };
	struct agency *agency = talloc_zero_array(line, struct agency, LATIN);

	for (size_t i = 0; i < LATIN; i++) {
		agency[i].licence = talloc_asprintf(agency, "KH-%04zu", i);
		agency[i].name = companies[i];
		agency[i].name_km = i < KHMER ? companies_km[i] : "";
	}
	assert_int_equal(agencies_replace(line->people->store, agency, LATIN,
	    PEOPLE_NOW / 86400, "made up", "test", PEOPLE_NOW), 0);
	talloc_free(agency);
}

static void
a_company_asked_for_by_its_name_is_found(void **state)
{
	struct line *line = line_open();

	(void)state;
	load_companies(line);
	line_sms(line, "+85512700001", "Sok Sovann Manpower");
	assert_int_equal(queue_of(line).n, 0);
	line_sms(line, "+85512700002", "CHECK Help Manpower");
	assert_int_equal(queue_of(line).n, 0);
	talloc_free(line);
}

static void
hold(enum locale locale, bool first)
{
	struct line *line = line_open();
	struct login *login = people_log_in(line->people, "sophea",
	    line->people->intake, line->people->intake_key);
	struct sentences *s = read_sentences(line, locale);

	load_companies(line);
	write_all(line, s, locale, first);
	assert_int_equal(queue_of(line).n, s->n);
	assert_all_kept(line, login, s);
	talloc_free(line);
}

static void
as_a_first_text_each_is_in_the_queue(void **state)
{
	(void)state;
	for (int l = 0; l < LOCALES; l++)
		hold((enum locale)l, true);
}

static void
at_the_start_page_each_is_in_the_queue(void **state)
{
	(void)state;
	for (int l = 0; l < LOCALES; l++)
		hold((enum locale)l, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_a_thousand_and_no_two_are_alike),
		cmocka_unit_test(a_company_asked_for_by_its_name_is_found),
		cmocka_unit_test(as_a_first_text_each_is_in_the_queue),
		cmocka_unit_test(at_the_start_page_each_is_in_the_queue),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
