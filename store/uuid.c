#include "store/uuid.h"

#include <stddef.h>

/* 8-4-4-4-12 */
static bool
is_hyphen(size_t octet)
{
	return octet == 4 || octet == 6 || octet == 8 || octet == 10;
}

static int
value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
uuid_pack(const char *text, unsigned char out[UUID_RAW])
{
	for (size_t i = 0; i < UUID_RAW; i++) {
		int high, low;

		if (is_hyphen(i) && *text++ != '-')
			return false;
		high = value_of(text[0]);
		low = high < 0 ? -1 : value_of(text[1]);
		if (low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
		text += 2;
	}
	return *text == '\0';
}

void
uuid_write(const unsigned char raw[UUID_RAW], char out[UUID_LETTERS + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < UUID_RAW; i++) {
		if (is_hyphen(i))
			*out++ = '-';
		*out++ = digits[raw[i] >> 4];
		*out++ = digits[raw[i] & 0x0f];
	}
	*out = '\0';
}
