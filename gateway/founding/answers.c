#include "gateway/founding/answers.h"

#include <ctype.h>
#include <string.h>

#include "locales/pages.h"
#include "store/centre.h"
#include "store/staff.h"

/* May be a caller's page: what cannot be sent as GSM-7 has its own name. */
static bool
fits_latin(const char *answer)
{
	unsigned septets;

	return answer[0] != '\0' && strlen(answer) <= 40 &&
	    septets_count(answer, &septets) == 0;
}

static bool
fits_latin_or_none(const char *answer)
{
	return answer[0] == '\0' || fits_latin(answer);
}

static bool
fits_name(const char *answer)
{
	return strlen(answer) <= 160;
}

/* The answer follows a pattern: 9 a digit, + one or more of it, A a letter,
   ? the one before it may be missing; all else is itself. */
static bool
is_like(const char *answer, const char *pattern)
{
	while (*pattern != '\0') {
		char kind = *pattern++;
		bool many = *pattern == '+', few = *pattern == '?';
		size_t n = 0;

		while ((many || n < 1) && answer[n] != '\0' &&
		    (kind == '9' ? isdigit((unsigned char)answer[n]) :
		    kind == 'A' ? isupper((unsigned char)answer[n]) :
		    answer[n] == kind))
			n++;
		if (n == 0 && !few)
			return false;
		pattern += many || few;
		answer += n;
	}
	return *answer == '\0';
}

static bool
fits_area(const char *answer)
{
	return answer[0] == '\0' || is_like(answer, "AA-9+") ||
	    is_like(answer, "AA-AA?A?");
}

static bool
fits_hours(const char *answer)
{
	return centre_check_hours(answer) == 0;
}

static bool
fits_phone(const char *answer)
{
	return answer[0] == '\0' || (strlen(answer) <= 20 &&
	    strspn(answer, "+0123456789 ") == strlen(answer));
}

/* As staff.h has it; told before a paper key is written down. */
static bool
fits_member(const char *answer)
{
	size_t n = strlen(answer);

	return n == 0 || (n >= 2 && n <= STAFF_NAME_MAX &&
	    islower((unsigned char)answer[0]) &&
	    strspn(answer, "abcdefghijklmnopqrstuvwxyz0123456789.-") == n);
}

static bool
is_again(const struct words *staff, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(staff->word[i], staff->word[n]) == 0)
			return true;
	return false;
}

const char *
answers_wrong_staff(const struct words *staff, const char **name)
{
	for (size_t n = 0; n < staff->n; n++) {
		*name = staff->word[n];
		if (**name == '\0' || !fits_member(*name))
			return questions[MEMBER].rule;
		if (is_again(staff, n))
			return "a name given once";
	}
	return NULL;
}

static bool
fits_code(const char *answer)
{
	return strlen(answer) <= 8 && is_like(answer, "*9+#");
}

static bool
fits_number(const char *answer)
{
	return strlen(answer) >= 3 && strlen(answer) <= 8 &&
	    is_like(answer, "9+");
}

static bool
fits_long(const char *answer)
{
	return answer[0] == '\0' || (strlen(answer) >= 8 &&
	    strlen(answer) <= 16 && strncmp(answer, "+0", 2) != 0 &&
	    answer[0] == '+' && is_like(answer + 1, "9+"));
}

static const char name_rule_other[] = "a name of at most 50 letters";
static const char name_rule[] = "a name of 1 to 40 Latin letters";

const struct question questions[ANSWERS] = {
	[NAME] = { "centre", "NAME", "name of the office, in Latin letters",
	    NULL, fits_latin, name_rule },
	[NAME_KM] = { "centre-km", "NAME", "its name in Khmer, if you have it",
	    "", fits_name, name_rule_other },
	[NAME_TH] = { "centre-th", "NAME", "its name in Thai, if you have it",
	    "", fits_name, name_rule_other },
	[NAME_EN] = { "centre-en", "NAME",
	    "its name in English, if it is another", "", fits_latin_or_none,
	    name_rule },
	[AREA] = { "area", "CODE", "its province, as ISO 3166-2 (KH-17)", "",
	    fits_area, "a province such as KH-17" },
	[HOURS] = { "hours", "HOURS", "opening hours, 1 is Monday",
	    "1-5 8:00-17:00", fits_hours,
	    "a week such as 1-5 8:00-17:00" },
	[PHONE] = { "phone", "NUMBER", "telephone for callers, if any", "",
	    fits_phone, "a number of at most 20 digits and spaces" },
	[STAND_IN] = { "stand-in", "NAME",
	    "a second office that stands in for it", "", fits_latin_or_none,
	    name_rule },
	[MEMBER] = { "staff", "NAME",
	    "login name of its first member (more with --staff)", "",
	    fits_member, "a name of 2 to 32 a-z 0-9 . - that begins with a "
	    "letter" },
	[CODE] = { "code", "CODE", "USSD code, as callers dial it", "*2026#",
	    fits_code, "a code such as *2026#" },
	[NUMBER] = { "number", "NUMBER", "short number for SMS", "2026",
	    fits_number, "a number of 3 to 8 digits" },
	[LONG_NUMBER] = { "long-number", "NUMBER",
	    "number for SMS from abroad, if any", "", fits_long,
	    "a number such as +85512345678" },
};
