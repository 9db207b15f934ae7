#include "store/letter.h"

#include <errno.h>
#include <string.h>

#include "store/sharing.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/opened.h"
#include "store/partner.h"
#include "store/reading.h"

/* A letter or an answer, in its transaction. */
struct writing {
	struct store *store;
	TALLOC_CTX *ctx;
	const struct login *login;
	const char *ref, *text;
	const struct letter_new *new;
	struct opened opened;
	int64_t n, now;
};

/* Everything that is to go out is in what she agreed to. */
static int
check_agreed(struct writing *w, const struct sharing *consent)
{
	const struct letter_new *new = w->new;

	for (size_t i = 0; i < new->items_n; i++)
		if (!sharing_has_item(consent, new->item[i]))
			return store_fail(w->store, -EINVAL, "items: she did "
			    "not agree to one of them");
	for (size_t i = 0; i < new->fields_n; i++)
		if (!sharing_has_field(consent, new->field[i]))
			return store_fail(w->store, -EINVAL, "fields: she "
			    "did not agree to one of them");
	return 0;
}

static int
check_partner(struct writing *w, struct partner *out)
{
	int rc = partner_find(w->store, w->ctx,
	    login_member(w->login)->centre, w->new->partner, out);

	if (rc == -ENOENT || (rc == 0 && !out->active))
		return store_fail(w->store, -EINVAL, "partner: there is no "
		    "such partner of this office");
	return rc;
}

static int
check_consent(struct writing *w)
{
	struct reading *reading = talloc_zero(w->ctx, struct reading);
	struct sharing consent;
	struct partner partner;
	int rc = check_partner(w, &partner);

	if (rc == 0)
		rc = opened_items(w->store, SQL_READING_ITEMS, &w->opened,
		    reading);
	if (rc == 0)
		rc = sharing_find(w->ctx, reading, true, partner.id,
		    &consent);
	if (rc != 0)
		return rc;
	if (!consent.yes)
		return -ENODATA;
	if (strcmp(partner.kind, "police") == 0 &&
	    !(consent.told && w->new->again))
		return store_fail(w->store, -EINVAL, "again: to the police "
		    "only after she was told what may follow, and asked "
		    "again");
	return check_agreed(w, &consent);
}

static int
find_last(struct writing *w)
{
	struct query *q = query_start(w->store, SQL_CASE_SEAL);
	int rc;

	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	rc = query_next(q);
	if (rc == 1)
		w->n = query_int(q, 1) - 1;
	query_end(q);
	return rc < 0 ? rc : 0;
}

static int
insert(struct writing *w)
{
	struct query *q = query_start(w->store, SQL_LETTER_ADD);

	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	query_bind_int(q, w->n);
	query_bind_int(q, w->new->chase_at);
	query_bind_text(q, login_member(w->login)->name);
	query_bind_int(q, matter_hour(w->now));
	return query_run(q);
}

static int
set_due(struct writing *w)
{
	struct query *q = query_start(w->store, SQL_CASE_WRITES);

	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(w->now));
	query_bind_int(q, matter_hour(w->new->chase_at));
	query_bind_text(q, w->new->waits_for);
	return query_run(q);
}

static int
write_it(struct writing *w)
{
	const struct matter *matter = &w->opened.matter;
	int rc = opened_case(w->store, w->ref, w->login, "letter", w->now,
	    &w->opened);

	if (rc != 0)
		return rc;
	if (matter->version != w->new->version)
		return -EEXIST;
	if (matter->state == CASE_FINISHED ||
	    matter->centre != login_member(w->login)->centre)
		return -EPERM;
	rc = check_consent(w);
	if (rc == 0)
		rc = case_add(w->store, &matter->id, "letter", w->text,
		    w->now);
	if (rc == 0)
		rc = find_last(w);
	if (rc == 0)
		rc = insert(w);
	if (rc == 0)
		rc = set_due(w);
	return rc == 0 ? opened_edit(w->store, &w->opened, w->login,
	    "letter", w->now) : rc;
}

static int
hear(struct writing *w)
{
	struct query *q = query_start(w->store, SQL_CASE_HEARS);

	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(w->now));
	return query_run(q);
}

/* 0; -EPERM it was answered before; -ENOENT there is none. */
static int
mark(struct writing *w)
{
	struct query *q = query_start(w->store, SQL_LETTER_ANSWERED);
	int rc;

	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	query_bind_int(q, w->n);
	rc = query_run(q);
	if (rc != 0 || query_changed(w->store) > 0)
		return rc;
	q = query_start(w->store, SQL_LETTER_THERE);
	query_bind_blob(q, &w->opened.matter.id, sizeof(struct id));
	query_bind_int(q, w->n);
	rc = query_next(q);
	query_end(q);
	if (rc == 0)
		return -ENOENT;
	return rc < 0 ? rc : -EPERM;
}

static int
answer(struct writing *w)
{
	int rc = opened_case(w->store, w->ref, w->login, "answer", w->now,
	    &w->opened);

	if (rc == 0)
		rc = mark(w);
	if (rc == 0)
		rc = case_add(w->store, &w->opened.matter.id, "answer",
		    w->text, w->now);
	if (rc == 0)
		rc = hear(w);
	return rc == 0 ? opened_edit(w->store, &w->opened, w->login,
	    "answer", w->now) : rc;
}

/* *out is how the case is then, also where somebody else was first. */
static int
run(struct writing *w, int (*todo)(struct writing *), struct matter *out)
{
	int rc = store_begin(w->store);

	w->ctx = talloc_new(NULL);
	w->opened.secret = secret_new(w->ctx);
	if (rc == 0) {
		rc = store_finish_case(w->store, todo(w),
		    &w->opened.matter.id, out);
	}
	talloc_free(w->ctx);
	return rc;
}

int
letter_write(struct store *store, const char *ref, const struct login *login,
    const struct letter_new *new, int64_t now, int64_t *n,
    struct matter *out)
{
	struct writing w = { .store = store, .login = login, .ref = ref,
	    .text = new->text, .new = new, .now = now };
	int rc = run(&w, write_it, out);

	if (rc == 0)
		*n = w.n;
	return rc;
}

int
letter_answer(struct store *store, const char *ref, const struct login *login,
    int64_t n, const char *text, int64_t now, struct matter *out)
{
	struct writing w = { .store = store, .login = login, .ref = ref,
	    .text = text, .n = n, .now = now };

	return run(&w, answer, out);
}

int
letters_load(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    struct letters **out)
{
	struct letters *all = talloc_zero(ctx, struct letters);
	struct query *q = query_start(store, SQL_LETTERS_OF_CASE);
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	while ((rc = query_next(q)) == 1) {
		all->letter = talloc_realloc(all, all->letter, struct letter,
		    (unsigned)(all->n + 1));
		all->letter[all->n++] = (struct letter){
			.n = query_int(q, 0), .chase_at = query_int(q, 1),
			.answered = query_int(q, 2) != 0,
			.by = talloc_strdup(all, query_text(q, 3)),
			.at = query_int(q, 4),
		};
	}
	if (rc != 0) {
		talloc_free(all);
		return rc;
	}
	*out = all;
	return 0;
}
