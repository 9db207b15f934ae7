#include "gateway/desk/hiding.h"

#include <stdlib.h>

enum { CELLS_MAX = 64 };

/* What everybody knows of a table once it is out: how many small cells hide,
   what they and the hidden others sum up to, the least that is shown. */
struct known {
	int64_t small, sum, least_shown;
};

static bool
is_small(int64_t n)
{
	return n > 0 && n <= SMALL_MAX;
}

bool
hiding_shows_total(int64_t total)
{
	return total == 0 || total > SMALL_MAX;
}

/* The least and the most that the small ones sum up to if one of them is v. */
static int64_t
least_of(const struct known *known, int64_t v)
{
	return v + known->small - 1;
}

static int64_t
most_of(const struct known *known, int64_t v)
{
	return v + (known->small - 1) * SMALL_MAX;
}

/*
 * One other hides with them, which is the smallest of all that are not small.
 * A small one may be v if the rest leaves that other between 11 and less than
 * what is shown (were it the same, which of the two is hidden would say
 * something).
 */
static bool
is_safe_with_one(const struct known *known)
{
	return known->sum - least_of(known, SMALL_MAX) > SMALL_MAX &&
	    known->sum - most_of(known, 1) < known->least_shown;
}

/* Two others, a < b, hide with small ones that sum up to s: is it what we
   would have done?  Not if hiding a alone had been safe. */
static bool
is_ours(const struct known *known, int64_t s, int64_t a)
{
	int64_t b = known->sum - s - a;
	struct known with_one = { known->small, s + a, b };

	return a < b && b < known->least_shown && !is_safe_with_one(&with_one);
}

/* Every v needs an example: small ones that sum up to s, and an a.  The first
   way not to be safe is that s + a is little, the second that it is at least
   b + 10 (small - 1), so that a and b are near each other. */
static bool
has_example(const struct known *known, int64_t v)
{
	int64_t all_ten = (known->small - 1) * SMALL_MAX;

	for (int64_t s = least_of(known, v); s < known->small + SMALL_MAX; s++)
		for (int64_t a = SMALL_MAX + 1; s + a <= known->small + 2 *
		    SMALL_MAX; a++)
			if (s <= most_of(known, v) && is_ours(known, s, a))
				return true;
	for (int64_t s = most_of(known, v); s > all_ten &&
	    s >= least_of(known, v); s--)
		for (int64_t apart = 1; apart < SMALL_MAX; apart++) {
			int64_t a = (known->sum - s - apart) / 2;

			if (a > SMALL_MAX && is_ours(known, s, a))
				return true;
		}
	return false;
}

static bool
is_safe_with_two(const struct known *known)
{
	for (int64_t v = 1; v <= SMALL_MAX; v++)
		if (!has_example(known, v))
			return false;
	return true;
}

static const struct { size_t others; bool (*is_safe)(const struct known *); }
ways[] = {
	{ 1, is_safe_with_one },
	{ 2, is_safe_with_two },
};

struct place { int64_t n; size_t at; };

static int
by_number(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->n != q->n)
		return p->n < q->n ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* Those that are not small, the least first. */
static size_t
sort_others(const int64_t *cell, size_t n, struct place *other)
{
	size_t count = 0;

	for (size_t i = 0; i < n && i < CELLS_MAX; i++)
		if (cell[i] > SMALL_MAX)
			other[count++] = (struct place){ cell[i], i };
	qsort(other, count, sizeof(*other), by_number);
	return count;
}

static struct known
publish(const int64_t *cell, size_t n, const struct place *other,
    size_t others, bool *hidden)
{
	struct known known = { .least_shown = other[others].n };

	for (size_t i = 0; i < n; i++) {
		hidden[i] = is_small(cell[i]);
		known.small += hidden[i];
	}
	for (size_t i = 0; i < others; i++)
		hidden[other[i].at] = true;
	for (size_t i = 0; i < n; i++)
		known.sum += hidden[i] ? cell[i] : 0;
	return known;
}

static bool
has_small(const int64_t *cell, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_small(cell[i]))
			return true;
	return false;
}

bool
hiding_of_table(const int64_t *cell, size_t n, bool *hidden)
{
	struct place other[CELLS_MAX];
	size_t others = sort_others(cell, n, other);

	for (size_t i = 0; i < n; i++)
		hidden[i] = false;
	if (n <= CELLS_MAX && !has_small(cell, n))
		return true;
	for (size_t w = 0; n <= CELLS_MAX && w < sizeof(ways) / sizeof(*ways);
	    w++) {
		struct known known;

		if (ways[w].others >= others)
			break;
		known = publish(cell, n, other, ways[w].others, hidden);
		if (ways[w].is_safe(&known))
			return true;
	}
	for (size_t i = 0; i < n; i++)
		hidden[i] = true;
	return false;
}

int64_t
hiding_of_money(int64_t payments, int64_t sum, int64_t largest)
{
	int64_t unit = 1;

	if (payments <= SMALL_MAX || largest > sum - largest)
		return 0;
	while (sum / unit >= 100)
		unit *= 10;
	return sum / unit * unit;
}
