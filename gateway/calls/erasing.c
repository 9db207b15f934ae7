#include "gateway/calls/erasing.h"

#include <stdbool.h>

#include "gateway/log.h"

enum { PURGE_ROWS = 100, PURGE_S = 60, MONTH_DAYS = 31 };

void
erasing_pass(struct erasing *erasing, const struct settings *settings,
    struct store *store, int64_t now)
{
	const struct retention keep = {
		.inbox_days = settings->inbox_days,
		.draft_days = settings->draft_days,
		.closed_days = settings->closed_months * MONTH_DAYS,
	};
	bool left = false;

	if (now - erasing->at < PURGE_S && now >= erasing->at)
		return;
	if (store_purge(store, now, PURGE_ROWS, &keep, &left) != 0)
		log_line(LOG_ERR, "%s", store_why(store));
	if (!left)
		erasing->at = now;
}
