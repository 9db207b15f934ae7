#include "gateway/kannel/awaited.h"

#include <string.h>

bool
awaited_add(struct awaited *a, struct octets id)
{
	if (id.n != UUID_TEXT || a->n + a->words >= AWAITED_MAX)
		return false;
	memcpy(a->id[a->n], id.data, UUID_TEXT);
	a->id[a->n++][UUID_TEXT] = '\0';
	return true;
}

bool
awaited_take(struct awaited *a, int32_t nack, struct octets id)
{
	size_t i = 0;

	while (i < a->n && (id.n != UUID_TEXT ||
	    memcmp(id.data, a->id[i], UUID_TEXT) != 0))
		i++;
	if (i == a->n)
		return false;
	memcpy(a->word[a->words].id, a->id[i], sizeof(a->id[i]));
	a->word[a->words++].kind = (enum ack_kind)nack;
	a->n--;
	memmove(a->id[i], a->id[a->n], sizeof(a->id[i]));
	return true;
}

bool
awaited_word(struct awaited *a, struct word *out)
{
	if (a->words == 0)
		return false;
	*out = a->word[0];
	memmove(a->word, a->word + 1, --a->words * sizeof(*a->word));
	return true;
}

void
awaited_forget(struct awaited *a)
{
	a->n = 0;
}
