#include "gateway/calls/furnish.h"

#include <errno.h>

#include "gateway/log.h"
#include "gateway/words/sending.h"

/* A centre whose key is not the one pinned in keys/ gets no case. */
static int
trust(struct store *store, const struct centres *centres)
{
	unsigned char pub[KEY_OCTETS];
	int rc = 0;

	for (size_t i = 0; i < centres->n && rc == 0; i++)
		rc = centre_public(store, centres->centre[i].id, pub);
	return rc;
}

static void
log_all(int level, const struct faults *faults)
{
	for (size_t i = 0; i < faults_count(faults); i++)
		log_line(level, "%s", faults_at(faults, i));
}

static int
fill(struct house *house, struct store *store)
{
	int rc = house_keep_facts(house, store, time(NULL));

	if (rc == 0)
		rc = house_facts(house, store);
	if (rc == 0) {
		sending_judge(house);
		rc = house_centres(house, store);
	}
	if (rc == 0)
		rc = trust(store, house->centres);
	return rc;
}

/* Texts that nobody has read are told of; where English is among them there
   is nothing to say. */
static bool
may_speak(const struct house *house, struct store *store, const char *dir)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct faults *faults = faults_new(tmp);
	struct sending sending = { .refused = true };

	if (sending_look(house, store, tmp, &sending) == 0)
		sending_tell(house, &sending, dir, faults);
	else
		log_line(LOG_ERR, "%s", store_why(store));
	log_all(sending.refused ? LOG_ERR : LOG_WARNING, faults);
	talloc_free(tmp);
	return !sending.refused;
}

static struct house *
furnish(struct house *house, const struct settings *settings,
    struct store *store)
{
	if (fill(house, store) != 0) {
		log_line(LOG_ERR, "%s", store_why(store));
		talloc_free(house);
		return NULL;
	}
	if (!may_speak(house, store, settings->dir)) {
		talloc_free(house);
		return NULL;
	}
	house_cut(house);
	deadline_follow(store, &house->rules->table);
	return house;
}

struct house *
house_furnished(const struct settings *settings, struct store *store)
{
	struct faults *faults = faults_new(store);
	struct house *house = NULL;

	if (house_open(store, settings, faults, time(NULL), &house) != 0) {
		log_all(LOG_ERR, faults);
		house = NULL;
	}
	talloc_free(faults);
	return house == NULL ? NULL : furnish(house, settings, store);
}
