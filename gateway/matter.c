#include "gateway/matter.h"

#include <stdio.h>

#include "gateway/report.h"
#include "locales/catalogue.h"

const char *
matter_centre(const struct directory *directory, const struct matter *matter)
{
	const struct centre *centre = centre_by_id(directory->centres,
	    matter->centre);

	return centre != NULL ? centre->name[LOCALE_EN] : "-";
}

json_t *
matter_json(const struct directory *directory, const struct matter *matter)
{
	return json_pack("{s:s, s:s, s:b, s:b, s:s, s:s, s:s, s:s, s:s, s:I,"
	    " s:I, s:I}",
	    "ref", matter->ref,
	    "state", case_state_name(matter->state),
	    "urgent", matter->urgent,
	    "filed", matter->filed,
	    "category", matter->category,
	    "centre", matter_centre(directory, matter),
	    "destination", matter->destination,
	    "language", language_name(matter->language),
	    "channel", channel_name(matter->channel),
	    "opened_at", (json_int_t)matter->opened_at,
	    "changed_at", (json_int_t)matter->changed_at,
	    "version", (json_int_t)matter->version);
}

void
matter_print(const struct directory *directory, const struct matter *matter)
{
	TALLOC_CTX *ctx = talloc_new(NULL);

	printf("reference    %s%s\n", matter->ref,
	    matter->urgent ? "   URGENT" : "");
	printf("state        %s\n", case_state_name(matter->state));
	printf("category     %s\n", matter->category);
	printf("centre       %s\n", matter_centre(directory, matter));
	printf("destination  %s\n",
	    matter->destination[0] != '\0' ? matter->destination : "-");
	printf("opened       %s\n", time_local(ctx, matter->opened_at));
	printf("changed      %s\n", time_local(ctx, matter->changed_at));
	printf("language     %s, by %s\n", language_name(matter->language),
	    channel_name(matter->channel));
	talloc_free(ctx);
}
