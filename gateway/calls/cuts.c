#include "gateway/calls/cuts.h"

struct room { struct door door; struct cut *cut; };

struct cuts {
	const struct tree *tree;
	struct room *room;
	size_t n;
};

struct cuts *
cuts_new(TALLOC_CTX *ctx, const struct tree *tree)
{
	struct cuts *cuts = talloc_zero(ctx, struct cuts);

	cuts->tree = tree;
	return cuts;
}

static bool
is_same(struct door a, struct door b)
{
	return a.sms == b.sms && a.sends == b.sends &&
	    a.limits.units == b.limits.units &&
	    a.limits.septets == b.limits.septets;
}

static struct room *
room_of(struct cuts *cuts, struct door door)
{
	struct room *room;

	for (size_t i = 0; i < cuts->n; i++)
		if (is_same(cuts->room[i].door, door))
			return &cuts->room[i];
	cuts->room = talloc_realloc(cuts, cuts->room, struct room,
	    (unsigned)cuts->n + 1);
	room = &cuts->room[cuts->n++];
	room->door = door;
	room->cut = talloc_zero_array(cuts, struct cut,
	    (unsigned)(cuts->tree->nodes_n * LOCALES));
	return room;
}

struct cut *
cuts_find(struct cuts *cuts, struct door door, const struct node *node,
    enum locale locale)
{
	return &room_of(cuts, door)->cut[node->index * LOCALES + locale];
}

void
cut_keep(struct cut *cut, struct pages *pages)
{
	cut->pages = pages;
	cut->hinted = talloc_zero_size(pages, pages->n * sizeof(*cut->hinted));
}

void
cuts_forget(struct cuts *cuts, const struct node *node)
{
	struct cut *cut;

	for (size_t i = 0; i < cuts->n; i++)
		for (int l = 0; l < LOCALES; l++) {
			cut = &cuts->room[i].cut[node->index * LOCALES +
			    (unsigned)l];
			talloc_free(cut->pages);
			*cut = (struct cut){0};
		}
}

const struct door *
cuts_door(const struct cuts *cuts, size_t n)
{
	return n < cuts->n ? &cuts->room[n].door : NULL;
}
