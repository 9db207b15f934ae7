#include "store/draft.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/centre.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/opened.h"

enum { KEPT_S = 30 * 86400 };

const char *const draft_forms[] = { "note", "outcome", "refer", "reopen",
	"letter", "call", "person", "reason", NULL };
const char *const own_draft_forms[] = { "contact", "intake", NULL };

static bool
is_form(const char *const *forms, const char *form)
{
	while (*forms != NULL && strcmp(*forms, form) != 0)
		forms++;
	return *forms != NULL;
}

/* A draft lies at no place of the case: n below every item's says whose, its
   kind in which form. */
static struct seal_place
place_of(const struct id *id, int64_t member, const char *form,
    char kind[SEAL_KIND_MAX + 1])
{
	kind[0] = '\0';
	strncat(kind, "draft", SEAL_KIND_MAX);
	if (strcmp(form, "note") != 0) {
		strncat(kind, ".", SEAL_KIND_MAX - strlen(kind));
		strncat(kind, form, SEAL_KIND_MAX - strlen(kind));
	}
	return (struct seal_place){ .case_id = *id, .n = -member,
	    .kind = kind };
}

static int
fail(struct store *store, int rc)
{
	return rc == -EINVAL ? store_fail(store, rc, "a draft has at most %d "
	    "octets", SEAL_TEXT_MAX) : rc;
}

/* Nonce, text and key, as both tables hold them after what says whose. */
static void
bind_sealed(struct query *q, const struct sealed *sealed, int64_t now)
{
	query_bind_blob(q, sealed->nonce, sizeof(sealed->nonce));
	query_bind_blob(q, sealed->ct, sealed->ct_n);
	query_bind_blob(q, sealed->key, sizeof(sealed->key));
	query_bind_int(q, matter_hour(now));
}

/* Columns form, nonce, ek, ct; a draft that does not open is lost, the case is
   not. */
static int
open_each(struct query *q, TALLOC_CTX *ctx, const struct id *id,
    int64_t member, const unsigned char pub[SEAL_PUBLIC],
    const struct secret *secret, struct drafts *out)
{
	char kind[SEAL_KIND_MAX + 1], *text;
	int rc;

	while ((rc = query_next(q)) == 1) {
		const char *form = talloc_strdup(ctx, query_text(q, 0));
		struct seal_place place = place_of(id, member, form, kind);
		struct sealed sealed = { 0 };
		const void *ct = query_blob(q, 3, &sealed.ct_n);
		size_t n;

		query_copy(q, 1, sealed.nonce, SEAL_NONCE);
		query_copy(q, 2, sealed.key, SEAL_KEY_BOX);
		sealed.ct = talloc_memdup(ctx, ct, (unsigned)sealed.ct_n);
		if (seal_open(ctx, pub, secret->octets, &place, &sealed,
		    &text, &n) != 0)
			continue;
		out->draft = talloc_realloc(ctx, out->draft, struct draft,
		    (unsigned)(out->n + 1));
		out->draft[out->n++] = (struct draft){ form, text };
	}
	query_end(q);
	return rc;
}

const char *
drafts_find(const struct drafts *drafts, const char *form)
{
	for (size_t i = 0; i < drafts->n; i++)
		if (strcmp(drafts->draft[i].form, form) == 0)
			return drafts->draft[i].text;
	return NULL;
}

/* ---- about a case ---- */

static int
drop(struct store *store, const struct opened *opened, int64_t member,
    const char *form)
{
	struct query *q = query_start(store, SQL_DRAFT_DROP);

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, member);
	query_bind_text(q, form);
	return query_run(q);
}

static int
keep(struct store *store, const struct opened *opened, int64_t member,
    const char *form, const char *text, int64_t now)
{
	char kind[SEAL_KIND_MAX + 1];
	const struct seal_place place = place_of(&opened->matter.id, member,
	    form, kind);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed;
	struct query *q;
	int rc = seal_item(ctx, opened->pub, &place, text, strlen(text),
	    &sealed);

	if (rc == 0) {
		q = query_start(store, SQL_DRAFT_SET);
		query_bind_blob(q, &place.case_id, sizeof(place.case_id));
		query_bind_int(q, member);
		query_bind_text(q, form);
		bind_sealed(q, &sealed, now);
		rc = query_run(q);
	}
	talloc_free(ctx);
	return fail(store, rc);
}

int
draft_keep(struct store *store, const char *ref, const struct login *login,
    const char *form, const char *text, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int64_t me = login_member(login)->id;
	int rc = is_form(draft_forms, form) ? store_begin(store) :
	    store_fail(store, -EINVAL, "form: there is no such form");

	if (rc == 0) {
		rc = opened_find(store, ref, login, now, &opened);
		if (rc == 0)
			rc = text[0] == '\0' ?
			    drop(store, &opened, me, form) :
			    keep(store, &opened, me, form, text, now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}

int
drafts_open(struct store *store, TALLOC_CTX *ctx, const struct opened *opened,
    int64_t member, struct drafts *out)
{
	struct query *q = query_start(store, SQL_DRAFTS_GET);

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, member);
	return open_each(q, ctx, &opened->matter.id, member, opened->pub,
	    opened->secret, out);
}

/* ---- about none ---- */

static const struct id no_case;

static int
drop_own(struct store *store, int64_t member, const char *form)
{
	struct query *q = query_start(store, SQL_OWN_DRAFT_DROP);

	query_bind_int(q, member);
	query_bind_text(q, form);
	return query_run(q);
}

static int
drop_old(struct store *store, int64_t member, int64_t now)
{
	struct query *q = query_start(store, SQL_OWN_DRAFT_DROP_OLD);

	query_bind_int(q, member);
	query_bind_int(q, now - KEPT_S);
	return query_run(q);
}

static int
keep_own(struct store *store, const struct member *me, const char *form,
    const char *text, int64_t now)
{
	char kind[SEAL_KIND_MAX + 1];
	const struct seal_place place = place_of(&no_case, me->id, form, kind);
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned char pub[KEY_OCTETS];
	struct sealed sealed;
	struct query *q;
	int rc = centre_public(store, me->centre, pub);

	if (rc == 0)
		rc = fail(store, seal_item(ctx, pub, &place, text,
		    strlen(text), &sealed));
	if (rc == 0) {
		q = query_start(store, SQL_OWN_DRAFT_SET);
		query_bind_int(q, me->id);
		query_bind_text(q, form);
		bind_sealed(q, &sealed, now);
		rc = query_run(q);
	}
	talloc_free(ctx);
	return rc;
}

int
own_draft_keep(struct store *store, const struct login *login,
    const char *form, const char *text, int64_t now)
{
	const struct member *me = login_member(login);
	int rc = is_form(own_draft_forms, form) ? store_begin(store) :
	    store_fail(store, -EINVAL, "form: there is no such form");

	if (rc != 0)
		return rc;
	rc = opened_holder(store, login);
	if (rc == 0)
		rc = drop_old(store, me->id, now);
	if (rc == 0)
		rc = text[0] == '\0' ? drop_own(store, me->id, form) :
		    keep_own(store, me, form, text, now);
	return store_finish(store, rc);
}

int
own_drafts_open(struct store *store, TALLOC_CTX *ctx,
    const struct login *login, struct drafts **out)
{
	const struct secret *key = login_centre_key(login);
	struct drafts *drafts = talloc_zero(ctx, struct drafts);
	unsigned char pub[SEAL_PUBLIC];
	struct query *q;
	int rc = opened_holder(store, login);

	if (rc == 0) {
		crypto_scalarmult_base(pub, key->octets);
		q = query_start(store, SQL_OWN_DRAFTS_GET);
		query_bind_int(q, login_member(login)->id);
		rc = open_each(q, drafts, &no_case, login_member(login)->id,
		    pub, key, drafts);
	}
	if (rc == 0)
		*out = drafts;
	else
		talloc_free(drafts);
	return rc;
}
