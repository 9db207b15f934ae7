#include "locales/figure.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUDDHIST = 543, DIGITS_MAX = 18 };

/* How each language writes a number.  zero: of its digits, UTF-8. */
static const struct style {
	const char *zero;
	char group, decimal;
	int era;
} styles[LOCALES] = {
	[LOCALE_KM] = { "\u17e0", '.', ',', 0 },
	[LOCALE_KM_LATN] = { "0", ',', '.', 0 },
	[LOCALE_TH] = { "0", ',', '.', BUDDHIST },
	[LOCALE_EN] = { "0", ',', '.', 0 },
};

static const char *const unit_keys[UNITS] = {
	"unit.hour", "unit.day", "unit.week", "unit.month", "unit.year",
	"unit.riel", "unit.baht", "unit.dollar",
};

/* ASCII digits in the digits of a language, the rest as it is. */
static char *
in_digits(TALLOC_CTX *parent, enum locale locale, const char *ascii)
{
	char digit[8], *out = talloc_strdup(parent, "");
	size_t last;

	for (; *ascii != '\0'; ascii++) {
		snprintf(digit, sizeof(digit), "%s", styles[locale].zero);
		last = strlen(digit) - 1;
		if (isdigit((unsigned char)*ascii))
			digit[last] = (char)(digit[last] + *ascii - '0');
		else
			snprintf(digit, sizeof(digit), "%c", *ascii);
		out = talloc_strdup_append_buffer(out, digit);
	}
	return out;
}

/* Digits in groups of three from the right. */
static char *
grouped(TALLOC_CTX *parent, enum locale locale, const char *digits)
{
	size_t n = strlen(digits);
	char *out = talloc_strdup(parent, "");

	for (size_t i = 0; i < n; i++)
		out = talloc_asprintf_append_buffer(out, "%s%c",
		    i > 0 && (n - i) % 3 == 0 ?
		    (char[]){ styles[locale].group, '\0' } : "", digits[i]);
	return out;
}

static char *
written(TALLOC_CTX *parent, enum locale locale, const char *whole,
    const char *part)
{
	char *plain = grouped(parent, locale, whole), *out;

	if (part[0] != '\0')
		plain = talloc_asprintf_append_buffer(plain, "%c%s",
		    styles[locale].decimal, part);
	out = in_digits(parent, locale, plain);
	talloc_free(plain);
	return out;
}

char *
number_words(TALLOC_CTX *parent, enum locale locale, int64_t n)
{
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char digits[24], *words, *out;

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)size);
	words = written(parent, locale, digits, "");
	if (n >= 0)
		return words;
	out = talloc_asprintf(parent, "-%s", words);
	talloc_free(words);
	return out;
}

static const char *
put_number(void *arg, const char *name)
{
	return strcmp(name, "n") == 0 ? arg : NULL;
}

/* Of our four languages only English tells one from many (CLDR). */
static const char *
unit_text(const struct catalogue *catalogue, enum locale locale,
    enum unit unit, bool one)
{
	char key[32];
	const char *text = NULL;
	enum locale found = locale;

	snprintf(key, sizeof(key), "%s.one", unit_keys[unit]);
	if (one && locale == LOCALE_EN)
		text = catalogue_text(catalogue, locale, key, &found);
	if (text == NULL)
		text = catalogue_text(catalogue, locale, unit_keys[unit],
		    &found);
	return text;
}

static char *
with_unit(TALLOC_CTX *parent, const struct catalogue *catalogue,
    enum locale locale, char *number, enum unit unit, bool one)
{
	const char *text = unit_text(catalogue, locale, unit, one);
	char *out;

	if (text == NULL)
		return number;
	out = text_fill(parent, text, put_number, number);
	talloc_free(number);
	return out;
}

char *
unit_words(TALLOC_CTX *parent, const struct catalogue *catalogue,
    enum locale locale, int64_t n, enum unit unit)
{
	return with_unit(parent, catalogue, locale,
	    number_words(parent, locale, n), unit, n == 1);
}

char *
date_words(TALLOC_CTX *parent, enum locale locale, struct date date)
{
	int year = date.year + styles[locale].era;
	char *plain = date.day > 0 ?
	    talloc_asprintf(parent, "%02d/%02d/%04d", date.day, date.month,
	    year) : talloc_asprintf(parent, "%02d/%04d", date.month, year);
	char *out = in_digits(parent, locale, plain);

	talloc_free(plain);
	return out;
}

/* Figures as they are written for all languages. */

/* A pattern: 0 any digit, the rest itself. */
static bool
looks_like(const char *value, const char *pattern)
{
	for (; *pattern != '\0'; pattern++, value++)
		if (*pattern == '0' ? !isdigit((unsigned char)*value) :
		    *value != *pattern)
			return false;
	return *value == '\0';
}

static bool
read_date(const char *value, struct date *out)
{
	*out = (struct date){0};
	if (looks_like(value, "0000-00-00"))
		sscanf(value, "%4d-%2d-%2d", &out->year, &out->month,
		    &out->day);
	else if (looks_like(value, "0000-00"))
		sscanf(value, "%4d-%2d", &out->year, &out->month);
	else if (looks_like(value, "00/0000"))
		sscanf(value, "%2d/%4d", &out->month, &out->year);
	return out->month >= 1 && out->month <= 12 && out->day <= 31;
}

/* What stands in a number: its digits, those behind the point, what follows. */
struct number { char whole[DIGITS_MAX + 1], part[4]; const char *rest; };

/* ",000": a group of a number. */
static bool
is_group(const char *value)
{
	return *value == ',' && strspn(value + 1, "0123456789") == 3;
}

/* "350", "4,000", "1.5"; false for four digits without a comma. */
static bool
read_number(const char *value, struct number *out)
{
	size_t n = strspn(value, "0123456789"), whole = n;

	*out = (struct number){0};
	if (n == 0 || n > 3)
		return false;
	memcpy(out->whole, value, n);
	for (value += n; is_group(value) && whole + 3 <= DIGITS_MAX;
	    value += 4, whole += 3)
		memcpy(out->whole + whole, value + 1, 3);
	n = *value == '.' ? strspn(value + 1, "0123456789") : 0;
	if (n > 0 && n < sizeof(out->part)) {
		memcpy(out->part, value + 1, n);
		value += n + 1;
	}
	out->rest = value;
	return true;
}

/* " days", " baht": the English name, one or several; UNITS for none. */
static enum unit
read_unit(const char *rest)
{
	for (enum unit unit = 0; unit < UNITS; unit++) {
		const char *name = unit_keys[unit] + strlen("unit.");
		size_t n = strlen(name);

		if (*rest == ' ' && strncmp(rest + 1, name, n) == 0 &&
		    (rest[n + 1] == '\0' || strcmp(rest + n + 1, "s") == 0))
			return unit;
	}
	return UNITS;
}

char *
figure_words(TALLOC_CTX *parent, const struct catalogue *catalogue,
    enum locale locale, const char *value)
{
	struct number number;
	struct date date;
	enum unit unit;
	char *words;

	if (read_date(value, &date))
		return date_words(parent, locale, date);
	if (!read_number(value, &number))
		return NULL;
	unit = read_unit(number.rest);
	if (number.rest[0] != '\0' && unit == UNITS)
		return NULL;
	words = written(parent, locale, number.whole, number.part);
	if (unit == UNITS)
		return words;
	return with_unit(parent, catalogue, locale, words, unit,
	    strcmp(number.whole, "1") == 0 && number.part[0] == '\0');
}
