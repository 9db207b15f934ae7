#include "store/person.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"
#include "store/item.h"
#include "store/link_key.h"
#include "store/matter.h"

/*
 * What is sealed: nine lines, the name last (SEALING.md).
 */
enum { LINES = 9 };

static bool
is_line(const char *text, size_t max)
{
	return strlen(text) <= max && strchr(text, '\n') == NULL;
}

static bool
is_person(const struct person *p)
{
	const char *const words[] = { p->consent, p->sex, p->age, p->outcome,
	    p->currency };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!is_line(words[i], PERSON_WORD_MAX))
			return false;
	return p->claimed >= 0 && p->received >= 0 &&
	    is_line(p->key, PERSON_KEY_MAX) &&
	    p->name[0] != '\0' && is_line(p->name, PERSON_NAME_MAX);
}

static char *
write_text(TALLOC_CTX *ctx, const struct person *p)
{
	return talloc_asprintf(ctx, "%s\n%s\n%s\n%s\n%lld\n%lld\n%s\n%s\n%s",
	    p->consent, p->sex, p->age, p->outcome, (long long)p->claimed,
	    (long long)p->received, p->currency, p->key, p->name);
}

/* The name is the last line. */
const char *
person_shown(const char *text)
{
	const char *end = strrchr(text, '\n');

	return end != NULL ? end + 1 : text;
}

/* Cuts the text into its lines. */
static int
read_text(char *text, struct person *p)
{
	char *line[LINES];

	for (int i = 0; i < LINES; i++) {
		line[i] = text;
		text += strcspn(text, "\n");
		if (*text == '\0' && i < LINES - 1)
			return -EBADMSG;
		*text++ = '\0';
	}
	p->consent = line[0];
	p->sex = line[1];
	p->age = line[2];
	p->outcome = line[3];
	p->claimed = strtoll(line[4], NULL, 10);
	p->received = strtoll(line[5], NULL, 10);
	p->currency = line[6];
	p->key = line[7];
	p->name = line[8];
	return 0;
}

static struct seal_place
place_of(const struct opened *opened, int64_t n)
{
	return (struct seal_place){ .case_id = opened->matter.id, .n = n,
	    .kind = "person" };
}

static struct person *
another(struct persons *all)
{
	all->person = talloc_realloc(all, all->person, struct person,
	    (unsigned)(all->n + 1));
	all->person[all->n] = (struct person){ .name = "", .key = "",
	    .consent = "", .sex = "", .age = "", .outcome = "",
	    .currency = "" };
	return &all->person[all->n++];
}

/* Columns n, who, nonce, ek, ct; nobody's key opens only the first two. */
static int
read_row(struct query *q, const struct opened *opened, struct persons *all)
{
	struct person *person = another(all);
	struct seal_place place;
	char *text = NULL;
	int rc;

	person->n = query_int(q, 0);
	query_copy(q, 1, &person->who, sizeof(person->who));
	if (opened->secret == NULL)
		return 0;
	place = place_of(opened, person->n);
	rc = item_unseal(all, q, 2, opened, &place, &text);
	return rc == 0 ? read_text(text, person) : rc;
}

int
persons_open(struct store *store, TALLOC_CTX *ctx,
    const struct opened *opened, struct persons **out)
{
	struct persons *all = talloc_zero(ctx, struct persons);
	struct query *q = query_start(store, SQL_PERSONS_OF_CASE);
	int rc;

	query_bind_blob(q, &opened->matter.id, sizeof(opened->matter.id));
	while ((rc = query_next(q)) == 1) {
		rc = read_row(q, opened, all);
		if (rc != 0)
			break;
	}
	query_end(q);
	if (rc != 0)
		talloc_free(all);
	else
		*out = all;
	return rc;
}

int
persons_count(struct store *store, TALLOC_CTX *ctx, const struct id *id,
    struct persons **out)
{
	const struct opened closed = { .matter.id = *id };

	return persons_open(store, ctx, &closed, out);
}

static int
write_print(struct store *store, const struct id *id,
    const struct secret *link, int64_t centre, const struct person *person)
{
	unsigned char print[LINK_PRINT];
	struct query *q = query_start(store, SQL_PRINT_SET);

	link_print(link, person->key, print);
	query_bind_int(q, centre);
	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, person->n);
	query_bind_blob(q, print, sizeof(print));
	return query_run(q);
}

static void
bind_sealed(struct query *q, const struct sealed *sealed)
{
	query_bind_blob(q, sealed->nonce, sizeof(sealed->nonce));
	query_bind_blob(q, sealed->ct, sealed->ct_n);
	query_bind_blob(q, sealed->key, sizeof(sealed->key));
}

/* A statement whose first parameters are case and n; the sealed text is last. */
static int
write_row(struct store *store, enum statement which,
    const struct opened *opened, const struct person *person)
{
	const struct seal_place place = place_of(opened, person->n);
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = write_text(ctx, person);
	struct sealed sealed;
	struct query *q;
	int rc = seal_item(ctx, opened->pub, &place, text, strlen(text),
	    &sealed);

	if (rc == 0) {
		q = query_start(store, which);
		query_bind_blob(q, &place.case_id, sizeof(place.case_id));
		query_bind_int(q, person->n);
		if (which == SQL_PERSON_ADD) {
			query_bind_blob(q, &person->who, sizeof(person->who));
			query_bind_int(q, opened->matter.opened_at);
		}
		bind_sealed(q, &sealed);
		rc = query_run(q);
	}
	talloc_free(ctx);
	return rc;
}

static int
write_person(struct store *store, enum statement which,
    const struct opened *opened, const struct secret *link, int64_t centre,
    const struct person *person)
{
	int rc = 0;

	if (!is_person(person))
		rc = store_fail(store, -EINVAL, "name: one line of at most "
		    "%d octets is needed", PERSON_NAME_MAX);
	if (rc == 0)
		rc = write_row(store, which, opened, person);
	if (rc == 0 && query_changed(store) == 0)
		rc = -ENOENT;
	return rc == 0 ? write_print(store, &opened->matter.id, link, centre,
	    person) : rc;
}

int
person_insert(struct store *store, const struct opened *opened,
    const struct secret *link, int64_t centre, const struct person *person)
{
	return write_person(store, SQL_PERSON_ADD, opened, link, centre,
	    person);
}

int
person_update(struct store *store, const struct opened *opened,
    const struct secret *link, int64_t centre, const struct person *person)
{
	return write_person(store, SQL_PERSON_SET, opened, link, centre,
	    person);
}
