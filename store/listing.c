#include "store/cases.h"

#include <errno.h>

#include "store/matter.h"

enum { PAGE = 64 };

struct listing {
	struct store *store;
	int64_t centre;
	bool (*each)(void *arg, const struct matter *);
	void *arg;
	struct matter page[PAGE];
};

/* The page after a matter; its length. */
static int
load_page(struct listing *listing, enum statement which,
    const struct matter *after)
{
	struct query *q = query_start(listing->store, which);
	int n = 0, rc;

	query_bind_int(q, after->urgent);
	query_bind_int(q, which == SQL_QUEUE_PAGE ||
	    which == SQL_QUEUE_PAGE_OF_CENTRE ? after->due_at :
	    after->changed_at);
	query_bind_blob(q, &after->id, sizeof(after->id));
	query_bind_int(q, PAGE);
	if (listing->centre != 0)
		query_bind_int(q, listing->centre);
	while ((rc = query_next(q)) == 1 && n < PAGE)
		if (matter_read(q, &listing->page[n++]) != 0)
			break;
	query_end(q);
	return rc == 0 ? n : -EIO;
}

/* 1 there is more to show; 0 it was told to stop. */
static int
show_pages(struct listing *listing, enum statement which, bool urgent)
{
	struct matter after = { .urgent = urgent, .changed_at = INT64_MIN,
	    .due_at = INT64_MIN };
	int n;

	do {
		n = load_page(listing, which, &after);
		for (int i = 0; i < n; i++)
			if (!listing->each(listing->arg, &listing->page[i]))
				return 0;
		if (n > 0)
			after = listing->page[n - 1];
	} while (n == PAGE);
	return n < 0 ? n : 1;
}

int
cases_each(struct store *store, int64_t centre, bool finished_too,
    bool (*each)(void *arg, const struct matter *), void *arg)
{
	static const enum statement lists[2][2] = {
		{ SQL_QUEUE_PAGE, SQL_FINISHED_PAGE },
		{ SQL_QUEUE_PAGE_OF_CENTRE, SQL_FINISHED_PAGE_OF_CENTRE },
	};
	struct listing *listing = talloc(NULL, struct listing);
	int rc = 1;

	*listing = (struct listing){ .store = store, .centre = centre,
	    .each = each, .arg = arg };
	for (int i = 0; rc == 1 && i < (finished_too ? 4 : 2); i++)
		rc = show_pages(listing, lists[centre != 0][i / 2],
		    i % 2 == 0);
	talloc_free(listing);
	return rc == 1 ? 0 : rc;
}
