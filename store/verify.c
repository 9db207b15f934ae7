#include "store/audit.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/chain.h"
#include "store/inside.h"
#include "store/query.h"

enum { HEAD_OCTETS = 5, HEAD_LETTERS = 2 * HEAD_OCTETS };

struct noted { int64_t seq; char letters[HEAD_LETTERS + 1]; bool met; };

struct verifying {
	struct store *store;
	struct audit_state *state;
	struct noted noted;
	struct link link;
	bool linked;			/* a row had a link: all after have */
};

/* Hex of the seal's beginning: enough to be told on the phone, and keyed. */
static void
letters_of(const struct store *store, int64_t seq, struct link link,
    char out[HEAD_LETTERS + 1])
{
	const struct link seal = chain_seal(store, seq, link);

	sodium_bin2hex(out, HEAD_LETTERS + 1, seal.octets, HEAD_OCTETS);
}

static int
read_noted(const char *text, struct noted *out)
{
	char *end;

	if (text == NULL)
		return 0;
	out->seq = strtoll(text, &end, 10);
	if (end == text || *end != '-' || out->seq < 1 ||
	    strlen(end + 1) != HEAD_LETTERS)
		return -EINVAL;
	memcpy(out->letters, end + 1, HEAD_LETTERS);
	return 0;
}

static void
meet_noted(struct verifying *v, int64_t seq)
{
	char letters[HEAD_LETTERS + 1];

	if (seq != v->noted.seq)
		return;
	letters_of(v->store, seq, v->link, letters);
	v->noted.met = strcmp(letters, v->noted.letters) == 0;
}

/* Is the row as it was written?  Once one has a link, all have. */
static bool
check_row(struct verifying *v, struct query *q)
{
	struct audit_row row = chain_row(q);
	struct link link = chain_next(v->store, v->link, &row), is;
	bool linked = chain_link(q, 5, &is);

	v->state->wrong = v->state->last + 1;
	if (row.seq != v->state->last + 1 || (v->linked && !linked) ||
	    (linked && sodium_memcmp(&link, &is, sizeof(is)) != 0))
		return false;
	v->state->wrong = 0;
	v->linked |= linked;
	v->link = link;
	v->state->last = row.seq;
	v->state->rows++;
	meet_noted(v, row.seq);
	return true;
}

static int
check_rows(struct verifying *v)
{
	struct query *q = query_start(v->store, SQL_AUDIT_FROM);
	int rc;

	query_bind_int(q, INT64_MIN);
	while ((rc = query_next(q)) == 1)
		if (!check_row(v, q)) {
			query_end(q);
			return -EBADMSG;
		}
	return rc;
}

/* 0 as sealed; -EBADMSG rows are missing at the end, or the seal. */
static int
check_head(struct verifying *v)
{
	int rc = chain_is_sealed(v->store, v->state->last, v->link);

	if (rc == -EBADMSG)
		v->state->wrong = v->state->last + 1;
	v->state->unsealed = rc == -EBADMSG && !v->linked;
	return rc;
}

static void
write_head(const struct verifying *v)
{
	char letters[HEAD_LETTERS + 1];

	letters_of(v->store, v->state->last, v->link, letters);
	snprintf(v->state->head, sizeof(v->state->head), "%" PRId64 "-%s",
	    v->state->last, letters);
}

/* Rows and head as they were at one moment: others go on writing. */
static int
check(struct verifying *v)
{
	bool own = !v->store->writing;
	int rc = own ? engine_do(v->store, "BEGIN") : 0, ended = 0;

	if (rc == 0) {
		rc = check_rows(v);
		if (rc == 0)
			rc = check_head(v);
		if (own)
			ended = engine_do(v->store, "ROLLBACK");
	}
	return rc != 0 ? rc : ended;
}

int
audit_verify(struct store *store, const char *noted, struct audit_state *out)
{
	struct verifying v = { .store = store, .state = out };
	int rc = read_noted(noted, &v.noted);

	*out = (struct audit_state){ 0 };
	if (rc == 0)
		rc = check(&v);
	if (rc != 0)
		return rc;
	write_head(&v);
	return noted != NULL && !v.noted.met ? -ESTALE : 0;
}
