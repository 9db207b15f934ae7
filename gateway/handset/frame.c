#include "gateway/handset/frame.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "gateway/handset/coded.h"

enum { COENG = 0x17d2, CLUSTER_COLUMNS = 8 };

struct edges {
	const char *left_top, *right_top, *left_bottom, *right_bottom;
	const char *across, *down;
};
static const struct edges drawn = { "┌", "┐", "└", "┘", "─", "│" };
static const struct edges plainly = { "+", "+", "+", "+", "-", "|" };

struct range { uint32_t first, last; };

static bool
is_in(uint32_t point, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Vowels and signs that stand beside their letter and take a column. */
static bool
is_trail(uint32_t point)
{
	static const struct range trails[] = {
		{ 0x0e30, 0x0e30 }, { 0x0e32, 0x0e33 }, { 0x0e45, 0x0e45 },
		{ 0x17b4, 0x17d3 }, { 0x17dd, 0x17dd },
	};

	return is_in(point, trails, sizeof(trails) / sizeof(*trails));
}

/* Thai vowels written before the consonant they belong to. */
static bool
is_lead(uint32_t point)
{
	return point >= 0x0e40 && point <= 0x0e44;
}

static bool
is_letter(uint32_t point)
{
	static const struct range letters[] = {
		{ 0x0e01, 0x0e2e }, { 0x1780, 0x17b3 },
	};

	return is_in(point, letters, sizeof(letters) / sizeof(*letters));
}

static unsigned
width_of(uint32_t point)
{
	int width = wcwidth((wchar_t)point);

	return width < 0 ? 1 : (unsigned)width;
}

static bool
joins(uint32_t before, uint32_t point)
{
	if (point == '\n' || point == 0)
		return false;
	if (before == COENG || is_lead(before))
		return is_letter(point);
	return is_trail(point) || width_of(point) == 0;
}

size_t
frame_cluster(const char *text, unsigned *columns)
{
	const char *end = text, *at = text;
	uint32_t before = coded_point(&end), point;

	*columns = before == 0 || before == '\n' ? 0 : width_of(before);
	for (at = end; before != 0 && before != '\n'; end = at) {
		point = coded_point(&at);
		if (!joins(before, point) || *columns >= CLUSTER_COLUMNS)
			break;
		*columns += width_of(point);
		before = point;
	}
	return (size_t)(end - text);
}

size_t
frame_row(const char *text, unsigned width, unsigned *columns,
    const char **next)
{
	const char *at = text, *space = NULL;
	unsigned used = 0, used_at_space = 0, more;
	size_t n;

	while (*at != '\0' && *at != '\n') {
		n = frame_cluster(at, &more);
		if (used + more > width && at != text)
			break;
		if (*at == ' ') {
			space = at;
			used_at_space = used;
		}
		used += more;
		at += n;
	}
	if (strchr(" \n", *at) == NULL && space != NULL && space != text) {
		at = space;
		used = used_at_space;
	}
	*columns = used;
	*next = at + (*at == ' ' || *at == '\n');
	return (size_t)(at - text);
}

static char *
add_times(char *out, const char *what, unsigned times)
{
	while (times-- > 0)
		out = talloc_strdup_append_buffer(out, what);
	return out;
}

static char *
add_top(char *out, const struct edges *edges, const char *title)
{
	unsigned columns = 0;
	const char *next;
	size_t n = frame_row(title, FRAME_COLUMNS - 2, &columns, &next);

	out = talloc_asprintf_append_buffer(out, "%s%s %.*s ",
	    edges->left_top, edges->across, (int)n, title);
	out = add_times(out, edges->across, FRAME_COLUMNS - 1 - columns);
	return talloc_asprintf_append_buffer(out, "%s\n", edges->right_top);
}

static char *
add_row(char *out, const struct edges *edges, const char **text)
{
	unsigned columns;
	const char *row = *text;
	size_t n = frame_row(row, FRAME_COLUMNS, &columns, text);

	out = talloc_asprintf_append_buffer(out, "%s %.*s", edges->down,
	    (int)n, row);
	if (columns < FRAME_COLUMNS)
		out = add_times(out, " ", FRAME_COLUMNS - columns);
	return talloc_asprintf_append_buffer(out, " %s\n", edges->down);
}

static char *
add_bottom(char *out, const struct edges *edges)
{
	out = talloc_strdup_append_buffer(out, edges->left_bottom);
	out = add_times(out, edges->across, FRAME_COLUMNS + 2);
	return talloc_asprintf_append_buffer(out, "%s\n",
	    edges->right_bottom);
}

char *
frame_draw(TALLOC_CTX *ctx, const char *title, const char *text,
    const char *foot, bool plain)
{
	const struct edges *edges = plain ? &plainly : &drawn;
	char *out = add_top(talloc_strdup(ctx, ""), edges, title);

	do
		out = add_row(out, edges, &text);
	while (*text != '\0');
	out = add_bottom(out, edges);
	return talloc_asprintf_append_buffer(out, "  %s\n", foot);
}
