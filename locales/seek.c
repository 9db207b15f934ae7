#include "locales/seek.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "locales/fold.h"
#include "locales/near.h"
#include "locales/units.h"

enum {
	AROUND = 40,		/* clusters shown on either side */
	UNSPACED = 0x0e00,	/* Thai and what comes after it: Lao, Burmese,
				   Khmer, Chinese */
};

/* anywhere: of a script that puts no blanks between words. */
struct sought { const char *key; bool anywhere; };
struct seek { struct sought word[SEEK_WORDS]; unsigned n; };

static UChar32
first_of(const char *key)
{
	UChar32 c;

	U8_GET_OR_FFFD((const uint8_t *)key, 0, 0, -1, c);
	return c;
}

/* Full stops and commas that were typed with it are not looked for. */
static char *
trim(char *word)
{
	static const char marks[] = ".,;:!?()[]\"'";
	size_t n;

	word += strspn(word, marks);
	for (n = strlen(word); n > 0 && strchr(marks, word[n - 1]) != NULL;)
		word[--n] = '\0';
	return word;
}

struct seek *
seek_new(TALLOC_CTX *ctx, const char *clean)
{
	struct seek *seek = talloc_zero(ctx, struct seek);
	char *rest = text_key(seek, clean), *word;

	while (seek->n < SEEK_WORDS &&
	    (word = strtok_r(rest, " ", &rest)) != NULL) {
		word = trim(word);
		if (near_length(word) >= 2)
			seek->word[seek->n++] = (struct sought){ word,
			    first_of(word) >= UNSPACED };
	}
	if (seek->n == 0)
		TALLOC_FREE(seek);
	return seek;
}

unsigned
seek_all(const struct seek *seek)
{
	return (1u << seek->n) - 1;
}

/* A text as it is compared: folded, and the same without blanks. */
struct text { char *key, *dense; };

static char *
without_blanks(TALLOC_CTX *ctx, const char *key)
{
	char *out = talloc_strdup(ctx, key), *to = out;

	for (; *key != '\0'; key++)
		if (*key != ' ')
			*to++ = *key;
	*to = '\0';
	return out;
}

static struct text
text_of(TALLOC_CTX *ctx, const char *clean)
{
	char *key = text_key(ctx, clean);

	return (struct text){ key, without_blanks(ctx, key) };
}

/* A word may begin here: no Latin letter or digit stands before it. */
static bool
begins(const char *key, const char *at)
{
	int32_t i = (int32_t)(at - key);
	UChar32 before;

	if (i == 0)
		return true;
	U8_PREV_OR_FFFD((const uint8_t *)key, 0, i, before);
	return before >= UNSPACED || !u_isalnum(before);
}

static bool
holds(const struct text *text, const struct sought *word)
{
	if (word->anywhere)
		return strstr(text->dense, word->key) != NULL;
	for (const char *at = text->key;
	    (at = strstr(at, word->key)) != NULL; at++)
		if (begins(text->key, at))
			return true;
	return false;
}

static unsigned
words_in(const struct seek *seek, const struct text *text)
{
	unsigned found = 0;

	for (unsigned i = 0; i < seek->n; i++)
		if (holds(text, &seek->word[i]))
			found |= 1u << i;
	return found;
}

unsigned
seek_in(const struct seek *seek, const char *clean)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct text text = text_of(ctx, clean);
	unsigned found = words_in(seek, &text);

	/* The key says what the text says. */
	memset(text.key, 0, strlen(text.key));
	memset(text.dense, 0, strlen(text.dense));
	talloc_free(ctx);
	return found;
}

/* ---- where it stands in the text as it was written ---- */

/* Where clusters begin, and the end; *n of them. */
static size_t *
edges_of(TALLOC_CTX *ctx, const char *clean, size_t *n)
{
	size_t length = strlen(clean), i = 0;
	size_t *edge = talloc_array(ctx, size_t, (unsigned)length + 2);
	UChar32 before = 0, c;

	*n = 0;
	while (i < length) {
		size_t from = i;

		U8_NEXT_OR_FFFD((const uint8_t *)clean, i, length, c);
		if (from == 0 || !cluster_joins(before, c))
			edge[(*n)++] = from;
		before = c;
	}
	edge[(*n)++] = length;
	return edge;
}

struct place {
	const char *clean;
	const struct sought *word;
	const size_t *edge;
	size_t n;
};

static bool
is_between(const struct place *place, size_t from, size_t to)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct text text = text_of(ctx, talloc_strndup(ctx, place->clean +
	    place->edge[from], place->edge[to] - place->edge[from]));
	bool is = holds(&text, place->word);

	talloc_free(ctx);
	return is;
}

/* Folding keeps no places.  So: the shortest beginning of the text that holds
   the word, and of that the shortest end. */
static void
narrow(const struct place *place, size_t *from, size_t *to)
{
	size_t low = 1, high = place->n - 1, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (is_between(place, 0, middle))
			high = middle;
		else
			low = middle + 1;
	}
	*to = high;
	for (low = 0, high = *to - 1; low < high;) {
		middle = (low + high + 1) / 2;
		if (is_between(place, middle, *to))
			low = middle;
		else
			high = middle - 1;
	}
	*from = low;
}

static char *
part(TALLOC_CTX *ctx, const struct place *place, size_t from, size_t to)
{
	return talloc_strndup(ctx, place->clean + place->edge[from],
	    place->edge[to] - place->edge[from]);
}

static void
show(const struct place *place, TALLOC_CTX *ctx, struct seen *out)
{
	size_t last = place->n - 1, from, to, first, end;

	narrow(place, &from, &to);
	first = from > AROUND ? from - AROUND : 0;
	end = last - to > AROUND ? to + AROUND : last;
	*out = (struct seen){
		.before = part(ctx, place, first, from),
		.hit = part(ctx, place, from, to),
		.after = part(ctx, place, to, end),
		.more_before = first > 0,
		.more_after = end < last,
	};
}

bool
seek_show(const struct seek *seek, TALLOC_CTX *ctx, const char *clean,
    struct seen *out)
{
	TALLOC_CTX *work = talloc_new(NULL);
	struct text text = text_of(work, clean);
	unsigned found = words_in(seek, &text);
	struct place place = { .clean = clean };

	for (unsigned i = 0; i < seek->n && place.word == NULL; i++)
		if (found >> i & 1)
			place.word = &seek->word[i];
	if (place.word != NULL) {
		place.edge = edges_of(work, clean, &place.n);
		show(&place, ctx, out);
	}
	talloc_free(work);
	return place.word != NULL;
}
