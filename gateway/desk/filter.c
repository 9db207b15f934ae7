#include "gateway/desk/filter.h"

#include <string.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/visit.h"
#include "gateway/report.h"
#include "store/work.h"

const char *const filter_fields[FILTER_FIELDS] = { "state", "category",
	"destination", "language", "channel", "urgent", "owner" };

static const char *
owner_of(struct visit *visit, const struct matter *matter)
{
	const char *name = "";

	return matter->owner == 0 || member_name(visit->desk->store, visit,
	    matter->owner, &name) != 0 ? "" : name;
}

bool
filter_fits(void *arg, const struct matter *matter)
{
	const struct filter *filter = arg;
	const char *is[FILTER_FIELDS] = {
		case_state_name(matter->state), matter->category,
		matter->destination, language_name(matter->language),
		channel_name(matter->channel), matter->urgent ? "1" : "0",
		filter->want[FILTER_FIELDS - 1] != NULL ?
		owner_of(filter->visit, matter) : "",
	};

	for (int i = 0; i < FILTER_FIELDS; i++)
		if (filter->want[i] != NULL &&
		    strcmp(filter->want[i], is[i]) != 0)
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
