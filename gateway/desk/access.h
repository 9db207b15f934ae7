/*
 * access.h - who may do what to whose: one table of roles, actions, scopes.
 *
 * Everything that the desk can do is an action here; what is not in the table
 * cannot be asked for.  The matrix in the OpenAPI document and the test of
 * every route by every role are made of it.
 */
#ifndef GATEWAY_DESK_ACCESS_H
#define GATEWAY_DESK_ACCESS_H

#include <stdbool.h>

#include "store/staff.h"

/* Whose: what a handler must hold itself to. */
enum scope {
	SCOPE_NONE,		/* it is about nobody */
	SCOPE_SELF,		/* one's own session, drafts, password */
	SCOPE_CENTRE,		/* one's centre, and what it stands in for */
	SCOPE_ALL,		/* every centre, without a word of a case */
};

enum action {
	MAY_KNOCK,		/* anyone, without a session */
	MAY_SIGN_IN,
	MAY_STAY,		/* one's own session, factor, password */
	MAY_LIST_CASES,		/* without a word */
	MAY_READ_CASE,
	MAY_WORK_CASE,		/* take, note, change, close */
	MAY_ASSIGN,		/* give cases to others */
	MAY_REFER,		/* offer to another office */
	MAY_KEEP_PARTNERS,	/* whom the centre writes to */
	MAY_OVERRIDE,		/* offer what she did not agree to */
	MAY_ANSWER,		/* accept, refuse, be done */
	MAY_SEARCH,		/* by a caller's number, in words */
	MAY_COUNT,		/* contacts at the counter */
	MAY_SEE_MONTH,		/* exact */
	MAY_EXPORT_MONTH_CSV,
	MAY_EXPORT_MONTH_XLSX,
	MAY_PUBLISH,		/* give a month out, once and for all */
	MAY_SEE_PUBLISHED,
	MAY_EXPORT_PUBLISHED_CSV,
	MAY_EXPORT_PUBLISHED_XLSX,
	MAY_EXPORT_CASE_CSV,
	MAY_EXPORT_CASE_XLSX,
	MAY_EXPORT_CASE_JSON,
	MAY_SEE_CENTRES,
	MAY_SEE_PEOPLE,
	MAY_ADD_PEOPLE,
	MAY_CHANGE_PEOPLE,	/* her role, her forgotten password */
	MAY_PART,		/* let go */
	MAY_REHEARSE,		/* the phone on the desk */
	MAY_ERASE,		/* a case, as its caller wished */
	MAY_SEE_GOING,		/* what will be erased, without a word */
	MAY_KEEP_CASE,		/* from being erased */
	MAY_SEE_REMARKS,	/* what who leads is told */
	MAY_SEE_DUTY,		/* the roster; phones are shown to nobody */
	MAY_SET_DUTY,
	MAY_SEE_FOOTING,	/* what one's centre stands on */
	MAY_START,		/* one's centre takes cases from now on */
	MAY_TRY_PAPER,		/* does it still open? */
	MAY_KEEP_KEY,		/* print the paper key, change the key */
	MAY_REMAKE,		/* a key for a centre where nobody is left */
	MAY_PRACTISE,		/* on invented cases */
	MAY_SEE_REGISTER,
	MAY_JUDGE_REGISTER,	/* be the second for a new list */
	MAY_SEE_AUDIT,
	ACTIONS
};

struct access {
	const char *name;
	unsigned roles;		/* bits of enum role; 0: no session needed */
	enum scope scope;
	bool fresh;		/* password and code again within 5 minutes */
	bool practice;		/* also on invented cases, and not fresh there */
};
extern const struct access access_table[ACTIONS];

bool access_permits(enum action, enum role);
const char *scope_name(enum scope);

#endif
