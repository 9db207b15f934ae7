#include "gateway/calls/erasing.h"

#include <errno.h>
#include <stdbool.h>

#include "gateway/forgetting.h"
#include "gateway/log.h"
#include "store/reckoning.h"

enum { PURGE_ROWS = 100, PURGE_S = 60 };

/* What the clock is ahead of the night that rounds last saw: a day at most while
   all is well.  Before the first night nothing is old. */
static int
find_ahead(struct store *store, int64_t now, int64_t *ahead_s)
{
	struct reckoning r;
	int rc = reckoning_load(store, &r);

	*ahead_s = now > r.believed_at ? now - r.believed_at : 0;
	return rc;
}

/* The bytes too; somebody who reads may be in the way until the next time. */
static void
truncate_log(struct store *store)
{
	int rc = store_erased(store) ? store_truncate(store) : 0;

	if (rc != 0 && rc != -EAGAIN)
		log_line(LOG_ERR, "%s", store_why(store));
}

void
erasing_pass(struct erasing *erasing, const struct settings *settings,
    struct store *store, int64_t now)
{
	struct retention keep = forgetting_retention(settings);
	bool left = false;

	if (now - erasing->at < PURGE_S && now >= erasing->at)
		return;
	if (find_ahead(store, now, &keep.ahead_s) != 0 ||
	    store_purge(store, now, PURGE_ROWS, &keep, &left) != 0)
		log_line(LOG_ERR, "%s", store_why(store));
	truncate_log(store);
	if (!left)
		erasing->at = now;
}
