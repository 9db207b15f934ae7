/*
 * handlers.h - what the routes run; each stands in the file named above it.
 */
#ifndef GATEWAY_DESK_HANDLERS_H
#define GATEWAY_DESK_HANDLERS_H

struct reply;
struct visit;

/* openapi.c */
struct reply *openapi_get(struct visit *);
/* health.c */
struct reply *health_get(struct visit *);
/* sign.c */
struct reply *session_post(struct visit *);
struct reply *unlock_post(struct visit *);
struct reply *confirm_post(struct visit *);
/* stay.c */
struct reply *session_get(struct visit *);
struct reply *session_delete(struct visit *);
struct reply *lock_post(struct visit *);
struct reply *factor_post(struct visit *);
struct reply *factor_confirm_post(struct visit *);
/* lists.c */
struct reply *cases_get(struct visit *);
struct reply *counts_get(struct visit *);
struct reply *changes_get(struct visit *);
struct reply *search_post(struct visit *);
/* phones.c */
struct reply *phone_post(struct visit *);
/* seeking.c */
struct reply *words_post(struct visit *);
/* read.c */
struct reply *case_get(struct visit *);
struct reply *number_post(struct visit *);
/* casework.c */
struct reply *claim_post(struct visit *);
struct reply *case_patch(struct visit *);
struct reply *facets_put(struct visit *);
struct reply *notes_post(struct visit *);
struct reply *contacts_post(struct visit *);
struct reply *close_post(struct visit *);
struct reply *reopen_post(struct visit *);
/* drafts.c */
struct reply *draft_put(struct visit *);
struct reply *own_draft_put(struct visit *);
struct reply *own_drafts_get(struct visit *);
/* people.c */
struct reply *centres_get(struct visit *);
struct reply *staff_get(struct visit *);
struct reply *staff_post(struct visit *);
struct reply *role_post(struct visit *);
struct reply *recode_post(struct visit *);
struct reply *lost_code_post(struct visit *);
struct reply *sessions_delete(struct visit *);
/* leaving.c */
struct reply *leaving_get(struct visit *);
struct reply *leaving_post(struct visit *);
struct reply *depart_post(struct visit *);
/* keeping.c */
struct reply *footing_get(struct visit *);
struct reply *start_post(struct visit *);
struct reply *paper_post(struct visit *);
struct reply *paper_back_post(struct visit *);
struct reply *rehearsal_post(struct visit *);
struct reply *rekey_post(struct visit *);
struct reply *remake_post(struct visit *);
/* practising.c */
struct reply *practice_get(struct visit *);
struct reply *practice_post(struct visit *);
struct reply *practice_done_post(struct visit *);
/* referrals.c */
struct reply *referrals_get(struct visit *);
struct reply *referral_post(struct visit *);
struct reply *referral_withdraw_post(struct visit *);
struct reply *referral_done_post(struct visit *);
struct reply *offer_get(struct visit *);
struct reply *offer_accept_post(struct visit *);
struct reply *offer_refuse_post(struct visit *);
/* sharings.c */
struct reply *sharing_post(struct visit *);
/* partners.c */
struct reply *partners_get(struct visit *);
struct reply *partner_post(struct visit *);
struct reply *partner_put(struct visit *);
/* letters.c */
struct reply *letter_post(struct visit *);
struct reply *letter_print_post(struct visit *);
struct reply *letter_answer_post(struct visit *);
/* counter.c */
struct reply *contact_post(struct visit *);
struct reply *contacts_get(struct visit *);
struct reply *contact_delete(struct visit *);
struct reply *case_post(struct visit *);
/* month.c */
struct reply *month_get(struct visit *);
struct reply *month_csv_post(struct visit *);
struct reply *month_xlsx_post(struct visit *);
/* publications.c */
struct reply *publications_get(struct visit *);
struct reply *publication_post(struct visit *);
struct reply *publication_get(struct visit *);
struct reply *publication_csv_post(struct visit *);
struct reply *publication_xlsx_post(struct visit *);
/* exports.c */
struct reply *case_csv_post(struct visit *);
struct reply *case_xlsx_post(struct visit *);
struct reply *case_json_post(struct visit *);
/* persons.c */
struct reply *people_post(struct visit *);
struct reply *person_put(struct visit *);
struct reply *person_remove_post(struct visit *);
struct reply *person_cases_get(struct visit *);
struct reply *person_same_post(struct visit *);
struct reply *person_alone_post(struct visit *);
/* ties.c */
struct reply *agency_put(struct visit *);
struct reply *employer_put(struct visit *);
struct reply *about_put(struct visit *);
struct reply *others_get(struct visit *);
struct reply *join_post(struct visit *);
struct reply *part_post(struct visit *);
/* registers.c */
struct reply *register_get(struct visit *);
struct reply *imports_get(struct visit *);
struct reply *import_confirm_post(struct visit *);
struct reply *import_reject_post(struct visit *);
struct reply *register_find_post(struct visit *);
struct reply *register_history_post(struct visit *);
/* duty.c */
struct reply *duty_get(struct visit *);
struct reply *duty_post(struct visit *);
struct reply *duty_delete(struct visit *);
struct reply *own_phone_put(struct visit *);
struct reply *reminders_put(struct visit *);
struct reply *staff_phone_put(struct visit *);
/* proving.c */
struct reply *proof_post(struct visit *);
struct reply *reissue_post(struct visit *);
struct reply *remarks_get(struct visit *);
struct reply *remark_post(struct visit *);
/* callbacks.c */
struct reply *callbacks_get(struct visit *);
struct reply *callback_post(struct visit *);
/* answers.c */
struct reply *answers_get(struct visit *);
struct reply *answer_post(struct visit *);
struct reply *answer_delete(struct visit *);
struct reply *match_post(struct visit *);
struct reply *detached_post(struct visit *);
struct reply *erase_post(struct visit *);
/* goings.c */
struct reply *goings_get(struct visit *);
struct reply *keep_post(struct visit *);
struct reply *keep_delete(struct visit *);
/* texts.c */
struct reply *text_check_post(struct visit *);
struct reply *text_post(struct visit *);
/* audits.c */
struct reply *audit_get(struct visit *);
/* verifying.c */
struct reply *audit_verify_post(struct visit *);
/* password.c */
struct reply *activation_post(struct visit *);
struct reply *password_post(struct visit *);

#endif
