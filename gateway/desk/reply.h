/*
 * reply.h - what a handler gives back, and the words of every refusal.
 *
 * A refusal is {"error": CODE, "message": SENTENCE} with what else helps.  The
 * page shows its own words for a code; the sentence is for people who use the
 * API by hand.  Nothing of what was sent is said again.
 */
#ifndef GATEWAY_DESK_REPLY_H
#define GATEWAY_DESK_REPLY_H

#include <jansson.h>
#include <talloc.h>

#include "gateway/desk/http.h"

enum refusal {
	REFUSAL_NONE,
	BAD_REQUEST,		/* not to be read as a request of ours */
	BAD_BODY,		/* the fields are not what the shape says */
	BAD_TYPE,		/* not application/json */
	BAD_ORIGIN,		/* another page sent it, or another host */
	BAD_TOKEN,		/* the session's token is missing or another */
	SIGNED_OUT,		/* no session, or over */
	LOCKED,			/* the session is locked: the password */
	ENROL_FIRST,		/* no second factor yet */
	WRONG_LOGIN,		/* name, password or code */
	WRONG_CODE,
	TOO_MANY_TRIES,
	BUSY,			/* the queue of the slow step is full */
	SEARCHING,		/* another search of hers still runs */
	NOT_FRESH,		/* password and code again, please */
	NOT_ALLOWED,		/* not in this role */
	NOT_FOUND,		/* absent, or not hers: the same answer */
	NO_SUCH_METHOD,
	STALE,			/* somebody changed it meanwhile */
	TAKEN,			/* somebody has it already */
	SENT_BEFORE,		/* under this key another body was kept */
	NOT_NOW,		/* its state does not permit it */
	NO_CONSENT,		/* she was not asked, or said no */
	ASK_REASON,		/* only with a reason */
	DAMAGED,		/* something in it does not open */
	STORE_FAILED,
	REFUSALS
};

struct reply {
	unsigned status;
	json_t *json;		/* owned; NULL: no body */
	const char *cookie, *mark;	/* Set-Cookie */
	const char *wait;	/* Retry-After */
	const char *allow;	/* methods there are */
	bool forget;		/* the browser shall drop what it keeps */
	const struct answer *file;	/* instead of JSON */
};

const char *refusal_code(enum refusal);
const char *refusal_message(enum refusal);
unsigned refusal_status(enum refusal);

/* Under the talloc parent; the JSON is freed with it. */
struct reply *reply_json(TALLOC_CTX *, unsigned status, json_t *);
struct reply *reply_done(TALLOC_CTX *);		/* 204 */
struct reply *reply_refuse(TALLOC_CTX *, enum refusal);
/* With a sentence of its own. */
struct reply *reply_refuse_why(TALLOC_CTX *, enum refusal, const char *why);

/* The answer of a reply, with the headers that every answer has.  Lives as
   long as the reply. */
void reply_answer(const struct reply *, struct answer *);

#endif
