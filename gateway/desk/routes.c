#include "gateway/desk/routes.h"

#include "gateway/desk/handlers.h"
#include "gateway/desk/shapes.h"

static const char *const list_query[] = { "list", "after", "state",
	"category", "destination", "language", "channel", "urgent", "owner",
	NULL };
static const char *const audit_query[] = { "before", NULL };
static const char *const month_query[] = { "month", NULL };
static const char *const others_query[] = { "by", "days", NULL };
static const char *const changes_query[] = { "since", NULL };

enum {
	EVEN = ROUTE_LOCKED | ROUTE_UNENROLLED,	/* in every state */
	FORM = ROUTE_ONCE,
};

const struct route routes_table[] = {
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

	{ "GET", "/api/centres", MAY_SEE_CENTRES, 0, centres_get, NULL,
	  &shape_centres, NULL, "The offices, and who stands in for whom." },
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
	{ "POST", "/api/staff/:name/depart", MAY_PART, 0, depart_post,
	  &shape_depart, NULL, NULL,
	  "She leaves: keys, sessions and grants go, her open cases to "
	  "another." },

	{ "GET", "/api/cases", MAY_LIST_CASES, 0, cases_get, NULL,
	  &shape_cases, list_query,
	  "A page of 50 of a list: mine, centre, unassigned, urgent, overdue, "
	  "waiting, stand_in or finished.  Urgent first, then what is due "
	  "first.  A page may be short and still have a next." },
	{ "GET", "/api/counts", MAY_LIST_CASES, ROUTE_QUIET, counts_get, NULL,
	  &shape_counts, NULL,
	  "How long each list is; 500 is 500 or more, of stand_in 50." },
	{ "GET", "/api/changes", MAY_LIST_CASES, ROUTE_QUIET, changes_get,
	  NULL, &shape_changes, changes_query,
	  "Has anything changed since a pulse?  Cheap: ask every 5 s." },
	{ "POST", "/api/search", MAY_SEARCH, 0, search_post, &shape_search,
	  &shape_searched, NULL,
	  "Cases that a number opened, of those you may read; an audit row "
	  "each time, 30 a day." },
	{ "POST", "/api/search/words", MAY_SEARCH, 0, words_post,
	  &shape_words, &shape_words_found, NULL,
	  "Words in what was typed and noted, in the cases you may read; an "
	  "audit row for the search, without its words, and one for each case "
	  "that it shows.  One at a time." },
	{ "GET", "/api/cases/:ref", MAY_READ_CASE, 0, case_get, NULL,
	  &shape_case_read, NULL,
	  "Open a case; each time is a row of the audit.  Numbers are "
	  "withheld." },
	{ "PATCH", "/api/cases/:ref", MAY_WORK_CASE, 0, case_patch,
	  &shape_case_edit, &shape_case, NULL,
	  "Change what is given, if the case is still of this version; else "
	  "stale, with how it is and who did what.  Only a lead gives a case "
	  "to another member." },
	{ "POST", "/api/cases/:ref/claim", MAY_WORK_CASE, FORM, claim_post,
	  NULL, &shape_case, NULL,
	  "Take a case that nobody has; of two, one gets taken." },
	{ "POST", "/api/cases/:ref/number", MAY_READ_CASE, 0, number_post,
	  &shape_reason, &shape_numbers, NULL,
	  "Her number: inside her hours, else ask_reason; a reason is kept in "
	  "the case." },
	{ "PUT", "/api/cases/:ref/facets", MAY_WORK_CASE, 0, facets_put,
	  &shape_facets, NULL, NULL,
	  "Whom it is about, as far as it is counted." },
	{ "POST", "/api/cases/:ref/notes", MAY_WORK_CASE, FORM, notes_post,
	  &shape_note, NULL, NULL, "Add a note; the draft is done with." },
	{ "POST", "/api/cases/:ref/contacts", MAY_WORK_CASE, FORM,
	  contacts_post, &shape_contacted, NULL, NULL,
	  "How a call to her ended." },
	{ "PUT", "/api/cases/:ref/draft", MAY_WORK_CASE, 0, draft_put,
	  &shape_draft, NULL, NULL,
	  "Keep what is being written about it, sealed; an empty text drops "
	  "it." },
	{ "GET", "/api/drafts", MAY_WORK_CASE, ROUTE_QUIET, own_drafts_get,
	  NULL, &shape_drafts, NULL,
	  "What you began to write about no case yet." },
	{ "PUT", "/api/drafts", MAY_WORK_CASE, 0, own_draft_put,
	  &shape_own_draft, NULL, NULL,
	  "Keep it, sealed; an empty text drops it." },
	{ "POST", "/api/cases/:ref/close", MAY_WORK_CASE, FORM, close_post,
	  &shape_close, &shape_case, NULL,
	  "Finish it, with how it ended.  Amounts are whole units of the "
	  "currency's smallest coin." },
	{ "POST", "/api/cases/:ref/reopen", MAY_WORK_CASE, FORM, reopen_post,
	  &shape_reopen, &shape_case, NULL, "Take a finished case up again." },

	{ "GET", "/api/referrals", MAY_LIST_CASES, 0, referrals_get, NULL,
	  &shape_referrals, NULL,
	  "What is offered to us, and what we gave and is not done." },
	{ "POST", "/api/cases/:ref/referral", MAY_REFER, FORM, referral_post,
	  &shape_refer, &shape_case, NULL,
	  "Offer it to another office, which reads all of it from then on; "
	  "that cannot be unread." },
	{ "POST", "/api/cases/:ref/referral/withdraw", MAY_ANSWER, FORM,
	  referral_withdraw_post, &shape_said, &shape_case, NULL,
	  "Take an offer back that nobody answered." },
	{ "POST", "/api/cases/:ref/referral/accept", MAY_ANSWER, FORM,
	  referral_accept_post, &shape_said, &shape_case, NULL,
	  "It is ours now, and mine; the other office follows it." },
	{ "POST", "/api/cases/:ref/referral/refuse", MAY_ANSWER, FORM,
	  referral_refuse_post, &shape_said, &shape_case, NULL,
	  "Not for us; we read it no more." },
	{ "POST", "/api/cases/:ref/referral/done", MAY_ANSWER, FORM,
	  referral_done_post, &shape_said, &shape_case, NULL,
	  "Our part is done: it goes back to where it came from." },

	{ "POST", "/api/cases/:ref/people", MAY_WORK_CASE, FORM, people_post,
	  &shape_people_new, &shape_people_added, NULL,
	  "Put people into a case, one name a line; if a line is no name, "
	  "nothing is kept and lines says which." },
	{ "PUT", "/api/cases/:ref/people/:n", MAY_WORK_CASE, 0, person_put,
	  &shape_person_put, &shape_case, NULL,
	  "Who she is and what became of her." },
	{ "POST", "/api/cases/:ref/people/:n/remove", MAY_WORK_CASE, FORM,
	  person_remove_post, &shape_version, &shape_case, NULL,
	  "She does not belong here: her name is erased." },
	{ "GET", "/api/cases/:ref/people/:n/cases", MAY_READ_CASE, 0,
	  person_cases_get, NULL, &shape_person_cases, NULL,
	  "Her other cases that you may read, and those with her name; a row "
	  "of the audit each time." },
	{ "POST", "/api/cases/:ref/people/:n/same", MAY_WORK_CASE, FORM,
	  person_same_post, &shape_same, &shape_case, NULL,
	  "She is the same as one of another case." },
	{ "POST", "/api/cases/:ref/people/:n/alone", MAY_WORK_CASE, FORM,
	  person_alone_post, &shape_version, &shape_case, NULL,
	  "She is the same as nobody." },
	{ "PUT", "/api/cases/:ref/agency", MAY_WORK_CASE, 0, agency_put,
	  &shape_agency_set, &shape_case, NULL, "Which agency it is about." },
	{ "PUT", "/api/cases/:ref/employer", MAY_WORK_CASE, 0, employer_put,
	  &shape_employer_set, &shape_case, NULL,
	  "Who employs her; the name is sealed." },
	{ "PUT", "/api/cases/:ref/about", MAY_WORK_CASE, 0, about_put,
	  &shape_about_set, &shape_case, NULL,
	  "It is a relative's, who asks after a worker.  For staff: nothing "
	  "that she asks shows it." },
	{ "GET", "/api/cases/:ref/others", MAY_READ_CASE, 0, others_get, NULL,
	  &shape_others, others_query,
	  "The others with its agency or employer in your centre's queue." },
	{ "POST", "/api/cases/:ref/join", MAY_WORK_CASE, FORM, join_post,
	  &shape_join, &shape_case, NULL,
	  "It is a duplicate of another: finished, and read and answered with "
	  "that one." },
	{ "POST", "/api/cases/:ref/part", MAY_WORK_CASE, FORM, part_post,
	  &shape_part, &shape_case, NULL,
	  "It is no duplicate: undone, or with a reason taken up again." },

	{ "POST", "/api/cases", MAY_WORK_CASE, FORM, case_post, &shape_new_case,
	  &shape_case, NULL,
	  "Open a case for somebody at the counter; it is hers who opens "
	  "it." },
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
	{ "POST", "/api/cases/:ref/csv", MAY_EXPORT_CASE_CSV, 0,
	  case_csv_post, &shape_file, NULL, NULL,
	  "A case's entries as CSV; an audit row.  Numbers are withheld." },
	{ "POST", "/api/cases/:ref/xlsx", MAY_EXPORT_CASE_XLSX, 0,
	  case_xlsx_post, &shape_file, NULL, NULL,
	  "The same as a workbook." },
	{ "POST", "/api/cases/:ref/json", MAY_EXPORT_CASE_JSON, 0,
	  case_json_post, &shape_file, NULL, NULL, "The same as JSON." },

	{ "POST", "/api/phone", MAY_REHEARSE, 0, phone_post, &shape_phone,
	  &shape_phone_page, NULL,
	  "The page that a phone would be sent after these keys, and what "
	  "would have been done.  Nothing is: no case, no caller, no look-up "
	  "is kept." },

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
	  "all." },
	{ 0 }
};
