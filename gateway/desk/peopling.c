#include "gateway/desk/peopling.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/licences/ledger.h"
#include "store/links.h"

enum { OTHERS_DAYS = 60, DAY_S = 86400 };

static json_t *
person_json(const struct person *p)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:s}",
	    "n", (json_int_t)p->n, "name", p->name, "consent", p->consent,
	    "sex", p->sex, "age", p->age, "outcome", p->outcome,
	    "claimed", (json_int_t)p->claimed,
	    "received", (json_int_t)p->received, "currency", p->currency);
}

json_t *
people_json(const struct persons *persons)
{
	json_t *list = json_array();

	for (size_t i = 0; i < persons->n; i++)
		json_array_append_new(list, person_json(&persons->person[i]));
	return list;
}

json_t *
joined_json(struct visit *visit, const struct reading *reading)
{
	json_t *list = json_array();

	for (size_t i = 0; i < reading->joined_n; i++)
		json_array_append_new(list, json_pack("{s:o, s:o, s:o}",
		    "case", casing_json(visit, &reading->joined[i]->matter),
		    "entries", casing_entries(reading->joined[i]),
		    "people", people_json(reading->joined[i]->people)));
	return list;
}

/* What staff named last; "" nobody. */
static const char *
employer_of(const struct reading *reading)
{
	const char *name = "";

	for (size_t i = 0; i < reading->n; i++)
		if (strcmp(reading->entry[i].kind, "employer") == 0)
			name = reading->entry[i].text;
	return name;
}

static const char *
agency_name(struct visit *visit, const char *licence)
{
	const struct agency *agency = NULL;

	if (licence[0] != '\0' &&
	    ledger_see(visit->desk->ledger, visit->desk->store) == 0)
		agency = ledger_licence(visit->desk->ledger, licence);
	if (agency == NULL)
		return "";
	return agency->name[0] != '\0' ? agency->name : agency->name_km;
}

static int
count_others(struct visit *visit, const struct reading *reading, enum link by,
    json_int_t *n)
{
	struct matters *others;
	int rc = links_others(visit->desk->store, visit,
	    visit->session->login, &reading->matter.id, by,
	    visit->now - OTHERS_DAYS * DAY_S, &others);

	if (rc == 0)
		*n = (json_int_t)others->n;
	return rc;
}

static json_t *
matters_json(struct visit *visit, const struct matters *matters)
{
	json_t *list = json_array();

	for (size_t i = 0; i < matters->n; i++)
		json_array_append_new(list, casing_json(visit,
		    &matters->matter[i]));
	return list;
}

json_t *
links_json(struct visit *visit, const struct reading *reading)
{
	json_int_t by_agency = 0, by_employer = 0;
	struct links *links;

	if (links_load(visit->desk->store, visit, visit->session->login,
	    &reading->matter.id, visit->now, &links) != 0 ||
	    count_others(visit, reading, LINK_AGENCY, &by_agency) != 0 ||
	    count_others(visit, reading, LINK_EMPLOYER, &by_employer) != 0)
		return NULL;
	return json_pack("{s:s, s:s, s:I, s:s, s:I, s:s, s:b, s:o, s:o}",
	    "agency", links->licence,
	    "agency_name", agency_name(visit, links->licence),
	    "agency_others", by_agency,
	    "employer", employer_of(reading),
	    "employer_others", by_employer,
	    "joined_to", links->is_joined ? links->joined_to.ref : "",
	    "undoes", links->undoes,
	    "about", links->has_about ? casing_json(visit, &links->about) :
	    json_null(),
	    "asked_by", matters_json(visit, &links->asked_by));
}

/* ---- how it ended, for the case and for each ---- */

/* Amounts of the people, as far as they have one currency. */
struct sums { const char *currency; int64_t claimed, received; bool mixed; };

static void
add_person(struct sums *sums, const struct person *p)
{
	if (p->currency[0] == '\0')
		return;
	if (sums->currency == NULL)
		sums->currency = p->currency;
	if (strcmp(sums->currency, p->currency) != 0)
		sums->mixed = true;
	sums->claimed += p->claimed;
	sums->received += p->received;
}

static const char *
check_amount(struct visit *visit, json_t *outcome, const char *name,
    int64_t sum)
{
	const json_t *said = json_object_get(outcome, name);

	if (said == NULL && sum > 0)
		json_object_set_new(outcome, name, json_integer(sum));
	return said == NULL || json_integer_value(said) >= sum ? NULL :
	    talloc_asprintf(visit, "%s: the people of the case have %" PRId64
	    " together", name, sum);
}

static const char *
reconcile(struct visit *visit, json_t *outcome, const struct sums *sums)
{
	const char *why, *said = json_string_value(json_object_get(outcome,
	    "currency"));

	/* Several currencies stay with the people who have them. */
	if (sums->currency == NULL || sums->mixed ||
	    (said != NULL && strcmp(said, sums->currency) != 0))
		return NULL;
	why = check_amount(visit, outcome, "claimed", sums->claimed);
	if (why == NULL)
		why = check_amount(visit, outcome, "received",
		    sums->received);
	json_object_set_new(outcome, "currency", json_string(sums->currency));
	return why;
}

int
people_reconcile(struct visit *visit, json_t *outcome, const char **why)
{
	struct sums sums = { 0 };
	struct persons *persons;
	struct matter matter;
	int rc = persons_read(visit->desk->store, visit, visit->param[0],
	    visit->session->login, "people", visit->now, &persons, &matter);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < persons->n; i++)
		add_person(&sums, &persons->person[i]);
	*why = reconcile(visit, outcome, &sums);
	return *why != NULL ? -EINVAL : 0;
}
