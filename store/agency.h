/*
 * agency.h - one recruitment agency as the ministry's list has it.
 *
 * A plain record, without a store.  Every field has one text form, the same in
 * the store's columns, in a CSV cell, in a diff and in the history: members of
 * a list are joined by "; ", parts of an office by " | ", a span of days is
 * 2026-01-01..2026-12-31 with either end left out when it was not said.
 * Texts are clean UTF-8 without controls; no member of a list holds ";" and
 * no part of an office "|".
 */
#ifndef STORE_AGENCY_H
#define STORE_AGENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "store/day.h"

enum {
	AGENCY_TEXT_MAX = 200,		/* octets of a name, a phone ... */
	AGENCY_LICENCE_MAX = 40,
	AGENCY_LIST_MAX = 64,		/* members of a list */
	AGENCY_FIELD_MAX = 4096,	/* octets of a list's text */
};

enum agency_status {
	AGENCY_VALID,
	AGENCY_EXPIRED,
	AGENCY_SUSPENDED,
	AGENCY_REVOKED,
	AGENCY_DELISTED,	/* was on an earlier list, is not on this one */
	AGENCY_STATUSES
};
/* "valid" ... "delisted". */
const char *agency_status_name(enum agency_status);
/* -EINVAL no such status. */
[[nodiscard]] int agency_status_find(const char *name, enum agency_status *);

struct texts { size_t n; const char **text; };

/* Where it may send workers, and from when until when (either DAY_NONE). */
struct agency_destination {
	char country[3];	/* ISO 3166-1: "TH" */
	int64_t from, until;
};

struct agency_office {
	const char *province;	/* ISO 3166-2 "KH-12" where it was known by its
				   name, else as it was written; "" not said */
	const char *phone, *address;	/* "" not said */
};

struct agency {
	const char *licence;	/* never "" */
	const char *name;	/* Latin */
	const char *name_km;	/* Khmer; one of the two is not "" */
	struct texts aliases, abbreviations, representatives;
	enum agency_status status;	/* as written; see agency_status_on */
	int64_t valid_until;		/* its last day; DAY_NONE not said */
	size_t destinations_n;		/* 0: the list does not say */
	struct agency_destination *destinations;
	struct agency_office head_office;
	size_t branches_n;
	struct agency_office *branches;
	int64_t last_seen;	/* as-of day of the last list that had it */
};

/* The status on a day: one that ran out is expired, whatever was written. */
enum agency_status agency_status_on(const struct agency *, int64_t day);

/* May it send workers there on that day? */
enum agency_scope {
	SCOPE_YES,		/* named, and the day is in its span */
	SCOPE_NO,		/* others are named, or its span is over */
	SCOPE_UNSAID,		/* the list names no destination of it */
};
enum agency_scope agency_serves(const struct agency *, const char *country,
    int64_t day);

/* Its fields, in the order of the columns. */
enum agency_field {
	FIELD_LICENCE, FIELD_NAME, FIELD_NAME_KM, FIELD_ALIASES,
	FIELD_ABBREVIATIONS, FIELD_STATUS, FIELD_VALID_UNTIL,
	FIELD_DESTINATIONS, FIELD_HEAD_OFFICE, FIELD_BRANCHES,
	FIELD_REPRESENTATIVES, FIELD_LAST_SEEN,
	AGENCY_FIELDS
};
/* "licence", "name_km" ...: of the column, of JSON and CSV. */
const char *agency_field_name(enum agency_field);
/* A field's text form, under the talloc parent; "" when it is not said. */
char *agency_field_text(TALLOC_CTX *, const struct agency *,
    enum agency_field);
/*
 * Set a field from its text form; what it points to hangs under the talloc
 * parent.  0; -EINVAL it is not of that form (an unknown status, no day, an
 * empty member, a country that is not two capitals, too many or too long).
 */
[[nodiscard]] int agency_field_read(TALLOC_CTX *, struct agency *,
    enum agency_field, const char *text);

#endif
