#include "menus/document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "menus/value.h"

struct reading {
	yaml_parser_t parser;
	const char *octets;
	struct document *document;
	struct faults *faults;
	unsigned depth;
};

static int
line_of(yaml_mark_t mark)
{
	return (int)mark.line + 1;
}

/* libyaml says line 1 to everything that is not UTF-8. */
static int
line_at_offset(const char *octets, size_t offset)
{
	int line = 1;

	for (size_t i = 0; i < offset; i++)
		line += octets[i] == '\n';
	return line;
}

static void
add_fault(struct reading *r, int line, const char *what)
{
	faults_add(r->faults, r->document->name, line, "%s", what);
}

static void
add_problem(struct reading *r)
{
	const yaml_parser_t *p = &r->parser;

	if (p->error == YAML_READER_ERROR)
		faults_add(r->faults, r->document->name,
		    line_at_offset(r->octets, p->problem_offset),
		    "not text: %s; save the file as UTF-8", p->problem);
	else
		faults_add(r->faults, r->document->name,
		    line_of(p->problem_mark),
		    "not YAML: %s; look at the indentation, quotes and"
		    " brackets here", p->problem);
}

static int
next_event(struct reading *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return 0;
	add_problem(r);
	return -EINVAL;
}

/* Escapes in quotes can write what the reader would have refused. */
static bool
is_clean(const yaml_char_t *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((text[i] < ' ' && text[i] != '\n' && text[i] != '\t') ||
		    text[i] == 0x7f)
			return false;
	return true;
}

static const char *
clean_text(struct reading *r, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;

	if (is_clean(event->data.scalar.value, event->data.scalar.length))
		return talloc_strdup(r->document, text);
	add_fault(r, line_of(event->start_mark),
	    "a control character; remove it");
	return "";
}

static void
refuse_marks(struct reading *r, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor != NULL || event->type == YAML_ALIAS_EVENT)
		add_fault(r, line_of(event->start_mark),
		    "& and * are not used here; write the value out");
	if (tag != NULL)
		add_fault(r, line_of(event->start_mark),
		    "! is not used here; remove it");
}

static int read_value(struct reading *, yaml_event_t *, const char *name,
    struct value **out);

static struct pair *
add_pair(struct value *into)
{
	if ((into->n & (into->n - 1)) == 0)
		into->pairs = talloc_realloc(into, into->pairs, struct pair,
		    into->n == 0 ? 1 : into->n * 2);
	into->pairs[into->n] = (struct pair){ 0 };
	return &into->pairs[into->n++];
}

/* Turns the event of a key into the event of its value. */
static int
read_key(struct reading *r, yaml_event_t *event, struct pair *pair)
{
	int rc = -EINVAL;

	pair->key_line = line_of(event->start_mark);
	refuse_marks(r, event);
	if (event->type == YAML_SCALAR_EVENT) {
		pair->key = clean_text(r, event);
		rc = 0;
	} else {
		add_fault(r, pair->key_line, "a key must be one word");
	}
	yaml_event_delete(event);
	return rc == 0 ? next_event(r, event) : rc;
}

static bool
is_end(const yaml_event_t *event)
{
	return event->type == YAML_MAPPING_END_EVENT ||
	    event->type == YAML_SEQUENCE_END_EVENT;
}

static int
read_member(struct reading *r, yaml_event_t *event, struct value *into)
{
	const char *name = into->name;
	struct pair *pair;
	struct value *value;
	int rc;

	pair = add_pair(into);
	if (into->kind == VALUE_MAP) {
		rc = read_key(r, event, pair);
		if (rc != 0)
			return rc;
		name = pair->key;
	}
	rc = read_value(r, event, name, &value);
	if (rc == 0)
		pair->value = value;
	return rc;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	int order = strcmp(left->key, right->key);

	if (order == 0)
		order = (left->key_line > right->key_line) -
		    (left->key_line < right->key_line);
	return order;
}

/* Sorted first: a file of nothing but keys must not take minutes. */
static void
refuse_doubled(struct reading *r, const struct value *map)
{
	struct pair *sorted;

	if (map->n < 2)
		return;
	sorted = talloc_memdup(NULL, map->pairs, map->n * sizeof(*sorted));
	qsort(sorted, map->n, sizeof(*sorted), compare_keys);
	for (size_t i = 1; i < map->n; i++)
		if (strcmp(sorted[i - 1].key, sorted[i].key) == 0)
			faults_add(r->faults, r->document->name,
			    sorted[i].key_line,
			    "\"%s\" stands here and on line %d; keep one",
			    sorted[i].key, sorted[i - 1].key_line);
	talloc_free(sorted);
}

static int
read_members(struct reading *r, struct value *into)
{
	yaml_event_t event;
	int rc;

	if (++r->depth > DOCUMENT_DEPTH) {
		faults_add(r->faults, r->document->name, into->line,
		    "more than %d levels deep; write it flatter",
		    DOCUMENT_DEPTH);
		return -EINVAL;
	}
	for (rc = next_event(r, &event); rc == 0 && !is_end(&event);
	     rc = next_event(r, &event)) {
		rc = read_member(r, &event, into);
		if (rc != 0)
			return rc;
	}
	if (rc != 0)
		return rc;
	yaml_event_delete(&event);
	r->depth--;
	if (into->kind == VALUE_MAP)
		refuse_doubled(r, into);
	return 0;
}

static enum value_kind
kind_of(const yaml_event_t *event)
{
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return VALUE_LIST;
	if (event->type == YAML_MAPPING_START_EVENT)
		return VALUE_MAP;
	return VALUE_TEXT;
}

/* Deletes the event. */
static int
read_value(struct reading *r, yaml_event_t *event, const char *name,
    struct value **out)
{
	struct value *value = talloc_zero(r->document, struct value);
	int rc = 0;

	value->document = r->document;
	value->kind = kind_of(event);
	value->line = line_of(event->start_mark);
	value->name = name;
	refuse_marks(r, event);
	if (event->type == YAML_SCALAR_EVENT)
		value->text = clean_text(r, event);
	else
		value->text = value->kind == VALUE_TEXT ? "" : NULL;
	yaml_event_delete(event);
	if (value->kind != VALUE_TEXT)
		rc = read_members(r, value);
	if (rc == 0)
		*out = value;
	return rc;
}

/* The next event must be of this type. */
static int
expect(struct reading *r, yaml_event_type_t type, const char *otherwise)
{
	yaml_event_t event;
	int rc = next_event(r, &event);

	if (rc != 0)
		return rc;
	if (event.type != type) {
		add_fault(r, line_of(event.start_mark), otherwise);
		rc = -EINVAL;
	}
	yaml_event_delete(&event);
	return rc;
}

static int
read_stream(struct reading *r)
{
	yaml_event_t event;
	struct value *root;
	int rc;

	rc = expect(r, YAML_STREAM_START_EVENT, "not YAML");
	if (rc == 0)
		rc = expect(r, YAML_DOCUMENT_START_EVENT, "the file is empty");
	if (rc == 0)
		rc = next_event(r, &event);
	if (rc == 0)
		rc = read_value(r, &event, "the file", &root);
	if (rc != 0)
		return rc;
	r->document->root = root;
	rc = expect(r, YAML_DOCUMENT_END_EVENT, "not YAML");
	if (rc == 0)
		rc = expect(r, YAML_STREAM_END_EVENT,
		    "a second document; keep one in a file");
	return rc;
}

uint64_t
digest_mix(uint64_t digest, const void *octets, size_t n)
{
	const unsigned char *at = octets;

	for (size_t i = 0; i < n; i++)
		digest = (digest ^ at[i]) * 0x100000001b3;
	return digest;
}

static int
read_octets(struct reading *r, const void *octets, size_t n)
{
	size_t before = faults_count(r->faults);
	int rc;

	if (n > DOCUMENT_MAX) {
		faults_add(r->faults, r->document->name, 0,
		    "larger than %d octets; make it smaller", DOCUMENT_MAX);
		return -EINVAL;
	}
	if (!yaml_parser_initialize(&r->parser))
		abort();
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, octets, n);
	rc = read_stream(r);
	yaml_parser_delete(&r->parser);
	return faults_count(r->faults) > before ? -EINVAL : rc;
}

int
document_parse(TALLOC_CTX *parent, const char *name, const void *octets,
    size_t n, struct faults *faults, struct document **out)
{
	struct document *document = talloc_zero(parent, struct document);
	struct reading r = {
		.octets = octets, .document = document, .faults = faults,
	};
	int rc;

	document->name = talloc_strdup(document, name);
	document->digest = digest_mix(0xcbf29ce484222325, octets, n);
	rc = read_octets(&r, octets, n);
	if (rc == 0)
		*out = document;
	else
		talloc_free(document);
	return rc;
}

/* One octet more than may be, so that too much is seen. */
static int
read_file(FILE *file, char *octets, size_t *n)
{
	*n = fread(octets, 1, DOCUMENT_MAX + 1, file);
	return ferror(file) ? -EIO : 0;
}

int
document_load(TALLOC_CTX *parent, const char *path, struct faults *faults,
    struct document **out)
{
	FILE *file = fopen(path, "re");
	char *octets;
	size_t n;
	int rc;

	if (file == NULL)
		return errno == ENOENT ? -ENOENT : -EIO;
	octets = talloc_array(NULL, char, DOCUMENT_MAX + 1);
	rc = read_file(file, octets, &n);
	fclose(file);
	if (rc == 0)
		rc = document_parse(parent, path, octets, n, faults, out);
	talloc_free(octets);
	return rc;
}
