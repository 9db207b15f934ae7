/*
 * password.h - from what a member types to the key that opens her secret.
 *
 * Passwords go through Argon2id (128 MiB, 3 passes); an activation code is
 * random already and does not.  The derivations are in SEALING.md.
 */
#ifndef STORE_PASSWORD_H
#define STORE_PASSWORD_H

#include <stdbool.h>

#include "store/secret.h"

enum {
	PASSWORD_SALT = 16, PASSWORD_VERIFIER = 32, PASSWORD_CODE = 16,
};

/* Neither too short nor too long, nor her login name, nor a common one. */
bool password_is_allowed(const char *password, const char *login);

/* One run of Argon2id: what the store keeps to know the password again, and
   the key that wraps her secret, which it never sees.  Slow: 0.1 s or more,
   never inside a transaction. */
void password_run(const char *password,
    const unsigned char salt[PASSWORD_SALT],
    unsigned char verifier[PASSWORD_VERIFIER], struct secret *wrap);

/* The key that wraps her secret until she has a password. */
void password_from_code(const unsigned char code[PASSWORD_CODE],
    struct secret *wrap);

#endif
