/*
 * keys.h - the keys in DIR/keys: what a process that answers callers holds.
 *
 * Where DIR/keys holds one that this process may not read, it is taken from
 * systemd's credentials instead ($CREDENTIALS_DIRECTORY, the same name).
 * They are never in the store nor in its backup; the store keeps an 8-octet
 * check value of each, so that a store and another store's keys do not meet.
 * No key here opens a case.  The derivations are in SEALING.md.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

enum { KEY_SIZE = 32, KEY_CHECK = 8, KEY_TAG_SIZE = 16, KEY_PIN_SIZE = 32 };

/* Each has a check value in the store under this name. */
enum key { KEY_TAG, KEY_PIN, KEY_OUTBOX, KEYS };
const char *key_name(enum key);

/* Tag key, pin key and the outbox's public key; wiped when freed. */
struct keys;

/*
 * Make DIR/keys (0700) with fresh keys (0600).  -EEXIST there are some
 * already, untouched; -EACCES, -ENOSPC, -EIO.  *why (a sentence, under the
 * talloc parent) is set on failure, here and below.
 */
[[nodiscard]] int keys_make(const char *dir, char **why, TALLOC_CTX *);
/*
 * -ENOENT one is missing; -EACCES one may be read by group or others, or
 * not by us; -EINVAL one is no key; -EIO.
 */
[[nodiscard]] int keys_load(TALLOC_CTX *, const char *dir, struct keys **,
    char **why);

/* Keyed BLAKE2b-128 of a purpose ("caller", "echo", "login", …) and data:
   equal data of different purposes cannot be compared. */
void keys_tag(const struct keys *, const char *purpose, const void *data,
    size_t n, unsigned char out[KEY_TAG_SIZE]);
/* The keyed hash of a reference and its caller's 4 digits. */
void keys_pin(const struct keys *, const char *ref, const char *digits,
    unsigned char out[KEY_PIN_SIZE]);
/* The outbox's public key: numbers and texts on their way are sealed to it. */
const unsigned char *keys_outbox(const struct keys *);
/*
 * Read its secret half too, which calls alone needs.  -ENOENT it is not here:
 * then nothing is sent, and callers are answered all the same; -EKEYREJECTED
 * it is not that key's; else as keys_load.
 */
[[nodiscard]] int keys_load_outbox(struct keys *, char **why, TALLOC_CTX *);
/* NULL where it was not read. */
const unsigned char *keys_outbox_secret(const struct keys *);
/* What the store remembers of a key, to know it again. */
void keys_check(const struct keys *, enum key, unsigned char out[KEY_CHECK]);

/*
 * A centre's public key is pinned in a file beside the others, so that who
 * can write the store cannot turn new cases to a key of his own.  Each of its
 * keys has a number from 1, its epoch, and a file of its own: the next is
 * pinned before the store names it, those before go once it does, so that
 * nobody turns back to a key that somebody left with.
 * keys_centre_pin writes the file (-EACCES, -ENOSPC, -EIO);
 * keys_centre_trust compares it with the store's row and remembers it:
 * -ENOENT no file, -EKEYREJECTED it differs, or as keys_load;
 * keys_centre gives what is remembered, false if nothing is.
 */
[[nodiscard]] int keys_centre_pin(const struct keys *, int64_t centre,
    int64_t epoch, const unsigned char pub[KEY_SIZE]);
[[nodiscard]] int keys_centre_trust(struct keys *, int64_t centre,
    int64_t epoch, const unsigned char row[KEY_SIZE]);
bool keys_centre(const struct keys *, int64_t centre, int64_t epoch,
    unsigned char out[KEY_SIZE]);

#endif
