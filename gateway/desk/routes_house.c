/*
 * Everything but cases: who is signed in, members, the centre, the counter, the
 * month, the register of agencies, the audit.
 */
#include "gateway/desk/routes.h"

#include "gateway/desk/handlers.h"
#include "gateway/desk/shapes.h"

static const char *const audit_query[] = { "before", "by", "to", "did",
	NULL };
static const char *const month_query[] = { "month", NULL };

enum {
	EVEN = ROUTE_LOCKED | ROUTE_UNENROLLED,	/* in every state */
	FORM = ROUTE_ONCE,
};

const struct route routes_house[] = {
	{ "GET", "/api/health", MAY_KNOCK, 0, health_get, NULL,
	  &shape_health, NULL, "Is the desk there, and can it write?" },
	{ "GET", "/api/openapi.json", MAY_KNOCK, 0, openapi_get, NULL, NULL,
	  NULL, "This document." },

	{ "POST", "/api/session", MAY_SIGN_IN, 0, session_post,
	  &shape_sign_in, &shape_session, NULL,
	  "Sign in.  Without a second factor yet, code is left out, and the "
	  "session can do nothing but set one up." },
	{ "GET", "/api/session", MAY_STAY, EVEN | ROUTE_QUIET, session_get,
	  NULL, &shape_session, NULL,
	  "Who is signed in, and the token that every change carries in "
	  "X-CSRF-Token." },
	{ "DELETE", "/api/session", MAY_STAY, EVEN, session_delete, NULL,
	  NULL, NULL, "Sign out: the keys are wiped." },
	{ "POST", "/api/session/lock", MAY_STAY, EVEN, lock_post, NULL, NULL,
	  NULL, "Lock: the keys are wiped, the password brings them back." },
	{ "POST", "/api/session/unlock", MAY_STAY, EVEN, unlock_post,
	  &shape_unlock, &shape_session, NULL,
	  "Unlock.  After five wrong passwords the session is over." },
	{ "POST", "/api/session/confirm", MAY_STAY, 0, confirm_post,
	  &shape_confirm, &shape_session, NULL,
	  "Password and code again; for five minutes what needs it may be "
	  "done." },
	{ "POST", "/api/session/password", MAY_STAY, 0, password_post,
	  &shape_password, NULL, NULL,
	  "Another password.  Her other sessions end." },
	{ "POST", "/api/session/factor", MAY_STAY, ROUTE_UNENROLLED,
	  factor_post, &shape_factor, &shape_factor_shown, NULL,
	  "Begin a second factor; what it shows is shown once.  Who has one "
	  "already confirms first." },
	{ "POST", "/api/session/factor/confirm", MAY_STAY, ROUTE_UNENROLLED,
	  factor_confirm_post, &shape_code, &shape_session, NULL,
	  "A first code proves that the app or the sheet is in her hands." },
	{ "POST", "/api/activation", MAY_SIGN_IN, 0, activation_post,
	  &shape_activation, NULL, NULL,
	  "The printed activation code becomes a password.  Then sign in." },
	{ "PUT", "/api/session/phone", MAY_SEE_DUTY, 0, own_phone_put,
	  &shape_my_phone, NULL, NULL,
	  "One's own phone, for what nobody opens; it is never shown." },
	{ "PUT", "/api/session/reminders", MAY_SEE_DUTY, 0, reminders_put,
	  &shape_reminders, NULL, NULL,
	  "Be reminded of what is due, or not; needs a phone." },

	{ "GET", "/api/centres", MAY_SEE_CENTRES, 0, centres_get, NULL,
	  &shape_centres, NULL, "The offices, and who stands in for whom." },
	{ "GET", "/api/centre", MAY_SEE_FOOTING, 0, footing_get, NULL,
	  &shape_footing, NULL,
	  "What one's centre stands on, and whether it has started." },
	{ "POST", "/api/centre/start", MAY_START, 0, start_post, NULL,
	  &shape_footing, NULL,
	  "It takes cases from now on; not before two of three are there." },
	{ "POST", "/api/centre/paper", MAY_KEEP_KEY, 0, paper_post, NULL,
	  &shape_paper, NULL,
	  "The paper key, until a part of it was typed back." },
	{ "POST", "/api/centre/paper/back", MAY_KEEP_KEY, FORM, paper_back_post,
	  &shape_paper_part, &shape_footing, NULL,
	  "A part of it as it was written down; then it is shown no more." },
	{ "POST", "/api/centre/rehearsal", MAY_TRY_PAPER, 0, rehearsal_post,
	  &shape_paper_whole, &shape_footing, NULL,
	  "The whole paper key opens a sealed box that holds nothing; the day "
	  "is kept." },
	{ "POST", "/api/centre/rekey", MAY_KEEP_KEY, FORM, rekey_post, NULL,
	  &shape_footing, NULL,
	  "Another key, where somebody who left knows the one there is." },
	{ "POST", "/api/centres/:n/remake", MAY_REMAKE, 0, remake_post,
	  &shape_remake, &shape_code_shown, NULL,
	  "Nobody can log in at an office we stand in for: a key and a lead "
	  "for it; her activation code is shown once." },

	{ "GET", "/api/staff", MAY_SEE_PEOPLE, 0, staff_get, NULL,
	  &shape_staff, NULL,
	  "The members of one's centre; for an administrator, all." },
	{ "POST", "/api/staff", MAY_ADD_PEOPLE, 0, staff_post,
	  &shape_new_member, &shape_code_shown, NULL,
	  "Add a member; her activation code is shown once.  An "
	  "administrator adds only roles that hold no key." },
	{ "POST", "/api/staff/:name/role", MAY_CHANGE_PEOPLE, 0, role_post,
	  &shape_role, NULL, NULL,
	  "Another role.  Her sessions end; the centre's key comes or "
	  "goes." },
	{ "POST", "/api/staff/:name/recode", MAY_CHANGE_PEOPLE, 0,
	  recode_post, NULL, &shape_code_shown, NULL,
	  "She forgot her password: a new activation code, shown once." },
	{ "POST", "/api/staff/:name/lost-code", MAY_CHANGE_PEOPLE, 0,
	  lost_code_post, NULL, NULL, NULL,
	  "Her phone or sheet is lost: she sets up another when she next "
	  "signs in." },
	{ "DELETE", "/api/staff/:name/sessions", MAY_PART, 0,
	  sessions_delete, NULL, NULL, NULL,
	  "She is signed out wherever she is signed in." },
	{ "GET", "/api/staff/:name/leaving", MAY_PART, 0, leaving_get, NULL,
	  &shape_leaving, NULL,
	  "What is still hers, and who may have it.  Single cases are given on "
	  "by PATCH, with the day they are due." },
	{ "POST", "/api/staff/:name/leaving", MAY_PART, 0, leaving_post,
	  &shape_give_on, &shape_leaving, NULL,
	  "All her open cases become another's, due when they were." },
	{ "POST", "/api/staff/:name/depart", MAY_PART, FORM, depart_post,
	  &shape_depart, NULL, NULL,
	  "She leaves, not while a case is hers: keys, sessions and grants "
	  "go, and the centre gets another key, which its cases are sealed "
	  "to.  Its paper key is to be printed anew." },
	{ "PUT", "/api/staff/:name/phone", MAY_CHANGE_PEOPLE, 0,
	  staff_phone_put, &shape_staff_phone, NULL, NULL,
	  "A member's phone; it is never shown." },

	{ "GET", "/api/practice", MAY_PRACTISE, 0, practice_get, NULL,
	  &shape_practice, NULL,
	  "How far one is with the invented cases, which stand under "
	  "/practice/api/ as real ones do here." },
	{ "POST", "/api/practice", MAY_PRACTISE, 0, practice_post,
	  &shape_practise, &shape_practice, NULL,
	  "Invented cases for oneself, made anew if there were none." },
	{ "POST", "/api/practice/done", MAY_PRACTISE, 0, practice_done_post,
	  NULL, &shape_practice, NULL,
	  "Everything was done once: that is kept, the invented cases go." },

	{ "GET", "/api/contacts", MAY_COUNT, 0, contacts_get, NULL,
	  &shape_contacts, NULL, "The contacts of today." },
	{ "POST", "/api/contacts", MAY_COUNT, FORM, contact_post,
	  &shape_contact, &shape_counted, NULL,
	  "Somebody at the counter or on the phone, without a name." },
	{ "DELETE", "/api/contacts/:n", MAY_COUNT, 0, contact_delete, NULL,
	  NULL, NULL, "Take back one of one's own, today." },

	{ "GET", "/api/month", MAY_SEE_MONTH, 0, month_get, NULL,
	  &shape_month, month_query, "A month in numbers, exact." },
	{ "POST", "/api/month/csv", MAY_EXPORT_MONTH_CSV, 0, month_csv_post,
	  &shape_month_file, NULL, NULL, "The same as CSV; an audit row." },
	{ "POST", "/api/month/xlsx", MAY_EXPORT_MONTH_XLSX, 0,
	  month_xlsx_post, &shape_month_file, NULL, NULL,
	  "The same as a workbook; an audit row." },
	{ "GET", "/api/publications", MAY_SEE_PUBLISHED, 0, publications_get,
	  NULL, &shape_publications, NULL, "The months that were given out." },
	{ "POST", "/api/publications", MAY_PUBLISH, FORM, publication_post,
	  &shape_publish, NULL, NULL,
	  "Give out a month that is over, with small numbers hidden.  It "
	  "stays as it is then." },
	{ "GET", "/api/publications/:month", MAY_SEE_PUBLISHED, 0,
	  publication_get, NULL, &shape_publication, NULL,
	  "A month as it was given out." },
	{ "POST", "/api/publications/:month/csv", MAY_EXPORT_PUBLISHED_CSV,
	  0, publication_csv_post, &shape_file, NULL, NULL,
	  "The same as CSV; an audit row." },
	{ "POST", "/api/publications/:month/xlsx", MAY_EXPORT_PUBLISHED_XLSX,
	  0, publication_xlsx_post, &shape_file, NULL, NULL,
	  "The same as a workbook; an audit row." },

	{ "POST", "/api/phone", MAY_REHEARSE, 0, phone_post, &shape_phone,
	  &shape_phone_page, NULL,
	  "The page that a phone would be sent after these keys, and what "
	  "would have been done.  Nothing is: no case, no caller, no look-up "
	  "is kept." },

	{ "GET", "/api/duty", MAY_SEE_DUTY, 0, duty_get, NULL, &shape_duty,
	  NULL, "Who is on duty in one's centre, and when nobody is." },
	{ "POST", "/api/duty", MAY_SET_DUTY, FORM, duty_post, &shape_new_shift,
	  &shape_made, NULL, "Add a line of the roster." },
	{ "DELETE", "/api/duty/:n", MAY_SET_DUTY, 0, duty_delete, NULL, NULL,
	  NULL, "Take a line of the roster away." },

	{ "GET", "/api/register", MAY_SEE_REGISTER, 0, register_get, NULL,
	  &shape_register, NULL,
	  "The list of agencies that stands, and the one that waits." },
	{ "GET", "/api/register/imports", MAY_SEE_REGISTER, 0, imports_get,
	  NULL, &shape_imports, NULL, "The last lists that came." },
	{ "POST", "/api/register/imports/:n/confirm", MAY_JUDGE_REGISTER, FORM,
	  import_confirm_post, NULL, &shape_judged, NULL,
	  "Stand for a list that waits; not by who imported it." },
	{ "POST", "/api/register/imports/:n/reject", MAY_JUDGE_REGISTER, FORM,
	  import_reject_post, NULL, &shape_judged, NULL,
	  "Say no to a list that waits." },
	{ "POST", "/api/register/find", MAY_SEE_REGISTER, 0,
	  register_find_post, &shape_name_asked, &shape_name_found, NULL,
	  "What a caller would be told of a name; nothing of it is kept." },
	{ "POST", "/api/register/history", MAY_SEE_REGISTER, 0,
	  register_history_post, &shape_licence, &shape_events, NULL,
	  "What became of a licence." },

	{ "GET", "/api/audit", MAY_SEE_AUDIT, 0, audit_get, NULL,
	  &shape_audit, audit_query,
	  "Who did what: a lead sees her centre's members, an administrator "
	  "all; by one member, to one case or member, of one kind." },
	{ "POST", "/api/audit/verify", MAY_SEE_AUDIT, 0, audit_verify_post,
	  &shape_verify, &shape_verified, NULL,
	  "Is every row as it was written?  Changes nothing." },

	{ 0 }
};

const struct route *const routes_tables[] = {
	routes_house, routes_cases, NULL
};
