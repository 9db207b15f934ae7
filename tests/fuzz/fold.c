/*
 * Folding.  The input is UTF-8, cleaned first, as everywhere.  A key folds to
 * itself and is the same keyword as the text; digits are ASCII digits and
 * read as themselves; a text holds its own key; a text cut is its beginning,
 * as long as was asked at most, and the whole when that is room enough.  Two
 * halves of the input are as far apart one way as the other, and no further
 * than the longer of them; a figure is digits and their marks, in Khmer none
 * of them ASCII.
 */
#include "tests/fuzz/fuzz.h"

#include "locales/clean.h"
#include "locales/figure.h"
#include "locales/fold.h"
#include "locales/near.h"

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
hold_near(TALLOC_CTX *work, const char *text)
{
	size_t half = strlen(text) / 2;
	char *a, *b;
	unsigned one, other;

	while (half > 0 && ((unsigned char)text[half] & 0xc0) == 0x80)
		half--;
	a = near_key(work, talloc_strndup(work, text, half));
	b = near_key(work, text + half);
	one = near_distance(a, b, NEAR_MAX);
	other = near_distance(b, a, NEAR_MAX);
	must(one == other);
	must(one > NEAR_MAX || one <= near_length(a) || one <= near_length(b));
	must(near_distance(a, a, 0) == 0 || near_length(a) > NEAR_MAX);
	must(strcmp(a, near_key(work, a)) == 0);
	must(text_script(text) < SCRIPTS);
}

static void
hold_ascii(TALLOC_CTX *work, const char *text)
{
	char *ascii = text_ascii_digits(work, text);

	must(strlen(ascii) <= strlen(text));
	must(strcmp(text_ascii_digits(work, ascii), ascii) == 0);
}

static const struct catalogue *
load(void)
{
	static struct catalogue *catalogue;

	if (catalogue == NULL)
		must(catalogue_open(NULL, &catalogue) == 0);
	return catalogue;
}

static void
hold_figure(TALLOC_CTX *work, const char *text)
{
	char *words;

	for (enum locale locale = 0; locale < LOCALES; locale++) {
		words = figure_words(work, load(), locale, text);
		if (words == NULL)
			return;
		must(words[0] != '\0');
		if (locale == LOCALE_KM)
			must(strpbrk(words, "0123456789") == NULL);
		if (locale == LOCALE_EN && strchr(text, ' ') == NULL)
			must(strspn(words, "0123456789,./") == strlen(words));
	}
}

/* What the program itself writes of numbers, units and days. */
static void
hold_written(TALLOC_CTX *work, struct draw *draw)
{
	enum locale locale = draw_octet(draw) % LOCALES;
	enum unit unit = draw_octet(draw) % UNITS;
	int64_t n = draw_octet(draw) << 8 * (draw_octet(draw) % 3);
	struct date date = { 1900 + draw_octet(draw), 1 + draw_octet(draw) %
	    12, draw_octet(draw) % 29 };

	must(number_words(work, locale, n)[0] != '\0');
	must(strlen(unit_words(work, load(), locale, n, unit)) >
	    strlen(number_words(work, locale, n)));
	must(date_words(work, locale, date)[0] != '\0');
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
	hold_ascii(work, text);
	hold_written(work, &draw);
	hold_cut(work, text, units);
	hold_near(work, text);
	hold_figure(work, text);
	talloc_free(work);
	return 0;
}
