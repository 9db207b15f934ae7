/*
 * Cleaning.  The input says the coding, how often the rest comes in a row,
 * and the octets.  What comes out is UTF-8 of at most TEXT_MAX octets
 * without surrogates, controls but newline, bidi marks or any other Cf but
 * ZWSP, ZWNJ and ZWJ, with at most six marks in a row and no blank at either
 * end; cleaned again it is the same and undamaged.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "locales/clean.h"

enum { MARKS = 6, INPUT_MAX = 3 * TEXT_MAX };

static bool
is_kept(UChar32 c)
{
	return c == '\n' || (c >= 0x200b && c <= 0x200d) ||
	    !(U_GET_GC_MASK(c) & U_GC_C_MASK);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

static void
hold_clean(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	int32_t n = (int32_t)strlen(text), i = 0;
	unsigned marks = 0;
	UChar32 c;

	must(n <= TEXT_MAX);
	must(n == 0 || (!is_blank(text[0]) && !is_blank(text[n - 1])));
	while (i < n) {
		U8_NEXT(at, i, n, c);
		must(c >= 0 && is_kept(c));
		marks = U_GET_GC_MASK(c) & U_GC_M_MASK ? marks + 1 : 0;
		must(marks <= MARKS);
	}
}

static uint8_t *
repeat(TALLOC_CTX *work, const struct draw *what, size_t times, size_t *n)
{
	uint8_t *out;

	while (times > 1 && times * what->n > INPUT_MAX)
		times--;
	*n = times * what->n;
	out = talloc_size(work, *n);
	for (size_t i = 0; i < times && what->n > 0; i++)
		memcpy(out + i * what->n, what->at, what->n);
	return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	TALLOC_CTX *work = talloc_new(NULL);
	enum coding coding = draw_octet(&draw) % 3;
	size_t times = 1u << draw_octet(&draw) % 13, octets_n;
	uint8_t *octets = repeat(work, &draw, times, &octets_n);
	char *text = text_clean(work, octets, octets_n, coding, NULL);
	bool damaged = true;
	char *again = text_clean(work, text, strlen(text), CODING_GSM7,
	    &damaged);

	hold_clean(text);
	must(!damaged && strcmp(text, again) == 0);
	talloc_free(work);
	return 0;
}
