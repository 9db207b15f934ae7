#include "store/factor.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/member.h"
#include "store/query.h"

static const char *const names[FACTORS] = {
	[FACTOR_NONE] = "", [FACTOR_TOTP] = "totp", [FACTOR_SHEET] = "sheet",
};

const char *
factor_name(enum factor factor)
{
	return names[factor];
}

int
factor_find(const char *name, enum factor *out)
{
	for (int i = 0; i < FACTORS; i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum factor)i;
			return 0;
		}
	return -ENOENT;
}

static int
set(struct store *store, const struct member_row *row, const char *name,
    const char *by, int64_t now)
{
	bool any = row->factor != FACTOR_NONE;
	struct query *q = query_start(store, SQL_FACTOR_SET);
	int rc;

	query_bind_text(q, names[row->factor]);
	query_bind_blob(q, any ? row->factor_box : NULL,
	    sizeof(row->factor_box));
	query_bind_int(q, row->factor_last);
	query_bind_int(q, row->id);
	rc = query_run(q);
	if (rc == 0 && query_changed(store) == 0)
		return store_fail(store, -ENOENT, "nobody of this name");
	return rc == 0 ? audit_add(store, by, any ? "factor" : "no_factor",
	    name, now) : rc;
}

int
factor_set(struct store *store, const char *name, enum factor factor,
    const struct secret *secret, int64_t last, const char *by, int64_t now)
{
	struct member_row row;
	int rc = member_find(store, name, &row);

	if (rc != 0)
		return rc;
	row.factor = factor;
	row.factor_last = last;
	if (factor != FACTOR_NONE)
		rc = seal_key(row.pub, secret->octets, row.factor_box);
	if (rc == 0)
		rc = store_begin(store);
	return rc != 0 ? rc :
	    store_finish(store, set(store, &row, name, by, now));
}
