#include "store/query.h"

#include <string.h>

void
query_copy(struct query *q, int column, void *out, size_t n)
{
	size_t is;
	const void *octets = query_blob(q, column, &is);

	if (is == n && n > 0)
		memcpy(out, octets, n);
	else
		memset(out, 0, n);
}

void
query_copy_text(struct query *q, int column, char *out, size_t n)
{
	size_t is;
	const void *text = query_blob(q, column, &is);

	if (is > n - 1)
		is = n - 1;
	if (is > 0)
		memcpy(out, text, is);
	out[is] = '\0';
}
