/*
 * shapes.h - the shapes of every body that the routes take and give.
 */
#ifndef GATEWAY_DESK_SHAPES_H
#define GATEWAY_DESK_SHAPES_H

#include "gateway/desk/shape.h"

/* Every shape, for the document; ends with NULL. */
extern const struct shape *const shapes_table[];

extern const struct shape shape_refusal, shape_health;
/* shapes_session.c */
extern const struct shape shape_sign_in, shape_session, shape_unlock,
    shape_confirm, shape_password, shape_factor, shape_factor_shown,
    shape_code, shape_activation;

/* shapes_people.c */
extern const struct shape shape_centre_names, shape_centre, shape_centres,
    shape_member, shape_staff, shape_new_member, shape_code_shown,
    shape_role, shape_depart;
/* shapes_keys.c */
extern const struct shape shape_leaving, shape_give_on, shape_footing,
    shape_paper, shape_paper_part, shape_paper_whole, shape_remake,
    shape_practise, shape_practice, shape_verify, shape_verified;
/* shapes_cases.c */
extern const struct shape shape_case, shape_cases, shape_counts,
    shape_changes, shape_entry, shape_outcome, shape_safety, shape_edit,
    shape_case_read, shape_case_edit, shape_reason, shape_numbers,
    shape_note, shape_contacted, shape_close, shape_reopen;

extern const struct shape shape_referral_of, shape_offer, shape_referrals,
    shape_refer, shape_said, shape_offered;
/* shapes_letters.c */
extern const struct shape shape_item, shape_sharing, shape_partner_name,
    shape_partner_edit, shape_partner, shape_partner_fact, shape_partners,
    shape_partner_kept, shape_letter_new, shape_letter_kept,
    shape_letter_print, shape_letter, shape_letter_answer;
extern const struct shape shape_search, shape_searched;
/* shapes_search.c */
extern const struct shape shape_words, shape_find, shape_words_found;
/* shapes_drafts.c */
extern const struct shape shape_draft, shape_own_draft, shape_draft_kept,
    shape_drafts;
/* shapes_counter.c */
extern const struct shape shape_contact, shape_contact_kept, shape_contacts,
    shape_counted, shape_new_case, shape_facets;
/* shapes_persons.c */
extern const struct shape shape_person, shape_person_put, shape_people_new,
    shape_people_added, shape_line_fault, shape_version, shape_same,
    shape_person_case, shape_person_cases, shape_joined, shape_links,
    shape_agency_set, shape_employer_set, shape_about_set, shape_others,
    shape_join, shape_part;
/* shapes_phone.c */
extern const struct shape shape_phone, shape_phone_act, shape_phone_page;
/* shapes_month.c */
extern const struct shape shape_month_cell, shape_month_table,
    shape_month_part, shape_month_money, shape_month, shape_publication,
    shape_published, shape_publications, shape_publish, shape_month_file,
    shape_file;
/* shapes_duty.c */
extern const struct shape shape_shift, shape_gap, shape_on_call,
    shape_own_phone, shape_duty, shape_new_shift, shape_made, shape_staff_phone,
    shape_my_phone, shape_reminders;
/* shapes_going.c */
extern const struct shape shape_going_one, shape_kept_one, shape_going,
    shape_keep, shape_kept_until;
/* shapes_answers.c */
extern const struct shape shape_allowed, shape_callback, shape_callbacks,
    shape_sentence, shape_put, shape_sent, shape_answers, shape_answer,
    shape_text, shape_text_judged, shape_new_text, shape_match, shape_detached,
    shape_digits, shape_proof, shape_erased, shape_facts, shape_remark, shape_remarks;
/* shapes_register.c */
extern const struct shape shape_register, shape_imports, shape_judged,
    shape_name_asked, shape_name_found, shape_licence, shape_events,
    shape_audit_row, shape_audit;

#endif
