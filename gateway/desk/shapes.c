#include "gateway/desk/shapes.h"

#include <stddef.h>

const struct shape shape_refusal = { "Refusal", (const struct field[]){
	{ "error", FIELD_LINE, false, 1, 40, NULL, NULL, "a code; the page "
	    "has its own words for each" },
	{ "message", FIELD_LINE, false, 0, 400, NULL, NULL, "a sentence" },
	{ "exact", FIELD_FLAG, true, 0, 0, NULL, NULL,
	    "the sentence says more than its code: what it is in this body" },
	{ "case", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "stale, taken: the case as it is now" },
	{ "edits", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "stale: who changed what meanwhile" },
	{ "lines", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "a list of names: a LineFault for each that is none" },
	{ "judged", FIELD_ANY, true, 0, 0, NULL, NULL,
	    "not_now: why a text is not sent" },
	{ 0 }
} };

const struct shape shape_health = { "Health", (const struct field[]){
	{ "version", FIELD_LINE, false, 1, 40, NULL, NULL, NULL },
	{ "demo", FIELD_FLAG, false, 0, 0, NULL, NULL,
	    "everything here is made up, and the page must say so" },
	{ 0 }
} };

const struct shape *const shapes_table[] = {
	&shape_refusal, &shape_health,
	&shape_sign_in, &shape_session, &shape_unlock, &shape_confirm,
	&shape_password, &shape_factor, &shape_factor_shown, &shape_code,
	&shape_activation,
	&shape_centre_names, &shape_centre, &shape_centres, &shape_member,
	&shape_staff, &shape_new_member, &shape_code_shown, &shape_role,
	&shape_depart,
	&shape_leaving, &shape_give_on, &shape_footing, &shape_paper,
	&shape_paper_part, &shape_paper_whole, &shape_remake,
	&shape_practise, &shape_practice, &shape_verify, &shape_verified,
	&shape_case, &shape_cases, &shape_counts, &shape_changes,
	&shape_entry, &shape_outcome, &shape_safety, &shape_edit,
	&shape_case_read, &shape_case_edit, &shape_reason, &shape_numbers,
	&shape_note, &shape_contacted, &shape_close, &shape_reopen,
	&shape_draft, &shape_own_draft, &shape_draft_kept, &shape_drafts,
	&shape_referral_of, &shape_offer, &shape_referrals, &shape_refer,
	&shape_said, &shape_offered, &shape_item, &shape_sharing,
	&shape_partner_name, &shape_partner_edit, &shape_partner,
	&shape_partner_fact, &shape_partners, &shape_partner_kept,
	&shape_letter_new, &shape_letter_kept, &shape_letter_print,
	&shape_letter, &shape_letter_answer, &shape_search, &shape_searched,
	&shape_words, &shape_find, &shape_words_found,
	&shape_contact, &shape_contact_kept, &shape_contacts, &shape_counted,
	&shape_new_case, &shape_facets,
	&shape_month_cell, &shape_month_table, &shape_month_part,
	&shape_month_money, &shape_month, &shape_publication,
	&shape_published, &shape_publications, &shape_publish,
	&shape_month_file, &shape_file,
	&shape_person, &shape_person_put, &shape_people_new,
	&shape_people_added, &shape_line_fault, &shape_version, &shape_same,
	&shape_person_case, &shape_person_cases, &shape_joined, &shape_links,
	&shape_agency_set, &shape_employer_set, &shape_about_set,
	&shape_others, &shape_join, &shape_part,
	&shape_phone, &shape_phone_act, &shape_phone_page,
	&shape_sentence, &shape_put, &shape_sent, &shape_answers,
	&shape_answer, &shape_text, &shape_text_judged, &shape_new_text,
	&shape_match, &shape_detached,
	&shape_allowed, &shape_callback, &shape_callbacks, &shape_digits,
	&shape_proof, &shape_erased, &shape_facts, &shape_remark, &shape_remarks,
	&shape_shift, &shape_gap, &shape_on_call, &shape_own_phone,
	&shape_duty, &shape_new_shift, &shape_made, &shape_staff_phone,
	&shape_my_phone, &shape_reminders,
	&shape_going_one, &shape_kept_one, &shape_going, &shape_keep,
	&shape_kept_until,
	&shape_register, &shape_imports, &shape_judged, &shape_name_asked,
	&shape_name_found, &shape_licence, &shape_events, &shape_audit_row,
	&shape_audit,
	NULL
};
