/*
 * enrol.h - a centre is added with its paper key and its first members.
 *
 * What must be written down is shown on standard output, once; what is wrong
 * is said on standard error.
 */
#ifndef GATEWAY_FOUNDING_ENROL_H
#define GATEWAY_FOUNDING_ENROL_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/options.h"
#include "store/centre.h"
#include "store/staff.h"
#include "store/store.h"

struct enrolment {
	struct centre centre;
	struct words staff;
	bool show;			/* the paper key */
	bool typing_back;		/* of one of its groups */
	/* Activates the members; NULL: their codes are shown. */
	const char *password;
};

/* 0 and the centre's id is set, or negative. */
[[nodiscard]] int enrol_centre(struct store *, struct enrolment *);

/* Add a member, as above; 0 or negative. */
[[nodiscard]] int enrol_member(struct store *, const char *name,
    int64_t centre, const struct secret *key, const char *password);
/* In a role (NULL: the first of a centre leads it, others do not), noted as
   done by a member; key is NULL for a role that holds none. */
[[nodiscard]] int enrol_member_as(struct store *, const char *name,
    int64_t centre, const enum role *, const struct secret *key,
    const char *by);
void enrol_show_code(const char *name, const char *code);
/* A centre's paper key, shown, and typed back in part; then that is noted.  0;
   -EINVAL it was not typed back; -EIO. */
[[nodiscard]] int enrol_paper(struct store *, const struct centre *,
    const struct secret *key, bool typing_back);

/* Whoever wrote a paper key down proves it: she is asked for one of its
   groups.  -EINVAL wrong, -EIO input ended. */
[[nodiscard]] int enrol_type_back(TALLOC_CTX *, const char *paper);

#endif
