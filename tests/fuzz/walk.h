/*
 * walk.h - a walk through a tree with random answers, for the targets that
 * have a tree.  Not a parser: it holds the engine's promises at every step.
 */
#ifndef TESTS_FUZZ_WALK_H
#define TESTS_FUZZ_WALK_H

#include "menus/tree.h"
#include "tests/fuzz/fuzz.h"

/* Until the octets are used up. */
void walk(const struct tree *, struct draw *);

#endif
