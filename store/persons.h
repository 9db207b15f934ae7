/*
 * persons.h - the people of a case: 30 workers of one factory, each with what
 * became of her.
 *
 * All of a person is sealed to her case.  In clear lie how many a case has and a
 * random number for each, the same in all cases that staff have said are one
 * person's.  Each call is a transaction of its own, with audit and edit rows and
 * errors as in work.h; one that takes a version changes nothing of another
 * (-EEXIST, *out is how the case is).
 */
#ifndef STORE_PERSONS_H
#define STORE_PERSONS_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "store/cases.h"
#include "store/staff.h"

enum {
	PERSONS_MAX = 300,		/* of a case */
	PERSON_NAME_MAX = 240,		/* octets, as shown */
	PERSON_KEY_MAX = 960,		/* octets, as compared */
	PERSON_WORD_MAX = 15,
};

/* Texts hang where the person does.  Words are the desk's; "" is unknown. */
struct person {
	int64_t n;		/* her place in the case, from 1 */
	struct id who;		/* one person over all her cases */
	const char *name;	/* one line */
	const char *key;	/* the name folded: equal keys are one name */
	const char *consent;	/* may we speak for her? "yes", "no", "" */
	const char *sex, *age;
	const char *outcome;	/* "": as the case's */
	int64_t claimed, received;	/* in the currency's smallest coin */
	const char *currency;	/* "" no amount */
};
struct persons { size_t n; struct person *person; };

/* Her name in the text that is sealed (SEALING.md), for who opens one by
   himself. */
const char *person_shown(const char *text);

/*
 * Put people into a case; n of each becomes her place, 0 where the case or the
 * list before her has one of this name, unless twice says that there are two.
 * Nobody new: nothing is changed.  -EINVAL too many, a text that is too long.
 */
[[nodiscard]] int persons_add(struct store *, const char *ref,
    const struct login *, struct persons *, bool twice, int64_t version,
    int64_t now, struct matter *out);
/* Those of a case, noted in the audit as an action; *out is how the case is. */
[[nodiscard]] int persons_read(struct store *, TALLOC_CTX *, const char *ref,
    const struct login *, const char *action, int64_t now,
    struct persons **, struct matter *out);
/* Put another in her place, by person->n; who stays.  -ENOENT nobody there. */
[[nodiscard]] int person_set(struct store *, const char *ref,
    const struct login *, const struct person *, int64_t version,
    int64_t now, struct matter *out);
[[nodiscard]] int person_remove(struct store *, const char *ref,
    const struct login *, int64_t n, int64_t version, int64_t now,
    struct matter *out);

/*
 * She is the same as one of another case that this member may read.  -ENOENT no
 * such case or nobody there; -EINVAL the same case, or two people of one case
 * would become one.
 */
[[nodiscard]] int person_is(struct store *, const char *ref,
    const struct login *, int64_t n, const char *other_ref, int64_t other_n,
    int64_t version, int64_t now, struct matter *out);
/* She is nobody else: taken from what person_is made one. */
[[nodiscard]] int person_is_alone(struct store *, const char *ref,
    const struct login *, int64_t n, int64_t version, int64_t now,
    struct matter *out);

enum { PERSON_CASES_MAX = 50 };
struct person_case {
	struct matter matter;
	int64_t n;		/* her place there */
	bool same;		/* staff said so; else only the name is */
};
struct person_cases { size_t n; struct person_case *found; };
/*
 * Her other cases that this member may read, then those of her centre with
 * somebody of the same name; one audit row, no word of any of them.
 */
[[nodiscard]] int person_cases(struct store *, TALLOC_CTX *, const char *ref,
    const struct login *, int64_t n, int64_t now, struct person_cases **out);

/* Why a person is counted in a month. */
enum person_event {
	PERSON_CAME,		/* her case was opened in it */
	PERSON_ENDED,		/* her case was finished in it; a duplicate's
				   people are counted with what it was joined to */
};
/*
 * first: who was not met before for this event, so that a worker with two cases
 * is one worker.  outcome is the text of how the case ended (its item), NULL
 * unknown; where person->outcome is "" it is hers too.  Everything lives for the
 * call.
 */
typedef void persons_each(void *arg, enum person_event, bool first,
    const struct matter *, const char *outcome, const struct person *);
/*
 * The people of a centre's cases between two times.  With a login it is one
 * audit row, "month"; without (NULL) nothing is opened, and a person has n and
 * who alone.  -EACCES she has departed; -EIO.
 */
[[nodiscard]] int persons_of_month(struct store *, int64_t centre,
    const struct login *, int64_t from, int64_t until, int64_t now,
    persons_each *, void *arg);

#endif
