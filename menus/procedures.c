#include "menus/procedures.h"

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"

enum { STEPS_MAX = 100, WORDS_MAX = 40, NAME_OCTETS = 31, SAYS_MAX = 300,
	COUNT_MAX = 366 };

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

struct reading {
	TALLOC_CTX *ctx;
	struct procedure *step;
	struct chase *chase;
};

static int
fault(const struct value *value, struct faults *faults, const char *what)
{
	faults_add(faults, value_file(value), value_line(value), "%s %s",
	    value_name(value), what);
	return -EINVAL;
}

static int
read_name(const struct value *value, struct reading *r,
    struct faults *faults, const char **out)
{
	const char *text = value_text(value);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0 || n > NAME_OCTETS || strspn(text, letters) != n)
		return fault(value, faults, "must be a name of a-z, 0-9 "
		    "and _");
	*out = talloc_strdup(r->ctx, text);
	return 0;
}

static int
read_names(const struct value *value, struct reading *r,
    struct faults *faults, const char ***out)
{
	size_t n = value_count(value);
	const char **all;
	int rc = 0;

	if (value_kind(value) != VALUE_LIST || n == 0 || n > WORDS_MAX)
		return fault(value, faults, "must be a list of names");
	all = talloc_zero_array(r->ctx, const char *, (unsigned)n + 1);
	for (size_t i = 0; i < n; i++)
		rc |= read_name(value_at(value, i), r, faults, &all[i]);
	*out = all;
	return rc;
}

static int
read_step(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_name(value, r, faults, &r->step->step);
}

static int
read_states(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_names(value, r, faults, &r->step->states);
}

static int
read_categories(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_names(value, r, faults, &r->step->categories);
}

static int
read_urgent(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	r->step->has_urgent = true;
	return value_flag(value, faults, &r->step->urgent);
}

static int
read_partner(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_name(value, r, faults, &r->chase->partner);
}

static int
read_working_days(const struct value *value, void *into,
    struct faults *faults)
{
	struct reading *r = into;

	return value_number(value, 1, COUNT_MAX, faults, r->step != NULL ?
	    &r->step->working_days : &r->chase->working_days);
}

static int
read_hours(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return value_number(value, 1, COUNT_MAX * 24, faults,
	    r->step != NULL ? &r->step->hours : &r->chase->hours);
}

static int
read_calendar(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_name(value, r, faults, r->step != NULL ?
	    &r->step->calendar : &r->chase->calendar);
}

static int
read_words(const struct value *value, struct reading *r,
    struct faults *faults, int language)
{
	const char *text = value_text(value);

	if (text == NULL || text[0] == '\0' || strlen(text) > SAYS_MAX)
		return fault(value, faults, "must be a text of at most 300 "
		    "octets");
	r->step->says[language] = talloc_strdup(r->ctx, text);
	return 0;
}

static int
read_km(const struct value *value, void *into, struct faults *faults)
{
	return read_words(value, into, faults, 0);
}

static int
read_th(const struct value *value, void *into, struct faults *faults)
{
	return read_words(value, into, faults, 1);
}

static int
read_en(const struct value *value, void *into, struct faults *faults)
{
	return read_words(value, into, faults, 2);
}

static const struct field says_fields[] = {
	{ "km", true, read_km },
	{ "th", true, read_th },
	{ "en", true, read_en },
	{ 0 }
};

static int
read_says(const struct value *value, void *into, struct faults *faults)
{
	return fields_read(value, says_fields, into, faults);
}

static const struct field step_fields[] = {
	{ "step", true, read_step },
	{ "states", true, read_states },
	{ "categories", false, read_categories },
	{ "urgent", false, read_urgent },
	{ "working_days", false, read_working_days },
	{ "hours", false, read_hours },
	{ "calendar", false, read_calendar },
	{ "says", true, read_says },
	{ 0 }
};
static const struct field chase_fields[] = {
	{ "partner", true, read_partner },
	{ "working_days", false, read_working_days },
	{ "hours", false, read_hours },
	{ "calendar", false, read_calendar },
	{ 0 }
};

/* One of the two, and only working days have a calendar. */
static int
check_count(const struct value *value, long days, long hours,
    const char *calendar, struct faults *faults)
{
	if ((days == 0) == (hours == 0))
		return fault(value, faults, "need working_days or hours, and "
		    "not both");
	if ((days == 0) != (calendar == NULL))
		return fault(value, faults, days == 0 ? "count hours: these "
		    "run day and night and have no calendar" :
		    "count working_days: a calendar is needed");
	return 0;
}

static int
read_one_step(struct reading *r, const struct value *value,
    struct faults *faults)
{
	struct procedure *step = r->step;

	step->line = value_line(value);
	if (fields_read(value, step_fields, r, faults) != 0)
		return -EINVAL;
	return check_count(value, step->working_days, step->hours,
	    step->calendar, faults);
}

static int
read_one_chase(struct reading *r, const struct value *value,
    struct faults *faults)
{
	struct chase *chase = r->chase;

	chase->line = value_line(value);
	if (fields_read(value, chase_fields, r, faults) != 0)
		return -EINVAL;
	return check_count(value, chase->working_days, chase->hours,
	    chase->calendar, faults);
}

static bool
is_list(const struct value *value, struct faults *faults)
{
	size_t n = value_count(value);

	if (value_kind(value) == VALUE_LIST && n > 0 && n <= STEPS_MAX)
		return true;
	(void)fault(value, faults, "must be a list of 1 to 100");
	return false;
}

static int
read_steps(const struct value *value, void *into, struct faults *faults)
{
	struct procedures *all = into;
	struct reading r = { .ctx = all };
	int rc = 0;

	if (!is_list(value, faults))
		return -EINVAL;
	all->steps_n = value_count(value);
	all->step = talloc_zero_array(all, struct procedure,
	    (unsigned)all->steps_n);
	for (size_t i = 0; i < all->steps_n; i++) {
		r.step = &all->step[i];
		rc |= read_one_step(&r, value_at(value, i), faults);
	}
	return rc;
}

static int
read_chases(const struct value *value, void *into, struct faults *faults)
{
	struct procedures *all = into;
	struct reading r = { .ctx = all };
	int rc = 0;

	if (!is_list(value, faults))
		return -EINVAL;
	all->chases_n = value_count(value);
	all->chase = talloc_zero_array(all, struct chase,
	    (unsigned)all->chases_n);
	for (size_t i = 0; i < all->chases_n; i++) {
		r.chase = &all->chase[i];
		rc |= read_one_chase(&r, value_at(value, i), faults);
	}
	return rc;
}

static const struct field file_fields[] = {
	{ "steps", true, read_steps },
	{ "chase", true, read_chases },
	{ 0 }
};

int
procedures_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct procedures **out)
{
	struct procedures *all = talloc_zero(parent, struct procedures);
	int rc = fields_read(document_root(document), file_fields, all,
	    faults);

	if (rc == 0)
		*out = all;
	else
		talloc_free(all);
	return rc;
}

int
procedures_embedded(TALLOC_CTX *parent, struct faults *faults,
    struct procedures **out)
{
	struct document *document;
	int rc = document_parse(NULL, "menus/procedures.yaml",
	    menus_procedures, menus_procedures_n, faults, &document);

	if (rc != 0)
		return rc;
	rc = procedures_build(parent, document, faults, out);
	talloc_free(document);
	return rc;
}
