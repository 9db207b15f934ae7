#include "store/texting.h"

#include <errno.h>

#include "store/finish.h"
#include "store/piece.h"
#include "store/remark.h"
#include "store/sending.h"

int
texting_case(struct store *store, const char *ref, const struct login *login,
    int64_t now, struct matter *out)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = store_begin(store);

	if (rc == 0)
		rc = store_finish(store, opened_find(store, ref, login, now,
		    &opened));
	if (rc == 0)
		*out = opened.matter;
	talloc_free(opened.secret);
	return rc;
}

static int
keep_reason(struct store *store, const struct opened *opened,
    const struct piece *piece, const char *reason)
{
	int rc = case_add(store, &opened->matter.id, "reason", reason,
	    piece->now);

	return rc == 0 ? remark_add(store, &opened->matter, "override",
	    login_member(piece->login)->name, piece->now) : rc;
}

static int
queue(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct texting *texting = arg;
	struct outbox_new new = *texting->new;
	struct id id;
	int rc;

	new.case_id = &opened->matter.id;
	new.centre = opened->matter.centre;
	rc = outbox_queue(store, &new, &id);
	if (rc == 0)
		rc = sending_by_staff(store, login_member(piece->login)->id,
		    texting->most, piece->now);
	if (rc == 0)
		rc = case_add(store, &opened->matter.id, "text", new.text,
		    piece->now);
	if (rc == 0 && texting->reason != NULL)
		rc = keep_reason(store, opened, piece, texting->reason);
	return rc == 0 ? opened_edit(store, opened, piece->login, "text",
	    piece->now) : rc;
}

int
texting_queue(struct store *store, const char *ref, const struct login *login,
    const struct texting *texting, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "text", .version = ANY_VERSION, .now = now };
	struct texting copy = *texting;

	return piece_do(store, &piece, queue, &copy, NULL);
}
