#include "menus/names.h"

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"

enum { VALUES_MAX = 400, SPELLINGS_MAX = 40, SPELLING_MAX = 96 };

struct reading { struct names *names; struct spelled *spelled; };

static void
read_spelling(struct reading *r, const struct value *value,
    struct faults *faults)
{
	const char *text = value_text(value);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0 || n > SPELLING_MAX)
		faults_add(faults, value_file(value), value_line(value),
		    "%s: a spelling is a text of 1 to %d octets",
		    r->spelled->value, SPELLING_MAX);
	else
		r->spelled->spelling[r->spelled->n++] =
		    talloc_strdup(r->names, text);
}

static void
read_value(struct reading *r, const struct value *value,
    struct faults *faults)
{
	size_t n = value_count(value);

	if (value_kind(value) != VALUE_LIST || n == 0 || n > SPELLINGS_MAX) {
		faults_add(faults, value_file(value), value_line(value),
		    "%s needs a list of 1 to %d spellings",
		    r->spelled->value, SPELLINGS_MAX);
		return;
	}
	r->spelled->spelling = talloc_zero_array(r->names, const char *,
	    (unsigned)n);
	for (size_t i = 0; i < n; i++)
		read_spelling(r, value_at(value, i), faults);
}

static int
read_names(const struct value *value, void *into, struct faults *faults)
{
	struct reading *r = into;
	size_t before = faults_count(faults), n = value_count(value);

	if (value_kind(value) != VALUE_MAP || n > VALUES_MAX) {
		faults_add(faults, value_file(value), value_line(value),
		    "names must be a map of at most %d values", VALUES_MAX);
		return -EINVAL;
	}
	r->names->all = talloc_zero_array(r->names, struct spelled,
	    (unsigned)n);
	r->names->n = n;
	for (size_t i = 0; i < n; i++) {
		r->spelled = &r->names->all[i];
		r->spelled->value = talloc_strdup(r->names,
		    value_key(value, i));
		read_value(r, value_at(value, i), faults);
	}
	return faults_count(faults) > before ? -EINVAL : 0;
}

static const struct field file_fields[] = {
	{ "names", true, read_names },
	{ 0 }
};

int
names_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct names **out)
{
	struct names *names = talloc_zero(parent, struct names);
	struct reading r = { .names = names };
	int rc = fields_read(document_root(document), file_fields, &r, faults);

	if (rc == 0)
		*out = names;
	else
		talloc_free(names);
	return rc;
}

int
names_embedded(TALLOC_CTX *parent, struct faults *faults, struct names **out)
{
	struct document *document;
	int rc;

	rc = document_parse(NULL, "menus/names.yaml", menus_names,
	    menus_names_n, faults, &document);
	if (rc != 0)
		return rc;
	rc = names_build(parent, document, faults, out);
	talloc_free(document);
	return rc;
}

const struct spelled *
names_of(const struct names *names, const char *value)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->all[i].value, value) == 0)
			return &names->all[i];
	return NULL;
}
