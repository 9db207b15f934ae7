#include "gateway/procedures.h"

#include <errno.h>
#include <string.h>

#include "gateway/log.h"
#include "menus/document.h"
#include "menus/facts.h"

const char *const partner_kinds[] = { "labour", "embassy", "police",
	"shelter", "legal", "health", "other", NULL };
static const char *const categories[] = { "paid", "papers", "wages", "job",
	"violence", "injury", "relative", "service", "other", "call",
	"unsorted", "urgent", NULL };
static const char *const calendars[] = { [DEADLINE_KH] = "kh",
	[DEADLINE_TH] = "th", [DEADLINE_BOTH] = "both",
	[DEADLINE_OFFICE] = "centre", [DEADLINE_PARTNER] = "partner", NULL };

/* Building the table, with the file that faults are told of. */
struct making {
	struct rules *rules;
	const char *file;
	struct faults *faults;
};

static int
find(const char *const *words, const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static void
strange(const struct making *m, int line, const char *what,
    const char *word)
{
	faults_add(m->faults, m->file, line, "%s \"%s\" is none", what, word);
}

static unsigned
states_of(const struct making *m, const struct procedure *step)
{
	enum case_state state;
	unsigned bits = 0;

	for (const char **name = step->states; *name != NULL; name++)
		if (case_state_find(*name, &state) != 0 ||
		    state == CASE_FINISHED)
			strange(m, step->line, "the state", *name);
		else
			bits |= 1u << state;
	return bits;
}

static void
check_categories(const struct making *m, const struct procedure *step)
{
	if (step->categories == NULL)
		return;
	for (const char **c = step->categories; *c != NULL; c++)
		if (find(categories, *c) < 0)
			strange(m, step->line, "the category", *c);
}

static enum deadline_calendar
calendar_of(const struct making *m, const char *name, bool partner, int line)
{
	int found = name != NULL ? find(calendars, name) : DEADLINE_OFFICE;

	if (found >= 0 && (partner || found != DEADLINE_PARTNER))
		return (enum deadline_calendar)found;
	strange(m, line, "the calendar", name);
	return DEADLINE_OFFICE;
}

static void
add_rules(const struct making *m)
{
	const struct procedures *all = m->rules->procedures;
	struct deadline_rule *rule = talloc_zero_array(m->rules,
	    struct deadline_rule, (unsigned)all->steps_n);

	for (size_t i = 0; i < all->steps_n; i++) {
		const struct procedure *step = &all->step[i];

		check_categories(m, step);
		rule[i] = (struct deadline_rule){
			.states = states_of(m, step),
			.has_urgent = step->has_urgent,
			.urgent = step->urgent,
			.categories = step->categories,
			.working_days = (int)step->working_days,
			.hours = (int)step->hours,
			.calendar = calendar_of(m, step->calendar, false,
			    step->line),
		};
	}
	m->rules->table.rule = rule;
	m->rules->table.rules_n = all->steps_n;
}

static void
add_chases(const struct making *m)
{
	const struct procedures *all = m->rules->procedures;
	struct deadline_chase *chase = talloc_zero_array(m->rules,
	    struct deadline_chase, (unsigned)all->chases_n);
	bool other = false;

	for (size_t i = 0; i < all->chases_n; i++) {
		const struct chase *one = &all->chase[i];

		if (find(partner_kinds, one->partner) < 0)
			strange(m, one->line, "the partner", one->partner);
		other = other || strcmp(one->partner, "other") == 0;
		chase[i] = (struct deadline_chase){ one->partner,
			(int)one->working_days, (int)one->hours,
			calendar_of(m, one->calendar, true, one->line) };
	}
	if (!other)
		faults_add(m->faults, m->file, all->chase[0].line,
		    "chase needs \"partner: other\", for every other kind");
	m->rules->table.chase = chase;
	m->rules->table.chases_n = all->chases_n;
}

static bool
has_rule(const struct deadline_table *table, int state, bool urgent)
{
	const struct deadline_rule *rule = table->rule;

	for (size_t i = 0; i < table->rules_n; i++, rule++)
		if ((rule->states >> state & 1) != 0 &&
		    rule->categories == NULL &&
		    (!rule->has_urgent || rule->urgent == urgent))
			return true;
	return false;
}

/* A case that no step fits would be due at once and for ever. */
static void
check_whole(const struct making *m)
{
	int line = m->rules->procedures->step[0].line;

	for (int i = 0; i < CASE_FINISHED * 2; i++)
		if (!has_rule(&m->rules->table, i / 2, i % 2 == 1))
			faults_add(m->faults, m->file, line, "no step is for "
			    "every case that is %s and %surgent",
			    case_state_name((enum case_state)(i / 2)),
			    i % 2 == 1 ? "" : "not ");
}

static struct deadline_holidays
holidays_of(const struct holiday_calendar *calendar)
{
	return (struct deadline_holidays){ calendar->fixed_n,
		calendar->days_n, calendar->fixed, calendar->day };
}

/* DIR's own; NULL where there is none. */
static int
load_own(TALLOC_CTX *ctx, const struct settings *settings, const char *name,
    struct faults *faults, struct document **out)
{
	int rc;

	*out = NULL;
	if (settings == NULL)
		return 0;
	rc = document_load(ctx, settings_path(ctx, settings, name), faults,
	    out);
	if (rc == -EIO)
		faults_add(faults, name, 0, "cannot be read");
	return rc == -ENOENT ? 0 : rc;
}

static int
load_procedures(struct making *m, const struct settings *settings)
{
	struct document *own;
	int rc = load_own(m->rules, settings, "procedures.yaml", m->faults,
	    &own);

	if (rc != 0)
		return rc;
	m->file = own != NULL ? document_name(own) : "menus/procedures.yaml";
	rc = own != NULL ? procedures_build(m->rules, own, m->faults,
	    &m->rules->procedures) : procedures_embedded(m->rules, m->faults,
	    &m->rules->procedures);
	if (rc != 0)
		return rc;
	add_rules(m);
	add_chases(m);
	check_whole(m);
	return 0;
}

static int
load_holidays(struct making *m, const struct settings *settings)
{
	struct rules *rules = m->rules;
	struct document *own;
	int rc = load_own(rules, settings, "holidays.yaml", m->faults, &own);

	if (rc != 0)
		return rc;
	rules->holidays_file = own != NULL ? document_name(own) :
	    "menus/holidays.yaml";
	rc = own != NULL ? holidays_build(rules, own, m->faults,
	    &rules->holidays) : holidays_embedded(rules, m->faults,
	    &rules->holidays);
	if (rc != 0)
		return rc;
	rules->table.kh = holidays_of(&rules->holidays->of[HOLIDAYS_KH]);
	rules->table.th = holidays_of(&rules->holidays->of[HOLIDAYS_TH]);
	return 0;
}

int
rules_open(TALLOC_CTX *ctx, const struct settings *settings,
    struct faults *faults, struct rules **out)
{
	struct rules *rules = talloc_zero(ctx, struct rules);
	struct making m = { .rules = rules, .faults = faults };
	size_t before = faults_count(faults);
	int rc = load_procedures(&m, settings);

	rc |= load_holidays(&m, settings);
	if (rc == 0 && faults_count(faults) == before) {
		*out = rules;
		return 0;
	}
	talloc_free(rules);
	return -EINVAL;
}

int
rules_follow(const struct settings *settings, struct store *store,
    struct rules **out)
{
	struct faults *faults = faults_new(NULL);
	int rc = rules_open(store, settings, faults, out);

	for (size_t i = 0; i < faults_count(faults); i++)
		log_line(LOG_ERR, "%s", faults_at(faults, i));
	talloc_free(faults);
	if (rc == 0)
		deadline_follow(store, &(*out)->table);
	return rc;
}

void
rules_missing(const struct rules *rules, time_t now, struct faults *faults)
{
	char today[DATE_TEXT];

	date_at(now, today);
	holidays_missing(rules->holidays, rules->holidays_file, today,
	    faults);
}
