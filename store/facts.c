#include "store/facts.h"

#include <errno.h>

#include "store/audit.h"
#include "store/query.h"

static const char *
copy(struct query *q, TALLOC_CTX *ctx, int column)
{
	return talloc_strdup(ctx, query_text(q, column));
}

static void
read_fact(struct query *q, TALLOC_CTX *ctx, struct fact_row *row)
{
	const char **texts[] = { &row->id, &row->value, &row->source,
	    &row->source_date, &row->checked_on, &row->expires_on,
	    &row->confidence, &row->confirmed_by, &row->hours };

	for (int i = 0; i < 9; i++)
		*texts[i] = copy(q, ctx, i);
	row->contact = query_int(q, 9) != 0;
	row->what = copy(q, ctx, 10);
	row->who = copy(q, ctx, 11);
	row->at = query_int(q, 12);
}

static int
read_facts(struct query *q, TALLOC_CTX *ctx, struct fact_rows **out)
{
	struct fact_rows *rows = talloc_zero(ctx, struct fact_rows);
	int rc;

	while ((rc = query_next(q)) == 1) {
		rows->row = talloc_realloc(rows, rows->row, struct fact_row,
		    (unsigned)rows->n + 1);
		read_fact(q, rows, &rows->row[rows->n++]);
	}
	if (rc < 0) {
		talloc_free(rows);
		return -EIO;
	}
	*out = rows;
	return 0;
}

int
facts_load(struct store *store, TALLOC_CTX *ctx, struct fact_rows **out)
{
	return read_facts(query_start(store, SQL_FACT_IN_USE), ctx, out);
}

int
fact_history(struct store *store, TALLOC_CTX *ctx, const char *id,
    struct fact_rows **out)
{
	struct query *q = query_start(store, SQL_FACT_VERSIONS);

	query_bind_text(q, id);
	return read_facts(q, ctx, out);
}

static int
run_with(struct store *store, enum statement statement, const char *name)
{
	struct query *q = query_start(store, statement);

	query_bind_text(q, name);
	return query_run(q);
}

static int
insert_fact(struct store *store, const struct fact_row *row, int64_t now)
{
	const char *const texts[] = { row->id, row->value, row->source,
	    row->source_date, row->checked_on, row->expires_on,
	    row->confidence, row->confirmed_by,
	    row->hours != NULL ? row->hours : "" };
	struct query *q = query_start(store, SQL_FACT_INSERT);

	for (int i = 0; i < 9; i++)
		query_bind_text(q, texts[i]);
	query_bind_int(q, row->contact);
	query_bind_text(q, row->what);
	query_bind_text(q, row->who);
	query_bind_int(q, now);
	return query_run(q);
}

int
fact_put(struct store *store, const struct fact_row *row, int64_t now)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	int rc = run_with(store, SQL_FACT_RETIRE, row->id);

	if (rc == 0)
		rc = insert_fact(store, row, now);
	if (rc == 0)
		rc = audit_add(store, row->who, talloc_asprintf(tmp,
		    "fact_%s", row->what), row->id, now);
	talloc_free(tmp);
	return rc == 0 ? 0 : -EIO;
}

static void
read_notice(struct query *q, TALLOC_CTX *ctx, struct notice_row *row)
{
	row->name = copy(q, ctx, 0);
	for (int i = 0; i < 4; i++)
		row->text[i] = copy(q, ctx, 1 + i);
	row->since = copy(q, ctx, 5);
	row->until = copy(q, ctx, 6);
	row->who = copy(q, ctx, 7);
	row->at = query_int(q, 8);
}

static int
read_notices(struct query *q, TALLOC_CTX *ctx, struct notice_rows **out)
{
	struct notice_rows *rows = talloc_zero(ctx, struct notice_rows);
	int rc;

	while ((rc = query_next(q)) == 1) {
		rows->row = talloc_realloc(rows, rows->row, struct notice_row,
		    (unsigned)rows->n + 1);
		read_notice(q, rows, &rows->row[rows->n++]);
	}
	if (rc < 0) {
		talloc_free(rows);
		return -EIO;
	}
	*out = rows;
	return 0;
}

int
notices_load(struct store *store, TALLOC_CTX *ctx, struct notice_rows **out)
{
	return read_notices(query_start(store, SQL_NOTICE_IN_USE), ctx, out);
}

int
notice_history(struct store *store, TALLOC_CTX *ctx, const char *name,
    struct notice_rows **out)
{
	struct query *q = query_start(store, SQL_NOTICE_VERSIONS);

	query_bind_text(q, name);
	return read_notices(q, ctx, out);
}

static int
insert_notice(struct store *store, const struct notice_row *row, int64_t now)
{
	struct query *q = query_start(store, SQL_NOTICE_INSERT);

	query_bind_text(q, row->name);
	for (int i = 0; i < 4; i++)
		query_bind_text(q, row->text[i]);
	query_bind_text(q, row->since);
	query_bind_text(q, row->until);
	query_bind_text(q, row->who);
	query_bind_int(q, now);
	return query_run(q);
}

int
notice_put(struct store *store, const struct notice_row *row, int64_t now)
{
	int rc = run_with(store, SQL_NOTICE_RETIRE, row->name);

	if (rc == 0)
		rc = insert_notice(store, row, now);
	if (rc == 0)
		rc = audit_add(store, row->who, row->until[0] != '\0' ?
		    "notice_written" : "notice_removed", row->name, now);
	return rc == 0 ? 0 : -EIO;
}

int
facts_mark(struct store *store, int64_t *out)
{
	struct query *q = query_start(store, SQL_FACT_MARK);
	int rc = query_next(q);

	if (rc != 1)
		return -EIO;
	*out = query_int(q, 0);
	query_end(q);
	return 0;
}
