#include "locales/placeholder.h"

#include <string.h>

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789_."

size_t
placeholder_length(const char *brace)
{
	size_t n;

	if (*brace != '{')
		return 0;
	n = strspn(brace + 1, NAME_LETTERS);
	return n > 0 && brace[n + 1] == '}' ? n + 2 : 0;
}
