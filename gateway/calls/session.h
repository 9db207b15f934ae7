/*
 * session.h - is it a new session, her next key, a repeat, or too old?
 */
#ifndef GATEWAY_CALLS_SESSION_H
#define GATEWAY_CALLS_SESSION_H

#include "gateway/calls/scene.h"
#include "gateway/calls/step.h"

/* What a message is to the dialogue. */
enum act {
	ACT_TURN,	/* begin or input: a turn of the dialogue */
	ACT_AGAIN,	/* show her page again */
	ACT_CHANGED,	/* the tree is another: the same, but words are kept */
	ACT_KEEP,	/* too old to be a key: words are kept, no reply */
	ACT_END,	/* the network closed her session */
	ACT_NOTHING,	/* no reply, no effect */
};

enum act session_judge(const struct scene *, const struct sitting *);

/* A turn that begins a session, not a key within one. */
bool session_begins(const struct scene *);

#endif
