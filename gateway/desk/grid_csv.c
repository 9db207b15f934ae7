#include "gateway/desk/grid.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What begins a formula, or would in a full-width keyboard's letters. */
static bool
is_formula(const char *text)
{
	static const char *const begins[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
		"\xef\xbc\xa0" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

/* Where a cell begins, also for a program that parts at other characters than
   we do (an office's list separator may be a semicolon), or skips blanks. */
static bool
begins_cell(const char *text, const char *at)
{
	while (at > text && (at[-1] == ' ' || at[-1] == '"'))
		at--;
	return at == text || strchr(";,|\t\r\n", at[-1]) != NULL;
}

static void
put_text(FILE *out, const char *text)
{
	putc('"', out);
	for (const char *at = text; *at != '\0'; at++) {
		if (is_formula(at) && begins_cell(text, at))
			putc('\'', out);
		if (*at == '"')
			putc('"', out);
		putc(*at, out);
	}
	putc('"', out);
}

static void
put_number(FILE *out, const struct grid_cell *cell)
{
	char *text = grid_number_text(NULL, cell);

	fputs(text, out);
	talloc_free(text);
}

char *
grid_csv(TALLOC_CTX *ctx, const struct grid *grid, size_t *n)
{
	char *made = NULL, *text;
	FILE *out = open_memstream(&made, n);

	fputs("\xef\xbb\xbf", out);
	for (size_t i = 0; i < grid->n; i++) {
		if (grid->cell[i].text != NULL)
			put_text(out, grid->cell[i].text);
		else
			put_number(out, &grid->cell[i]);
		fputs((i + 1) % grid->columns != 0 ? "," : "\r\n", out);
	}
	fclose(out);
	text = talloc_strndup(ctx, made, *n);
	free(made);
	return text;
}
