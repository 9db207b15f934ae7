/*
 * The dialogue over the tree that the program carries.  The input is random
 * answers, two octets each, and whether an effect was refused.  After every
 * one there is a page of the tree before her and its number is in range; 00
 * leads to the start; an effect has a page for its refusal; words are never
 * lost; nothing old acts on a sensitive page; dialling shows none (walk.c).
 */
#include "tests/fuzz/walk.h"

#include "menus/document.h"

static const struct tree *
load(void)
{
	static struct faults *faults;
	static struct tree *tree;

	if (tree == NULL) {
		faults = faults_new(NULL);
		must(tree_embedded(faults, faults, &tree) == 0);
	}
	return tree;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	walk(load(), &(struct draw){ at, n });
	return 0;
}
