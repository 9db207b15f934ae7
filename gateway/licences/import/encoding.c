#include "gateway/licences/import/encoding.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "menus/document.h"

struct text { const unsigned char *at; size_t n; };

static bool
is_tail(const unsigned char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((at[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* The second octet of these begins later or ends earlier: no longer forms, no
   surrogates, nothing past U+10FFFF. */
static bool
is_second(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0: return second >= 0xa0;
	case 0xed: return second <= 0x9f;
	case 0xf0: return second >= 0x90;
	case 0xf4: return second <= 0x8f;
	default: return true;
	}
}

size_t
encoding_sequence(const unsigned char *at, size_t n)
{
	size_t want = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 :
	    at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;

	if (want == 0 || want > n || !is_tail(at + 1, want - 1))
		return 0;
	return want > 2 && !is_second(at[0], at[1]) ? 0 : want;
}

/* What an 8-bit file most likely is: Thai letters of Windows-874 are 0xa1 to
   0xfb and stand in rows; those of western Europe stand alone. */
static const char *
guess(struct text text, size_t from)
{
	size_t thai = 0, rows = 0;

	for (size_t i = from; i + 1 < text.n; i++) {
		bool here = text.at[i] >= 0xa1 && text.at[i] <= 0xfb;
		bool next = text.at[i + 1] >= 0xa1 && text.at[i + 1] <= 0xfb;

		thai += here;
		rows += here && next;
	}
	return thai > 0 && rows * 2 > thai ? "Windows-874 (Thai)" :
	    "Windows-1252 (western)";
}

/* 0 sound; else the line where it is not, with a fault added. */
static int
check(const char *file, struct text text, struct faults *faults)
{
	int line = 1;

	for (size_t i = 0, step; i < text.n; i += step) {
		step = encoding_sequence(text.at + i, text.n - i);
		if (step == 0) {
			faults_add(faults, file, line, "this is no UTF-8; it "
			    "looks like %s: save it as \"CSV UTF-8\"",
			    guess(text, i));
			return line;
		}
		if (text.at[i] == '\0') {
			faults_add(faults, file, line, "there is a NUL in it:"
			    " is this a CSV file?");
			return line;
		}
		line += text.at[i] == '\n';
	}
	return 0;
}

static size_t
put(unsigned char *to, uint32_t c)
{
	static const unsigned char first[] = { 0, 0x00, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; c >>= 6)
		to[i] = (unsigned char)(0x80 | (c & 0x3f));
	to[0] = (unsigned char)(first[n] | c);
	return n;
}

static uint32_t
unit(struct text in, size_t i, bool big)
{
	return big ? (uint32_t)in.at[i] << 8 | in.at[i + 1] :
	    (uint32_t)in.at[i + 1] << 8 | in.at[i];
}

/* NULL when a surrogate stands alone or half a unit is left. */
static unsigned char *
from_utf16(TALLOC_CTX *ctx, struct text in, bool big, size_t *n)
{
	unsigned char *out = talloc_size(ctx, in.n / 2 * 3 + 1);
	uint32_t c, low;

	*n = 0;
	for (size_t i = 0; i + 1 < in.n; i += 2) {
		c = unit(in, i, big);
		if (c >= 0xd800 && c < 0xe000) {
			low = i + 3 < in.n ? unit(in, i + 2, big) : 0;
			if (c >= 0xdc00 || low < 0xdc00 || low >= 0xe000)
				return NULL;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		*n += put(out + *n, c);
	}
	return in.n % 2 == 0 ? out : NULL;
}

/* Without a mark: ASCII (the separators) has a zero in every unit. */
static bool
looks_utf16(struct text in, size_t zero)
{
	size_t n = in.n < 64 ? in.n : 64, zeros = 0;

	for (size_t i = zero; i < n; i += 2)
		zeros += in.at[i] == 0;
	return n >= 4 && zeros * 4 >= n && in.at[1 - zero] != 0;
}

/* "be", "le" or NULL; *skip is the octets of its mark. */
static const char *
order_of(struct text in, size_t *skip)
{
	*skip = 2;
	if (in.n >= 2 && in.at[0] == 0xfe && in.at[1] == 0xff)
		return "be";
	if (in.n >= 2 && in.at[0] == 0xff && in.at[1] == 0xfe)
		return "le";
	*skip = 0;
	if (looks_utf16(in, 0))
		return "be";
	return looks_utf16(in, 1) ? "le" : NULL;
}

/* The text behind its mark, converted where it must be; at is NULL, with a
   fault added, when it cannot be. */
static struct text
converted(TALLOC_CTX *work, const char *file, struct text text,
    struct faults *faults)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skip;
	const char *order = order_of(text, &skip);

	if (order == NULL && text.n >= 3 && memcmp(text.at, mark, 3) == 0)
		skip = 3;
	text = (struct text){ text.at + skip, text.n - skip };
	if (order == NULL)
		return text;
	text.at = from_utf16(work, text, order[0] == 'b', &text.n);
	if (text.at == NULL)
		faults_add(faults, file, 0, "UTF-16 that is cut or broken: "
		    "save it as \"CSV UTF-8\"");
	return text;
}

char *
encoding_utf8(TALLOC_CTX *ctx, const char *file, const void *octets, size_t n,
    struct faults *faults, size_t *out_n)
{
	TALLOC_CTX *work = talloc_new(NULL);
	struct text text = converted(work, file, (struct text){ octets, n },
	    faults);
	char *out = NULL;

	if (text.at != NULL && check(file, text, faults) == 0) {
		out = talloc_strndup(ctx, (const char *)text.at, text.n);
		*out_n = text.n;
	}
	talloc_free(work);
	return out;
}
