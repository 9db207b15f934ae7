/*
 * roster.h - who is on duty in a centre, who stands in, and the phones of its
 * people.
 *
 * A phone is sealed to the outbox key: it can be set and texted, and nothing
 * here shows it again.  A line of the roster is a member, her hours in a week
 * (as a centre's, see centre.h; Cambodia and Thailand, +7) and the days from
 * and until which it holds.
 */
#ifndef STORE_ROSTER_H
#define STORE_ROSTER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/staff.h"
#include "store/store.h"

enum { PHONE_DIGITS = 15 };

struct phone {
	void *box;			/* as outbox_seal_number made it */
	size_t box_n;
	int language;			/* enum locale, of what it is sent */
	bool reminders;			/* she wishes to be reminded */
};

/*
 * Set a member's phone (E.164, "" takes it away), noted in the audit without
 * it.  -EINVAL no number; -ENOENT nobody of this name is here; -EIO.  Needs
 * the outbox's public key: not for ROLE_ROUNDS.
 */
[[nodiscard]] int phone_set(struct store *, const char *name, const char *e164,
    int language, bool reminders, const char *by, int64_t now);
/* Her wish to be reminded.  -ENOENT she has no phone. */
[[nodiscard]] int phone_set_reminders(struct store *, int64_t staff, bool);
/* The box under the talloc parent.  -ENOENT she has none, or has departed;
   -EIO. */
[[nodiscard]] int phone_load(struct store *, TALLOC_CTX *, int64_t staff,
    struct phone *out);
/* Who has a phone, what it is sent in, and whether she is reminded. */
struct phone_row { int64_t staff; int language; bool reminders; };
struct phone_rows { size_t n; struct phone_row *row; };
[[nodiscard]] int phones_load(struct store *, TALLOC_CTX *,
    struct phone_rows **out);

enum shift_part { ON_DUTY, STANDS_IN, SHIFT_PARTS };
const char *shift_part_name(enum shift_part);	/* "duty", "stand_in" */
[[nodiscard]] int shift_part_find(const char *, enum shift_part *out);

struct shift {
	int64_t id, centre, staff;
	const char *name;		/* login name */
	enum shift_part part;
	const char *hours;
	int64_t since, until;		/* days, both included; 0 open */
	bool reachable;			/* active, with a phone */
};

/* Add a line for an active member of the centre; sets id.  -EINVAL hours that
   are none, an end before the beginning; -ENOENT nobody; -EIO. */
[[nodiscard]] int shift_add(struct store *, struct shift *, const char *by,
    int64_t now);
/* -ENOENT the centre has no such line. */
[[nodiscard]] int shift_remove(struct store *, int64_t centre, int64_t id,
    const char *by, int64_t now);

struct roster { size_t n; struct shift *shift; };
/* The lines of a centre, by id, with those that are over.  -EIO. */
[[nodiscard]] int roster_load(struct store *, TALLOC_CTX *, int64_t centre,
    struct roster **out);
/* Does a line hold at this time? */
bool shift_holds(const struct shift *, int64_t at);
/* Is anybody who can be reached on duty (or standing in) then? */
bool roster_is_kept(const struct roster *, enum shift_part, int64_t at);
/*
 * When nobody who can be reached is on duty, within a week from a time: the
 * first such half hour and when it ends; false: there is none.
 */
bool roster_gap(const struct roster *, enum shift_part, int64_t from,
    int64_t *begins, int64_t *ends);

/* The active members of a role who have a phone, by id.  -EIO. */
struct staff_ids { size_t n; int64_t *id; };
[[nodiscard]] int phones_of_role(struct store *, TALLOC_CTX *, enum role,
    struct staff_ids **out);

/* Who wishes to be reminded and was not yet on this day, with how many of her
   open cases are due before a time. */
struct due_staff { int64_t staff, centre, cases; };
struct due_staffs { size_t n; struct due_staff *of; };
[[nodiscard]] int reminders_due(struct store *, TALLOC_CTX *, int64_t day,
    int64_t before, struct due_staffs **out);
/* She was, on this day; in the transaction that reminds her. */
[[nodiscard]] int reminder_given(struct store *, int64_t staff, int64_t day);

#endif
