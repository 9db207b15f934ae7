/*
 * names.h - how people spell a place: other names of a list's values.
 *
 * menus/names.yaml, one value a line: what the tree's lists call it and the
 * spellings that a caller may type instead of its number.  The words of
 * locales/ are known besides.  Folding and comparing is the caller's.
 */
#ifndef MENUS_NAMES_H
#define MENUS_NAMES_H

#include <stddef.h>
#include <talloc.h>

struct document;
struct faults;

struct spelled { const char *value; size_t n; const char **spelling; };
struct names { size_t n; struct spelled *all; };

/* 0, or -EINVAL with every mistake added to faults. */
[[nodiscard]] int names_build(TALLOC_CTX *, const struct document *,
    struct faults *, struct names **out);
/* Those that the program carries; their faults would be our own. */
[[nodiscard]] int names_embedded(TALLOC_CTX *, struct faults *,
    struct names **out);

/* The spellings of a value; NULL when it has none. */
const struct spelled *names_of(const struct names *, const char *value);

#endif
