/*
 * sensitive.h - words that must never be looked up or echoed.
 *
 * A text that holds one of them gets the neutral start page and goes, sealed,
 * to people.  The file menus/sensitive.txt has one word or phrase a line,
 * "km: word", in km, km_Latn, th or en; # begins a comment line.  Folding and
 * comparing is the caller's.  menus/cries.txt is of the same format: words of
 * someone in need that an inbox may well hold.
 */
#ifndef MENUS_SENSITIVE_H
#define MENUS_SENSITIVE_H

#include <stddef.h>
#include <talloc.h>

struct faults;

struct sensitive {
	size_t n;
	const char **words;	/* all languages, as written; ends with NULL */
};

/* 0, or -EINVAL with every malformed line added to faults. */
[[nodiscard]] int sensitive_build(TALLOC_CTX *, const char *name,
    const void *octets, size_t n, struct faults *, struct sensitive **out);
/* The list that the program carries; its faults would be our own. */
[[nodiscard]] int sensitive_embedded(TALLOC_CTX *, struct faults *,
    struct sensitive **out);
[[nodiscard]] int cries_embedded(TALLOC_CTX *, struct faults *,
    struct sensitive **out);

#endif
