/*
 * Her other cases: those that staff tied to her, then those where her name stands.
 */
#include "store/persons.h"

#include <errno.h>
#include <string.h>

#include "store/audit.h"
#include "store/link_key.h"
#include "store/matter.h"
#include "store/person.h"
#include "store/piece.h"

enum { PRINTS_MAX = 200000, MATTER_COLUMNS_END = 19 };

/* What is found for one person of an open case. */
struct finding {
	struct store *store;
	const struct opened *opened;
	const struct piece *piece;
	struct person_cases *cases;
	const struct person *person;
};

static bool
is_there(const struct person_cases *cases, const struct id *id)
{
	for (size_t i = 0; i < cases->n; i++)
		if (memcmp(&cases->found[i].matter.id, id, sizeof(*id)) == 0)
			return true;
	return false;
}

static struct person_case *
another(struct person_cases *cases)
{
	cases->found = talloc_realloc(cases, cases->found, struct person_case,
	    (unsigned)(cases->n + 1));
	memset(&cases->found[cases->n], 0, sizeof(*cases->found));
	return &cases->found[cases->n++];
}

static int
find_same(struct finding *finding)
{
	struct query *q = query_start(finding->store, SQL_CASES_OF_PERSON);
	int rc;

	query_bind_blob(q, &finding->person->who, sizeof(struct id));
	query_bind_blob(q, &finding->opened->matter.id, sizeof(struct id));
	query_bind_int(q, PERSON_CASES_MAX);
	while ((rc = query_next(q)) == 1) {
		struct person_case *found = another(finding->cases);

		found->same = true;
		found->n = query_int(q, MATTER_COLUMNS_END);
		rc = matter_read(q, &found->matter);
		if (rc != 0)
			break;
	}
	query_end(q);
	return rc;
}

/* A row (case, n, print) of her name, in a case that is not met yet. */
static bool
is_namesake(struct finding *finding, struct looker *looker, struct query *q,
    struct id *id)
{
	unsigned char print[LINK_PRINT];

	query_copy(q, 2, print, sizeof(print));
	if (!looker_sees(looker, print))
		return false;
	query_copy(q, 0, id, sizeof(*id));
	return memcmp(id, &finding->opened->matter.id, sizeof(*id)) != 0 &&
	    !is_there(finding->cases, id);
}

/* The name is tried on every print of the centre, in memory. */
static int
find_named(struct finding *finding, struct looker *looker)
{
	struct query *q = query_start(finding->store, SQL_PRINTS_OF_CENTRE);
	struct id id;
	int rc;

	query_bind_int(q, login_member(finding->piece->login)->centre);
	query_bind_int(q, PRINTS_MAX);
	while ((rc = query_next(q)) == 1 &&
	    finding->cases->n < PERSON_CASES_MAX) {
		if (!is_namesake(finding, looker, q, &id))
			continue;
		another(finding->cases)->n = query_int(q, 1);
		finding->cases->found[finding->cases->n - 1].matter.id = id;
	}
	query_end(q);
	return rc < 0 ? rc : 0;
}

/* What is not hers to read was never found. */
static int
keep_hers(struct finding *finding)
{
	struct person_cases *cases = finding->cases;
	struct opened opened = { .secret = secret_new(NULL) };
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < cases->n; i++) {
		rc = case_load(finding->store, &cases->found[i].matter.id,
		    &cases->found[i].matter);
		if (rc == 0)
			rc = opened_find(finding->store,
			    cases->found[i].matter.ref, finding->piece->login,
			    finding->piece->now, &opened);
		if (rc == 0)
			cases->found[kept++] = cases->found[i];
		if (rc == -ENOENT)
			rc = 0;
	}
	talloc_free(opened.secret);
	cases->n = kept;
	return rc;
}

static int
find_all(struct finding *finding, TALLOC_CTX *ctx)
{
	struct secret *link;
	int rc = find_same(finding);

	if (rc == 0)
		rc = link_key_open(finding->store, ctx, finding->piece->login,
		    &link);
	if (rc == 0)
		rc = find_named(finding, looker_new(ctx, link,
		    finding->person->key));
	return rc == 0 ? keep_hers(finding) : rc;
}

struct question { int64_t n; struct person_cases *cases; };

static int
find(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	struct question *question = arg;
	struct finding finding = { .store = store, .opened = opened,
	    .piece = piece, .cases = question->cases };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct persons *there;
	int rc = persons_open(store, ctx, opened, &there);

	for (size_t i = 0; rc == 0 && i < there->n; i++)
		if (there->person[i].n == question->n)
			finding.person = &there->person[i];
	if (rc == 0)
		rc = finding.person != NULL ? find_all(&finding, ctx) :
		    -ENOENT;
	talloc_free(ctx);
	return rc == 0 ? NOTHING_DONE : rc;
}

int
person_cases(struct store *store, TALLOC_CTX *ctx, const char *ref,
    const struct login *login, int64_t n, int64_t now,
    struct person_cases **out)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "person_cases", .version = ANY_VERSION, .now = now };
	struct question question = { n, talloc_zero(ctx,
	    struct person_cases) };
	int rc = piece_do(store, &piece, find, &question, NULL);

	if (rc == 0)
		*out = question.cases;
	else
		talloc_free(question.cases);
	return rc;
}
