/*
 * released.h - what every digit meant in what was released.
 *
 * People know digits by heart, and posters say which to dial.  A release
 * freezes them in menus/released.yaml (HACKING.md says how); after that an
 * option keeps its digit, a page that goes is renamed, an alias leads where
 * it led.
 */
#ifndef MENUS_RELEASED_H
#define MENUS_RELEASED_H

#include <stdio.h>
#include <talloc.h>

#include "menus/tree.h"

struct document;
struct faults;
struct released;

/* 0, or -EINVAL with every mistake added. */
[[nodiscard]] int released_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct released **out);
[[nodiscard]] int released_embedded(TALLOC_CTX *, struct faults *,
    struct released **out);

/* What of a tree breaks with it is added to faults, as of file and the line
   of the node. */
void released_check(const struct released *, const struct tree *,
    const char *file, struct faults *);

/* A tree as such a file. */
void released_write(const struct tree *, const char *version, FILE *);

#endif
