#include "locales/units.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

enum { ZWSP = 0x200b, ZWNJ = 0x200c, ZWJ = 0x200d, JOINER = 0x2060 };
enum { KHMER_COENG = 0x17d2 };
/* Far beyond any text; keeps sums within an int. */
enum { OCTETS_MAX = 1 << 24 };

struct units
units_from(TALLOC_CTX *parent, const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	unsigned octets = (unsigned)strnlen(text, OCTETS_MAX);
	struct units out;
	int32_t n = 0;

	/* Never more units than octets. */
	out.at = talloc_array(parent, UChar, octets + 1);
	u_strFromUTF8WithSub(out.at, (int32_t)octets + 1, &n, text,
	    (int32_t)octets, 0xfffd, NULL, &error);
	out.n = U_SUCCESS(error) ? (unsigned)n : 0;
	return out;
}

char *
units_text(TALLOC_CTX *parent, struct units units)
{
	UErrorCode error = U_ZERO_ERROR;
	unsigned size = 3 * units.n + 1;
	char *out = talloc_array(parent, char, size);
	int32_t n = 0;

	u_strToUTF8WithSub(out, (int32_t)size, &n, units.at,
	    (int32_t)units.n, 0xfffd, NULL, &error);
	out[U_SUCCESS(error) ? n : 0] = '\0';
	return out;
}

struct units
units_shown(TALLOC_CTX *parent, struct units raw)
{
	struct units out = { .at = talloc_array(parent, UChar, raw.n + 1) };

	for (unsigned i = 0; i < raw.n; i++)
		if (!unit_guides(raw.at[i]))
			out.at[out.n++] = raw.at[i];
	return out;
}

UChar32
units_next(struct units units, unsigned *i)
{
	UChar lead = units.at[(*i)++];

	if (!U16_IS_LEAD(lead) || *i == units.n ||
	    !U16_IS_TRAIL(units.at[*i]))
		return lead;
	return (UChar32)U16_GET_SUPPLEMENTARY(lead, units.at[(*i)++]);
}

bool
unit_guides(UChar u)
{
	return u == ZWSP || u == JOINER;
}

bool
unit_breaks(UChar32 c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0x3000 ||
	    (c >= 0x2000 && c <= 0x200a && c != 0x2007);
}

bool
unit_blank(UChar32 c)
{
	return unit_breaks(c) || c == 0xa0 || c == 0x2007 || c == 0x202f;
}

static bool
is_khmer_base(UChar32 c)
{
	return c >= 0x1780 && c <= 0x17b3;
}

/* Written before the consonant that it is spoken after. */
static bool
is_thai_lead(UChar32 c)
{
	return c >= 0x0e40 && c <= 0x0e44;
}

static bool
is_thai_consonant(UChar32 c)
{
	return c >= 0x0e01 && c <= 0x0e2e;
}

/* Letters to Unicode, but no line may begin with them. */
static bool
is_thai_trail(UChar32 c)
{
	return c == 0x0e30 || c == 0x0e32 || c == 0x0e33 || c == 0x0e45;
}

static bool
is_skin_tone(UChar32 c)
{
	return c >= 0x1f3fb && c <= 0x1f3ff;
}

bool
cluster_joins(UChar32 before, UChar32 c)
{
	if (c < 0x300)
		return false;
	if ((U_GET_GC_MASK(c) & U_GC_M_MASK) || c == ZWNJ || c == ZWJ ||
	    is_skin_tone(c))
		return true;
	/* Once: the same again is someone crying out. */
	if (is_thai_trail(c))
		return before != c;
	if (before == KHMER_COENG)
		return is_khmer_base(c);
	if (is_thai_lead(before))
		return is_thai_consonant(c);
	return before == ZWJ &&
	    u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}
