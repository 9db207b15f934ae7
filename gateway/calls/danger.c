#include "gateway/calls/danger.h"

#include "locales/fold.h"
#include "menus/sensitive.h"

struct danger { const char *const *words; };

int
danger_open(TALLOC_CTX *ctx, struct faults *faults, struct danger **out)
{
	struct danger *danger = talloc_zero(ctx, struct danger);
	struct sensitive *list;
	int rc = sensitive_embedded(danger, faults, &list);

	if (rc != 0) {
		talloc_free(danger);
		return rc;
	}
	for (size_t i = 0; i < list->n; i++)
		list->words[i] = text_key(list, list->words[i]);
	danger->words = list->words;
	*out = danger;
	return 0;
}

const char *
danger_in(const struct danger *danger, const char *text)
{
	return text_holds(text, danger->words);
}
