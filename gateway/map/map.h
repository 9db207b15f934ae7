/*
 * map.h - the whole tree on one sheet: as an outline for a terminal, and in
 * Graphviz's language for a wall.
 *
 * Every page stands once, below the page that leads to it in the fewest keys;
 * other ways to it are drawn or named, ways back are not.
 */
#ifndef GATEWAY_MAP_MAP_H
#define GATEWAY_MAP_MAP_H

#include <stdio.h>

#include "gateway/calls/house.h"

/* One way from a page: its key or list value, its words, where it leads. */
struct way {
	const char *key, *words;	/* "" where there is none */
	const struct node *to;
	bool other;			/* when refused, or past the last page */
};

struct map {
	const struct house *house;
	enum locale locale;
	/* By a node's index: the page above it (NULL: a root), how many keys
	   below a root. */
	const struct node **above;
	unsigned *depth;
};

struct map *map_make(TALLOC_CTX *, const struct house *, enum locale);

/* All ways from a page, under the talloc parent. */
struct way *map_ways(TALLOC_CTX *, const struct map *, const struct node *,
    size_t *n);
/* The first line of a page, short, and words of a key. */
const char *map_title(TALLOC_CTX *, const struct map *, const struct node *);
/* Is it below the other, or the other itself? */
bool map_is_below(const struct map *, const struct node *,
    const struct node *other);

void map_outline(const struct map *, FILE *);
void map_dot(const struct map *, FILE *);

#endif
