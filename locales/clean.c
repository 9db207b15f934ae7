#include "locales/clean.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "locales/units.h"

enum { ZWSP = 0x200b, ZWNJ = 0x200c, ZWJ = 0x200d, UNREADABLE = 0xfffd };
enum { BYTE_MARK = 0xfeff, BYTE_MARK_SWAPPED = 0xfffe };
/* Marks in a row; three is the most that ordinary Khmer has. */
enum { MARKS_MAX = 6 };
/* No phone sends more, and what is kept is shorter still. */
enum { OCTETS_MAX = 1 << 20 };

struct octets {
	const uint8_t *at;
	int32_t n, i;
	bool wide;		/* UTF-16, else UTF-8 */
	bool swapped;		/* little endian */
};

static UChar
peek_unit(const struct octets *in, int32_t i)
{
	unsigned high = in->at[i], low = in->at[i + 1];

	return (UChar)(in->swapped ? low << 8 | high : high << 8 | low);
}

static UChar32
next_utf16(struct octets *in)
{
	UChar lead = peek_unit(in, in->i), trail;

	in->i += 2;
	if (!U16_IS_SURROGATE(lead))
		return lead;
	if (U16_IS_TRAIL(lead) || in->i + 2 > in->n)
		return U_SENTINEL;
	trail = peek_unit(in, in->i);
	if (!U16_IS_TRAIL(trail))
		return U_SENTINEL;
	in->i += 2;
	return (UChar32)U16_GET_SUPPLEMENTARY(lead, trail);
}

/* Negative when it cannot be read. */
static UChar32
next_char(struct octets *in)
{
	UChar32 c;

	if (in->wide)
		return next_utf16(in);
	U8_NEXT(in->at, in->i, in->n, c);
	return c;
}

/*
 * How likely a unit is here: the scripts of our callers, then those of the
 * countries they work in.  Khmer read in the wrong order looks Chinese.
 */
static const struct { UChar from, to; int weight; } likely[] = {
	{ '\n', '\r', 2 },
	{ 0x0020, 0x00ff, 2 },
	{ 0x0100, 0x024f, 1 },
	{ 0x0300, 0x036f, 2 },	/* marks piled on Latin letters */
	{ 0x0370, 0x0dff, 1 },	/* Cyrillic, Arabic, scripts of India; 1, as
				   Thai backwards looks like them */
	{ 0x0e00, 0x0e7f, 2 },
	{ 0x0e80, 0x109f, 2 },	/* Lao, Burmese */
	{ 0x1780, 0x17ff, 2 },
	{ 0x1e00, 0x1eff, 2 },	/* Vietnamese */
	{ 0x2000, 0x206f, 2 },
	{ 0x2070, 0x2fff, 1 },
	{ 0x3000, 0x9fff, 1 },
	{ 0xac00, 0xd7a3, 1 },
	{ 0xd83c, 0xd83e, 2 },	/* emoji */
	{ 0xdc00, 0xdfff, 2 },
	{ 0xff00, 0xffef, 2 },	/* of full width */
};

static int
plausible(UChar u)
{
	for (size_t i = 0; i < sizeof likely / sizeof *likely; i++)
		if (u >= likely[i].from && u <= likely[i].to)
			return likely[i].weight;
	return 0;
}

static bool
guess_swapped(struct octets in)
{
	int here = 0, swapped = 0;

	if (in.n >= 2 && peek_unit(&in, 0) == BYTE_MARK)
		return false;
	if (in.n >= 2 && peek_unit(&in, 0) == BYTE_MARK_SWAPPED)
		return true;
	for (int32_t i = 0; i + 1 < in.n; i += 2) {
		UChar u = peek_unit(&in, i);

		here += plausible(u);
		swapped += plausible((UChar)(u << 8 | u >> 8));
	}
	return swapped > here;
}

/* What a character becomes; 0 when it is left out. */
static UChar32
tame(UChar32 c)
{
	if (c == '\t')
		return ' ';
	if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
		return '\n';
	if (c == ZWSP || c == ZWNJ || c == ZWJ)
		return c;
	if (U_GET_GC_MASK(c) & (U_GC_C_MASK))
		return 0;
	return c;
}

struct text {
	char *at;
	int32_t n;
	int32_t printed;	/* up to the last that is no blank */
	int32_t edge;		/* printed when the last cluster began */
	UChar32 last;
	unsigned marks;
};

static bool
is_mark(UChar32 c)
{
	return (U_GET_GC_MASK(c) & U_GC_M_MASK) || c == ZWSP || c == ZWNJ ||
	    c == ZWJ;
}

/* Whether c is one mark too many on its letter.  A consonant under a coeng
   begins no new letter. */
static bool
is_piled(struct text *out, UChar32 c)
{
	if (is_mark(c))
		return ++out->marks > MARKS_MAX;
	if (!cluster_joins(out->last, c))
		out->marks = 0;
	return false;
}

/* What is there of a cluster that does not fit goes too. */
static void
stop_before(struct text *out, UChar32 c)
{
	if (out->edge > 0 && cluster_joins(out->last, c))
		out->printed = out->edge;
}

/* false when the text is full. */
static bool
append(struct text *out, UChar32 c)
{
	uint8_t *at = (uint8_t *)out->at;
	bool blank = unit_blank(c) || c == ZWSP;

	if (blank && out->printed == 0)
		return true;
	if (out->n + U8_LENGTH(c) > TEXT_MAX) {
		stop_before(out, c);
		return false;
	}
	if (!cluster_joins(out->last, c))
		out->edge = out->printed;
	U8_APPEND_UNSAFE(at, out->n, (uint32_t)c);
	if (!blank)
		out->printed = out->n;
	out->last = c;
	return true;
}

/* Whether all of it was read and kept. */
static bool
clean_into(struct text *out, struct octets *in)
{
	UChar32 before = 0, c, tamed;
	bool whole = true;

	for (; in->i + (in->wide ? 2 : 1) <= in->n; before = c) {
		c = next_char(in);
		if (c < 0) {
			whole = false;
			c = UNREADABLE;
		}
		tamed = tame(c);
		if (tamed == 0 || (c == '\n' && before == '\r') ||
		    is_piled(out, tamed))
			continue;
		if (!append(out, tamed))
			return false;
	}
	return whole && in->i == in->n;
}

static bool
is_plain(const struct octets *in)
{
	if (in->wide || in->n > TEXT_MAX)
		return false;
	for (int32_t i = 0; i < in->n; i++)
		if (in->at[i] < ' ' || in->at[i] > '~')
			return false;
	return true;
}

static char *
trimmed(TALLOC_CTX *parent, const uint8_t *at, int32_t n)
{
	for (; n > 0 && at[n - 1] == ' '; n--)
		;
	for (; n > 0 && *at == ' '; n--)
		at++;
	return talloc_strndup(parent, (const char *)at, (size_t)n);
}

static char *
read_all(TALLOC_CTX *parent, struct octets *in, bool *whole)
{
	/* A unit of UTF-16 or a bad octet of UTF-8 may take three octets. */
	int32_t most = 3 * in->n < TEXT_MAX ? 3 * in->n : TEXT_MAX;
	struct text out = {
		.at = talloc_array(parent, char, (unsigned)most + 1),
	};

	in->swapped = in->wide && guess_swapped(*in);
	*whole = clean_into(&out, in);
	out.at[out.printed] = '\0';
	return out.at;
}

char *
text_clean(TALLOC_CTX *parent, const void *octets, size_t n,
    enum coding coding, bool *damaged)
{
	struct octets in = {
		.at = n ? octets : (const void *)"",
		.n = n < OCTETS_MAX ? (int32_t)n : OCTETS_MAX,
		.wide = coding == CODING_UCS2,
	};
	bool whole = true;
	char *text = is_plain(&in) ? trimmed(parent, in.at, in.n)
	    : read_all(parent, &in, &whole);

	if (damaged)
		*damaged = !whole || n > OCTETS_MAX;
	return text;
}
