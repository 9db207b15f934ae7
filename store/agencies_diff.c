#include "store/agencies_diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { UNASKED_PART = 10 };	/* a tenth may change unasked */

struct work {
	struct agencies_diff *diff;
	int64_t as_of, today;
};

static int
by_licence(const void *one, const void *other)
{
	const struct agency *a = one, *b = other;

	return strcmp(a->licence, b->licence);
}

static void
add_change(struct work *w, const struct agency *agency, const char *field,
    char *was, char *is)
{
	struct agencies_diff *diff = w->diff;

	if ((diff->n & (diff->n - 1)) == 0)
		diff->change = talloc_realloc(diff, diff->change,
		    struct agency_change,
		    (unsigned)(diff->n == 0 ? 1 : diff->n * 2));
	diff->change[diff->n++] = (struct agency_change){
		.licence = agency->licence,
		.name = agency->name[0] != '\0' ? agency->name :
		    agency->name_km,
		.field = field,
		.was = talloc_steal(diff->change, was),
		.is = talloc_steal(diff->change, is),
	};
}

static void
keep_row(struct work *w, const struct agency *agency)
{
	w->diff->row[w->diff->rows++] = *agency;
}

/* Where an agency is on a list, its own "last seen" is the list's day. */
static void
take_new(struct work *w, const struct agency *agency)
{
	struct agency row = *agency;

	if (row.last_seen == w->as_of)
		row.last_seen = DAY_NONE;
	keep_row(w, &row);
}

static void
add_new(struct work *w, const struct agency *agency)
{
	add_change(w, agency, "", talloc_strdup(w->diff, ""),
	    talloc_strdup(w->diff, agency->name[0] != '\0' ? agency->name :
	    agency->name_km));
	w->diff->counts.added++;
	take_new(w, agency);
}

static void
compare_field(struct work *w, const struct agency *was,
    const struct agency *is, enum agency_field field)
{
	char *before = agency_field_text(w->diff, was, field);
	char *after = agency_field_text(w->diff, is, field);

	if (strcmp(before, after) == 0) {
		talloc_free(before);
		talloc_free(after);
	} else
		add_change(w, is, agency_field_name(field), before, after);
}

static bool
is_valid(const struct agency *agency, int64_t day)
{
	return agency_status_on(agency, day) == AGENCY_VALID;
}

static void
compare(struct work *w, const struct agency *was, const struct agency *is)
{
	struct agencies_diff *diff = w->diff;
	size_t n = diff->n;

	for (int f = FIELD_NAME; f < FIELD_LAST_SEEN; f++)
		compare_field(w, was, is, (enum agency_field)f);
	diff->counts.changed += diff->n > n;
	if (is_valid(is, w->today) && !is_valid(was, w->today)) {
		diff->counts.revived++;
		for (; n < diff->n; n++)
			diff->change[n].revives = true;
	}
	take_new(w, is);
}

static void
leave_out(struct work *w, const struct agency *was)
{
	struct agency row = *was;

	if (was->status == AGENCY_VALID || was->status == AGENCY_EXPIRED) {
		row.status = AGENCY_DELISTED;
		compare_field(w, was, &row, FIELD_STATUS);
		w->diff->counts.removed++;
	}
	keep_row(w, &row);
}

static int
walk(struct work *w, const struct agencies *old, const struct agency *list,
    size_t n)
{
	size_t i = 0, o = 0;

	while (i < n || o < old->n) {
		int order = i == n ? 1 : o == old->n ? -1 :
		    by_licence(&list[i], &old->agency[o]);

		if (i + 1 < n && by_licence(&list[i], &list[i + 1]) == 0)
			return -EINVAL;
		if (order < 0)
			add_new(w, &list[i++]);
		else if (order > 0)
			leave_out(w, &old->agency[o++]);
		else
			compare(w, &old->agency[o++], &list[i++]);
	}
	return 0;
}

/* Those that are gone are not what a tenth is taken of. */
static size_t
count_listed(const struct agencies *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->agency[i].status != AGENCY_DELISTED;
	return n;
}

int
agencies_diff(TALLOC_CTX *ctx, const struct agencies *standing,
    const struct agency *list, size_t n, int64_t as_of, int64_t today,
    struct agencies_diff **out)
{
	struct agencies_diff *diff = talloc_zero(ctx, struct agencies_diff);
	struct work w = { .diff = diff, .as_of = as_of, .today = today };
	struct agency *sorted = talloc_array(diff, struct agency,
	    (unsigned)n);
	int rc;

	if (n > 0)
		memcpy(sorted, list, n * sizeof(*list));
	qsort(sorted, n, sizeof(*sorted), by_licence);
	diff->before = count_listed(standing);
	diff->older = standing->head.generation > 0 &&
	    as_of < standing->head.as_of;
	diff->row = talloc_array(diff, struct agency,
	    (unsigned)(n + standing->n));
	rc = walk(&w, standing, sorted, n);
	talloc_free(sorted);
	if (rc != 0) {
		talloc_free(diff);
		return rc;
	}
	*out = diff;
	return 0;
}

bool
diff_needs_second(const struct diff_counts *counts, size_t before, bool older)
{
	size_t touched = counts->added + counts->removed + counts->changed;

	return older || counts->revived > 0 || touched * UNASKED_PART > before;
}
