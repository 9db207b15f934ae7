#include "store/proof.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/audit.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/piece.h"
#include "store/query.h"
#include "store/remark.h"
#include "store/tries.h"

enum { DAY_S = 86400 };

static void
make_key(const struct store *store, const char *ref,
    unsigned char key[KEY_TAG_SIZE])
{
	keys_tag(store->keys, "try desk", ref, strlen(ref), key);
}

int
proof_left(struct store *store, const char *ref, unsigned tries, int64_t now,
    unsigned *left)
{
	unsigned char key[KEY_TAG_SIZE];
	int64_t n = 0;
	int rc;

	make_key(store, ref, key);
	rc = tries_count(store, now / DAY_S, key, &n);
	if (rc == 0)
		*left = n >= tries ? 0 : tries - (unsigned)n;
	return rc;
}

/* -EPERM she has none: it was never filed. */
static int
compare(struct store *store, const struct matter *matter, const char *digits,
    bool *right)
{
	unsigned char pin[KEY_PIN_SIZE], is[KEY_PIN_SIZE];
	struct query *q = query_start(store, SQL_PROOF_PIN);
	int rc;

	query_bind_blob(q, &matter->id, sizeof(matter->id));
	rc = query_next(q);
	if (rc == 1)
		query_copy(q, 0, is, sizeof(is));
	query_end(q);
	if (rc != 1)
		return rc < 0 ? rc : -EPERM;
	keys_pin(store->keys, matter->ref, digits, pin);
	*right = sodium_memcmp(pin, is, sizeof(pin)) == 0;
	sodium_memzero(pin, sizeof(pin));
	return 0;
}

int
proof_note(struct store *store, const struct id *id, int64_t now)
{
	struct query *q = query_start(store, SQL_PROOF_NOTE);

	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, now + PROOF_GOOD_S);
	return query_run(q);
}

int
proof_stands(struct store *store, const struct id *id, int64_t now, bool *out)
{
	struct query *q = query_start(store, SQL_PROOF_UNTIL);
	int64_t until = 0;
	int rc;

	query_bind_blob(q, id, sizeof(*id));
	rc = query_next(q);
	if (rc == 1)
		until = query_int(q, 0);
	query_end(q);
	/* Of a clock that was set back it says nothing. */
	*out = until > now && until <= now + PROOF_GOOD_S;
	return rc < 0 ? rc : 0;
}

/* In the case, where everyone who reads it sees it; and in the audit. */
static int
write_down(struct store *store, const struct opened *opened,
    const struct piece *piece, const char *kind, const char *text,
    const char *action)
{
	const struct id *id = &opened->matter.id;
	int rc = case_add(store, id, kind, text, piece->now);

	if (rc == 0)
		rc = opened_edit(store, opened, piece->login, kind,
		    piece->now);
	return rc == 0 ? audit_add_case(store,
	    login_member(piece->login)->name, action, id, piece->now) : rc;
}

struct digits { const char *text; unsigned tries; bool right; };

static int
try_digits(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	struct digits *digits = arg;
	const struct matter *matter = &opened->matter;
	unsigned char key[KEY_TAG_SIZE];
	int64_t wrong = 0;
	int rc;

	make_key(store, matter->ref, key);
	rc = tries_count(store, piece->now / DAY_S, key, &wrong);
	if (rc == 0 && wrong >= digits->tries)
		return -EAGAIN;
	if (rc == 0)
		rc = compare(store, matter, digits->text, &digits->right);
	if (rc == 0)
		rc = digits->right ? proof_note(store, &matter->id,
		    piece->now) : tries_add(store, piece->now / DAY_S, key);
	return rc == 0 ? write_down(store, opened, piece, "proof",
	    digits->right ? "right" : "wrong", digits->right ? "proved" :
	    "not_proved") : rc;
}

static bool
are_digits(const char *text)
{
	return strlen(text) == PIN_DIGITS &&
	    strspn(text, "0123456789") == PIN_DIGITS;
}

int
proof_digits(struct store *store, const char *ref, const struct login *login,
    const char *text, unsigned tries, int64_t now, bool *right)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "prove", .version = ANY_VERSION, .now = now };
	struct digits digits = { text, tries, false };
	int rc;

	if (!are_digits(text))
		return store_fail(store, -EINVAL, "digits: her four");
	rc = piece_do(store, &piece, try_digits, &digits, NULL);
	if (rc == 0)
		*right = digits.right;
	return rc;
}

struct telling { const char *facts; };

static int
reissue(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct telling *telling = arg;
	const struct matter *matter = &opened->matter;
	bool stands = false;
	int rc = proof_stands(store, &matter->id, piece->now, &stands);

	if (rc == 0 && !stands && telling->facts[0] == '\0')
		return -EPERM;
	if (rc == 0 && !stands)
		rc = proof_note(store, &matter->id, piece->now);
	if (rc == 0)
		rc = write_down(store, opened, piece, "reissued", stands ?
		    "digits" : telling->facts, "reissue");
	return rc == 0 ? remark_add(store, matter, "reissued",
	    login_member(piece->login)->name, piece->now) : rc;
}

int
proof_reissue(struct store *store, const char *ref, const struct login *login,
    const char *facts, int64_t now)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "reissue_asked", .version = ANY_VERSION, .now = now };
	struct telling telling = { facts };

	return piece_do(store, &piece, reissue, &telling, NULL);
}

static int
erase(struct store *store, const struct opened *opened,
    const struct piece *piece, void *arg)
{
	const struct member *member = login_member(piece->login);
	const struct eraser by = { member->id, member->role == AS_LEAD };
	const struct id id = opened->matter.id;
	bool stands = false, *erased = arg;
	int rc = proof_stands(store, &id, piece->now, &stands);

	if (rc == 0 && !stands)
		return -EPERM;
	if (rc == 0)
		rc = forget_erase(store, &id, &by, piece->now, erased);
	return rc == 0 && *erased ? audit_add_case(store, member->name,
	    "erase", &id, piece->now) : rc;
}

int
proof_erase(struct store *store, const char *ref, const struct login *login,
    int64_t now, bool *erased)
{
	const struct piece piece = { .ref = ref, .login = login,
	    .action = "erase_asked", .version = ANY_VERSION, .now = now };

	return piece_do(store, &piece, erase, erased, NULL);
}
