#include "gateway/desk/consenting.h"

#include <errno.h>
#include <string.h>

#include "gateway/saying.h"
#include "store/finish.h"

/* Where she is, if she did not say, is where she went. */
static void
place(const struct matter *matter, struct consent *consent)
{
	if (consent->country[0] == '\0')
		memcpy(consent->country, matter->destination[0] != '\0' ?
		    matter->destination : "KH", sizeof(consent->country));
}

/* 1: she said something by phone. */
static int
load(struct store *store, const struct matter *matter, struct consent *out)
{
	int rc = store_begin(store), found;

	if (rc != 0)
		return rc;
	found = consent_load(store, &matter->id, out);
	rc = store_finish(store, found == -ENOENT ? 0 : found);
	if (rc != 0)
		return rc;
	place(matter, out);
	return found == 0;
}

int
consenting_load(struct store *store, const struct matter *matter,
    struct consent *out)
{
	int rc = load(store, matter, out);

	return rc < 0 ? rc : 0;
}

int
consenting_read(struct store *store, const struct reading *reading,
    struct consent *out)
{
	int rc = load(store, &reading->matter, out);

	/* A copy of another office's case, or one of practice: what she said
	   came with it, to be read but not to be texted by. */
	for (size_t i = 0; rc == 0 && i < reading->n; i++)
		(void)saying_add(out, reading->entry[i].kind,
		    reading->entry[i].text);
	return rc < 0 ? rc : 0;
}

json_t *
consenting_json(const struct consent *consent)
{
	return json_pack("{s:b, s:b, s:b, s:i, s:i, s:i, s:s}",
	    "text", consent->text, "call", consent->call,
	    "relative", consent->relative,
	    "days", (int)consent->days, "from", (int)consent->from,
	    "until", (int)consent->until, "country", consent->country);
}
