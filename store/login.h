/*
 * login.h - a login in steps, for a process that must not wait: only the slow
 * step, Argon2id, leaves its loop, and it touches no store.
 *
 *	login_begin	counts the try and reads her row
 *	login_run	in another thread: one Argon2id run, for every name
 *	login_open	was the password hers?  then her second factor's secret
 *	login_enter	notes the code as used, opens the centre's key
 */
#ifndef STORE_LOGIN_H
#define STORE_LOGIN_H

#include <stdint.h>
#include <talloc.h>

#include "store/secret.h"
#include "store/staff.h"

/* A talloc context with no parent but the one it is given; wiped when freed.
   One thread at a time. */
struct attempt;

/*
 * -EAGAIN too many wrong tries for this name (staff_login); -EIO.  A browser
 * that somebody signed in with before shows its mark (mark_make; else NULL or
 * anything): its tries are counted apart, so that who guesses from elsewhere
 * locks nobody out of the office's own laptop.
 */
[[nodiscard]] int login_begin(struct store *, TALLOC_CTX *, const char *name,
    const char *password, const char *mark, int64_t now,
    struct attempt **out);

enum { MARK_TEXT = 64 };
/* A new mark for a browser. */
void mark_make(const struct store *, char text[MARK_TEXT + 1]);

void login_run(struct attempt *);
/*
 * After login_run: -EACCES wrong name or password.  0 and her factor; unless
 * that is FACTOR_NONE, *secret (lives as long as the attempt) and the count
 * of the last code that was accepted.
 */
[[nodiscard]] int login_open(struct store *, struct attempt *, enum factor *,
    const struct secret **secret, int64_t *last);
/*
 * Enter, noted in the audit as action.  count is that of the code she showed,
 * 0 none was asked for.  -EACCES the code was used meanwhile, or she departed;
 * -EIO.
 */
[[nodiscard]] int login_enter(struct store *, TALLOC_CTX *,
    struct attempt *, const char *action, int64_t count, int64_t now,
    struct login **out);

/*
 * An activation code becomes a password, in the same steps.  begin: -EACCES
 * the code is wrong, used or too old; -EINVAL the password is too short, too
 * long or too common.  run in another thread.  finish: -EACCES the code was
 * used meanwhile; -EIO.
 */
struct activation;
[[nodiscard]] int activation_begin(struct store *, TALLOC_CTX *,
    const char *name, const char *code, const char *password, int64_t now,
    struct activation **out);
/* Another password for the one that was just shown to be hers (login_open). */
[[nodiscard]] int activation_renew(struct store *, TALLOC_CTX *,
    const struct attempt *, const char *password,
    struct activation **out);
void activation_run(struct activation *);
[[nodiscard]] int activation_finish(struct store *, struct activation *,
    int64_t now);

/* For practice.c: who holds a key without a password. */
struct member_row;
[[nodiscard]] int login_at_practice(struct store *, TALLOC_CTX *,
    const char *name, const struct member_row *, const struct secret *key,
    struct login **out);

/* For activation.c: whose attempt it is, and her secret once it is open. */
const struct member_row *attempt_row(const struct attempt *);
const char *attempt_name(const struct attempt *);
const struct secret *attempt_secret(const struct attempt *);

#endif
