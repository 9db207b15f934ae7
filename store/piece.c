#include "store/piece.h"

#include <errno.h>

#include "store/finish.h"
#include "store/matter.h"

int
piece_touch(struct store *store, const struct opened *opened,
    const struct piece *piece, const char *what)
{
	struct query *q = query_start(store, SQL_CASE_TOUCH);
	int rc;

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	query_bind_int(q, matter_hour(piece->now));
	rc = query_run(q);
	return rc == 0 ? opened_edit(store, opened, piece->login, what,
	    piece->now) : rc;
}

static int
run_on(struct store *store, struct opened *opened, const struct piece *piece,
    piece_run *run, void *arg)
{
	int rc = opened_case(store, piece->ref, piece->login, piece->action,
	    piece->now, opened);

	if (rc != 0)
		return rc;
	if (piece->version != ANY_VERSION &&
	    piece->version != opened->matter.version)
		return -EEXIST;
	rc = run(store, opened, piece, arg);
	if (rc == 0 && piece->what != NULL)
		rc = piece_touch(store, opened, piece, piece->what);
	return rc == NOTHING_DONE ? 0 : rc;
}

int
piece_do(struct store *store, const struct piece *piece, piece_run *run,
    void *arg, struct matter *out)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0) {
		rc = run_on(store, &opened, piece, run, arg);
		rc = store_finish_case(store, rc, &opened.matter.id, out);
	}
	talloc_free(opened.secret);
	return rc;
}
