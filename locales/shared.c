#include "locales/shared.h"

#include <stdint.h>
#include <talloc.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "locales/fold.h"

struct word { const UChar *at; int32_t n; };
struct words { UChar *units; size_t n; struct word *word; };

/* One for all, as every locale has the same dictionaries. */
static UBreakIterator *
breaker(void)
{
	static UBreakIterator *iterator;
	UErrorCode error = U_ZERO_ERROR;

	if (!iterator)
		iterator = ubrk_open(UBRK_WORD, "en", NULL, 0, &error);
	return iterator;
}

static int32_t
read_units(struct words *words, const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	char *key = text_key(words, text);
	int32_t n = 0;

	u_strFromUTF8(NULL, 0, &n, key, -1, &error);
	error = U_ZERO_ERROR;
	words->units = talloc_zero_array(words, UChar, (unsigned)n + 1);
	u_strFromUTF8(words->units, n + 1, NULL, key, -1, &error);
	return U_SUCCESS(error) ? n : 0;
}

static struct words *
words_of(TALLOC_CTX *ctx, const char *text)
{
	struct words *words = talloc_zero(ctx, struct words);
	int32_t n = read_units(words, text), from = 0, until;
	UErrorCode error = U_ZERO_ERROR;
	UBreakIterator *it = breaker();

	words->word = talloc_array(words, struct word, (unsigned)n + 1);
	ubrk_setText(it, words->units, n, &error);
	if (U_FAILURE(error))
		return words;
	while ((until = ubrk_next(it)) != UBRK_DONE) {
		/* Spaces and marks are no words. */
		if (ubrk_getRuleStatus(it) >= UBRK_WORD_NONE_LIMIT)
			words->word[words->n++] = (struct word){
				words->units + from, until - from };
		from = until;
	}
	return words;
}

static bool
is_same(struct word a, struct word b)
{
	return a.n == b.n && u_memcmp(a.at, b.at, a.n) == 0;
}

unsigned
text_shared_run(const char *a, const char *b)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct words *x = words_of(ctx, a), *y = words_of(ctx, b);
	/* run[j]: how long the words before x's ith and y's jth agree. */
	unsigned *run = talloc_zero_array(ctx, unsigned,
	    (unsigned)y->n + 1), longest = 0;

	for (size_t i = 0; i < x->n; i++)
		for (size_t j = y->n; j > 0; j--) {
			run[j] = is_same(x->word[i], y->word[j - 1]) ?
			    run[j - 1] + 1 : 0;
			if (run[j] > longest)
				longest = run[j];
		}
	talloc_free(ctx);
	return longest;
}
