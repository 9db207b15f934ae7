/*
 * session.h - who sits at the desk: in memory only, gone with the process.
 *
 * A session holds its member's login, and with it the centre's secret key in
 * locked memory.  After 15 idle minutes, or at one key, it is locked: the keys
 * are wiped and only her password brings them back.  Nine hours after she
 * signed in it is over.  Its word is kept by hash; times are steady, so a clock
 * that jumps ends nothing and keeps nothing open.
 */
#ifndef GATEWAY_DESK_SESSION_H
#define GATEWAY_DESK_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/factor.h"
#include "store/secret.h"
#include "store/staff.h"
#include "store/token.h"

enum {
	SESSION_IDLE_S = 15 * 60,	/* then locked */
	SESSION_WHOLE_S = 9 * 3600,	/* then over */
	SESSION_FRESH_S = 5 * 60,	/* after password and code */
	SESSION_WRONG_MAX = 5,		/* passwords at a lock */
};

struct session {
	struct session *next;
	unsigned char hash[TOKEN_HASH];
	char token[TOKEN_TEXT + 1];	/* X-CSRF-Token of its changes */
	struct member member;		/* who; her role as it was last seen */
	struct login *login;		/* NULL: locked */
	bool enrolled;			/* she has shown a second factor */
	int64_t started_at, seen_at;	/* steady, s */
	int64_t fresh_at;		/* 0: not */
	unsigned wrong;			/* passwords at the lock */
	int64_t count;			/* of the last code she showed */
	/* A second factor that was shown and not yet confirmed. */
	enum factor pending;
	struct secret *pending_secret;
};

struct sessions;
struct sessions *sessions_new(TALLOC_CTX *);

/* A new session; takes the login.  word is what opens it, 256 random bits.
   Of one member's sessions the oldest beyond three is ended. */
struct session *session_start(struct sessions *, struct login *,
    bool enrolled, char word[TOKEN_TEXT + 1]);
/* Another word and token for it: after her password was asked for again. */
void session_renew(struct session *, char word[TOKEN_TEXT + 1]);
/* The session a word opens, locked if it was idle too long; NULL none. */
struct session *session_find(struct sessions *, const char *word);
/* The same by the hash of its word: it may have ended meanwhile. */
struct session *session_by_hash(struct sessions *,
    const unsigned char hash[TOKEN_HASH]);
/* Somebody sits there. */
void session_touch(struct session *);
/* Password and code were shown just now. */
void session_freshen(struct session *);
bool session_is_fresh(const struct session *);
/* Her password was right: the keys are there again. */
void session_unlock(struct session *, struct login *);
void session_lock(struct session *);
void session_end(struct sessions *, struct session *);
/* All of a member's but one (NULL: all). */
void session_end_others(struct sessions *, int64_t member,
    const struct session *but);
/* How many she has; how many there are. */
unsigned session_count(const struct sessions *, int64_t member);
unsigned sessions_count(const struct sessions *);
/* A centre's key was changed: who is signed in there goes on with it. */
void sessions_take_key(struct sessions *, int64_t centre,
    const struct secret *fresh);
/* The first of a member; NULL none. */
struct session *session_of_member(struct sessions *, int64_t member);
/* Lock and end what is due. */
void sessions_sweep(struct sessions *);

#endif
