#include "gateway/licences/import/proposal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "gateway/instance.h"

int
proposal_make(TALLOC_CTX *ctx, struct store *store, const struct list *list,
    int64_t as_of, int64_t now, struct proposal **out)
{
	struct proposal *p = talloc_zero(ctx, struct proposal);
	int rc = as_of > day_at(now) ? -EINVAL : 0;

	p->as_of = as_of;
	import_digest(list->octet, list->octets, p->digest);
	if (rc == 0)
		rc = agencies_load(store, p, &p->standing);
	if (rc == 0)
		rc = agencies_diff(p, p->standing, list->agency, list->n,
		    as_of, day_at(now), &p->diff);
	if (rc != 0) {
		talloc_free(p);
		return rc;
	}
	p->needs_second = diff_needs_second(&p->diff->counts,
	    p->diff->before, p->diff->older);
	p->same = p->diff->n == 0 && as_of == p->standing->head.as_of;
	*out = p;
	return 0;
}

static int
take_turn(const char *dir, int *lock)
{
	int rc = instance_take(dir, "agencies", lock);

	return rc == -EEXIST ? -EBUSY : rc;
}

static int
write_down(struct store *store, const struct proposal *p,
    const struct import_new *new, int64_t now, int64_t *number)
{
	int rc = import_sweep(store, now);

	if (rc == 0)
		rc = import_stage(store, new, p->diff, now, number);
	if (rc == 0)
		rc = p->needs_second ?
		    import_hold(store, *number, new->importer, now) :
		    import_apply(store, *number, new->importer, now);
	/* The rows of the list before: not worth failing for, the next sweep
	   takes them. */
	if (rc == 0 && import_sweep(store, now) != 0)
		return store_is_broken(store) ? -EIO : 0;
	return rc;
}

int
proposal_carry_out(struct store *store, const char *dir,
    const struct proposal *p, const char *source, const char *importer,
    int64_t now, int64_t *number, enum import_state *state)
{
	struct import_new new = { .base = p->standing->head.import,
	    .as_of = p->as_of, .source = source, .importer = importer };
	int64_t made = 0;
	int lock, rc = take_turn(dir, &lock);

	if (rc != 0)
		return rc;
	memcpy(new.digest, p->digest, sizeof(new.digest));
	rc = write_down(store, p, &new, now, &made);
	close(lock);
	if (rc != 0)
		return rc;
	*number = made;
	*state = p->needs_second ? IMPORT_PENDING : IMPORT_APPLIED;
	return 0;
}

int
proposal_sweep(struct store *store, const char *dir, int64_t now)
{
	int lock, rc = take_turn(dir, &lock);

	if (rc != 0)
		return rc;
	rc = import_sweep(store, now);
	close(lock);
	return rc;
}

char *
proposal_reason(TALLOC_CTX *ctx, const struct diff_counts *counts,
    size_t before, bool older)
{
	size_t touched = counts->added + counts->removed + counts->changed;

	if (counts->revived > 0)
		return talloc_asprintf(ctx, "%zu licence%s become%s valid "
		    "again", counts->revived, counts->revived == 1 ? "" : "s",
		    counts->revived == 1 ? "s" : "");
	if (older)
		return talloc_strdup(ctx, "it is older than the list that "
		    "stands");
	if (before == 0)
		return talloc_strdup(ctx, "no list stands yet");
	return talloc_asprintf(ctx, "%zu of %zu agencies change, more than a "
	    "tenth", touched, before);
}
