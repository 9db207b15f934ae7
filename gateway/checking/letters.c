#include "gateway/checking/letters.h"

#include <stdbool.h>
#include <string.h>

#include "locales/pages.h"

/* Octets of the character there; the text is clean UTF-8. */
static size_t
octets_of(const char *at)
{
	size_t n = 1;

	while ((at[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Marks that guide the breaking are not sent. */
static bool
is_guide(const char *letter)
{
	return strcmp(letter, "\u200b") == 0 || strcmp(letter, "\u2060") == 0;
}

/* As the pages would be cut: folded. */
static const struct page *
page_of(TALLOC_CTX *ctx, const char *letter)
{
	const struct layout layout = { .text = letter };

	return &pages_cut(ctx, &layout,
	    (struct page_limits){ 160, 70 })->page[0];
}

static bool
is_gsm(TALLOC_CTX *ctx, const char *letter)
{
	return page_of(ctx, letter)->coding == CODING_GSM7;
}

static const char *
find_letter(TALLOC_CTX *ctx, const char *text, bool folded)
{
	unsigned septets;
	char *letter;

	for (size_t n; *text != '\0'; text += n) {
		n = octets_of(text);
		letter = talloc_strndup(ctx, text, n);
		if (!is_guide(letter) &&
		    septets_count(letter, &septets) != 0 &&
		    is_gsm(ctx, letter) == folded)
			return letter;
		talloc_free(letter);
	}
	return NULL;
}

const char *
letter_outside(TALLOC_CTX *ctx, const char *text)
{
	return find_letter(ctx, text, false);
}

const char *
letter_folded(TALLOC_CTX *ctx, const char *text)
{
	return find_letter(ctx, text, true);
}

const char *
letter_sent(TALLOC_CTX *ctx, const char *letter)
{
	return page_of(ctx, letter)->text;
}
