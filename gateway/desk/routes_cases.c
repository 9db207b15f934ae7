/*
 * Cases: lists of them, one of them, and all that is done with one.
 */
#include "gateway/desk/routes.h"

#include "gateway/desk/handlers.h"
#include "gateway/desk/shapes.h"

static const char *const list_query[] = { "list", "after", "state",
	"category", "destination", "language", "channel", "urgent", "owner",
	NULL };
static const char *const others_query[] = { "by", "days", NULL };
static const char *const changes_query[] = { "since", NULL };

enum { FORM = ROUTE_ONCE };

const struct route routes_cases[] = {
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
	{ "POST", "/api/cases", MAY_WORK_CASE, FORM, case_post, &shape_new_case,
	  &shape_case, NULL,
	  "Open a case for somebody at the counter; it is hers who opens "
	  "it." },

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
	{ "POST", "/api/cases/:ref/sharing", MAY_WORK_CASE, FORM, sharing_post,
	  &shape_sharing, NULL, NULL,
	  "She was asked whether an office or a partner may be told, and of "
	  "what.  The last answer about each counts." },
	{ "POST", "/api/cases/:ref/referral", MAY_REFER, FORM, referral_post,
	  &shape_refer, &shape_case, NULL,
	  "Offer what she agreed to to another office, which reads it from "
	  "then on; that cannot be unread.  Without her yes: no_consent, "
	  "unless who leads overrides it with a reason." },
	{ "POST", "/api/cases/:ref/referral/withdraw", MAY_ANSWER, FORM,
	  referral_withdraw_post, &shape_said, &shape_case, NULL,
	  "Take an offer back that nobody answered." },
	{ "POST", "/api/cases/:ref/referral/done", MAY_ANSWER, FORM,
	  referral_done_post, &shape_said, &shape_case, NULL,
	  "Our part is done: our copy is finished and read here no more; what "
	  "is said goes to where it came from." },
	{ "GET", "/api/offers/:ref", MAY_READ_CASE, 0, offer_get, NULL,
	  &shape_offered, NULL,
	  "Open what was offered; each time is a row of the audit." },
	{ "POST", "/api/offers/:ref/accept", MAY_ANSWER, FORM,
	  offer_accept_post, &shape_said, &shape_case, NULL,
	  "It becomes a case of ours, and mine; the other office follows "
	  "it." },
	{ "POST", "/api/offers/:ref/refuse", MAY_ANSWER, FORM,
	  offer_refuse_post, &shape_said, NULL, NULL,
	  "Not for us; we read it no more." },

	{ "GET", "/api/partners", MAY_LIST_CASES, 0, partners_get, NULL,
	  &shape_partners, NULL,
	  "Whom our office writes to: labour department, embassy, police, "
	  "shelter." },
	{ "POST", "/api/partners", MAY_KEEP_PARTNERS, FORM, partner_post,
	  &shape_partner_edit, &shape_partner_kept, NULL, "Add a partner." },
	{ "PUT", "/api/partners/:n", MAY_KEEP_PARTNERS, 0, partner_put,
	  &shape_partner_edit, &shape_partner_kept, NULL,
	  "How a partner is from now on; letters keep what it was." },
	{ "POST", "/api/cases/:ref/letters", MAY_REFER, FORM, letter_post,
	  &shape_letter_new, &shape_letter_kept, NULL,
	  "Write to a partner: only what she agreed to; the police only "
	  "after a second yes.  Due again on the chase date." },
	{ "POST", "/api/cases/:ref/letters/:n/print", MAY_READ_CASE, 0,
	  letter_print_post, NULL, &shape_letter_print, NULL,
	  "A letter to be printed; the audit says who printed which." },
	{ "POST", "/api/cases/:ref/letters/:n/answer", MAY_WORK_CASE, FORM,
	  letter_answer_post, &shape_letter_answer, &shape_case, NULL,
	  "What came back, once." },

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

	{ "POST", "/api/cases/:ref/csv", MAY_EXPORT_CASE_CSV, 0,
	  case_csv_post, &shape_file, NULL, NULL,
	  "A case's entries as CSV; an audit row.  Numbers are withheld." },
	{ "POST", "/api/cases/:ref/xlsx", MAY_EXPORT_CASE_XLSX, 0,
	  case_xlsx_post, &shape_file, NULL, NULL,
	  "The same as a workbook." },
	{ "POST", "/api/cases/:ref/json", MAY_EXPORT_CASE_JSON, 0,
	  case_json_post, &shape_file, NULL, NULL, "The same as JSON." },

	{ "GET", "/api/cases/:ref/answers", MAY_READ_CASE, 0, answers_get,
	  NULL, &shape_answers, NULL,
	  "Sentences that may be put, that were put and read; her wishes; "
	  "texts on their way.  Without a word of hers." },
	{ "POST", "/api/cases/:ref/answer", MAY_WORK_CASE, FORM, answer_post,
	  &shape_answer, &shape_case, NULL,
	  "Put a sentence: she reads it when she dials with her digits." },
	{ "DELETE", "/api/cases/:ref/answer", MAY_WORK_CASE, 0, answer_delete,
	  NULL, NULL, NULL, "Take back the sentence that stands." },
	{ "POST", "/api/cases/:ref/texts/check", MAY_WORK_CASE, 0,
	  text_check_post, &shape_text, &shape_text_judged, NULL,
	  "May this text be sent to her, when, and what does it cost?" },
	{ "POST", "/api/cases/:ref/texts", MAY_WORK_CASE, FORM, text_post,
	  &shape_new_text, NULL, NULL,
	  "Queue a text; else not_now with judged, which says why." },

	{ "POST", "/api/cases/:ref/match", MAY_WORK_CASE, FORM, match_post,
	  &shape_match, NULL, NULL,
	  "What came from a phone unasked belongs to this case of hers." },
	{ "POST", "/api/cases/:ref/detached", MAY_WORK_CASE, FORM, detached_post,
	  &shape_detached, NULL, NULL,
	  "Her phone was taken from the case by SMS: give it back, or leave "
	  "it.  Only while she is proved." },
	{ "POST", "/api/cases/:ref/erase", MAY_ERASE, FORM, erase_post, NULL,
	  &shape_erased, NULL, "Erase the case for good, as two members say, of "
	  "whom one leads.  Only while she is proved." },
	{ "GET", "/api/going", MAY_SEE_GOING, 0, goings_get, NULL,
	  &shape_going, NULL,
	  "What of your centre will be erased within the notice, and what is "
	  "kept for longer.  Without a word." },
	{ "POST", "/api/cases/:ref/keep", MAY_KEEP_CASE, FORM, keep_post,
	  &shape_keep, &shape_kept_until, NULL,
	  "Keep a case of your centre from being erased, for a reason and so "
	  "many days from now." },
	{ "DELETE", "/api/cases/:ref/keep", MAY_KEEP_CASE, 0, keep_delete,
	  NULL, &shape_kept_until, NULL,
	  "No longer: it comes on the list anew before it goes." },
	{ "GET", "/api/callbacks", MAY_LIST_CASES, 0, callbacks_get, NULL,
	  &shape_callbacks, NULL,
	  "Who waits to be called: whose time it is now first." },
	{ "POST", "/api/cases/:ref/callback", MAY_WORK_CASE, FORM, callback_post,
	  NULL, NULL, NULL, "She is to be called, or again." },

	{ "POST", "/api/cases/:ref/proof", MAY_WORK_CASE, 0, proof_post,
	  &shape_digits, &shape_proof, NULL,
	  "Are these her four digits?  Right or wrong, five wrong a day." },
	{ "POST", "/api/cases/:ref/reissue", MAY_WORK_CASE, FORM, reissue_post,
	  &shape_facts, NULL, NULL,
	  "She lost her reference and is told it: after her digits within the "
	  "hour, or three facts that she answered right." },

	{ "GET", "/api/remarks", MAY_SEE_REMARKS, 0, remarks_get, NULL,
	  &shape_remarks, NULL, "What who leads has not seen yet." },
	{ "POST", "/api/remarks/:n/seen", MAY_SEE_REMARKS, 0, remark_post,
	  NULL, NULL, NULL, "She has seen it." },

	{ 0 }
};
