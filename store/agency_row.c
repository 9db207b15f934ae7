#include "store/agency_row.h"

void
agency_row_bind(TALLOC_CTX *ctx, struct query *q, const struct agency *agency)
{
	for (int f = 0; f < AGENCY_FIELDS; f++)
		query_bind_text(q, agency_field_text(ctx, agency,
		    (enum agency_field)f));
}

int
agency_row_read(TALLOC_CTX *ctx, struct query *q, int first,
    struct agency *out)
{
	int rc = 0;

	*out = (struct agency){ .licence = "" };
	for (int f = 0; rc == 0 && f < AGENCY_FIELDS; f++)
		rc = agency_field_read(ctx, out, (enum agency_field)f,
		    query_text(q, first + f));
	return rc;
}
