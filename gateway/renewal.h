/*
 * renewal.h - what an operator makes of a fact: the next version of it,
 * checked before it is kept.
 *
 * Nothing is guessed: who, from which source, checked when, good until when.
 * Every mistake is told, not only the first.
 */
#ifndef GATEWAY_RENEWAL_H
#define GATEWAY_RENEWAL_H

#include <talloc.h>
#include <time.h>

#include "menus/facts.h"

struct faults;

/* What was given, NULL what was not. */
struct renewal {
	const char *by;
	const char *value, *source, *source_date;
	const char *checked, *expires, *confidence, *hours;
};

/*
 * Each makes *out of the fact held, pointing into both, or adds faults:
 * -EINVAL.  renew keeps what is not given, but a new value needs its source and
 * has no hours but those given;
 * whoever renews an S1 fact confirms it with her name.  confirm is for
 * S1 within its date.  withdraw takes it from phones until it is renewed.
 */
[[nodiscard]] int fact_renew(TALLOC_CTX *, const struct fact *held,
    const struct renewal *, time_t now, struct faults *, struct fact *out);
[[nodiscard]] int fact_confirm(TALLOC_CTX *, const struct fact *held,
    const struct renewal *, time_t now, struct faults *, struct fact *out);
[[nodiscard]] int fact_withdraw(TALLOC_CTX *, const struct fact *held,
    const struct renewal *, time_t now, struct faults *, struct fact *out);

/* What is wrong with a value that stands in texts of every language, under the
   talloc parent; NULL when nothing is. */
char *value_mistake(TALLOC_CTX *, const char *value);

/* Is it a person's name, one short line of clean text?  Else a fault. */
bool name_is_given(const char *by, struct faults *);

#endif
