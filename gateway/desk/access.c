#include "gateway/desk/access.h"

enum {
	STAFF = 1 << AS_STAFF, LEAD = 1 << AS_LEAD,
	ADMINISTRATOR = 1 << AS_ADMINISTRATOR, NUMBERS = 1 << AS_NUMBERS,
	CASES = STAFF | LEAD,		/* who works on cases */
	PEOPLE = LEAD | ADMINISTRATOR,	/* who looks after people */
	ANYONE = CASES | ADMINISTRATOR | NUMBERS,
};

const struct access access_table[ACTIONS] = {
	[MAY_KNOCK] = { "knock", 0, SCOPE_NONE, false },
	[MAY_SIGN_IN] = { "sign in", 0, SCOPE_NONE, false },
	[MAY_STAY] = { "stay signed in", ANYONE, SCOPE_SELF, false },
	[MAY_LIST_CASES] = { "list cases", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_READ_CASE] = { "read a case", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_WORK_CASE] = { "work on a case", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_ASSIGN] = { "give a case to another", LEAD, SCOPE_CENTRE,
	    false, true },
	[MAY_REFER] = { "refer a case", CASES, SCOPE_CENTRE, true, true },
	[MAY_KEEP_PARTNERS] = { "change partners", LEAD, SCOPE_CENTRE, false,
	    false },
	[MAY_OVERRIDE] = { "offer without her consent", LEAD, SCOPE_CENTRE,
	    true, false },
	[MAY_ANSWER] = { "answer a referral", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_SEARCH] = { "search cases", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_COUNT] = { "count a contact", CASES, SCOPE_CENTRE, false,
	    true },
	[MAY_SEE_MONTH] = { "see the month, exact", CASES, SCOPE_CENTRE,
	    false, true },
	[MAY_EXPORT_MONTH_CSV] = { "export the month as CSV", CASES,
	    SCOPE_CENTRE, true },
	[MAY_EXPORT_MONTH_XLSX] = { "export the month as a workbook", CASES,
	    SCOPE_CENTRE, true },
	[MAY_PUBLISH] = { "give a month out", LEAD, SCOPE_CENTRE, true },
	[MAY_SEE_PUBLISHED] = { "see what was given out", CASES | NUMBERS,
	    SCOPE_CENTRE, false },
	[MAY_EXPORT_PUBLISHED_CSV] = { "export what was given out as CSV",
	    CASES | NUMBERS, SCOPE_CENTRE, true },
	[MAY_EXPORT_PUBLISHED_XLSX] = { "export what was given out as a "
	    "workbook", CASES | NUMBERS, SCOPE_CENTRE, true },
	[MAY_EXPORT_CASE_CSV] = { "export a case as CSV", CASES,
	    SCOPE_CENTRE, true },
	[MAY_EXPORT_CASE_XLSX] = { "export a case as a workbook", CASES,
	    SCOPE_CENTRE, true },
	[MAY_EXPORT_CASE_JSON] = { "export a case as JSON", CASES,
	    SCOPE_CENTRE, true },
	[MAY_SEE_CENTRES] = { "see the offices", ANYONE, SCOPE_ALL, false,
	    true },
	[MAY_SEE_PEOPLE] = { "see the members", PEOPLE | STAFF, SCOPE_CENTRE,
	    false },
	[MAY_ADD_PEOPLE] = { "add a member", PEOPLE, SCOPE_CENTRE, true },
	[MAY_CHANGE_PEOPLE] = { "change a member", LEAD, SCOPE_CENTRE, true },
	[MAY_PART] = { "take a member's leave", PEOPLE, SCOPE_CENTRE, true },
	[MAY_REHEARSE] = { "walk the menu", ANYONE, SCOPE_NONE, false },
	[MAY_ERASE] = { "erase a case, with another", CASES, SCOPE_CENTRE,
	    true },
	[MAY_SEE_GOING] = { "see what will be erased", CASES, SCOPE_CENTRE,
	    false },
	[MAY_KEEP_CASE] = { "keep a case from being erased", LEAD,
	    SCOPE_CENTRE, false },
	[MAY_SEE_REMARKS] = { "see what a lead is told", LEAD, SCOPE_CENTRE,
	    false },
	[MAY_SEE_DUTY] = { "see who is on duty", CASES | ADMINISTRATOR,
	    SCOPE_CENTRE, false },
	[MAY_SET_DUTY] = { "say who is on duty", LEAD, SCOPE_CENTRE, false },
	[MAY_SEE_FOOTING] = { "see what the centre stands on", CASES,
	    SCOPE_CENTRE, false },
	[MAY_START] = { "let the centre take cases", LEAD, SCOPE_CENTRE,
	    false },
	[MAY_TRY_PAPER] = { "try the paper key", CASES, SCOPE_CENTRE, false },
	[MAY_KEEP_KEY] = { "keep the centre's key", LEAD, SCOPE_CENTRE,
	    true },
	[MAY_REMAKE] = { "give a key to a centre where nobody is left", LEAD,
	    SCOPE_CENTRE, true },
	[MAY_PRACTISE] = { "practise", CASES, SCOPE_SELF, false },
	[MAY_SEE_REGISTER] = { "see the register", CASES | ADMINISTRATOR,
	    SCOPE_ALL, false },
	[MAY_JUDGE_REGISTER] = { "judge a new register",
	    CASES | ADMINISTRATOR, SCOPE_ALL, true },
	[MAY_SEE_AUDIT] = { "see who did what", PEOPLE, SCOPE_CENTRE, false },
};

bool
access_permits(enum action action, enum role role)
{
	return (access_table[action].roles >> role & 1) != 0;
}

const char *
scope_name(enum scope scope)
{
	static const char *const names[] = {
		[SCOPE_NONE] = "none",
		[SCOPE_SELF] = "self",
		[SCOPE_CENTRE] = "centre",
		[SCOPE_ALL] = "all",
	};

	return names[scope];
}
