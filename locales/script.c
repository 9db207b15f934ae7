#include "locales/fold.h"

#include <string.h>
#include <unicode/utf8.h>

#include "locales/units.h"

/* Scripts of our callers and of those who work beside them. */
static const struct { UChar32 from, to; enum script script; } blocks[] = {
	{ 0x0e01, 0x0e5b, SCRIPT_THAI },
	{ 0x0e80, 0x0eff, SCRIPT_OTHER },	/* Lao */
	{ 0x1000, 0x109f, SCRIPT_OTHER },	/* Burmese */
	{ 0x1780, 0x17ff, SCRIPT_KHMER },
	{ 0x19e0, 0x19ff, SCRIPT_KHMER },
	{ 0x1ea0, 0x1ef9, SCRIPT_OTHER },	/* Vietnamese */
	{ 0x3040, 0x9fff, SCRIPT_OTHER },
	{ 0xac00, 0xd7a3, SCRIPT_OTHER },
};

static enum script
script_of(UChar32 c)
{
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (c >= blocks[i].from && c <= blocks[i].to)
			return blocks[i].script;
	return SCRIPT_NONE;
}

enum script
text_script(const char *clean)
{
	const uint8_t *at = (const uint8_t *)clean;
	int32_t i = 0, n = (int32_t)strlen(clean);
	size_t count[SCRIPTS] = { 0 };
	enum script most = SCRIPT_NONE;
	UChar32 c;

	while (i < n) {
		U8_NEXT(at, i, n, c);
		count[script_of(c)]++;
	}
	count[SCRIPT_NONE] = 0;
	for (enum script s = SCRIPT_NONE; s < SCRIPTS; s++)
		if (count[s] > count[most])
			most = s;
	return most;
}
