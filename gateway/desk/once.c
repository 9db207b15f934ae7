#include "gateway/desk/once.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/token.h"

static const char header[] = "Idempotency-Key";

struct kept {
	struct kept *next;
	int64_t member, at;			/* at: steady, s */
	unsigned char key[TOKEN_HASH];		/* with what it was sent to */
	unsigned char body[TOKEN_HASH];
	unsigned status;
	char *json;				/* NULL: no body */
};

struct once { struct kept *first; };	/* the latest first */

struct once *
once_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct once);
}

static int64_t
steady(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec;
}

/* Drop what is old, and the oldest of hers where she would have too many. */
static void
sweep(struct once *once, int64_t member, int64_t now)
{
	unsigned hers = 0;
	struct kept **at = &once->first, *gone;

	while (*at != NULL) {
		bool is_hers = (*at)->member == member;

		hers += is_hers;
		if (now - (*at)->at < ONCE_S &&
		    (!is_hers || hers < ONCE_EACH)) {
			at = &(*at)->next;
			continue;
		}
		gone = *at;
		*at = gone->next;
		talloc_free(gone);
	}
}

static bool
is_key(const char *key)
{
	size_t n = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return n >= ONCE_KEY_MIN && n <= ONCE_KEY_MAX && key[n] == '\0';
}

/* A key is for one member and one address. */
static void
hash_key(struct visit *visit, const char *key, unsigned char out[TOKEN_HASH])
{
	token_hash(talloc_asprintf(visit, "%s %s\n%s",
	    visit->request->method, visit->request->path, key), out);
}

static const char *
body_of(const struct visit *visit)
{
	return visit->request->body != NULL ? visit->request->body : "";
}

static const struct kept *
find(struct visit *visit, const char *key)
{
	unsigned char hash[TOKEN_HASH];

	hash_key(visit, key, hash);
	for (const struct kept *k = visit->desk->once->first; k != NULL;
	    k = k->next)
		if (k->member == visit->session->member.id &&
		    steady() - k->at < ONCE_S &&
		    token_hash_same(k->key, hash))
			return k;
	return NULL;
}

/* The key that a change of a signed-in member carries; NULL none. */
static const char *
key_of(const struct visit *visit)
{
	return visit->session == NULL ||
	    (visit->route->flags & ROUTE_ONCE) == 0 ? NULL :
	    request_header(visit->request, header);
}

struct reply *
once_answered(struct visit *visit)
{
	const char *key = key_of(visit);
	unsigned char body[TOKEN_HASH];
	const struct kept *kept;

	if (key == NULL)
		return NULL;
	if (!is_key(key))
		return reply_refuse_why(visit, BAD_REQUEST,
		    "Idempotency-Key: 16 to 64 letters, digits, - or _");
	kept = find(visit, key);
	if (kept == NULL)
		return NULL;
	token_hash(body_of(visit), body);
	if (!token_hash_same(kept->body, body))
		return reply_refuse(visit, SENT_BEFORE);
	return reply_json(visit, kept->status, kept->json == NULL ? NULL :
	    json_loads(kept->json, JSON_DECODE_ANY, NULL));
}

void
once_keep(struct visit *visit, const struct reply *reply)
{
	struct once *once = visit->desk->once;
	const char *key = key_of(visit);
	struct kept *kept;
	char *text;

	if (key == NULL || reply->status >= 300 || reply->file != NULL)
		return;
	sweep(once, visit->session->member.id, steady());
	kept = talloc_zero(once, struct kept);
	kept->member = visit->session->member.id;
	kept->at = steady();
	kept->status = reply->status;
	hash_key(visit, key, kept->key);
	token_hash(body_of(visit), kept->body);
	if (reply->json != NULL) {
		text = json_dumps(reply->json, JSON_COMPACT);
		kept->json = talloc_strdup(kept, text);
		free(text);
	}
	kept->next = once->first;
	once->first = kept;
}
