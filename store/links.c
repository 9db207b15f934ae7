#include "store/links.h"

#include <errno.h>
#include <string.h>

#include "store/agency.h"
#include "store/inside.h"
#include "store/link_key.h"
#include "store/matter.h"
#include "store/piece.h"

/* ---- setting ---- */

static struct piece
piece_of(const char *ref, const struct login *login, const char *what,
    int64_t version, int64_t now)
{
	return (struct piece){ .ref = ref, .login = login, .action = what,
	    .what = what, .version = version, .now = now };
}

static struct query *
start_on(struct store *store, enum statement which, const struct id *id)
{
	struct query *q = query_start(store, which);

	query_bind_blob(q, id, sizeof(*id));
	return q;
}

struct wish { const char *text, *key; };

static int
set_agency(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct wish *wish = arg;
	struct query *q;

	(void)piece;
	if (strlen(wish->text) > AGENCY_LICENCE_MAX)
		return store_fail(store, -EINVAL, "licence: at most %d octets",
		    AGENCY_LICENCE_MAX);
	q = start_on(store, SQL_AGENCY_SET, &opened->matter.id);
	query_bind_text(q, wish->text);
	return query_run(q);
}

int
case_set_agency(struct store *store, const char *ref,
    const struct login *login, const char *licence, int64_t version,
    int64_t now, struct matter *out)
{
	const struct piece piece = piece_of(ref, login, "agency", version,
	    now);
	struct wish wish = { licence, NULL };

	return piece_do(store, &piece, set_agency, &wish, out);
}

static int
drop_employer(struct store *store, const struct id *id, int64_t centre)
{
	struct query *q = start_on(store, SQL_EMPLOYER_DROP, id);

	query_bind_int(q, centre);
	return query_run(q);
}

static int
write_employer(struct store *store, const struct matter *matter,
    const struct login *login, const char *key)
{
	struct secret *link;
	unsigned char tag[LINK_TAG];
	struct query *q;
	int rc = link_key_open(store, NULL, login, &link);

	if (rc != 0)
		return rc;
	link_tag(link, "employer", key, tag);
	talloc_free(link);
	q = start_on(store, SQL_EMPLOYER_SET, &matter->id);
	query_bind_int(q, login_member(login)->centre);
	query_bind_blob(q, tag, sizeof(tag));
	query_bind_int(q, matter->opened_at);
	return query_run(q);
}

static int
set_employer(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct wish *wish = arg;
	int rc;

	if (strlen(wish->text) > EMPLOYER_MAX)
		return store_fail(store, -EINVAL, "name: at most %d octets",
		    EMPLOYER_MAX);
	rc = wish->key[0] == '\0' ? drop_employer(store, &opened->matter.id,
	    login_member(piece->login)->centre) : write_employer(store,
	    &opened->matter, piece->login, wish->key);
	return rc == 0 ? case_add(store, &opened->matter.id, "employer",
	    wish->text, piece->now) : rc;
}

int
case_set_employer(struct store *store, const char *ref,
    const struct login *login, const char *name, const char *key,
    int64_t version, int64_t now, struct matter *out)
{
	const struct piece piece = piece_of(ref, login, "employer", version,
	    now);
	struct wish wish = { name, key };

	return piece_do(store, &piece, set_employer, &wish, out);
}

/* One matter of a statement about a case.  1 there is one; 0 none. */
static int
find_matter(struct store *store, enum statement which, const struct id *id,
    struct matter *out)
{
	int rc = matter_find(start_on(store, which, id), out);

	return rc == 0 ? 1 : rc == -ENOENT ? 0 : rc;
}

static int
write_about(struct store *store, const struct opened *opened,
    const struct piece *piece, const struct matter *about)
{
	struct matter back;
	struct query *q;
	int rc = find_matter(store, SQL_ABOUT_OF, &about->id, &back);

	if (rc < 0)
		return rc;
	if (memcmp(&about->id, &opened->matter.id, sizeof(about->id)) == 0 ||
	    (rc == 1 && memcmp(&back.id, &opened->matter.id,
	    sizeof(back.id)) == 0))
		return store_fail(store, -EINVAL, "about: another case is "
		    "needed, that does not ask after this one");
	q = start_on(store, SQL_ABOUT_SET, &opened->matter.id);
	query_bind_blob(q, &about->id, sizeof(about->id));
	query_bind_int(q, matter_hour(piece->now));
	return query_run(q);
}

static int
set_about(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct wish *wish = arg;
	struct opened about = { .secret = NULL };
	int rc;

	if (wish->text[0] == '\0')
		return query_run(start_on(store, SQL_ABOUT_DROP,
		    &opened->matter.id));
	about.secret = secret_new(NULL);
	rc = opened_case(store, wish->text, piece->login, "about", piece->now,
	    &about);
	talloc_free(about.secret);
	return rc == 0 ? write_about(store, opened, piece, &about.matter) :
	    rc;
}

int
case_set_about(struct store *store, const char *ref,
    const struct login *login, const char *about_ref, int64_t version,
    int64_t now, struct matter *out)
{
	const struct piece piece = piece_of(ref, login, "about", version,
	    now);
	struct wish wish = { about_ref, NULL };

	return piece_do(store, &piece, set_about, &wish, out);
}

/* ---- reading ---- */

/* 1 the case has one, in licence or tag. */
static int
find_value(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    int64_t centre, enum link by, const char **licence,
    unsigned char tag[LINK_TAG])
{
	struct query *q = start_on(store, by == LINK_AGENCY ? SQL_AGENCY_OF :
	    SQL_EMPLOYER_OF, id);
	int rc;

	if (by == LINK_EMPLOYER)
		query_bind_int(q, centre);
	rc = query_next(q);
	if (rc == 1 && by == LINK_EMPLOYER)
		query_copy(q, 0, tag, LINK_TAG);
	if (rc == 1 && by == LINK_AGENCY)
		*licence = talloc_strdup(ctx, query_text(q, 0));
	query_end(q);
	return rc == 1 && by == LINK_AGENCY && (*licence)[0] == '\0' ? 0 : rc;
}

int
links_others(struct store *store, TALLOC_CTX *ctx, const struct login *login,
    const struct id *id, enum link by, int64_t since, struct matters **out)
{
	struct matters *others = talloc_zero(ctx, struct matters);
	int64_t centre = login_member(login)->centre;
	unsigned char tag[LINK_TAG];
	const char *licence = "";
	struct query *q;
	int rc = find_value(store, others, id, centre, by, &licence, tag);

	if (rc == 1) {
		q = query_start(store, by == LINK_AGENCY ?
		    SQL_OTHERS_OF_AGENCY : SQL_OTHERS_OF_EMPLOYER);
		query_bind_int(q, centre);
		if (by == LINK_AGENCY)
			query_bind_text(q, licence);
		else
			query_bind_blob(q, tag, sizeof(tag));
		query_bind_int(q, since);
		query_bind_blob(q, id, sizeof(*id));
		query_bind_int(q, OTHERS_MAX);
		rc = matters_read(q, others, others);
	}
	if (rc != 0)
		talloc_free(others);
	else
		*out = others;
	return rc;
}

/* 1 this member may read it; 0 for her it is not there. */
static int
is_hers(struct store *store, const struct login *login, int64_t now,
    const struct matter *matter)
{
	struct opened opened = { .secret = secret_new(NULL) };
	int rc = opened_find(store, matter->ref, login, now, &opened);

	talloc_free(opened.secret);
	return rc == 0 ? 1 : rc == -ENOENT ? 0 : rc;
}

static int
load_joined(struct store *store, const struct login *login,
    const struct id *id, int64_t now, struct links *links)
{
	struct joining joining;
	int rc = joined_find(store, id, &joining);

	if (rc != 0)
		return rc == -ENOENT ? 0 : rc;
	rc = case_load(store, &joining.into, &links->joined_to);
	if (rc == 0)
		rc = is_hers(store, login, now, &links->joined_to);
	links->is_joined = rc == 1;
	links->undoes = joining.undoes;
	return rc < 0 ? rc : 0;
}

static int
load_about(struct store *store, const struct login *login,
    const struct id *id, int64_t now, struct links *links)
{
	int rc = find_matter(store, SQL_ABOUT_OF, id, &links->about);

	if (rc == 1)
		rc = is_hers(store, login, now, &links->about);
	links->has_about = rc == 1;
	return rc < 0 ? rc : 0;
}

static int
load_asked_by(struct store *store, const struct login *login,
    const struct id *id, int64_t now, struct links *links)
{
	struct query *q = start_on(store, SQL_ASKED_ABOUT, id);
	size_t kept = 0;
	int rc;

	query_bind_int(q, ASKED_MAX);
	rc = matters_read(q, links, &links->asked_by);
	for (size_t i = 0; rc >= 0 && i < links->asked_by.n; i++) {
		rc = is_hers(store, login, now, &links->asked_by.matter[i]);
		if (rc == 1)
			links->asked_by.matter[kept++] =
			    links->asked_by.matter[i];
	}
	links->asked_by.n = kept;
	return rc < 0 ? rc : 0;
}

int
links_load(struct store *store, TALLOC_CTX *ctx, const struct login *login,
    const struct id *id, int64_t now, struct links **out)
{
	struct links *links = talloc_zero(ctx, struct links);
	int rc;

	links->licence = "";
	rc = find_value(store, links, id, 0, LINK_AGENCY, &links->licence,
	    NULL);
	if (rc >= 0)
		rc = load_joined(store, login, id, now, links);
	if (rc == 0)
		rc = load_about(store, login, id, now, links);
	if (rc == 0)
		rc = load_asked_by(store, login, id, now, links);
	if (rc != 0)
		talloc_free(links);
	else
		*out = links;
	return rc;
}
