#include "locales/po_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place { char *key; unsigned line; };

struct po_lines {
	unsigned n;
	struct place *place;	/* sorted by key, then line */
};

static int
by_key(const void *a, const void *b)
{
	const struct place *one = a, *other = b;
	int order = strcmp(one->key, other->key);

	return order != 0 ? order : (one->line > other->line) -
	    (one->line < other->line);
}

/* msgctxt "key", as our files and every tool write it. */
static void
note(struct po_lines *lines, const char *text, unsigned line)
{
	static const char mark[] = "msgctxt \"";
	size_t n;

	if (strncmp(text, mark, strlen(mark)) != 0)
		return;
	text += strlen(mark);
	n = strcspn(text, "\"\n");
	if (text[n] != '"')
		return;
	if ((lines->n & (lines->n - 1)) == 0)
		lines->place = talloc_realloc(lines, lines->place,
		    struct place, lines->n == 0 ? 1 : lines->n * 2);
	lines->place[lines->n++] = (struct place){
	    talloc_strndup(lines, text, n), line };
}

struct po_lines *
po_lines_read(TALLOC_CTX *parent, const char *path)
{
	struct po_lines *lines = talloc_zero(parent, struct po_lines);
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	for (unsigned n = 1; file && getline(&text, &size, file) >= 0; n++)
		note(lines, text, n);
	free(text);
	if (file)
		fclose(file);
	if (lines->n > 0)
		qsort(lines->place, lines->n, sizeof *lines->place, by_key);
	return lines;
}

unsigned
po_line(const struct po_lines *lines, const char *key)
{
	unsigned low = 0, high = lines->n;

	while (key && low < high) {
		unsigned middle = (low + high) / 2;

		if (strcmp(lines->place[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return key && low < lines->n &&
	    strcmp(lines->place[low].key, key) == 0 ? lines->place[low].line :
	    0;
}
