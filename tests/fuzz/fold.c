/*
 * Folding.  The input is UTF-8, cleaned first, as everywhere.  A key folds to
 * itself and is the same keyword as the text; digits are ASCII digits and
 * read as themselves; a text holds its own key; a text cut is its beginning,
 * as long as was asked at most, and the whole when that is room enough.
 */
#include "tests/fuzz/fuzz.h"

#include "locales/clean.h"
#include "locales/fold.h"

static void
hold_key(TALLOC_CTX *work, const char *text)
{
	char *key = text_key(work, text);
	const char *words[] = { key, NULL };

	must(strcmp(key, text_key(work, key)) == 0);
	must(text_keyword(text) == text_keyword(key));
	if (key[0] != '\0')
		must(text_holds(text, words) == key);
}

static void
hold_digits(TALLOC_CTX *work, const char *text)
{
	char *digits = text_digits(work, text), *again;

	if (digits == NULL)
		return;
	must(digits[0] != '\0');
	must(strspn(digits, "0123456789") == strlen(digits));
	again = text_digits(work, digits);
	must(again != NULL && strcmp(digits, again) == 0);
}

static void
hold_cut(TALLOC_CTX *work, const char *text, size_t units)
{
	char *cut = text_cut(work, text, units);

	must(text_units(cut) <= units);
	must(strncmp(cut, text, strlen(cut)) == 0);
	must(strcmp(text_cut(work, cut, units), cut) == 0);
	if (units >= text_units(text))
		must(strcmp(cut, text) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	TALLOC_CTX *work = talloc_new(NULL);
	size_t units = draw_octet(&draw);
	char *text = text_clean(work, draw.at, draw.n, CODING_GSM7, NULL);

	hold_key(work, text);
	hold_digits(work, text);
	hold_cut(work, text, units);
	talloc_free(work);
	return 0;
}
