/*
 * What a family is told: every answer in every language, within two parts by
 * SMS whatever the name, without a word that must not lie in an inbox, and
 * "on the list" of nobody who is not.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/calls/trial.h"
#include "gateway/licences/ledger.h"
#include "gateway/settings.h"
#include "menus/document.h"

enum { TODAY = 20784 };			/* 2026-11-27 */

static const char long_licence[] = "KH-LICENCE-0123456789-0123456789/2026-27";

/* As long as the register takes, and nothing but letters of two octets less
   or more: 200 octets of Latin, 66 letters of Khmer. */
static char long_name[AGENCY_TEXT_MAX + 1], long_khmer[AGENCY_TEXT_MAX + 1];

static struct agency_destination far[] = {
	{ "TH", 0, 0 }, { "MY", 0, 0 }, { "SA", 0, 0 }, { "AE", 0, 0 },
	{ "SG", 0, 0 }, { "HK", 0, 0 }, { "TW", 0, 0 }, { "QA", 0, 0 },
	{ "KW", 0, 0 }, { "BN", 0, 0 }, { "LA", 0, 0 }, { "MO", 0, 0 },
	{ "CN", 0, 0 }, { "VN", 0, 0 },
};
static struct agency_destination over[] = { { "TH", 0, TODAY - 1 } };

#define AGENCY(l, n, k, s, until, d, dn) { .licence = l, .name = n, \
	.name_km = k, .status = s, .valid_until = until, \
	.destinations_n = dn, .destinations = d, .head_office = { "KH-12", \
	"+855 23 123 456", "" } }
#define EACH(name, status, until, d, dn) \
	AGENCY("1-" name, name " Manpower Co., Ltd", "", status, until, d, dn)

static struct agency list[] = {
	EACH("Valida Lotus", AGENCY_VALID, TODAY, far, 14),
	EACH("Unsaida Lotus", AGENCY_VALID, TODAY + 9, NULL, 0),
	EACH("Overa Lotus", AGENCY_VALID, TODAY + 9, over, 1),
	EACH("Expira Lotus", AGENCY_VALID, TODAY - 1, far, 2),
	EACH("Suspenda Lotus", AGENCY_SUSPENDED, TODAY + 9, far, 2),
	EACH("Revoka Lotus", AGENCY_REVOKED, 0, far, 2),
	EACH("Delista Lotus", AGENCY_DELISTED, TODAY + 9, far, 2),
	AGENCY(long_licence, long_name, long_khmer, AGENCY_VALID, TODAY + 99,
	    far, 14),
	AGENCY("KH-LICENCE-0123456789-0123456789/2026-28", long_name,
	    long_khmer, AGENCY_SUSPENDED, TODAY + 99, far, 14),
	AGENCY("KH-LICENCE-0123456789-0123456789/2026-29", long_name,
	    long_khmer, AGENCY_VALID, TODAY + 99, far, 14),
	AGENCY("77", "Rescue Police Agency Co., Ltd",
	    "ភ្នាក់ងារប៉ូលិស", AGENCY_VALID, TODAY + 9, far, 1),
};
static struct agencies agencies = {
	.head = { .generation = 1, .as_of = TODAY - 1 },
	.n = sizeof(list) / sizeof(list[0]), .agency = list,
};

static struct house *house;
static struct settings *settings;
static TALLOC_CTX *ctx;

static int
open_house(void **state)
{
	struct faults *faults;

	(void)state;
	ctx = talloc_new(NULL);
	faults = faults_new(ctx);
	for (size_t i = 0; i < AGENCY_TEXT_MAX; i++)
		long_name[i] = i % 9 == 8 ? ' ' : (char)('a' + i * 7 % 26);
	for (size_t i = 0; i + 3 <= AGENCY_TEXT_MAX; i += 3)
		memcpy(long_khmer + i, i % 2 == 0 ? "ក" : "ា", 3);
	settings = settings_initial(ctx, "x");
	assert_int_equal(house_open(ctx, NULL, faults,
	    (time_t)TODAY * 86400 + 3600, &house), 0);
	ledger_use(house->ledger, &agencies);
	return 0;
}

static int
close_house(void **state)
{
	(void)state;
	talloc_free(ctx);
	return 0;
}

static const struct { const char *typed, *country, *said; } answers[] = {
	{ "Valida Lotus Manpower", "", "valid" },
	{ "valida lotus manpower thailand", "", "valid_for" },
	{ "valida lotus manpower", "TH", "valid_for" },
	{ "valida lotus manpower", "JP", "not_for" },
	{ "valida lotus manpower", "KR", "government" },
	{ "nobody has this name", "KR", "government" },
	{ "valida lotus manpower to korea", "", "government" },
	{ "unsaida lotus manpower", "", "unsaid" },
	{ "unsaida lotus manpower", "TH", "unsaid" },
	{ "overa lotus manpower", "", "unsaid" },
	{ "overa lotus manpower", "TH", "not_for" },
	{ "expira lotus manpower", "TH", "expired" },
	{ "suspenda lotus manpower", "", "suspended" },
	{ "revoka lotus manpower", "TH", "revoked" },
	{ "delista lotus manpower", "", "delisted" },
	{ "valido lotus", "", "which" },
	{ "lotus manpower thailand", "", "which" },
	{ "nobody has this name", "", "none" },
	{ "nobody has this name", "TH", "none" },
	{ "manpower co ltd", "", "vague" },
	{ "thailand", "", "vague" },
	{ long_licence, "", "valid" },
	{ long_licence, "SA", "valid_for" },
	{ long_licence, "JP", "not_for" },
	{ long_name, "", "which" },
	{ long_khmer, "", "which" },
	{ "KH-LICENCE-0123456789-0123456789/2026-28", "SA", "suspended" },
	{ "77", "TH", "valid_for" },
	{ "Rescue Police Agency", "TH", "valid_for" },
	{ "they locked me in a room", "", "people" },
	{ "my friend went with lotus three weeks ago and she does not answer",
	    "", "people" },
};

static void
check_page(const struct page *page, bool sms, const char *typed)
{
	unsigned most = sms ? page->coding == CODING_GSM7 ? 306 : 134 :
	    page->coding == CODING_GSM7 ? 160 : 70;

	if (page->units > most)
		fail_msg("\"%s\": %u units", typed, page->units);
	if (sms && danger_in(house->danger, page->text) != NULL)
		fail_msg("\"%s\": an SMS says \"%s\": %s", typed,
		    danger_in(house->danger, page->text), page->text);
	if (strchr(page->text, '{') != NULL)
		fail_msg("\"%s\": %s", typed, page->text);
}

static void
every_answer_in_every_language_fits_two_parts(void **state)
{
	struct trial trial;

	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		for (int l = 0; l < LOCALES * 2; l++) {
			bool sms = l % 2 == 0;

			trial = trial_of(ctx, house, settings,
			    answers[i].typed, answers[i].country,
			    (enum locale)(l / 2), sms);
			if (strcmp(trial.said, answers[i].said) != 0)
				fail_msg("\"%s\": %s", answers[i].typed,
				    trial.said);
			if (sms && strcmp(trial.said, "people") != 0 &&
			    (trial.pages->n != 1 || trial.parts > 2))
				fail_msg("\"%s\" in %s: %zu pages, %u parts",
				    answers[i].typed,
				    locale_name((enum locale)(l / 2)),
				    trial.pages->n, trial.parts);
			for (size_t k = 0; k < trial.pages->n; k++)
				check_page(&trial.pages->page[k], sms &&
				    strcmp(trial.said, "people") != 0,
				    answers[i].typed);
		}
}

static void
a_lost_licence_stands_first_among_those_to_choose(void **state)
{
	struct trial trial = trial_of(ctx, house, settings, "lotus manpower",
	    "", LOCALE_EN, true);

	(void)state;
	assert_int_equal(trial.n, 3);
	assert_true(trial.agency[0]->status >= AGENCY_SUSPENDED);
	assert_true(trial.agency[1]->status >= AGENCY_SUSPENDED);
	assert_int_equal(trial.agency[2]->status, AGENCY_VALID);
}

static void
no_current_list_says_neither_yes_nor_no(void **state)
{
	static const int64_t days[] = { 0, TODAY + 1, TODAY - 91, TODAY - 9999 };
	struct trial trial;
	struct agencies other = agencies;

	(void)state;
	for (size_t d = 0; d < sizeof(days) / sizeof(days[0]); d++) {
		other.head.as_of = days[d];
		ledger_use(house->ledger, &other);
		for (size_t i = 0; i < sizeof(answers) / sizeof(*answers);
		    i++) {
			trial = trial_of(ctx, house, settings,
			    answers[i].typed, answers[i].country, LOCALE_EN,
			    true);
			assert_true(strcmp(trial.said, "no_list") == 0 ||
			    strcmp(trial.said, "government") == 0 ||
			    strcmp(trial.said, "people") == 0);
		}
	}
	other = (struct agencies){ .head.as_of = TODAY };
	ledger_use(house->ledger, &other);
	trial = trial_of(ctx, house, settings, "valida lotus", "", LOCALE_EN,
	    true);
	assert_string_equal(trial.said, "no_list");
	ledger_use(house->ledger, &agencies);
}

static const struct { const char *text; bool alone; } bare[] = {
	{ "Valida Lotus Manpower", true },
	{ "valida lotus", true },
	{ "valida lotis thailand", true },
	{ "1-Valida Lotus", true },
	{ "Rescue Police Agency", false },	/* a word of danger */
	{ "lotus", false },
	{ "help me valida lotus", false },
	{ "valida lotus took my passport", false },
	{ "valida lotus?", false },
	{ "valida lotus valida lotus valida lotus valida", false },
	{ "manpower", false },
	{ "help", false },
	{ "ខ្ញុំចង់ទៅផ្ទះ", false },
	{ "ช่วยด้วย", false },
};

static void
a_name_alone_is_asked_for_only_where_nothing_else_fits(void **state)
{
	struct trial trial;

	(void)state;
	for (size_t i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
		trial = trial_of(ctx, house, settings, bare[i].text, "",
		    LOCALE_EN, true);
		if (trial.alone != bare[i].alone)
			fail_msg("\"%s\": %d", bare[i].text, trial.alone);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_in_every_language_fits_two_parts),
		cmocka_unit_test(
		    a_lost_licence_stands_first_among_those_to_choose),
		cmocka_unit_test(no_current_list_says_neither_yes_nor_no),
		cmocka_unit_test(
		    a_name_alone_is_asked_for_only_where_nothing_else_fits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_house, close_house);
}
