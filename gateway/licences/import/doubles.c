#include "gateway/licences/import/doubles.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/licences/import/lexicon.h"

struct mark { char *key; int line; };

static int
by_key(const void *one, const void *other)
{
	const struct mark *a = one, *b = other;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static struct mark *
sorted(TALLOC_CTX *ctx, const struct list *list, const int *line)
{
	struct mark *mark = talloc_array(ctx, struct mark,
	    (unsigned)list->n);

	for (size_t i = 0; i < list->n; i++)
		mark[i] = (struct mark){ lexicon_key(mark,
		    list->agency[i].licence), line[i] };
	if (list->n > 1)
		qsort(mark, list->n, sizeof(*mark), by_key);
	return mark;
}

struct doubled *
doubles_find(TALLOC_CTX *ctx, const struct list *list, const int *line,
    size_t *n)
{
	struct mark *mark = sorted(ctx, list, line);
	struct doubled *found = talloc_array(ctx, struct doubled,
	    (unsigned)list->n);

	*n = 0;
	for (size_t i = 1; i < list->n; i++)
		if (strcmp(mark[i - 1].key, mark[i].key) == 0)
			found[(*n)++] = (struct doubled){ mark[i].line,
			    mark[i - 1].line };
	talloc_free(mark);
	return found;
}
