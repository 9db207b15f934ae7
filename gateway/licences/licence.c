#include "gateway/licences/licence.h"

#include <string.h>

#include "gateway/licences/names.h"
#include "locales/fold.h"

enum { ASKED_MAX = 200 };	/* octets; no licence number is longer */

/* As text_key leaves them; what people write before a number. */
static const char *const before_number[] = {
	"licence", "license", "lic", "number", "no", "nr", "lek", "id",
	"លេខ",
	"អាជ្ញាប័ណ្ណ",
	"អាជ្ញាបណ្ណ",
	"ใบอนุญาต",
	"เลขที่", "เลข",
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Zeros before a number count for nothing; spaces are no part of it. */
static void
key_of(const char *folded, bool digits_only, char out[LICENCE_KEY])
{
	unsigned n = 0, digits = 0;
	bool first = true;

	for (const char *c = folded; *c != '\0' && n + 1 < LICENCE_KEY; c++) {
		if (*c == ' ')
			continue;
		digits += is_digit(*c);
		if (is_digit(*c) ? !first || *c != '0' :
		    !digits_only && is_letter(*c))
			out[n++] = *c;
		first = !is_digit(*c) || (first && *c == '0');
	}
	out[digits > 0 ? n : 0] = '\0';
}

void
licence_key(const char *clean, bool digits_only, char out[LICENCE_KEY])
{
	char plain[ASKED_MAX], *key = name_plain(clean, plain,
	    sizeof(plain)) ? plain : text_key(NULL, clean);

	key_of(key, digits_only, out);
	if (key != plain)
		talloc_free(key);
}

static const char *
behind_word(const char *text)
{
	size_t n;

	for (size_t i = 0; i < sizeof(before_number) / sizeof(char *); i++) {
		n = strlen(before_number[i]);
		if (strncmp(text, before_number[i], n) == 0 &&
		    !(text[n] >= 'a' && text[n] <= 'z'))
			return text + n + strspn(text + n, " .:#-");
	}
	return text;
}

void
licence_asked(const char *clean, char out[LICENCE_KEY])
{
	const char *at, *before;
	char *key;

	out[0] = '\0';
	if (strlen(clean) > ASKED_MAX)
		return;
	at = key = text_key(NULL, clean);
	do {
		before = at;
		at = behind_word(before);
	} while (at != before);
	key_of(at, false, out);
	talloc_free(key);
}
