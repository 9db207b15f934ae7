#include "store/ref.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "store/query.h"

/* ISO/IEC 7064, hybrid system MOD 11,10: what the digits leave. */
static int
leave_product(const char *digits, int n)
{
	int product = 10;

	for (int i = 0; i < n; i++) {
		int sum = (product + digits[i] - '0') % 10;

		product = (sum == 0 ? 10 : sum) * 2 % 11;
	}
	return product;
}

void
ref_make(char out[REF_DIGITS + 1])
{
	enum { LAST = REF_DIGITS - 1, LEAST = 1000000 };
	uint32_t n = LEAST + randombytes_uniform(9 * LEAST);

	static_assert(LAST == 7);
	for (int i = LAST - 1; i >= 0; i--, n /= 10)
		out[i] = (char)('0' + n % 10);
	out[LAST] = (char)('0' + (11 - leave_product(out, LAST)) % 10);
	out[REF_DIGITS] = '\0';
}

bool
ref_is_valid(const char *digits)
{
	enum { LAST = REF_DIGITS - 1 };

	if (strspn(digits, "0123456789") != REF_DIGITS ||
	    digits[REF_DIGITS] != '\0' || digits[0] == '0')
		return false;
	return (leave_product(digits, LAST) + digits[LAST] - '0') % 10 == 1;
}

int
ref_choose(struct store *store, char out[REF_DIGITS + 1])
{
	struct query *q;
	int rc;

	do {
		ref_make(out);
		q = query_start(store, SQL_CASE_REF_TAKEN);
		query_bind_text(q, out);
		rc = query_next(q);
		query_end(q);
	} while (rc == 1);
	return rc;
}
