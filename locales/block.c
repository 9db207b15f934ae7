#include "locales/block.h"

#include "locales/edges.h"
#include "locales/gsm.h"

static bool
fold_all(struct block *block, unsigned n)
{
	struct units *folded = talloc_array(block, struct units, n);
	bool can = true;

	for (unsigned i = 0; i < n && can; i++)
		can = gsm_fold(block, block[i].raw, &folded[i]);
	for (unsigned i = 0; i < n && can; i++)
		block[i].raw = folded[i];
	talloc_free(folded);
	return can;
}

static bool
is_padding(UChar u)
{
	return unit_blank(u) || unit_guides(u);
}

static struct units
trimmed(struct units units)
{
	while (units.n > 0 && is_padding(units.at[units.n - 1]))
		units.n--;
	while (units.n > 0 && is_padding(*units.at)) {
		units.at++;
		units.n--;
	}
	return units;
}

void
blocks_read(struct block *block, const char *const *texts, unsigned n)
{
	bool gsm;

	for (unsigned i = 0; i < n; i++)
		block[i].raw = units_from(block, texts[i]);
	gsm = fold_all(block, n);
	for (unsigned i = 0; i < n; i++) {
		block[i].raw = trimmed(block[i].raw);
		block[i].shown = units_shown(block, block[i].raw);
		block[i].edge = NULL;
		block[i].gsm = gsm;
	}
}

static unsigned
cost_at(const struct block *b, unsigned i)
{
	return b->gsm ? gsm_cost(b->shown.at[i]) : 1;
}

unsigned
block_cost(const struct block *b)
{
	unsigned cost = 0;

	for (unsigned i = 0; i < b->shown.n; i++)
		cost += cost_at(b, i);
	return cost;
}

unsigned
block_reach(const struct block *b, unsigned from, unsigned room)
{
	unsigned i;

	for (i = from; i < b->shown.n; i++) {
		unsigned cost = cost_at(b, i);

		if (cost > room)
			break;
		room -= cost;
	}
	return i;
}

/* Good enough a place to give up the rest of the page for? */
static bool
pays(enum edge edge, unsigned cost, unsigned room)
{
	switch (edge) {
	case EDGE_LINE:
		return cost * 2 > room;
	case EDGE_STOP:
		return cost * 3 > room * 2;
	case EDGE_SPACE:
		return cost * 4 > room * 3;
	default:
		return true;
	}
}

static unsigned
best_edge(const struct block *b, unsigned from, unsigned to, unsigned room)
{
	unsigned best[EDGES] = { 0 }, cost = 0;

	for (unsigned i = from + 1; i <= to; i++) {
		enum edge edge = b->edge[i];

		cost += cost_at(b, i - 1);
		best[pays(edge, cost, room) ? edge : EDGE_WORD] = i;
	}
	for (enum edge edge = EDGE_LINE; edge > EDGE_NONE; edge--)
		if (best[edge])
			return best[edge];
	return from;
}

unsigned
block_cut(struct block *b, unsigned from, unsigned room, bool force)
{
	unsigned to = block_reach(b, from, room), at;

	if (!b->edge)
		/* Where raw begins may have been trimmed. */
		b->edge = edges_find(talloc_parent(b->shown.at), b->raw,
		    b->shown);
	at = best_edge(b, from, to, room);
	if (at > from || !force)
		return at;
	return to > from + 1 && to < b->shown.n &&
	    U16_IS_TRAIL(b->shown.at[to]) ? to - 1 : to;
}
