#include "menus/facts.h"

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"

enum { ID_MAX = 63, FACTS_MAX = 2000, DAYS_MAX = 3 * 366 };

static const char *const confidences[] = {
	[FACT_V2] = "V2", [FACT_S1] = "S1", [FACT_U] = "U", [FACT_NF] = "NF",
	[FACT_WITHDRAWN] = "withdrawn",
};

const char *
confidence_name(enum confidence confidence)
{
	return confidences[confidence];
}

int
confidence_find(const char *name, enum confidence *out)
{
	for (enum confidence c = FACT_V2; c <= FACT_WITHDRAWN; c++)
		if (strcmp(confidences[c], name) == 0) {
			*out = c;
			return 0;
		}
	return -EINVAL;
}

struct reading {
	struct facts *facts;
	struct fact *fact;
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static int
read_text(const struct value *value, struct reading *r, struct faults *faults,
    const char **out)
{
	if (value_text(value) != NULL) {
		*out = talloc_strdup(r->facts, value_text(value));
		return 0;
	}
	faults_add(faults, value_file(value), value_line(value),
	    "%s must be a text", value_name(value));
	return -EINVAL;
}

static int
read_date(const struct value *value, struct reading *r, struct faults *faults,
    const char **out)
{
	const char *day = value_text(value);

	/* A year of the Buddhist era would show a fact for centuries. */
	if (day != NULL && date_is_real(day) && strcmp(day, "2200") < 0)
		return read_text(value, r, faults, out);
	faults_add(faults, value_file(value), value_line(value),
	    "%s must be a day such as 2026-11-22", value_name(value));
	return -EINVAL;
}

static int
read_value(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->fact->value);
}

static int
read_source(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->fact->source);
}

static int
read_source_date(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->fact->source_date);
}

static int
read_checked_on(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_date(value, r, faults, &r->fact->checked_on);
}

static int
read_expires_on(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_date(value, r, faults, &r->fact->expires_on);
}

static int
read_confirmed_by(const struct value *value, void *into,
    struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->fact->confirmed_by);
}

static int
read_hours(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return read_text(value, r, faults, &r->fact->hours);
}

static int
read_confidence(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	const char *text = value_text(value);

	if (text != NULL && confidence_find(text, &r->fact->confidence) == 0)
		return 0;
	faults_add(faults, value_file(value), value_line(value),
	    "confidence must be V2, S1, U, NF or withdrawn");
	return -EINVAL;
}

static int
read_contact(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;

	return value_flag(value, faults, &r->fact->contact);
}

static const struct field fact_fields[] = {
	{ "value", true, read_value },
	{ "source", true, read_source },
	{ "source_date", true, read_source_date },
	{ "checked_on", true, read_checked_on },
	{ "expires_on", true, read_expires_on },
	{ "confidence", true, read_confidence },
	{ "confirmed_by", false, read_confirmed_by },
	{ "hours", false, read_hours },
	{ "contact", true, read_contact },
	{ 0 }
};

static bool
holds_control_or_brace(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f ||
		    *text == '{' || *text == '}')
			return true;
	return false;
}

void
fact_check(const struct fact *fact, const char *file, struct faults *faults)
{
	size_t n = strlen(fact->id);
	bool known = fact->confidence < FACT_NF;

	if (n == 0 || n > ID_MAX || strspn(fact->id, letters) != n)
		faults_add(faults, file, fact->line, "the id \"%s\" must be 1"
		    " to %d of a-z, 0-9 and _", fact->id, ID_MAX);
	if (known && fact->value[0] == '\0')
		faults_add(faults, file, fact->line,
		    "%s has no value; add it, or say NF", fact->id);
	if (holds_control_or_brace(fact->value))
		faults_add(faults, file, fact->line, "%s: a value is one line"
		    " without { and }", fact->id);
	if (known && fact->source[0] == '\0')
		faults_add(faults, file, fact->line,
		    "%s has no source; add it, or say NF", fact->id);
	if (strcmp(fact->expires_on, fact->checked_on) < 0)
		faults_add(faults, file, fact->line,
		    "%s expires before it was checked", fact->id);
	else if (fact_days_left(fact,
	    date_noon(fact->checked_on)) > DAYS_MAX)
		faults_add(faults, file, fact->line, "%s expires more than"
		    " 3 years after it was checked; nobody knows that long",
		    fact->id);
}

static int
read_facts(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	struct facts *facts = r->facts;
	size_t n = value_count(value);

	if (value_kind(value) != VALUE_MAP || n > FACTS_MAX) {
		faults_add(faults, value_file(value), value_line(value),
		    "facts must be a map of at most %d", FACTS_MAX);
		return -EINVAL;
	}
	facts->fact = talloc_zero_array(facts, struct fact, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		r->fact = &facts->fact[i];
		r->fact->id = talloc_strdup(facts, value_key(value, i));
		r->fact->line = value_key_line(value, i);
		if (fields_read(value_at(value, i), fact_fields, r,
		    faults) == 0)
			fact_check(r->fact, value_file(value), faults);
	}
	facts->n = n;
	return 0;
}

static const struct field file_fields[] = {
	{ "facts", true, read_facts },
	{ 0 }
};

int
facts_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct facts **out)
{
	struct facts *facts = talloc_zero(parent, struct facts);
	struct reading r = { .facts = facts };
	int rc = fields_read(document_root(document), file_fields, &r, faults);

	if (rc == 0)
		*out = facts;
	else
		talloc_free(facts);
	return rc;
}

int
facts_embedded(TALLOC_CTX *parent, struct faults *faults, struct facts **out)
{
	struct document *document;
	int rc;

	rc = document_parse(NULL, "menus/facts.yaml", menus_facts,
	    menus_facts_n, faults, &document);
	if (rc != 0)
		return rc;
	rc = facts_build(parent, document, faults, out);
	talloc_free(document);
	return rc;
}

const struct fact *
facts_find(const struct facts *facts, const char *id)
{
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts->fact[i].id, id) == 0)
			return &facts->fact[i];
	return NULL;
}
