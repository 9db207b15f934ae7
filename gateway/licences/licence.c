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

/* A key in the making. */
struct making { char *out; unsigned n, digits; bool in_number, parted, zeros; };

static void
put(struct making *m, char c)
{
	if (m->n + 1 < LICENCE_KEY)
		m->out[m->n++] = c;
}

/* Zeros before a number count for nothing. */
static void
put_digit(struct making *m, char c)
{
	if (!m->in_number) {
		if (m->parted)
			put(m, '/');
		m->in_number = m->parted = m->zeros = true;
	}
	m->digits++;
	m->zeros &= c == '0';
	if (!m->zeros)
		put(m, c);
}

static void
key_in_parts(const char *folded, bool digits_only, bool closed,
    struct making *m)
{
	for (const char *c = folded; *c != '\0'; c++) {
		if (*c == ' ' && closed)
			continue;
		if (is_digit(*c)) {
			put_digit(m, *c);
			continue;
		}
		m->in_number = false;
		if (is_letter(*c) && !digits_only) {
			put(m, *c);
			m->parted = false;
		}
	}
}

static void
key_in_a_run(const char *folded, bool digits_only, struct making *m)
{
	put(m, '=');
	for (const char *c = folded; *c != '\0'; c++) {
		m->digits += is_digit(*c);
		if (is_digit(*c) || (!digits_only && is_letter(*c)))
			put(m, *c);
	}
}

static void
key_of(const char *folded, bool digits_only, enum licence_written written,
    char out[LICENCE_KEY])
{
	struct making m = { .out = out };

	if (written == LICENCE_RUN)
		key_in_a_run(folded, digits_only, &m);
	else
		key_in_parts(folded, digits_only, written == LICENCE_CLOSED,
		    &m);
	out[m.digits > 0 ? m.n : 0] = '\0';
}

void
licence_key(const char *clean, bool digits_only, enum licence_written written,
    char out[LICENCE_KEY])
{
	char plain[ASKED_MAX], *key = name_plain(clean, plain,
	    sizeof(plain)) ? plain : text_key(NULL, clean);

	key_of(key, digits_only, written, out);
	if (key != plain)
		talloc_free(key);
}

/* By anything but spaces, so that it says where a number ends. */
static bool
is_parted(const char *folded)
{
	bool digit = false, mark = false;

	for (const char *c = folded; *c != '\0'; c++) {
		if (is_digit(*c) && digit && mark)
			return true;
		if (*c == ' ')
			continue;
		mark = !is_digit(*c) && !is_letter(*c) && digit;
		digit = is_digit(*c) || mark;
	}
	return false;
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
licence_asked(const char *clean, enum licence_written written,
    char out[LICENCE_KEY])
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
	if (written != LICENCE_RUN || !is_parted(at))
		key_of(at, false, written, out);
	talloc_free(key);
}
