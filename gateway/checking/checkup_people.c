#include "gateway/checking/checkup.h"
#include "gateway/checking/checks.h"
#include "gateway/checking/footing.h"
#include "gateway/directory.h"
#include "gateway/facts_report.h"
#include "gateway/report.h"
#include "gateway/words/sending.h"
#include "locales/catalogue.h"
#include "menus/document.h"
#include "store/centre.h"
#include "store/roster.h"
#include "store/staff.h"

/* One ill or on leave must not mean that nobody can read. */
enum { STAFF_MIN = 2, REHEARSED_S = 366 * 86400 };

void
check_menus(struct checkup *checkup)
{
	struct checks checks = {
		.now = checkup->now,
		.errors = faults_new(checkup),
		.warnings = faults_new(checkup),
	};
	size_t n;

	if (checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be checked without "
		    "helpline.yaml");
		return;
	}
	checkup->house = directory_house(checkup, checkup->dir, checks.errors);
	checks.house = checkup->house;
	if (checks.house != NULL)
		checks_run(&checks);
	for (n = 0; n < faults_count(checks.errors); n++)
		checkup_find(checkup, FINDING_FAIL, "%s",
		    faults_at(checks.errors, n));
	n = faults_count(checks.warnings);
	if (n > 0)
		checkup_find(checkup, FINDING_WARN, "%zu warning%s; see: "
		    "helpline check --dir %s", n, n == 1 ? "" : "s",
		    checkup->dir);
}

/* Sixty days ahead there is time to telephone each of them. */
void
check_facts(struct checkup *checkup)
{
	size_t past, n;

	if (checkup->house == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be judged until "
		    "menus and store have no errors");
		return;
	}
	n = facts_due(checkup->house, &past);
	if (n > 0)
		checkup_find(checkup, FINDING_WARN, "%zu fact%s to check "
		    "again, %zu past the last day: helpline facts %s due", n,
		    n == 1 ? "" : "s", past, checkup->dir);
}

/* Each is told: due dates are the operator's promise to people. */
void
check_holidays(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);

	if (checkup->house == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be judged until "
		    "menus and store have no errors");
		return;
	}
	rules_missing(checkup->house->rules, checkup->now, faults);
	for (size_t i = 0; i < faults_count(faults); i++)
		checkup_find(checkup, FINDING_WARN, "%s; enter it "
		    "in %s/holidays.yaml, at first a copy of the program's, "
		    "whose head says how", faults_at(faults, i),
		    checkup->dir);
}

/* Whether callers can be answered in their language, or at all. */
void
check_words(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);
	struct sending sending;

	if (checkup->house == NULL || checkup->store == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be judged until "
		    "menus and store have no errors");
		return;
	}
	if (sending_look(checkup->house, checkup->store, checkup,
	    &sending) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
		return;
	}
	sending_tell(checkup->house, &sending, checkup->dir, faults);
	for (size_t i = 0; i < faults_count(faults); i++)
		checkup_find(checkup, sending.refused ? FINDING_FAIL :
		    FINDING_WARN, "%s", faults_at(faults, i));
}

/* Keys that somebody knows who should not, and paper that nobody tried. */
static void
check_key(struct checkup *checkup, const char *name,
    const struct footing *footing)
{
	if (footing->key_due != 0)
		checkup_find(checkup, FINDING_WARN, "somebody who left knows "
		    "the key of %s: helpline centre %s rekey \"%s\"", name,
		    checkup->dir, name);
	if (footing->changing)
		checkup_find(checkup, FINDING_WARN, "the key of %s is being "
		    "changed; it goes on when one of its members signs in, or "
		    "with: helpline centre %s rekey \"%s\"", name,
		    checkup->dir, name);
	if (footing->rehearsed_at < checkup->now - REHEARSED_S)
		checkup_find(checkup, FINDING_WARN, "the paper key of %s was "
		    "%s: helpline centre %s paper \"%s\"", name,
		    footing->rehearsed_at == 0 ? "never tried" :
		    "not tried for a year", checkup->dir, name);
}

/* What started goes on without; what has not is told why. */
static void
check_footing(struct checkup *checkup, const struct centre *centre)
{
	const char *name = centre->name[LOCALE_EN];
	struct footing footing;

	if (checkup->settings == NULL || checkup->settings->demo ||
	    footing_load(checkup->store, centre->id, &footing) != 0)
		return;
	if (footing.found < FOOTING_NEEDED)
		checkup_find(checkup, footing.started_at == 0 ? FINDING_FAIL :
		    FINDING_WARN, "%s stands on %u of three, two are needed%s; "
		    "it lacks:\n%s", name, footing.found,
		    footing.started_at == 0 ? ", and takes no cases yet" : "",
		    footing_lacks(checkup, checkup->dir, centre, &footing));
	else if (footing.started_at == 0)
		checkup_find(checkup, FINDING_WARN, "%s takes no cases yet: "
		    "helpline centre %s start \"%s\"", name, checkup->dir,
		    name);
	check_key(checkup, name, &footing);
}

static void
check_centre(struct checkup *checkup, const struct centres *centres,
    const struct centre *centre)
{
	const char *name = centre->name[LOCALE_EN];

	if (centre->active_staff < STAFF_MIN)
		checkup_find(checkup, FINDING_WARN, "%s has %u who can log "
		    "in; two are needed: helpline staff %s add NAME --centre "
		    "\"%s\"", name, centre->active_staff, checkup->dir, name);
	check_footing(checkup, centre);
	if (centre_stand_in(centres, centre) == NULL)
		checkup_find(checkup, FINDING_WARN, "%s has no stand-in: if "
		    "its staff and paper are lost, so are its cases: helpline "
		    "centre %s change \"%s\" --stand-in NAME", name,
		    checkup->dir, name);
}

/* A centre that has no roster does without; one that has keeps it. */
static void
check_roster(struct checkup *checkup, const struct centre *centre)
{
	struct roster *roster;
	int64_t begins, ends;

	if (roster_load(checkup->store, checkup, centre->id, &roster) != 0)
		return;
	if (roster->n > 0 && roster_gap(roster, ON_DUTY, checkup->now,
	    &begins, &ends))
		checkup_find(checkup, FINDING_WARN, "%s: nobody who can be "
		    "reached is on duty from %s to %s: helpline centre %s "
		    "duty \"%s\"", centre->name[LOCALE_EN],
		    time_local(checkup, begins), time_local(checkup, ends),
		    checkup->dir, centre->name[LOCALE_EN]);
	else if (roster->n == 0 && centre->intake)
		checkup_find(checkup, FINDING_WARN, "%s takes what is urgent "
		    "and has no roster: an administrator alone is told: "
		    "helpline centre %s duty \"%s\"",
		    centre->name[LOCALE_EN], checkup->dir,
		    centre->name[LOCALE_EN]);
}

static void
check_centres(struct checkup *checkup)
{
	struct centres *centres;
	bool able = false;

	if (centres_load(checkup->store, checkup, &centres) != 0) {
		checkup_find(checkup, FINDING_FAIL, "%s",
		    store_why(checkup->store));
		return;
	}
	for (size_t i = 0; i < centres->n; i++) {
		check_centre(checkup, centres, &centres->centre[i]);
		check_roster(checkup, &centres->centre[i]);
		able |= centres->centre[i].active_staff > 0;
	}
	if (centre_intake(centres) == NULL)
		checkup_find(checkup, FINDING_FAIL, "no office takes what "
		    "names none: helpline centre %s add", checkup->dir);
	if (!able)
		checkup_find(checkup, FINDING_FAIL, "nobody can log in, so "
		    "nobody reads what comes: helpline staff %s activate NAME",
		    checkup->dir);
}

static void
check_members(struct checkup *checkup)
{
	struct members *members;
	const struct member *member;

	if (staff_load(checkup->store, checkup, &members) != 0)
		return;
	for (size_t i = 0; i < members->n; i++) {
		member = &members->member[i];
		if (!member->active && !member->departed)
			checkup_find(checkup, FINDING_WARN, "%s has not set a "
			    "password yet: helpline staff %s activate %s",
			    member->name, checkup->dir, member->name);
	}
}

void
check_offices(struct checkup *checkup)
{
	if (checkup->store == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until the "
		    "store opens");
		return;
	}
	check_centres(checkup);
	check_members(checkup);
}

void
check_demo(struct checkup *checkup)
{
	if (checkup->settings == NULL)
		checkup_find(checkup, FINDING_WARN, "cannot be told without "
		    "helpline.yaml");
	else if (checkup->settings->demo)
		checkup_find(checkup, FINDING_WARN, "everything here is made "
		    "up and the passwords are known: put no real case in it");
}
