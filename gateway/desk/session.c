#include "gateway/desk/session.h"

#include <string.h>
#include <time.h>

enum { SESSIONS_MAX = 200, SESSIONS_OF_ONE = 3 };

struct sessions { struct session *first; unsigned n; };

/* Goes on while the machine sleeps. */
static int64_t
steady_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec;
}

struct sessions *
sessions_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct sessions);
}

void
session_end(struct sessions *sessions, struct session *session)
{
	struct session **at = &sessions->first;

	while (*at != NULL && *at != session)
		at = &(*at)->next;
	if (*at == NULL)
		return;
	*at = session->next;
	sessions->n--;
	talloc_free(session);
}

void
session_end_others(struct sessions *sessions, int64_t member,
    const struct session *but)
{
	struct session *next;

	for (struct session *s = sessions->first; s != NULL; s = next) {
		next = s->next;
		if (s->member.id == member && s != but)
			session_end(sessions, s);
	}
}

/* The one seen longest ago, of a member or (0) of all. */
static struct session *
find_oldest(struct sessions *sessions, int64_t member, unsigned *n)
{
	struct session *oldest = NULL;

	*n = 0;
	for (struct session *s = sessions->first; s != NULL; s = s->next) {
		if (member != 0 && s->member.id != member)
			continue;
		++*n;
		if (oldest == NULL || s->seen_at < oldest->seen_at)
			oldest = s;
	}
	return oldest;
}

static void
make_room(struct sessions *sessions, int64_t member)
{
	struct session *oldest;
	unsigned n;

	oldest = find_oldest(sessions, member, &n);
	if (n >= SESSIONS_OF_ONE)
		session_end(sessions, oldest);
	oldest = find_oldest(sessions, 0, &n);
	if (n >= SESSIONS_MAX)
		session_end(sessions, oldest);
}

void
session_renew(struct session *session, char word[TOKEN_TEXT + 1])
{
	token_make(word);
	token_hash(word, session->hash);
	token_make(session->token);
}

static void
keep_member(struct session *session, const struct member *member)
{
	session->member = *member;
	session->member.name = talloc_strdup(session, member->name);
}

struct session *
session_start(struct sessions *sessions, struct login *login, bool enrolled,
    char word[TOKEN_TEXT + 1])
{
	const struct member *member = login_member(login);
	struct session *session;

	make_room(sessions, member->id);
	session = talloc_zero(sessions, struct session);
	session_renew(session, word);
	keep_member(session, member);
	session->login = talloc_steal(session, login);
	session->enrolled = enrolled;
	session->started_at = session->seen_at = steady_s();
	session->fresh_at = session->started_at;
	session->next = sessions->first;
	sessions->first = session;
	sessions->n++;
	return session;
}

struct session *
session_by_hash(struct sessions *sessions,
    const unsigned char hash[TOKEN_HASH])
{
	struct session *session = sessions->first;

	while (session != NULL && !token_hash_same(session->hash, hash))
		session = session->next;
	return session;
}

/* Lock or end it, if it is time; is it still there? */
static bool
check_time(struct sessions *sessions, struct session *session)
{
	int64_t now = steady_s();

	if (now - session->started_at >= SESSION_WHOLE_S) {
		session_end(sessions, session);
		return false;
	}
	if (now - session->seen_at >= SESSION_IDLE_S)
		session_lock(session);
	return true;
}

struct session *
session_find(struct sessions *sessions, const char *word)
{
	unsigned char hash[TOKEN_HASH];
	struct session *session;

	if (word == NULL || strlen(word) != TOKEN_TEXT)
		return NULL;
	token_hash(word, hash);
	session = session_by_hash(sessions, hash);
	return session != NULL && check_time(sessions, session) ? session :
	    NULL;
}

void
session_touch(struct session *session)
{
	session->seen_at = steady_s();
}

void
session_freshen(struct session *session)
{
	session->fresh_at = steady_s();
}

bool
session_is_fresh(const struct session *session)
{
	return session->login != NULL && session->fresh_at != 0 &&
	    steady_s() - session->fresh_at < SESSION_FRESH_S;
}

void
session_unlock(struct session *session, struct login *login)
{
	talloc_free(session->login);
	session->login = talloc_steal(session, login);
	session->wrong = 0;
	session_touch(session);
}

/* Freed is wiped: the key is in memory of its own (secret.h). */
void
session_lock(struct session *session)
{
	TALLOC_FREE(session->login);
	TALLOC_FREE(session->pending_secret);
	session->pending = FACTOR_NONE;
	session->fresh_at = 0;
}

unsigned
session_count(const struct sessions *sessions, int64_t member)
{
	unsigned n = 0;

	for (const struct session *s = sessions->first; s != NULL; s = s->next)
		n += s->member.id == member;
	return n;
}

unsigned
sessions_count(const struct sessions *sessions)
{
	return sessions->n;
}

void
sessions_take_key(struct sessions *sessions, int64_t centre,
    const struct secret *fresh)
{
	for (struct session *s = sessions->first; s != NULL; s = s->next)
		if (s->member.centre == centre && s->login != NULL)
			login_take_key(s->login, fresh);
}

struct session *
session_of_member(struct sessions *sessions, int64_t member)
{
	struct session *session = sessions->first;

	while (session != NULL && session->member.id != member)
		session = session->next;
	return session;
}

void
sessions_sweep(struct sessions *sessions)
{
	struct session *next;

	for (struct session *s = sessions->first; s != NULL; s = next) {
		next = s->next;
		(void)check_time(sessions, s);
	}
}
