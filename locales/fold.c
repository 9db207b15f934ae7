#include "locales/fold.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "locales/khmer.h"
#include "locales/units.h"

enum { KEYCAP = 0x20e3 };
/* Two settle whatever people write; more is for hostile text. */
enum { PASSES_MAX = 16 };

static struct units
normalized(TALLOC_CTX *parent, const UNormalizer2 *form, struct units in)
{
	UErrorCode error = U_ZERO_ERROR;
	struct units out;
	int32_t n;

	n = unorm2_normalize(form, in.at, (int32_t)in.n, NULL, 0, &error);
	out.n = n > 0 ? (unsigned)n : 0;
	out.at = talloc_array(parent, UChar, out.n + 1);
	error = U_ZERO_ERROR;
	unorm2_normalize(form, in.at, (int32_t)in.n, out.at,
	    (int32_t)out.n + 1, &error);
	return out;
}

static struct units
without_keycaps(TALLOC_CTX *parent, struct units in)
{
	struct units out = { .at = talloc_array(parent, UChar, in.n + 1) };

	for (unsigned i = 0; i < in.n; i++)
		if (in.at[i] != KEYCAP)
			out.at[out.n++] = in.at[i];
	return out;
}

/* Digits to ASCII, blanks to one space, none at either end; in place. */
static void
simplify(struct units *text)
{
	struct units in = *text, out = { .at = text->at };

	for (unsigned i = 0, from = 0; i < in.n; from = i) {
		UChar32 c = units_next(in, &i);
		int32_t digit = u_charDigitValue(c);

		if (digit >= 0)
			out.at[out.n++] = (UChar)('0' + digit);
		else if (!unit_blank(c))
			while (from < i)
				out.at[out.n++] = in.at[from++];
		else if (out.n > 0 && out.at[out.n - 1] != ' ')
			out.at[out.n++] = ' ';
	}
	if (out.n > 0 && out.at[out.n - 1] == ' ')
		out.n--;
	*text = out;
}

static struct units
fold_once(TALLOC_CTX *parent, struct units in)
{
	UErrorCode error = U_ZERO_ERROR;
	struct units out = normalized(parent,
	    unorm2_getNFKCCasefoldInstance(&error),
	    without_keycaps(parent, in));

	simplify(&out);
	khmer_fold(&out);
	return out;
}

char *
text_key(TALLOC_CTX *parent, const char *clean)
{
	void *work = talloc_new(NULL);
	struct units before, text = units_from(work, clean);
	unsigned passes = 0;
	char *key;

	/* A rule may make work for one that came before it. */
	do {
		before = text;
		text = fold_once(work, before);
	} while (u_strCompare(before.at, (int32_t)before.n, text.at,
	    (int32_t)text.n, false) != 0 && ++passes < PASSES_MAX);
	key = units_text(parent, text);
	talloc_free(work);
	return key;
}

char *
text_ascii_digits(TALLOC_CTX *parent, const char *clean)
{
	void *work = talloc_new(NULL);
	struct units in = units_from(work, clean), out = { .at = in.at };
	char *text;

	for (unsigned i = 0, from = 0; i < in.n; from = i) {
		int32_t digit = u_charDigitValue(units_next(in, &i));

		if (digit >= 0)
			out.at[out.n++] = (UChar)('0' + digit);
		else
			while (from < i)
				out.at[out.n++] = in.at[from++];
	}
	text = units_text(parent, out);
	talloc_free(work);
	return text;
}

static bool
is_around_digits(UChar32 c)
{
	if (c == 0)
		return false;
	return unit_blank(c) || c == KEYCAP || c == 0x2212 || c == 0x3002 ||
	    (c < 0x80 && strchr("*#.,!-()[]\"'", c)) ||
	    (c >= 0x2010 && c <= 0x201f) || c == 0x17d4 || c == 0x17d5 ||
	    u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* How many digits were put, or 0 when there is anything else. */
static unsigned
read_digits(struct units text, char *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < text.n;) {
		UChar32 c = units_next(text, &i);
		int32_t digit = u_charDigitValue(c);

		if (digit >= 0)
			out[n++] = (char)('0' + digit);
		else if (!is_around_digits(c))
			return 0;
	}
	return n;
}

/* Most of what is typed needs no table of Unicode. */
static bool
is_plain_digits(const char *clean)
{
	return clean[0] != '\0' &&
	    clean[strspn(clean, "0123456789")] == '\0';
}

static char *
digits_of(TALLOC_CTX *parent, const char *clean)
{
	UErrorCode error = U_ZERO_ERROR;
	void *work = talloc_new(NULL);
	struct units text = normalized(work,
	    unorm2_getNFKCInstance(&error), units_from(work, clean));
	char *out = talloc_array(parent, char, text.n + 1);
	unsigned n = read_digits(text, out);

	talloc_free(work);
	out[n] = '\0';
	if (n > 0)
		return out;
	talloc_free(out);
	return NULL;
}

char *
text_digits(TALLOC_CTX *parent, const char *clean)
{
	return is_plain_digits(clean) ? talloc_strdup(parent, clean) :
	    digits_of(parent, clean);
}

size_t
text_units(const char *clean)
{
	size_t n = 0;

	for (; *clean; clean++)
		if (!U8_IS_TRAIL((uint8_t)*clean))
			n += (uint8_t)*clean >= 0xf0 ? 2 : 1;
	return n;
}

char *
text_cut(TALLOC_CTX *parent, const char *clean, size_t units)
{
	const uint8_t *at = (const uint8_t *)clean;
	UChar32 before = 0, c;
	size_t edge = 0, i = 0, n = strlen(clean);

	while (i < n) {
		size_t from = i;

		U8_NEXT(at, i, n, c);
		if (!cluster_joins(before, c))
			edge = from;
		if ((size_t)U16_LENGTH(c) > units)
			return talloc_strndup(parent, clean, edge);
		units -= (size_t)U16_LENGTH(c);
		before = c;
	}
	return talloc_strdup(parent, clean);
}
