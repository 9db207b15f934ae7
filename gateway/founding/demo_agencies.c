#include "gateway/founding/demo_agencies.h"

#include <stdint.h>
#include <stdio.h>

#include "gateway/licences/import/proposal.h"
#include "menus/document.h"

extern const char founding_agencies[], founding_agencies_end[];

static const char actor[] = "(demo)";

static int
read_list(TALLOC_CTX *ctx, struct list **out)
{
	const struct reading_options options = { 0 };
	struct faults *faults = faults_new(ctx);
	int rc = reading_parse(ctx, "agencies.csv", founding_agencies,
	    (uintptr_t)founding_agencies_end - (uintptr_t)founding_agencies, &options,
	    faults, out);

	faults_print(faults, stderr);
	return rc;
}

static int
load(struct store *store, TALLOC_CTX *ctx, int64_t now)
{
	struct import_new new = { .as_of = day_at(now), .importer = actor,
	    .source = "made up for this demonstration: no such agency "
	    "exists" };
	struct proposal *proposal;
	struct list *list;
	int64_t number = 0;
	int rc = read_list(ctx, &list);

	if (rc == 0)
		rc = proposal_make(ctx, store, list, new.as_of, now,
		    &proposal);
	if (rc == 0)
		rc = import_stage(store, &new, proposal->diff, now, &number);
	return rc == 0 ? import_apply(store, number, actor, now) : rc;
}

int
demo_agencies(struct store *store, int64_t now)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	int rc = load(store, ctx, now);

	if (rc != 0)
		fprintf(stderr, "the made-up agencies: %s\n",
		    store_why(store));
	talloc_free(ctx);
	return rc;
}
