#include "gateway/licences/register.h"

#include <string.h>

#include "gateway/licences/import/lexicon.h"

const struct agency *
register_find(const struct agencies *all, const char *licence)
{
	char *want = lexicon_key(NULL, licence), *is;
	const struct agency *found = NULL;

	for (size_t i = 0; found == NULL && i < all->n; i++) {
		is = lexicon_key(NULL, all->agency[i].licence);
		if (strcmp(is, want) == 0)
			found = &all->agency[i];
		talloc_free(is);
	}
	talloc_free(want);
	return found;
}
