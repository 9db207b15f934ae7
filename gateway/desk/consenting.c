#include "gateway/desk/consenting.h"

#include <errno.h>
#include <string.h>

#include "store/finish.h"

int
consenting_load(struct store *store, const struct matter *matter,
    struct consent *out)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = consent_load(store, &matter->id, out);
	rc = store_finish(store, rc == -ENOENT ? 0 : rc);
	if (rc == 0 && out->country[0] == '\0')
		memcpy(out->country, matter->destination[0] != '\0' ?
		    matter->destination : "KH", sizeof(out->country));
	return rc;
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
