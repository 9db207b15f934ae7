#include "locales/gsm.h"

#include <errno.h>
#include <stdint.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "locales/pages.h"

/* Longest plain form: "..." */
enum { PLAIN_MAX = 3 };

/* Beyond ASCII, sorted. */
static const UChar beyond[] =
    u"\u00a1\u00a3\u00a4\u00a5\u00a7\u00bf\u00c4\u00c5\u00c6\u00c7\u00c9"
    u"\u00d1\u00d6\u00d8\u00dc\u00df\u00e0\u00e4\u00e5\u00e6\u00e8\u00e9"
    u"\u00ec\u00f1\u00f2\u00f6\u00f8\u00f9\u00fc\u0393\u0394\u0398\u039b"
    u"\u039e\u03a0\u03a3\u03a6\u03a8\u03a9";

static const struct { UChar unit; const UChar *plain; } plains[] = {
	{ '\t', u" " },
	{ '`', u"'" },
	{ 0x00a0, u" " },	/* no-break space */
	{ 0x00ab, u"\"" },
	{ 0x00ad, u"" },	/* soft hyphen */
	{ 0x00b4, u"'" },
	{ 0x00b7, u"." },
	{ 0x00bb, u"\"" },
	{ 0x00d7, u"x" },
	{ 0x2007, u" " },
	{ 0x2009, u" " },
	{ 0x200c, u"" },
	{ 0x200d, u"" },
	{ 0x2010, u"-" },
	{ 0x2011, u"-" },
	{ 0x2012, u"-" },
	{ 0x2013, u"-" },
	{ 0x2014, u"-" },
	{ 0x2015, u"-" },
	{ 0x2018, u"'" },
	{ 0x2019, u"'" },
	{ 0x201a, u"'" },
	{ 0x201b, u"'" },
	{ 0x201c, u"\"" },
	{ 0x201d, u"\"" },
	{ 0x201e, u"\"" },
	{ 0x2022, u"*" },
	{ 0x2026, u"..." },
	{ 0x202f, u" " },
	{ 0x2032, u"'" },
	{ 0x2033, u"\"" },
	{ 0x2039, u"'" },
	{ 0x203a, u"'" },
	{ 0x2212, u"-" },
};

/* Of ASCII; 0 where it has none, among them the backtick. */
static const uint8_t ascii[128] = {
	['\n'] = 1, ['\f'] = 2, ['\r'] = 1, [' ' ... 'Z'] = 1,
	['[' ... '^'] = 2, ['_'] = 1, ['a' ... 'z'] = 1, ['{' ... '~'] = 2,
};

unsigned
gsm_cost(UChar u)
{
	if (u < 0x80)
		return ascii[u];
	if (u == 0x20ac)
		return 2;
	return u_memchr(beyond, u, sizeof beyond / sizeof *beyond - 1) ? 1 : 0;
}

static const UChar *
find_plain(UChar u)
{
	for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
		if (plains[i].unit == u)
			return plains[i].plain;
	return NULL;
}

/*
 * Only to U+017F: Vietnamese is written beyond it and means nothing without
 * its marks, so such a text goes out as UCS-2.
 */
static UChar
bare_letter(UChar u)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
	UChar parts[4];
	int32_t n;

	if (u < 0xc0 || u > 0x17f || U_FAILURE(error))
		return 0;
	n = unorm2_getDecomposition(nfd, u, parts, 4, &error);
	return U_SUCCESS(error) && n > 1 && parts[0] < 0x80 ? parts[0] : 0;
}

/* Units written, or -1. */
static int
fold_unit(UChar u, UChar *to)
{
	const UChar *plain;

	*to = u;
	if (gsm_cost(u) || unit_guides(u))
		return 1;
	plain = find_plain(u);
	if (plain) {
		u_memcpy(to, plain, u_strlen(plain));
		return u_strlen(plain);
	}
	*to = bare_letter(u);
	return *to ? 1 : -1;
}

bool
gsm_fold(TALLOC_CTX *parent, struct units in, struct units *out)
{
	UChar *at = talloc_array(parent, UChar, in.n * PLAIN_MAX + 1);
	unsigned n = 0;

	for (unsigned i = 0; i < in.n; i++) {
		int took = fold_unit(in.at[i], at + n);

		if (took < 0) {
			talloc_free(at);
			return false;
		}
		n += (unsigned)took;
	}
	*out = (struct units){ .n = n, .at = at };
	return true;
}

int
septets_count(const char *text, unsigned *out)
{
	struct units units = units_from(NULL, text);
	unsigned septets = 0;
	int rc = 0;

	for (unsigned i = 0; i < units.n && rc == 0; i++) {
		unsigned cost = gsm_cost(units.at[i]);

		septets += cost;
		rc = cost ? 0 : -EINVAL;
	}
	talloc_free(units.at);
	if (rc == 0)
		*out = septets;
	return rc;
}
