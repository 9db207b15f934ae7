#include "gateway/desk/around.h"

#include <errno.h>
#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/visit.h"
#include "store/referral.h"
#include "store/worklist.h"

enum { PAGE = 50, REFERRALS_MAX = 200 };

/* Where cases are met. */
enum stop { OPEN, STAND_IN, OFFERED, GIVEN, FINISHED, STOPS };

struct around {
	struct store *store;
	struct member member;
	struct filter filter;
	int64_t now;
	enum stop stop;
	struct worklist_place place;
	bool last;			/* of the stop: no page comes after */
	size_t at, n;
	struct matter *matter;		/* a page */
};

struct around *
around_new(TALLOC_CTX *ctx, struct visit *visit, const struct member *member,
    const struct filter *filter)
{
	struct around *around = talloc_zero(ctx, struct around);

	around->store = visit->desk->store;
	around->member = *member;
	around->member.name = talloc_strdup(around, member->name);
	around->filter = *filter;
	around->now = visit->now;
	return around;
}

static int
load_list(struct around *around, enum worklist list)
{
	const struct worklist_ask ask = { .list = list,
	    .member = &around->member, .now = around->now, .max = PAGE,
	    .from = around->place, .fits = filter_fits,
	    .arg = &around->filter };
	struct worklist_page *page;
	int rc = worklist_load(around->store, around, &ask, &page);

	if (rc != 0)
		return rc;
	around->n = page->n;
	around->matter = talloc_steal(around, page->matter);
	around->place = page->next;
	around->last = page->next.part < 0;
	talloc_free(page);
	return 0;
}

/* Offered to us, or given away and followed: she reads those (reading.h). */
static bool
is_read(const struct referral *referral, bool given)
{
	return referral->state == (given ? REFERRAL_ACCEPTED :
	    REFERRAL_OFFERED);
}

static int
load_referred(struct around *around, bool given)
{
	struct referrals *all;
	struct matter *m;
	int rc = referrals_load(around->store, around, around->member.centre,
	    given, REFERRALS_MAX, &all);

	if (rc != 0)
		return rc;
	around->last = true;
	around->n = 0;
	around->matter = talloc_array(around, struct matter,
	    (unsigned)all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		m = &around->matter[around->n];
		if (is_read(&all->referral[i], given) &&
		    case_load(around->store, &all->referral[i].case_id,
		    m) == 0)
			around->n += filter_fits(&around->filter, m);
	}
	talloc_free(all);
	return 0;
}

static int
load(struct around *around)
{
	TALLOC_FREE(around->matter);
	around->at = around->n = 0;
	switch (around->stop) {
	case OPEN:
		return load_list(around, LIST_CENTRE);
	case STAND_IN:
		return load_list(around, LIST_STAND_IN);
	case OFFERED:
	case GIVEN:
		return load_referred(around, around->stop == GIVEN);
	case FINISHED:
		return load_list(around, LIST_FINISHED);
	case STOPS:
		break;
	}
	return 0;
}

static void
turn(struct around *around)
{
	if (!around->last)
		return;
	around->stop++;
	around->last = false;
	around->place = (struct worklist_place){ 0 };
}

int
around_next(struct around *around, struct matter *out)
{
	int rc;

	if (around->at == around->n) {
		turn(around);
		if (around->stop == STOPS)
			return 0;
		rc = load(around);
		if (rc != 0 || around->n == 0)
			return rc != 0 ? rc : -EAGAIN;
	}
	*out = around->matter[around->at++];
	return 1;
}
