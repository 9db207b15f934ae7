#include "gateway/danger.h"

#include "locales/fold.h"
#include "menus/sensitive.h"

/* Folded; each ends with NULL. */
struct danger { const char *const *words, *const *cries; };

static const char *const *
folded(struct sensitive *list)
{
	for (size_t i = 0; i < list->n; i++)
		list->words[i] = text_key(list, list->words[i]);
	return list->words;
}

int
danger_open(TALLOC_CTX *ctx, struct faults *faults, struct danger **out)
{
	struct danger *danger = talloc_zero(ctx, struct danger);
	struct sensitive *words, *cries;
	int rc = sensitive_embedded(danger, faults, &words);

	if (rc == 0)
		rc = cries_embedded(danger, faults, &cries);
	if (rc != 0) {
		talloc_free(danger);
		return rc;
	}
	danger->words = folded(words);
	danger->cries = folded(cries);
	*out = danger;
	return 0;
}

const char *
danger_in(const struct danger *danger, const char *text)
{
	return text_holds(text, danger->words);
}

bool
danger_cried(const struct danger *danger, const char *text)
{
	return danger_in(danger, text) != NULL ||
	    text_holds(text, danger->cries) != NULL;
}
