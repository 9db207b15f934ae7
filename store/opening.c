#include "store/cases.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/alarm.h"
#include "store/centre.h"
#include "store/deadline.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/ref.h"

struct opening {
	const struct case_new *new;
	struct matter matter;
	unsigned char pub[SEAL_PUBLIC], sec[SEAL_SECRET];
	struct sealer sealer;
	int64_t reader[2];
	int readers;
};

static int64_t
first_due(const struct store *store, const struct matter *matter,
    const struct centre *own)
{
	return deadline_due(store, &(struct deadline_case){ matter->state,
	    matter->urgent, matter->category, own->area },
	    matter->opened_at);
}

/* Whose queue it goes to, and who reads it. */
static int
choose_readers(const struct store *store, struct opening *opening,
    const struct centres *centres)
{
	const struct case_new *new = opening->new;
	const struct centre *own = new->centre == 0 ? centre_intake(centres) :
	    centre_by_id(centres, new->centre);
	const struct centre *other;

	if (own == NULL)
		return -ENOENT;
	other = centre_stand_in(centres, own);
	if (new->stand_in_only && other != NULL) {
		own = other;
		other = NULL;
	}
	opening->matter.centre = own->id;
	opening->matter.due_at = first_due(store, &opening->matter, own);
	opening->reader[opening->readers++] = own->id;
	if (other != NULL)
		opening->reader[opening->readers++] = other->id;
	return 0;
}

static int
find_readers(struct store *store, struct opening *opening)
{
	struct centres *centres;
	int rc = centres_load(store, NULL, &centres);

	if (rc != 0)
		return rc;
	rc = choose_readers(store, opening, centres);
	talloc_free(centres);
	return rc;
}

static int
insert_case(struct store *store, const struct opening *opening)
{
	const struct matter *matter = &opening->matter;
	const struct tag *tag = opening->new->tag;
	struct query *q = query_start(store, SQL_CASE_OPEN);

	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_text(q, matter->ref);
	query_bind_int(q, matter->centre);
	query_bind_text(q, case_state_name(matter->state));
	query_bind_int(q, matter->urgent);
	query_bind_text(q, matter->category);
	query_bind_int(q, matter->channel);
	query_bind_int(q, matter->language);
	query_bind_int(q, matter->opened_at);
	query_bind_blob(q, tag, sizeof(*tag));
	query_bind_blob(q, opening->pub, sizeof(opening->pub));
	query_bind_int(q, matter->due_at);
	return query_run(q);
}

static int
insert_reader(struct store *store, struct opening *opening,
    int64_t centre)
{
	unsigned char pub[KEY_OCTETS], box[SEAL_KEY_BOX];
	struct query *q;
	int rc = centre_public(store, centre, pub);

	if (rc == 0)
		rc = seal_key_by(&opening->sealer, pub, opening->sec, box);
	if (rc != 0)
		return rc;
	q = query_start(store, SQL_CASE_READER_ADD);
	query_bind_blob(q, &opening->matter.id, sizeof(opening->matter.id));
	query_bind_int(q, centre);
	query_bind_blob(q, box, sizeof(box));
	return query_run(q);
}

static int
insert_number(struct store *store, struct opening *opening)
{
	struct seal_place place = { .case_id = opening->matter.id, .n = 1,
	    .kind = "number" };

	if (opening->new->number == NULL)
		return 0;
	return matter_add(store, &opening->sealer, &place, opening->pub,
	    opening->new->number, opening->new->now);
}

static int
insert_all(struct store *store, struct opening *opening)
{
	int rc = find_readers(store, opening);

	if (rc == 0)
		rc = ref_choose(store, opening->matter.ref);
	if (rc == 0)
		rc = insert_case(store, opening);
	for (int i = 0; rc == 0 && i < opening->readers; i++)
		rc = insert_reader(store, opening, opening->reader[i]);
	if (rc == 0)
		rc = insert_number(store, opening);
	return rc == 0 && opening->matter.urgent ? alarm_raise(store,
	    &opening->matter.id, false, opening->new->now) : rc;
}

int
case_open(struct store *store, const struct case_new *new, struct matter *out)
{
	int64_t now = matter_hour(new->now);
	struct opening opening = { .new = new, .matter = {
		.state = new->state, .urgent = new->urgent,
		.channel = new->channel, .language = new->language,
		.opened_at = now, .changed_at = now, .version = 1,
	} };
	int rc;

	if (strlen(new->category) > CATEGORY_MAX)
		return -EINVAL;
	memcpy(opening.matter.category, new->category, strlen(new->category));
	randombytes_buf(&opening.matter.id, sizeof(opening.matter.id));
	seal_pair(opening.pub, opening.sec);
	sealer_make(&opening.sealer);
	rc = insert_all(store, &opening);
	sodium_memzero(opening.sec, sizeof(opening.sec));
	sealer_wipe(&opening.sealer);
	if (rc == 0)
		*out = opening.matter;
	/* A constraint we meet here is no case of anyone's. */
	return rc == -EEXIST ? -EIO : rc;
}
