#include "store/browsing.h"

#include <string.h>

#include "store/inside.h"
#include "store/keys.h"
#include "store/remark.h"
#include "store/tries.h"

enum { HOUR_S = 3600, DAY_S = 86400 };

/* What is counted: a member's hour, and in it each case. */
struct browsed { int64_t member, hour; struct id id; };

/* *n was counted before; one more now. */
static int
count(struct store *store, const struct browsed *what, int64_t now,
    int64_t *n)
{
	unsigned char key[KEY_TAG_SIZE];
	int rc;

	keys_tag(store->keys, "browsed", what, sizeof(*what), key);
	rc = tries_count(store, now / DAY_S, key, n);
	return rc == 0 ? tries_add(store, now / DAY_S, key) : rc;
}

int
browsing_note(struct store *store, const struct login *login,
    const struct matter *matter, int64_t now)
{
	const struct member *member = login_member(login);
	struct browsed what = { member->id, now / HOUR_S, matter->id };
	int64_t n = 0;
	int rc = count(store, &what, now, &n);

	if (rc != 0 || n > 0)
		return rc;
	memset(&what.id, 0, sizeof(what.id));
	rc = count(store, &what, now, &n);
	return rc == 0 && n == BROWSING_AN_HOUR ? remark_add(store, matter,
	    "browsing", member->name, now) : rc;
}
