/*
 * footing.h - what a centre stands on: who could still open its cases if one
 * person were gone tomorrow.
 *
 * It takes cases only once it has two of: a colleague, a stand-in with somebody
 * who can log in, a paper key that was typed back.  What started goes on when
 * it loses one: callers are not turned away; doctor and the desk tell it.
 */
#ifndef STORE_FOOTING_H
#define STORE_FOOTING_H

#include <stdbool.h>
#include <stdint.h>

#include "store/secret.h"
#include "store/store.h"

enum { FOOTING_NEEDED = 2, FOOTING_MEMBERS = 2 };

struct footing {
	unsigned members;	/* who can log in and open its cases */
	bool stand_in;
	int64_t paper_at;	/* its paper was typed back; 0 never */
	unsigned found;		/* how many of the three there are */
	int64_t started_at;	/* 0: not yet */
	int64_t rehearsed_at;	/* its paper opened the canary; 0 never */
	int64_t epoch;		/* number of its key */
	int64_t key_due;	/* since then somebody who left knows it; 0 */
	bool changing;		/* cases are just sealed to another key */
};
/* -ENOENT no such centre; -EIO. */
[[nodiscard]] int footing_load(struct store *, int64_t centre,
    struct footing *out);
/* It takes cases from now on; 0 also when it did before.  -EPERM it stands on
   fewer than two; -ENOENT; -EIO. */
[[nodiscard]] int footing_start(struct store *, int64_t centre,
    const char *by, int64_t now);

/*
 * The paper key, until it was typed back: then it lies where it lies, and
 * nobody prints another.  Noted in the audit.  -EPERM it was typed back; -EACCES
 * key is not the centre's; -EIO.
 */
[[nodiscard]] int paper_show(struct store *, TALLOC_CTX *, int64_t centre,
    const struct secret *key, const char *by, int64_t now, char **paper);
/* A part of it was typed back (paper_matches_part). */
[[nodiscard]] int paper_kept(struct store *, int64_t centre, const char *by,
    int64_t now);
/*
 * Recovery is rehearsed: the whole key, as it lies on paper, opens a box that
 * holds nothing (empty_box.h), and no case.  The day is kept.  -EINVAL mistyped;
 * -EACCES another centre's, or an older one; else as centre_public.
 */
[[nodiscard]] int paper_rehearse(struct store *, int64_t centre,
    const char *paper, const char *by, int64_t now);

#endif
