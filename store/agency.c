#include "store/agency.h"

#include <errno.h>
#include <string.h>

static const char *const status_names[AGENCY_STATUSES] = {
	[AGENCY_VALID] = "valid",
	[AGENCY_EXPIRED] = "expired",
	[AGENCY_SUSPENDED] = "suspended",
	[AGENCY_REVOKED] = "revoked",
	[AGENCY_DELISTED] = "delisted",
};

const char *
agency_status_name(enum agency_status status)
{
	return status_names[status];
}

int
agency_status_find(const char *name, enum agency_status *out)
{
	for (int i = 0; i < AGENCY_STATUSES; i++) {
		if (strcmp(status_names[i], name) != 0)
			continue;
		*out = (enum agency_status)i;
		return 0;
	}
	return -EINVAL;
}

enum agency_status
agency_status_on(const struct agency *agency, int64_t day)
{
	if (agency->status == AGENCY_VALID &&
	    agency->valid_until != DAY_NONE && agency->valid_until < day)
		return AGENCY_EXPIRED;
	return agency->status;
}

static bool
is_in_span(const struct agency_destination *span, int64_t day)
{
	return (span->from == DAY_NONE || span->from <= day) &&
	    (span->until == DAY_NONE || day <= span->until);
}

enum agency_scope
agency_serves(const struct agency *agency, const char *country, int64_t day)
{
	if (agency->destinations_n == 0)
		return SCOPE_UNSAID;
	for (size_t i = 0; i < agency->destinations_n; i++)
		if (strcmp(agency->destinations[i].country, country) == 0 &&
		    is_in_span(&agency->destinations[i], day))
			return SCOPE_YES;
	return SCOPE_NO;
}
