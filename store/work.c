#include "store/work.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/calling.h"
#include "store/deadline.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/joined.h"
#include "store/matter.h"
#include "store/piece.h"
#include "store/referral.h"

const char *const waits_for[] = { "", "caller", "agency", "employer",
	"government", "court", "embassy", "police", "centre", "other", NULL };

static bool
is_known_wait(const char *text)
{
	for (const char *const *w = waits_for; *w != NULL; w++)
		if (strcmp(*w, text) == 0)
			return true;
	return false;
}

static int
claim(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	int64_t me = login_member(piece->login)->id;
	struct query *q;
	int rc;

	(void)arg;
	if (opened->matter.owner == me)
		return 0;
	q = query_start(store, SQL_CASE_CLAIM);
	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, matter_hour(piece->now));
	query_bind_int(q, me);
	/* A draft that she is just writing stays one. */
	query_bind_int(q, opened->matter.filed ||
	    opened->matter.state == CASE_NEW);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		return -EEXIST;
	return rc == 0 ? opened_edit(store, opened, piece->login, "claim",
	    piece->now) : rc;
}

int
case_claim(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "claim", .version = ANY_VERSION, .now = now };

	return piece_do(store, &piece, claim, NULL, out);
}

/* A member who can open it: of the centre of who gives it, and there. */
static int
find_owner(struct store *store, const char *name, const struct login *login,
    int64_t *out)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct member member;
	int rc;

	*out = 0;
	rc = name[0] == '\0' ? 0 : staff_find(store, ctx, name, &member);
	if (rc == 0 && name[0] != '\0') {
		*out = member.id;
		if (!member.active || !role_holds_key(member.role) ||
		    member.centre != login_member(login)->centre)
			rc = -ENOENT;
	}
	talloc_free(ctx);
	return rc == -ENOENT ? store_fail(store, -EINVAL, "owner: an active "
	    "member of your own centre is needed") : rc;
}

static int
set_wait(struct store *store, struct matter *matter, const char *for_whom)
{
	if (!is_known_wait(for_whom))
		return store_fail(store, -EINVAL, "waits_for: nobody of whom "
		    "a case can wait for");
	memset(matter->waits_for, 0, sizeof(matter->waits_for));
	memcpy(matter->waits_for, for_whom, strlen(for_whom));
	return 0;
}

/* An offer that waits for an answer, or another office's copy of a case: that
   one ends by being done, or the office that gave it would wait for ever. */
static int
check_promise(struct store *store, const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct referral referral;
	int rc = referral_find(store, ctx, &matter->id, &referral);

	if (rc == 0 && (referral.is_copy ||
	    referral.state == REFERRAL_OFFERED))
		rc = -EPERM;
	talloc_free(ctx);
	return rc;
}

/* Filing is hers: without her 4 digits she could never ask for it.  What was
   joined to another case is taken up there. */
static int
step(struct store *store, struct matter *matter, enum case_state to,
    int64_t now)
{
	int rc = matter->state == CASE_FINISHED ?
	    joined_is(store, &matter->id) : 0;

	if (rc < 0)
		return rc;
	if (rc == 1 || to == CASE_NEW || !case_may(matter->state, to))
		return -EPERM;
	rc = to == CASE_FINISHED ? check_promise(store, matter) : 0;
	if (rc != 0)
		return rc;
	matter->state = to;
	return deadline_of(store, matter, matter_hour(now), &matter->due_at);
}

/* What becomes urgent is due no later than such a case is. */
static int
set_urgent(struct store *store, struct matter *matter, bool urgent,
    int64_t now)
{
	bool rises = urgent && !matter->urgent;
	int64_t due;
	int rc;

	matter->urgent = urgent;
	if (!rises)
		return 0;
	rc = deadline_of(store, matter, matter_hour(now), &due);
	if (rc == 0 && due < matter->due_at)
		matter->due_at = due;
	return rc;
}

/* How it shall be; -EPERM a step that the table of states does not permit. */
static int
apply(struct store *store, const struct case_edit *edit,
    const struct piece *piece, struct matter *matter)
{
	int rc = edit->has_waits ? set_wait(store, matter, edit->waits_for) :
	    0;

	if (rc == 0 && edit->has_urgent)
		rc = set_urgent(store, matter, edit->urgent, piece->now);
	/* What is said with a step (how it ended) needs one. */
	if (rc == 0 && edit->has_state && (edit->state != matter->state ||
	    (edit->kind != NULL && !edit->has_due)))
		rc = step(store, matter, edit->state, piece->now);
	if (rc != 0)
		return rc;
	if (edit->has_due)
		matter->due_at = matter_hour(edit->due_at);
	return edit->has_owner ? find_owner(store, edit->owner, piece->login,
	    &matter->owner) : 0;
}

static int
write_edit(struct store *store, const struct matter *matter, int64_t version,
    int64_t now)
{
	struct query *q = query_start(store, SQL_CASE_EDIT);
	int rc;

	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_int(q, matter_hour(now));
	query_bind_int(q, version);
	query_bind_text(q, case_state_name(matter->state));
	query_bind_int(q, matter->urgent);
	if (matter->owner != 0)
		query_bind_int(q, matter->owner);
	else
		query_bind_text(q, NULL);
	query_bind_int(q, matter->due_at);
	query_bind_text(q, matter->waits_for);
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -EEXIST : rc;
}

/* "state owner": names of what was given. */
static const char *
name_edit(TALLOC_CTX *ctx, const struct case_edit *edit)
{
	return talloc_asprintf(ctx, "%s%s%s%s%s%s",
	    edit->has_state ? " state" : "",
	    edit->has_urgent ? " urgent" : "",
	    edit->has_owner ? " owner" : "",
	    edit->has_due ? " due" : "",
	    edit->has_waits ? " waits_for" : "",
	    edit->kind != NULL && !edit->has_due ?
	    talloc_asprintf(ctx, " %s", edit->kind) : "") + 1;
}

static int
change(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct case_edit *edit = arg;
	struct matter matter = opened->matter;
	TALLOC_CTX *ctx;
	int rc = apply(store, edit, piece, &matter);

	if (rc == 0)
		rc = write_edit(store, &matter, piece->version, piece->now);
	if (rc == 0 && edit->kind != NULL)
		rc = case_add(store, &matter.id, edit->kind, edit->text,
		    piece->now);
	if (rc != 0)
		return rc;
	ctx = talloc_new(NULL);
	rc = opened_edit(store, opened, piece->login, name_edit(ctx, edit),
	    piece->now);
	talloc_free(ctx);
	return rc;
}

int
case_change(struct store *store, const char *ref, const struct login *login,
    const struct case_edit *edit, int64_t version, int64_t now,
    struct matter *out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "change", .version = version, .now = now };
	struct case_edit wish = *edit;

	return piece_do(store, &piece, change, &wish, out);
}

struct addition { const char *text; };

static int
note_call(struct store *store, const struct opened *opened,
    const char *text)
{
	char *result = talloc_strndup(NULL, text, strcspn(text, "\n"));
	int rc = calling_went(store, &opened->matter.id, result);

	talloc_free(result);
	return rc;
}

static int
append(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct addition *addition = arg;
	int rc = case_add(store, &opened->matter.id, piece->action,
	    addition->text, piece->now);

	/* How a call went: its first line is the result. */
	if (rc == 0 && strcmp(piece->action, "contacted") == 0)
		rc = note_call(store, opened, addition->text);
	return rc != 0 ? rc : opened_edit(store, opened, piece->login,
	    piece->action, piece->now);
}

int
case_append(struct store *store, const char *ref, const struct login *login,
    const char *kind, const char *text, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = kind, .version = ANY_VERSION, .now = now };
	struct addition addition = { text };

	return piece_do(store, &piece, append, &addition, NULL);
}

int
case_edits(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    int64_t version, struct edits **out)
{
	struct edits *edits = talloc_zero(ctx, struct edits);
	struct query *q = query_start(store, SQL_EDITS_SINCE);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, version);
	while ((rc = query_next(q)) == 1) {
		edits->edit = talloc_realloc(edits, edits->edit, struct edit,
		    (unsigned)(edits->n + 1));
		edits->edit[edits->n++] = (struct edit){
			.version = query_int(q, 0),
			.by = talloc_strdup(edits, query_text(q, 1)),
			.what = talloc_strdup(edits, query_text(q, 2)),
			.at = query_int(q, 3),
		};
	}
	if (rc != 0) {
		talloc_free(edits);
		return rc;
	}
	*out = edits;
	return 0;
}

int
member_name(struct store *store, TALLOC_CTX *ctx, int64_t member,
    const char **out)
{
	struct query *q = query_start(store, SQL_STAFF_NAME);
	int rc;

	query_bind_int(q, member);
	rc = query_next(q);
	*out = talloc_strdup(ctx, rc == 1 ? query_text(q, 0) : "");
	query_end(q);
	return rc < 0 ? rc : 0;
}

int
cases_owned(struct store *store, int64_t member, int64_t *n)
{
	struct query *q = query_start(store, SQL_OWNER_HAS);

	query_bind_int(q, member);
	return query_number(q, n);
}

/* Who made the version that each will have. */
static int
note_given(struct store *store, int64_t from, const char *by, int64_t now)
{
	struct query *q = query_start(store, SQL_OWNER_HANDS_OVER_NOTED);

	query_bind_int(q, from);
	query_bind_text(q, by);
	query_bind_int(q, matter_hour(now));
	return query_run(q);
}

int
cases_given_on(struct store *store, int64_t from, int64_t to, const char *by,
    int64_t now)
{
	struct query *q;
	int rc = note_given(store, from, by, now);

	if (rc != 0 || query_changed(store) == 0)
		return rc;
	q = query_start(store, SQL_OWNER_HANDS_OVER);
	query_bind_int(q, from);
	if (to != 0)
		query_bind_int(q, to);
	else
		query_bind_text(q, NULL);
	rc = query_run(q);
	return rc == 0 ? audit_add(store, by, "hand_over", "cases", now) : rc;
}

int
cases_hand_over(struct store *store, int64_t from, int64_t to,
    const char *by, int64_t now)
{
	int rc = store_begin(store);

	return rc != 0 ? rc : store_finish(store, cases_given_on(store, from,
	    to, by, now));
}
