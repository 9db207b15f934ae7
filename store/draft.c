#include "store/work.h"

#include <errno.h>
#include <string.h>

#include "store/finish.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/opened.h"

/* A draft lies at no place of the case: n below every item's says whose. */
static struct seal_place
place_of(const struct opened *opened, int64_t member)
{
	return (struct seal_place){ .case_id = opened->matter.id,
	    .n = -member, .kind = "draft" };
}

static int
drop(struct store *store, const struct opened *opened, int64_t member)
{
	struct query *q = query_start(store, SQL_DRAFT_DROP);

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, member);
	return query_run(q);
}

static int
keep(struct store *store, const struct opened *opened, int64_t member,
    const char *text, int64_t now)
{
	const struct seal_place place = place_of(opened, member);
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed;
	struct query *q;
	int rc = seal_item(ctx, opened->pub, &place, text, strlen(text),
	    &sealed);

	if (rc == 0) {
		q = query_start(store, SQL_DRAFT_SET);
		query_bind_blob(q, &place.case_id, sizeof(place.case_id));
		query_bind_int(q, member);
		query_bind_blob(q, sealed.nonce, sizeof(sealed.nonce));
		query_bind_blob(q, sealed.ct, sealed.ct_n);
		query_bind_blob(q, sealed.key, sizeof(sealed.key));
		query_bind_int(q, matter_hour(now));
		rc = query_run(q);
	}
	talloc_free(ctx);
	return rc == -EINVAL ? store_fail(store, rc, "a draft has at most %d "
	    "octets", SEAL_TEXT_MAX) : rc;
}

int
draft_keep(struct store *store, const char *ref, const struct login *login,
    const char *text, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int64_t me = login_member(login)->id;
	int rc = store_begin(store);

	if (rc == 0) {
		rc = opened_find(store, ref, login, now, &opened);
		if (rc == 0)
			rc = text[0] == '\0' ? drop(store, &opened, me) :
			    keep(store, &opened, me, text, now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}

int
draft_open(struct store *store, TALLOC_CTX *ctx, const struct opened *opened,
    int64_t member, const char **text)
{
	const struct seal_place place = place_of(opened, member);
	struct query *q = query_start(store, SQL_DRAFT_GET);
	struct sealed sealed = { 0 };
	const void *ct;
	char *found = NULL;
	size_t n;
	int rc;

	query_bind_blob(q, &place.case_id, sizeof(place.case_id));
	query_bind_int(q, member);
	rc = query_next(q);
	if (rc == 1) {
		query_copy(q, 0, sealed.nonce, SEAL_NONCE);
		query_copy(q, 1, sealed.key, SEAL_KEY_BOX);
		ct = query_blob(q, 2, &sealed.ct_n);
		sealed.ct = talloc_memdup(ctx, ct, (unsigned)sealed.ct_n);
		rc = seal_open(ctx, opened->pub, opened->secret->octets,
		    &place, &sealed, &found, &n);
	}
	query_end(q);
	/* A draft that does not open is lost; the case is not. */
	*text = rc == 0 ? found : NULL;
	return rc == -EBADMSG ? 0 : rc;
}
