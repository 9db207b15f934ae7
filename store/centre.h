/*
 * centre.h - the offices that read cases, and who may read whose.
 */
#ifndef STORE_CENTRE_H
#define STORE_CENTRE_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/store.h"

enum { KEY_OCTETS = 32, PAPER_KEY_TEXT = 96, CENTRE_TEXT_MAX = 200 };

struct centre {
	int64_t id;
	const char *name[4];	/* by enum locale's order: km, km_Latn, th, en */
	const char *area;	/* ISO 3166-2, "KH-17" */
	const char *hours;	/* as shown: "Mon-Fri 08:00-17:00" in digits a
				   phone shows: "1-5 8:00-17:00" (ISO 8601
				   weekdays) */
	const char *phone;	/* to be called at; "" none */
	int64_t stand_in;	/* 0: none named, the intake centre */
	bool intake;		/* takes what names no centre */
	unsigned active_staff;	/* who can open its cases */
	int64_t started_at;	/* 0: it takes no case yet (footing.h) */
};

/* A secret key in locked memory, wiped when freed (talloc destructor). */
struct secret;

/*
 * Make a centre and its key pair, in a transaction of its own.  *paper is the
 * secret half as text for paper (base32 and a check), the only copy until
 * someone is granted it; *secret the same in memory, for granting the first
 * member.  The public half is pinned in DIR/keys/centre-<id>.pub.  -EEXIST
 * the name is taken, or there is an intake centre; -EINVAL a text is too
 * long, the English name empty, hours no hours; -ENOENT no such stand-in;
 * -EACCES the key cannot be pinned; -EIO.
 */
[[nodiscard]] int centre_add(struct store *, TALLOC_CTX *,
    const struct centre *, int64_t *id, struct secret **secret, char **paper);
/* The secret half from paper; -EINVAL mistyped; -EACCES another centre's; else
   as centre_public. */
[[nodiscard]] int centre_from_paper(struct store *, TALLOC_CTX *,
    int64_t centre, const char *paper, struct secret **out);
/* Change names, area, hours, phone, stand-in, intake.  As centre_add; -ENOENT
   also: no such centre. */
[[nodiscard]] int centre_change(struct store *, const struct centre *);

/*
 * The public key; its pinned copy is read once for each of the centre's keys.
 * -ENOENT no such centre, or no key is pinned; -EKEYREJECTED the pinned key is
 * not the one in the store: someone changed either; -EACCES, -EINVAL the pinned
 * file may be read by others, is no key; -EIO.
 */
[[nodiscard]] int centre_public(struct store *, int64_t centre,
    unsigned char out[KEY_OCTETS]);
/* Is this its secret half?  0; -EACCES another's; else as centre_public. */
[[nodiscard]] int centre_check_secret(struct store *, int64_t centre,
    const struct secret *);

/* The number of its key, which grows with each change (rekey.h).  -ENOENT;
   -EIO. */
[[nodiscard]] int centre_epoch(struct store *, int64_t centre, int64_t *out);

/* Everything about all centres, by id.  Under the talloc parent. */
struct centres { size_t n; struct centre *centre; };
[[nodiscard]] int centres_load(struct store *, TALLOC_CTX *,
    struct centres **out);
const struct centre *centre_by_id(const struct centres *, int64_t id);
const struct centre *centre_intake(const struct centres *);
/* Its stand-in: the named one, else the intake centre; NULL when that is the
   centre itself. */
const struct centre *centre_stand_in(const struct centres *,
    const struct centre *);

/*
 * Hours are ISO 8601 weekdays and up to two spans of a day: "1-5 8:00-17:00",
 * "1-7 0:00-24:00", "6 8:00-12:00 13:30-17:00".  -EINVAL.
 */
[[nodiscard]] int centre_check_hours(const char *hours);
/* When it is open next, now if it is open; offset_s is local time less UTC.
   -EINVAL no hours. */
[[nodiscard]] int centre_next_open(const char *hours, int64_t now,
    int offset_s, int64_t *at);

#endif
