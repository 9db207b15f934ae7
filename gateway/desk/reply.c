#include "gateway/desk/reply.h"

#include <stdlib.h>
#include <string.h>

static const struct { const char *code; unsigned status; const char *message; }
refusals[REFUSALS] = {
	[REFUSAL_NONE] = { "", 200, "" },
	[BAD_REQUEST] = { "bad_request", 400, "this is no request of ours" },
	[BAD_BODY] = { "bad_body", 400, "the body is not as it must be" },
	[BAD_TYPE] = { "bad_type", 415, "send application/json" },
	[BAD_ORIGIN] = { "bad_origin", 403,
	    "this must come from the desk's own page" },
	[BAD_TOKEN] = { "bad_token", 403,
	    "the X-CSRF-Token of this session is missing" },
	[SIGNED_OUT] = { "signed_out", 401, "sign in" },
	[LOCKED] = { "locked", 401, "the session is locked: unlock it" },
	[ENROL_FIRST] = { "enrol_first", 403, "set up a second factor first" },
	[WRONG_LOGIN] = { "wrong_login", 401,
	    "the name, the password or the code is wrong" },
	[WRONG_CODE] = { "wrong_code", 400,
	    "this code is not right, or it was used" },
	[TOO_MANY_TRIES] = { "too_many_tries", 429,
	    "too many wrong tries: wait a little" },
	[BUSY] = { "busy", 503, "many sign in just now: try again" },
	[SEARCHING] = { "searching", 429,
	    "a search of yours still runs, or many do: try again" },
	[NOT_FRESH] = { "not_fresh", 403,
	    "confirm with your password and a code, then again" },
	[NOT_ALLOWED] = { "not_allowed", 403, "your role does not permit it" },
	[NOT_FOUND] = { "not_found", 404, "there is no such thing here" },
	[NO_SUCH_METHOD] = { "no_such_method", 405,
	    "this path has no such method" },
	[STALE] = { "stale", 409, "it was changed meanwhile" },
	[TAKEN] = { "taken", 409, "somebody has it already" },
	[SENT_BEFORE] = { "sent_before", 409, "what was sent first under this "
	    "key is kept; look before you send it again" },
	[NOT_NOW] = { "not_now", 409, "as it is now this cannot be done" },
	[NO_CONSENT] = { "no_consent", 409,
	    "she was not asked, or said no" },
	[ASK_REASON] = { "ask_reason", 409,
	    "it may not be safe now: give a reason" },
	[DAMAGED] = { "damaged", 500, "something in it was changed or moved "
	    "and does not open; tell whoever runs the server" },
	[STORE_FAILED] = { "store_failed", 503,
	    "nothing could be kept or read just now: try again" },
};

const char *
refusal_code(enum refusal refusal)
{
	return refusals[refusal].code;
}

const char *
refusal_message(enum refusal refusal)
{
	return refusals[refusal].message;
}

unsigned
refusal_status(enum refusal refusal)
{
	return refusals[refusal].status;
}

static int
free_reply(struct reply *reply)
{
	json_decref(reply->json);
	return 0;
}

struct reply *
reply_json(TALLOC_CTX *ctx, unsigned status, json_t *json)
{
	struct reply *reply = talloc_zero(ctx, struct reply);

	reply->status = status;
	reply->json = json;
	talloc_set_destructor(reply, free_reply);
	return reply;
}

struct reply *
reply_done(TALLOC_CTX *ctx)
{
	return reply_json(ctx, 204, NULL);
}

static struct reply *
refuse(TALLOC_CTX *ctx, enum refusal refusal, const char *message)
{
	return reply_json(ctx, refusals[refusal].status, json_pack(
	    "{s:s, s:s}", "error", refusals[refusal].code, "message",
	    message));
}

struct reply *
reply_refuse(TALLOC_CTX *ctx, enum refusal refusal)
{
	return refuse(ctx, refusal, refusals[refusal].message);
}

struct reply *
reply_refuse_why(TALLOC_CTX *ctx, enum refusal refusal, const char *why)
{
	struct reply *reply = refuse(ctx, refusal, why);

	json_object_set_new(reply->json, "exact", json_true());
	return reply;
}

/* Nothing of a case may lie in a browser's cache, be shown in another site's
   frame, or run anything but the page's own program. */
static const struct header always[] = {
	{ "Content-Security-Policy", "default-src 'none'; script-src 'self'; "
	    "style-src 'self'; img-src 'self'; font-src 'self'; "
	    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
	    "base-uri 'none'; require-trusted-types-for 'script'; "
	    "trusted-types 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Cross-Origin-Embedder-Policy", "require-corp" },
	{ "X-Frame-Options", "DENY" },
	{ "Permissions-Policy", "camera=(), microphone=(), geolocation=(), "
	    "payment=(), usb=(), display-capture=(), clipboard-read=()" },
};
enum { ALWAYS = sizeof(always) / sizeof(*always) };

static void
add(struct answer *answer, const char *name, const char *value)
{
	for (int i = 0; value != NULL && i < ANSWER_HEADERS; i++)
		if (answer->header[i].name == NULL) {
			answer->header[i] = (struct header){ name, value };
			return;
		}
}

static void
add_json(const struct reply *reply, struct answer *answer)
{
	char *text = json_dumps(reply->json, JSON_COMPACT | JSON_ENCODE_ANY);

	answer->type = "application/json";
	answer->body = talloc_strdup(reply, text);
	answer->n = strlen(text);
	free(text);
}

void
reply_answer(const struct reply *reply, struct answer *answer)
{
	*answer = reply->file != NULL ? *reply->file : (struct answer){ 0 };
	answer->status = reply->status;
	for (int i = 0; i < ALWAYS; i++)
		add(answer, always[i].name, always[i].value);
	if (reply->file == NULL)
		add(answer, "Cache-Control", "no-store");
	if (reply->json != NULL)
		add_json(reply, answer);
	add(answer, "Set-Cookie", reply->cookie);
	add(answer, "Set-Cookie", reply->mark);
	add(answer, "Retry-After", reply->wait);
	add(answer, "Allow", reply->allow);
	if (reply->forget)
		add(answer, "Clear-Site-Data", "\"*\"");
}
