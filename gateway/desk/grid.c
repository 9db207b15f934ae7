#include "gateway/desk/grid.h"

#include <inttypes.h>
#include <stdlib.h>

struct grid *
grid_new(TALLOC_CTX *ctx, size_t columns)
{
	struct grid *grid = talloc_zero(ctx, struct grid);

	grid->columns = columns;
	return grid;
}

static struct grid_cell *
add(struct grid *grid)
{
	grid->cell = talloc_realloc(grid, grid->cell, struct grid_cell,
	    (unsigned)(grid->n + 1));
	grid->cell[grid->n] = (struct grid_cell){ 0 };
	return &grid->cell[grid->n++];
}

void
grid_text(struct grid *grid, const char *text)
{
	add(grid)->text = talloc_strdup(grid, text);
}

void
grid_number(struct grid *grid, int64_t number, int decimals)
{
	struct grid_cell *cell = add(grid);

	cell->number = number;
	cell->decimals = decimals;
}

void
grid_end_row(struct grid *grid)
{
	while (grid->n % grid->columns != 0)
		grid_text(grid, "");
}

char *
grid_number_text(TALLOC_CTX *ctx, const struct grid_cell *cell)
{
	int64_t unit = 1;

	for (int i = 0; i < cell->decimals; i++)
		unit *= 10;
	if (unit == 1)
		return talloc_asprintf(ctx, "%" PRId64, cell->number);
	return talloc_asprintf(ctx, "%s%" PRId64 ".%0*" PRId64,
	    cell->number < 0 ? "-" : "", (int64_t)llabs(cell->number) / unit,
	    cell->decimals, (int64_t)llabs(cell->number) % unit);
}
