/*
 * document.h - a YAML file in memory, each value with its line, and faults.
 *
 * Every file people write (tree, facts, operators, settings) is read through
 * this.  It reads whole files of at most DOCUMENT_MAX octets and
 * DOCUMENT_DEPTH levels, refuses aliases, tags, several documents and
 * duplicate keys, and never prints: what is wrong is put on a list of faults
 * as "file:line: message", all of them, not only the first.
 */
#ifndef MENUS_DOCUMENT_H
#define MENUS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <talloc.h>

enum { DOCUMENT_MAX = 1 << 20, DOCUMENT_DEPTH = 16 };

/* What is wrong, in the order it was found; lives under its talloc parent. */
struct faults;
struct faults *faults_new(TALLOC_CTX *);
/* Add "file:line: message"; line 0 leaves the line out. */
void faults_add(struct faults *, const char *file, int line,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Add a message of another list, as it stands. */
void faults_copy(struct faults *, const char *message);
size_t faults_count(const struct faults *);
/* The nth message, without newline, owned by the list; NULL past the end. */
const char *faults_at(const struct faults *, size_t n);
void faults_print(const struct faults *, FILE *);

enum value_kind { VALUE_TEXT, VALUE_LIST, VALUE_MAP };
struct value;		/* owned by its document */
struct document;

/*
 * Read a file, or octets that the program carries (then name is what faults
 * call it).  0, -ENOENT no such file, -EIO cannot be read, -EINVAL with at
 * least one fault added.  *out hangs under the talloc parent.
 */
[[nodiscard]] int document_load(TALLOC_CTX *, const char *path,
    struct faults *, struct document **out);
[[nodiscard]] int document_parse(TALLOC_CTX *, const char *name,
    const void *octets, size_t n, struct faults *, struct document **out);

const char *document_name(const struct document *);
const struct value *document_root(const struct document *);
/* FNV-1a of its octets: tells two versions of a file apart, no more. */
uint64_t document_digest(const struct document *);
/* The same with more octets mixed in. */
uint64_t digest_mix(uint64_t digest, const void *octets, size_t n);

enum value_kind value_kind(const struct value *);
int value_line(const struct value *);
const char *value_file(const struct value *);
/* The key it stands under, for messages; members of a list have the list's. */
const char *value_name(const struct value *);
/* The scalar as clean UTF-8 without NULs; NULL unless VALUE_TEXT. */
const char *value_text(const struct value *);
/* Members of a list or pairs of a map; 0 for a text. */
size_t value_count(const struct value *);
/* The nth member or the nth pair's value; NULL past the end. */
const struct value *value_at(const struct value *, size_t n);
/* The nth pair's key; NULL unless VALUE_MAP. */
const char *value_key(const struct value *, size_t n);
int value_key_line(const struct value *, size_t n);
/* The value of a key; NULL when the map has none. */
const struct value *value_find(const struct value *, const char *key);

/*
 * Typed readers: 0 and *out set, or -EINVAL and one fault added.  Numbers are
 * decimal or 0x hexadecimal; flags are yes, no, true, false.
 */
[[nodiscard]] int value_number(const struct value *, long min, long max,
    struct faults *, long *out);
[[nodiscard]] int value_flag(const struct value *, struct faults *, bool *out);

/* One known key of a map: which member it fills, and how. */
struct field {
	const char *name;
	bool required;
	/* 0, or -EINVAL with a fault added; into is fields_read's. */
	int (*read)(const struct value *, void *into, struct faults *);
};

/*
 * Walk a map by a table of keys ending in a NULL name.  Unknown keys, missing
 * required keys and a value that is no map are faults.  0, or -EINVAL when
 * any fault was added.
 */
[[nodiscard]] int fields_read(const struct value *, const struct field *,
    void *into, struct faults *);

#endif
