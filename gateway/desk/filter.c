#include "gateway/desk/filter.h"

#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "store/work.h"

const char *const filter_fields[FILTER_FIELDS] = { "state", "category",
	"destination", "language", "channel", "urgent", "owner" };

enum { OWNER = FILTER_FIELDS - 1 };

static bool
is_called(struct visit *visit, int64_t member, const char *name)
{
	const char *is = "";

	return (member == 0 || member_name(visit->desk->store, visit, member,
	    &is) == 0) && strcmp(is, name) == 0;
}

static bool
fits_owner(struct filter *filter, int64_t member)
{
	size_t at = (size_t)member % FILTER_OWNERS;

	if (filter->want[OWNER] == NULL)
		return true;
	if (!filter->owner[at].asked || filter->owner[at].member != member) {
		filter->owner[at].asked = true;
		filter->owner[at].member = member;
		filter->owner[at].is = is_called(filter->visit, member,
		    filter->want[OWNER]);
	}
	return filter->owner[at].is;
}

bool
filter_fits(void *arg, const struct matter *matter)
{
	struct filter *filter = arg;
	const char *is[OWNER] = {
		case_state_name(matter->state), matter->category,
		matter->destination, language_name(matter->language),
		channel_name(matter->channel), matter->urgent ? "1" : "0",
	};

	for (int i = 0; i < OWNER; i++)
		if (filter->want[i] != NULL &&
		    strcmp(filter->want[i], is[i]) != 0)
			return false;
	return fits_owner(filter, matter->owner);
}

bool
filter_is_open(const struct filter *filter)
{
	for (int i = 0; i < FILTER_FIELDS; i++)
		if (filter->want[i] != NULL)
			return false;
	return true;
}

struct filter
filter_of_query(struct visit *visit)
{
	struct filter filter = { .visit = visit };

	for (int i = 0; i < FILTER_FIELDS; i++)
		filter.want[i] = request_query(visit->request,
		    filter_fields[i]);
	return filter;
}

struct filter
filter_of_body(struct visit *visit)
{
	struct filter filter = { .visit = visit };

	for (int i = 0; i < FILTER_FIELDS; i++)
		filter.want[i] = json_string_value(json_object_get(
		    visit->body, filter_fields[i]));
	return filter;
}
