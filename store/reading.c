#include "store/reading.h"

#include <errno.h>
#include <string.h>

#include "store/finish.h"
#include "store/opened.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/secret.h"

static int
open_item(struct query *q, const struct opened *opened,
    struct reading *reading)
{
	struct sealed sealed = { 0 };
	struct seal_place place = { .case_id = opened->matter.id };
	struct entry entry = { 0 };
	const void *ct;
	char *text = NULL;
	size_t n = 0;
	int rc;

	entry.n = place.n = query_int(q, 0);
	entry.kind = place.kind = talloc_strdup(reading, query_text(q, 1));
	entry.at = query_int(q, 2);
	query_copy(q, 3, sealed.nonce, SEAL_NONCE);
	query_copy(q, 4, sealed.key, SEAL_KEY_BOX);
	ct = query_blob(q, 5, &sealed.ct_n);
	sealed.ct = talloc_memdup(reading, ct, (unsigned)sealed.ct_n);
	rc = seal_open(reading, opened->pub, opened->secret->octets, &place,
	    &sealed, &text, &n);
	talloc_free(sealed.ct);
	if (rc != 0)
		return rc;
	entry.text = text;
	reading->entry = talloc_realloc(reading, reading->entry, struct entry,
	    (unsigned)(reading->n + 1));
	reading->entry[reading->n++] = entry;
	return 0;
}

static int
open_items(struct store *store, const struct opened *opened,
    struct reading *reading)
{
	struct query *q = query_start(store, SQL_READING_ITEMS);
	int rc;

	query_bind_blob(q, opened->matter.id.octets, ID_OCTETS);
	while ((rc = query_next(q)) == 1) {
		rc = open_item(q, opened, reading);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

int
case_read_as(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, const char *action, int64_t now,
    struct reading **out)
{
	struct reading *reading;
	struct opened opened = { 0 };
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	reading = talloc_zero(ctx, struct reading);
	opened.secret = secret_new(reading);
	rc = opened_case(store, ref, login, action, now, &opened);
	if (rc == 0)
		rc = open_items(store, &opened, reading);
	if (rc == 0)
		rc = draft_open(store, reading, &opened,
		    login_member(login)->id, &reading->draft);
	rc = store_finish(store, rc);
	if (rc != 0) {
		talloc_free(reading);
		return rc;
	}
	reading->matter = opened.matter;
	talloc_free(opened.secret);
	*out = reading;
	return 0;
}

int
case_read(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, int64_t now, struct reading **out)
{
	return case_read_as(store, ctx, ref, login, "read", now, out);
}

int
case_note(struct store *store, const char *ref, const struct login *login,
    const char *text, int64_t now)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0) {
		rc = opened_case(store, ref, login, "note", now, &opened);
		if (rc == 0)
			rc = case_add(store, &opened.matter.id, "note", text,
			    now);
		if (rc == 0)
			rc = opened_edit(store, &opened, login, "note", now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}

int
case_step(struct store *store, const char *ref, const struct login *login,
    enum case_state state, int64_t now)
{
	struct opened opened;
	int rc;

	/* Filing is hers: without her 4 digits she could never ask for it. */
	if (state == CASE_NEW)
		return -EPERM;
	opened = (struct opened){ .secret = secret_new(NULL) };
	rc = store_begin(store);
	if (rc == 0) {
		rc = opened_case(store, ref, login, "step", now, &opened);
		if (rc == 0)
			rc = case_set_state(store, &opened.matter.id, state,
			    opened.matter.version, now);
		if (rc == 0)
			rc = opened_edit(store, &opened, login, "state", now);
		rc = store_finish(store, rc);
	}
	talloc_free(opened.secret);
	return rc;
}
