#include "gateway/calls/batch.h"

#include "gateway/log.h"
#include "store/store.h"

static int
take_all(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct answer *answers, size_t n)
{
	int rc = store_begin(sitting->store);

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = step_take(ctx, sitting, &heard[i], &answers[i]);
	if (rc == 0)
		rc = store_commit(sitting->store);
	if (rc != 0)
		store_rollback(sitting->store);
	return rc;
}

static int
quarantine(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard)
{
	int rc;

	log_line(LOG_ERR, "a message could not be carried out: kept sealed in "
	    "quarantine (%s)", store_why(sitting->store));
	rc = store_begin(sitting->store);
	if (rc == 0)
		rc = step_quarantine(ctx, sitting, heard);
	if (rc == 0)
		rc = store_commit(sitting->store);
	if (rc != 0)
		store_rollback(sitting->store);
	return rc;
}

/* A bad one does not stop the rest: one by one, what fails alone is kept. */
static int
take_singly(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct answer *answers, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		rc = take_all(ctx, sitting, &heard[i], &answers[i], 1);
		if (rc == 0)
			continue;
		answers[i] = (struct answer){0};
		rc = quarantine(ctx, sitting, &heard[i]);
	}
	return rc;
}

int
batch_take(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, struct answer *answers, size_t n)
{
	int rc = take_all(ctx, sitting, heard, answers, n);

	if (rc == 0 || store_is_broken(sitting->store))
		return rc;
	return take_singly(ctx, sitting, heard, answers, n);
}
