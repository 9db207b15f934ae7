#include "store/sharing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/reading.h"

const char *const sharing_ways[] = { "counter", "phone", "visit", "writing",
	NULL };

/*
 * centre|partner ID yes|no told|- HOW
 * 2 5 7
 * category opened
 * the note, of any number of lines
 */
char *
sharing_text(TALLOC_CTX *ctx, const struct sharing *c)
{
	char *text = talloc_asprintf(ctx, "%s %lld %s %s %s\n",
	    c->partner ? "partner" : "centre", (long long)c->to,
	    c->yes ? "yes" : "no", c->told ? "told" : "-", c->how);

	for (size_t i = 0; i < c->items_n; i++)
		text = talloc_asprintf_append(text, "%s%lld",
		    i > 0 ? " " : "", (long long)c->item[i]);
	text = talloc_strdup_append(text, "\n");
	for (size_t i = 0; i < c->fields_n; i++)
		text = talloc_asprintf_append(text, "%s%s", i > 0 ? " " : "",
		    c->field[i]);
	return talloc_asprintf_append(text, "\n%s", c->note);
}

/* The next word of a line, which is changed; NULL none. */
static char *
next_word(char **at)
{
	char *word = strsep(at, " ");

	return word != NULL && word[0] != '\0' ? word : NULL;
}

static bool
read_choice(char **at, const char *a, const char *b, bool *is_a)
{
	const char *word = next_word(at);

	*is_a = word != NULL && strcmp(word, a) == 0;
	return word != NULL && (*is_a || strcmp(word, b) == 0);
}

static const char *
find_way(const char *word)
{
	for (const char *const *w = sharing_ways; word != NULL && *w; w++)
		if (strcmp(*w, word) == 0)
			return *w;
	return NULL;
}

static bool
read_head(char *line, struct sharing *out)
{
	const char *id;

	if (!read_choice(&line, "partner", "centre", &out->partner))
		return false;
	id = next_word(&line);
	out->to = id != NULL ? strtoll(id, NULL, 10) : 0;
	if (out->to <= 0 || !read_choice(&line, "yes", "no", &out->yes) ||
	    !read_choice(&line, "told", "-", &out->told))
		return false;
	out->how = find_way(next_word(&line));
	return out->how != NULL;
}

static bool
read_items(TALLOC_CTX *ctx, char *line, struct sharing *out)
{
	const char *word;

	out->item = talloc_zero_array(ctx, int64_t, SHARING_ITEMS_MAX);
	while ((word = next_word(&line)) != NULL) {
		if (out->items_n == SHARING_ITEMS_MAX)
			return false;
		out->item[out->items_n++] = strtoll(word, NULL, 10);
	}
	return true;
}

static bool
read_fields(TALLOC_CTX *ctx, char *line, struct sharing *out)
{
	const char *word;

	out->field = talloc_zero_array(ctx, const char *, SHARING_FIELDS_MAX);
	while ((word = next_word(&line)) != NULL) {
		if (out->fields_n == SHARING_FIELDS_MAX)
			return false;
		out->field[out->fields_n++] = word;
	}
	return true;
}

int
sharing_read(TALLOC_CTX *ctx, const char *text, struct sharing *out)
{
	char *rest = talloc_strdup(ctx, text), *line[3];

	*out = (struct sharing){ 0 };
	for (int i = 0; i < 3; i++) {
		line[i] = strsep(&rest, "\n");
		if (line[i] == NULL)
			return -EINVAL;
	}
	out->note = rest != NULL ? rest : "";
	return read_head(line[0], out) && read_items(ctx, line[1], out) &&
	    read_fields(ctx, line[2], out) ? 0 : -EINVAL;
}

int
sharing_find(TALLOC_CTX *ctx, const struct reading *reading, bool partner,
    int64_t to, struct sharing *out)
{
	struct sharing c;

	for (size_t i = reading->n; i > 0; i--) {
		const struct entry *entry = &reading->entry[i - 1];

		if (strcmp(entry->kind, "sharing") == 0 &&
		    sharing_read(ctx, entry->text, &c) == 0 &&
		    c.partner == partner && c.to == to) {
			*out = c;
			return 0;
		}
	}
	return -ENODATA;
}

bool
sharing_has_item(const struct sharing *c, int64_t n)
{
	for (size_t i = 0; i < c->items_n; i++)
		if (c->item[i] == n)
			return true;
	return false;
}

bool
sharing_has_field(const struct sharing *c, const char *name)
{
	for (size_t i = 0; i < c->fields_n; i++)
		if (strcmp(c->field[i], name) == 0)
			return true;
	return false;
}
