#include "store/lookup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/query.h"

/* One licence number a line. */
static void
read_licences(struct lookup *l, const char *text)
{
	size_t n;

	for (l->n = 0; *text != '\0' && l->n < LOOKUP_LICENCES;
	    text += n + (text[n] != '\0')) {
		n = strcspn(text, "\n");
		if (n > AGENCY_LICENCE_MAX)
			return;
		memcpy(l->licence[l->n], text, n);
		l->licence[l->n++][n] = '\0';
	}
}

int
lookup_load(struct store *store, struct tag tag, int64_t now,
    struct lookup *out)
{
	struct query *q = query_start(store, SQL_LOOKUP_LOAD);
	int rc;

	query_bind_blob(q, &tag, sizeof(tag));
	query_bind_int(q, now - LOOKUP_S);
	rc = query_next(q);
	if (rc == 1) {
		*out = (struct lookup){ .at = query_int(q, 0),
			.language = (int)query_int(q, 1) };
		query_copy_text(q, 2, out->said, sizeof(out->said));
		query_copy_text(q, 3, out->country, sizeof(out->country));
		read_licences(out, query_text(q, 4));
	}
	query_end(q);
	return rc == 0 ? -ENOENT : rc < 0 ? rc : 0;
}

int
lookup_save(struct store *store, struct tag tag, const struct lookup *l)
{
	char licences[LOOKUP_LICENCES * (AGENCY_LICENCE_MAX + 1) + 1] = "";
	struct query *q = query_start(store, SQL_LOOKUP_SAVE);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += (size_t)snprintf(licences + n, sizeof(licences) - n,
		    "%s%s", i > 0 ? "\n" : "", l->licence[i]);
	query_bind_blob(q, &tag, sizeof(tag));
	query_bind_int(q, l->at);
	query_bind_int(q, l->language);
	query_bind_text(q, l->said);
	query_bind_text(q, l->country);
	query_bind_text(q, licences);
	return query_run(q);
}

int
lookup_forget(struct store *store, struct tag tag)
{
	struct query *q = query_start(store, SQL_LOOKUP_FORGET);

	query_bind_blob(q, &tag, sizeof(tag));
	return query_run(q);
}

int
lookup_count(struct store *store, int64_t day, const char *said)
{
	struct query *q = query_start(store, SQL_LOOKED_UP_COUNT);

	query_bind_int(q, day);
	query_bind_text(q, said);
	return query_run(q);
}

int
lookup_counted(struct store *store, int64_t since, const char *said,
    int64_t *out)
{
	struct query *q = query_start(store, SQL_LOOKED_UP_COUNTED);
	int rc;

	query_bind_text(q, said);
	query_bind_int(q, since);
	rc = query_next(q);
	if (rc == 1)
		*out = query_int(q, 0);
	query_end(q);
	return rc < 0 ? rc : 0;
}
