#include "locales/person_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "locales/clean.h"

enum { ZWSP = 0x200b, ZWJ = 0x200d, BULLET = 0x2022, KHAN = 0x17d4,
	APOSTROPHE = 0x2019, HYPHEN = 0x2010 };

const char *
name_fault_name(enum name_fault fault)
{
	static const char *const names[NAME_FAULTS] = { "", "empty", "long",
		"columns", "digits", "signs" };

	return names[fault];
}

/* The character at *i; *i goes after it.  0 at the end. */
static UChar32
next(const char *text, int32_t *i)
{
	const uint8_t *at = (const uint8_t *)text;
	UChar32 c;

	U8_NEXT(at, *i, -1, c);
	return c;
}

static bool
is_digit(UChar32 c)
{
	return c >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER;
}

static bool
ends_number(UChar32 c)
{
	return c == '.' || c == ')' || c == ':' || c == '-' || c == KHAN ||
	    u_isUWhiteSpace(c);
}

static const char *
skip_blanks(const char *line)
{
	int32_t i = 0, before = 0;

	while (u_isUWhiteSpace(next(line, &i)))
		before = i;
	return line + before;
}

/* "12. ", "១) ", "- ": how lists are numbered. */
static const char *
skip_number(const char *line)
{
	int32_t i = 0;
	UChar32 c;

	line = skip_blanks(line);
	c = next(line, &i);
	if (c == '-' || c == '*' || c == BULLET)
		return skip_blanks(line + i);
	if (!is_digit(c))
		return line;
	while (is_digit(c))
		c = next(line, &i);
	return ends_number(c) ? skip_blanks(line + i) : line;
}

/* Runs of blanks as one space, in place. */
static void
single_spaces(char *text)
{
	char *to = text;
	int32_t i = 0, from = 0;
	bool blank = false;

	for (UChar32 c = next(text, &i); c != 0; c = next(text, &i)) {
		bool is_blank = u_isUWhiteSpace(c);

		if (is_blank && !blank)
			*to++ = ' ';
		if (!is_blank) {
			memmove(to, text + from, (size_t)(i - from));
			to += i - from;
		}
		blank = is_blank;
		from = i;
	}
	*to = '\0';
}

static bool
is_of_names(UChar32 c)
{
	return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0 ||
	    (c >= ZWSP && c <= ZWJ) || c == APOSTROPHE || c == HYPHEN ||
	    (c > 0 && c < 0x80 && strchr(" .'-()/", c) != NULL);
}

static enum name_fault
judge(const char *name)
{
	int32_t i = 0, n = 0;

	for (UChar32 c = next(name, &i); c != 0; c = next(name, &i)) {
		if (++n > NAME_CHARS_MAX)
			return NAME_LONG;
		if (is_digit(c))
			return NAME_DIGITS;
		if (!is_of_names(c) || (n == 1 && !u_isalpha(c)))
			return NAME_SIGNS;
	}
	return n == 0 ? NAME_EMPTY : NAME_FINE;
}

enum name_fault
person_name(TALLOC_CTX *ctx, const char *line, char **out)
{
	const char *begins = skip_number(line), *tab = strchr(begins, '\t');
	enum name_fault fault;
	char *name;

	if (tab != NULL && skip_blanks(tab)[0] != '\0')
		return NAME_COLUMNS;
	name = text_clean(ctx, begins, strlen(begins), CODING_GSM7, NULL);
	single_spaces(name);
	fault = judge(name);
	if (fault == NAME_FINE)
		*out = name;
	else
		talloc_free(name);
	return fault;
}
