#include "store/store.h"

#include <string.h>

#include "store/inside.h"
#include "store/query.h"

/* As SQL writes a text: each ' twice. */
static char *
quoted(TALLOC_CTX *ctx, const char *text)
{
	char *out = talloc_strdup(ctx, "'"), letter[3] = "";

	for (; *text != '\0'; text++) {
		letter[0] = letter[1] = *text;
		letter[*text == '\'' ? 2 : 1] = '\0';
		out = talloc_strdup_append(out, letter);
	}
	return talloc_strdup_append(out, "'");
}

/* One reader's view: who writes does not wait, and what was deleted is not
   in it. */
int
store_copy(struct store *store, const char *path)
{
	char *sql = talloc_asprintf(store, "VACUUM INTO %s",
	    quoted(store, path));
	int rc = engine_do(store, sql);

	talloc_free(sql);
	return rc;
}

int
store_schema(void)
{
	return SCHEMA_VERSION;
}
