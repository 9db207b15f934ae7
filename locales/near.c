#include "locales/near.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "locales/fold.h"

struct word { size_t n; UChar32 at[NEAR_MAX]; };

/* In place; whether there was anything to leave out. */
static bool
squeeze(char *key)
{
	int32_t n = (int32_t)strlen(key), i = 0, to = 0;
	uint8_t *at = (uint8_t *)key;
	UChar32 c;

	while (i < n) {
		int32_t from = i;

		U8_NEXT(at, i, n, c);
		if (c == ' ' || u_ispunct(c))
			continue;
		memmove(at + to, at + from, (size_t)(i - from));
		to += i - from;
	}
	key[to] = '\0';
	return to < n;
}

/* What comes together may fold anew; each time it is shorter. */
char *
near_key(TALLOC_CTX *parent, const char *clean)
{
	char *key = text_key(parent, clean), *before;

	while (squeeze(key)) {
		before = key;
		key = text_key(parent, before);
		talloc_free(before);
	}
	return key;
}

size_t
near_length(const char *key)
{
	size_t n = 0;

	for (; *key; key++)
		n += !U8_IS_TRAIL((uint8_t)*key);
	return n;
}

/* false when it is too long. */
static bool
read_word(const char *key, struct word *out)
{
	const uint8_t *at = (const uint8_t *)key;
	int32_t i = 0, n = (int32_t)strlen(key);

	for (out->n = 0; i < n; out->n++) {
		if (out->n == NEAR_MAX)
			return false;
		U8_NEXT(at, i, n, out->at[out->n]);
	}
	return true;
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Rows of the table: the two before the one that is filled. */
struct rows { unsigned at[3][NEAR_MAX + 1]; };

static unsigned
cell(const struct word *a, const struct word *b, size_t i, size_t k,
    const struct rows *rows)
{
	const unsigned *last = rows->at[(i + 2) % 3];
	const unsigned *before = rows->at[(i + 1) % 3];
	unsigned differ = a->at[i - 1] != b->at[k - 1];
	unsigned cost = least(last[k] + 1, rows->at[i % 3][k - 1] + 1,
	    last[k - 1] + differ);

	if (i > 1 && k > 1 && a->at[i - 1] == b->at[k - 2] &&
	    a->at[i - 2] == b->at[k - 1])
		cost = least(cost, before[k - 2] + 1, cost);
	return cost;
}

unsigned
near_distance(const char *one, const char *other, unsigned most)
{
	struct word a, b;
	struct rows rows;

	if (!read_word(one, &a) || !read_word(other, &b) ||
	    a.n > b.n + most || b.n > a.n + most)
		return most + 1;
	for (size_t k = 0; k <= b.n; k++)
		rows.at[0][k] = (unsigned)k;
	for (size_t i = 1; i <= a.n; i++) {
		rows.at[i % 3][0] = (unsigned)i;
		for (size_t k = 1; k <= b.n; k++)
			rows.at[i % 3][k] = cell(&a, &b, i, k, &rows);
	}
	return rows.at[a.n % 3][b.n] > most ? most + 1 : rows.at[a.n % 3][b.n];
}
