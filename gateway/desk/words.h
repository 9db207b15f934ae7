/*
 * words.h - the page's words, for what the server writes itself: exports.
 *
 * They are the page's own, built from locales/desk.*.po and carried by the
 * program beside it; read once for each language and kept.
 */
#ifndef GATEWAY_DESK_WORDS_H
#define GATEWAY_DESK_WORDS_H

/* "km", "th", "en"; of another language the English ones. */
struct words;
const struct words *words_of(const char *language);

/* The text of a key; other where there is none. */
const char *words_or(const struct words *, const char *key,
    const char *other);
/* Of a key in two parts, "desk.sex." and "f". */
const char *words_of_value(const struct words *, const char *prefix,
    const char *value);

#endif
