#include "gateway/handset/coded.h"

#include <stdbool.h>
#include <string.h>

#include "locales/clean.h"

enum { ESCAPE = 0x1b };

/* 3GPP TS 23.038 6.2.1, in order. */
static const char *const basic[128] = {
	"@", "£", "$", "¥", "è", "é", "ù", "ì", "ò", "Ç", "\n", "Ø", "ø", "\r",
	"Å", "å", "Δ", "_", "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ", "Ξ", " ",
	"Æ", "æ", "ß", "É", " ", "!", "\"", "#", "¤", "%", "&", "'", "(", ")",
	"*", "+", ",", "-", ".", "/", "0", "1", "2", "3", "4", "5", "6", "7",
	"8", "9", ":", ";", "<", "=", ">", "?", "¡", "A", "B", "C", "D", "E",
	"F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S",
	"T", "U", "V", "W", "X", "Y", "Z", "Ä", "Ö", "Ñ", "Ü", "§", "¿", "a",
	"b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
	"p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "ä", "ö", "ñ",
	"ü", "à",
};

/* 6.2.1.1, each after an escape. */
static const struct { uint8_t septet; const char *text; } extended[] = {
	{ 0x0a, "\f" }, { 0x14, "^" }, { 0x28, "{" }, { 0x29, "}" },
	{ 0x2f, "\\" }, { 0x3c, "[" }, { 0x3d, "~" }, { 0x3e, "]" },
	{ 0x40, "|" }, { 0x65, "€" },
};
enum { EXTENDED = sizeof(extended) / sizeof(*extended) };

static size_t
point_octets(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 :
	    first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

uint32_t
coded_point(const char **text)
{
	static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *s = (const unsigned char *)*text;
	size_t n = point_octets(*s);
	uint32_t point = *s & masks[n];

	if (*s == '\0')
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			n = 0;
		point = point << 6 | (s[i] & 0x3fU);
	}
	*text += n > 0 ? n : 1;
	return n > 0 ? point : 0xfffd;
}

/* Octets written for the character of n octets; 0: not in the alphabet. */
static size_t
write_septets(uint8_t *out, const char *at, size_t n)
{
	for (size_t i = 0; i < 128; i++)
		if (i != ESCAPE && strlen(basic[i]) == n &&
		    memcmp(basic[i], at, n) == 0) {
			out[0] = (uint8_t)i;
			return 1;
		}
	for (size_t i = 0; i < EXTENDED; i++)
		if (strlen(extended[i].text) == n &&
		    memcmp(extended[i].text, at, n) == 0) {
			out[0] = ESCAPE;
			out[1] = extended[i].septet;
			return 2;
		}
	return 0;
}

static bool
write_gsm7(const char *text, uint8_t *out, size_t *n)
{
	const char *at = text, *next = text;
	size_t took;

	for (*n = 0; coded_point(&next) != 0; at = next) {
		took = write_septets(out + *n, at, (size_t)(next - at));
		if (took == 0)
			return false;
		*n += took;
	}
	return true;
}

static size_t
write_unit(uint8_t *out, uint32_t unit)
{
	out[0] = (uint8_t)(unit >> 8);
	out[1] = (uint8_t)unit;
	return 2;
}

static size_t
write_ucs2(const char *text, uint8_t *out)
{
	uint32_t point;
	size_t n = 0;

	while ((point = coded_point(&text)) != 0) {
		if (point < 0x10000) {
			n += write_unit(out + n, point);
			continue;
		}
		n += write_unit(out + n, 0xd7c0 + (point >> 10));
		n += write_unit(out + n, 0xdc00 | (point & 0x3ff));
	}
	return n;
}

struct coded
coded_write(TALLOC_CTX *ctx, const char *text)
{
	uint8_t *octets = talloc_size(ctx, 2 * strlen(text) + 1);
	struct coded coded = { .dcs = DCS_GSM7, .octets = octets };

	if (write_gsm7(text, octets, &coded.n))
		return coded;
	coded.dcs = DCS_UCS2;
	coded.n = write_ucs2(text, octets);
	return coded;
}

/* Also with a message class (0x10-0x13, 0xf0-0xf3; 0x18-0x1b). */
static bool
is_gsm7(uint8_t dcs)
{
	return dcs == DCS_GSM7 || (dcs & 0xfc) == 0x10 || (dcs & 0xfc) == 0xf0;
}

static bool
is_ucs2(uint8_t dcs)
{
	return dcs == DCS_UCS2 || (dcs & 0xfc) == 0x18;
}

/* An unknown extension is a space (6.2.1.1). */
static const char *
read_extended(uint8_t septet)
{
	for (size_t i = 0; i < EXTENDED; i++)
		if (extended[i].septet == septet)
			return extended[i].text;
	return " ";
}

static char *
read_gsm7(TALLOC_CTX *ctx, const struct coded *coded)
{
	char *text = talloc_strdup(ctx, "");
	const char *next;
	uint8_t septet;

	for (size_t i = 0; i < coded->n; i++) {
		septet = coded->octets[i] & 0x7f;
		if (coded->octets[i] > 0x7f)
			next = "\xef\xbf\xbd";
		else if (septet != ESCAPE)
			next = basic[septet];
		else if (++i < coded->n)
			next = read_extended(coded->octets[i]);
		else
			next = "";
		text = talloc_strdup_append_buffer(text, next);
	}
	return text;
}

char *
coded_read(TALLOC_CTX *ctx, const struct coded *coded)
{
	char *raw, *clean;

	if (is_ucs2(coded->dcs))
		return text_clean(ctx, coded->octets, coded->n, CODING_UCS2,
		    NULL);
	if (!is_gsm7(coded->dcs))
		return talloc_asprintf(ctx, "(%zu octets of data coding %u)",
		    coded->n, coded->dcs);
	raw = read_gsm7(ctx, coded);
	clean = text_clean(ctx, raw, strlen(raw), CODING_GSM7, NULL);
	talloc_free(raw);
	return clean;
}

unsigned
coded_units(const struct coded *coded)
{
	return (unsigned)(is_ucs2(coded->dcs) ? (coded->n + 1) / 2 : coded->n);
}

const char *
coded_name(const struct coded *coded)
{
	return is_ucs2(coded->dcs) ? "UCS-2" :
	    is_gsm7(coded->dcs) ? "GSM-7" : "data";
}
