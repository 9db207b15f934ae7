#include "gateway/licences/ledger.h"

#include <string.h>

#include "gateway/licences/index.h"

enum {
	WARNINGS_MAX = 2,	/* of the candidates; one may be valid */
	SAME_WORDS = 50,	/* cost: nothing but a generic word differs */
};

struct ledger {
	const struct agencies *agencies;	/* NULL: none yet */
	struct index *index;
	struct agencies *own;			/* the same, if it is ours */
};

struct ledger *
ledger_open(TALLOC_CTX *ctx)
{
	struct ledger *ledger = talloc_zero(ctx, struct ledger);

	ledger->index = index_build(ledger, NULL, 0);
	return ledger;
}

static size_t
count_texts(const struct agencies *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += 3 + all->agency[i].aliases.n +
		    all->agency[i].abbreviations.n;
	return n;
}

static size_t
call(struct called *called, size_t n, const char *text, size_t agency,
    enum called_by by)
{
	if (text == NULL || text[0] == '\0')
		return n;
	called[n] = (struct called){ text, (unsigned)agency, by };
	return n + 1;
}

static size_t
call_texts(struct called *called, size_t n, const struct texts *texts,
    size_t agency)
{
	for (size_t i = 0; i < texts->n; i++)
		n = call(called, n, texts->text[i], agency, BY_NAME);
	return n;
}

static size_t
call_agency(struct called *called, size_t n, const struct agency *a, size_t i)
{
	n = call(called, n, a->name, i, BY_NAME);
	n = call(called, n, a->name_km, i, BY_NAME);
	n = call(called, n, a->licence, i, BY_LICENCE);
	n = call_texts(called, n, &a->aliases, i);
	return call_texts(called, n, &a->abbreviations, i);
}

void
ledger_use(struct ledger *ledger, const struct agencies *all)
{
	struct called *called = talloc_array(NULL, struct called,
	    (unsigned)count_texts(all) + 1);
	struct index *old = ledger->index;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n = call_agency(called, n, &all->agency[i], i);
	ledger->index = index_build(ledger, called, n);
	ledger->agencies = all;
	talloc_free(called);
	talloc_free(old);
}

int
ledger_see(struct ledger *ledger, struct store *store)
{
	struct agencies *all, *old = ledger->own;
	int64_t generation;
	int rc = agencies_generation(store, &generation);

	if (rc != 0 || (old != NULL && old->head.generation == generation))
		return rc;
	rc = agencies_load(store, ledger, &all);
	if (rc != 0)
		return rc;
	ledger_use(ledger, all);
	ledger->own = all;
	talloc_free(old);
	return 0;
}

int64_t
ledger_day(const struct ledger *ledger)
{
	return ledger->agencies != NULL && ledger->agencies->n > 0 ?
	    ledger->agencies->head.as_of : DAY_NONE;
}

bool
ledger_is_current(const struct ledger *ledger, int64_t today, long limit_days)
{
	int64_t day = ledger_day(ledger);

	return day != DAY_NONE && day <= today && today - day <= limit_days;
}

const struct agency *
ledger_licence(const struct ledger *ledger, const char *licence)
{
	const struct agencies *all = ledger->agencies;

	for (size_t i = 0; all != NULL && i < all->n; i++)
		if (strcmp(all->agency[i].licence, licence) == 0)
			return &all->agency[i];
	return NULL;
}

/* She must not take a firm that lost its licence for one that has it. */
static bool
is_warning(const struct agency *agency, int64_t today)
{
	enum agency_status status = agency_status_on(agency, today);

	return status == AGENCY_SUSPENDED || status == AGENCY_REVOKED ||
	    status == AGENCY_DELISTED;
}

static bool
has(const struct sought *sought, const struct agency *agency)
{
	for (size_t i = 0; i < sought->n; i++)
		if (sought->agency[i] == agency)
			return true;
	return false;
}

static void
take(const struct ledger *ledger, const struct found *found, size_t n,
    bool warnings, int64_t today, size_t most, struct sought *out)
{
	const struct agency *agency;

	for (size_t i = 0; i < n && out->n < most; i++) {
		agency = &ledger->agencies->agency[found->hit[i].agency];
		if (is_warning(agency, today) == warnings &&
		    !has(out, agency))
			out->agency[out->n++] = agency;
	}
}

static size_t
count_near(const struct found *found)
{
	size_t n = 0;

	while (n < found->n && found->hit[n].near)
		n++;
	return n;
}

/*
 * She typed what two companies have in common, and one of them lost its
 * licence: "Star" is an alias of one, "Star Service" the other's name.
 */
static bool
is_of_a_lost_one_too(const struct ledger *ledger, const struct found *found,
    int64_t today)
{
	const struct hit *hit;

	if (!found->bare)
		return false;
	for (size_t i = found->exact; i < found->n; i++) {
		hit = &found->hit[i];
		if (hit->cost <= SAME_WORDS &&
		    is_warning(&ledger->agencies->agency[hit->agency], today))
			return true;
	}
	return false;
}

void
ledger_seek(const struct ledger *ledger, const char *clean, int64_t today,
    struct sought *out)
{
	struct found found;
	size_t n;

	*out = (struct sought){ .as = FOUND_NONE };
	index_find(ledger->index, clean, &found);
	if (is_of_a_lost_one_too(ledger, &found, today))
		found.exact = 0;
	n = found.exact > 0 ? found.exact : count_near(&found);
	out->exact = found.exact > 0;
	out->whole = n > 0 && found.hit[0].whole;
	take(ledger, &found, n, true, today, WARNINGS_MAX, out);
	take(ledger, &found, n, false, today, CANDIDATES_MAX, out);
	take(ledger, &found, n, true, today, CANDIDATES_MAX, out);
	if (found.exact == 1)
		out->as = FOUND_ONE;
	else if (out->n > 0)
		out->as = FOUND_SEVERAL;
	else if (found.vague)
		out->as = FOUND_VAGUE;
}

char *
ledger_own_words(const struct ledger *ledger, TALLOC_CTX *ctx,
    const char *clean)
{
	return index_own_words(ledger->index, ctx, clean);
}

/* Some country, today: its span for the last one may be over. */
static bool
serves_some(const struct agency *agency, int64_t today)
{
	for (size_t i = 0; i < agency->destinations_n; i++)
		if (agency_serves(agency, agency->destinations[i].country,
		    today) == SCOPE_YES)
			return true;
	return false;
}

static enum saying
say_valid(const struct agency *agency, const char *country, int64_t today)
{
	if (agency->destinations_n == 0 ||
	    (country[0] == '\0' && !serves_some(agency, today)))
		return SAY_UNSAID;
	if (country[0] == '\0')
		return SAY_VALID;
	return agency_serves(agency, country, today) == SCOPE_YES ?
	    SAY_VALID_FOR : SAY_NOT_FOR;
}

enum saying
ledger_saying(const struct agency *agency, const char *country, int64_t today)
{
	switch (agency_status_on(agency, today)) {
	case AGENCY_VALID:
		return say_valid(agency, country, today);
	case AGENCY_EXPIRED:
		return SAY_EXPIRED;
	case AGENCY_SUSPENDED:
		return SAY_SUSPENDED;
	case AGENCY_REVOKED:
		return SAY_REVOKED;
	default:
		return SAY_DELISTED;
	}
}
