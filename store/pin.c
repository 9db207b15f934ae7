#include "store/cases.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/detached.h"
#include "store/inside.h"
#include "store/keys.h"
#include "store/matter.h"
#include "store/tries.h"

enum { DAY_S = 86400, CANDIDATES = 8 };

/* What people choose most; one in four would be among these. */
static const char common[][PIN_DIGITS + 1] = {
	"1234", "1111", "0000", "1212", "7777", "1004", "2000", "4444",
	"2222", "6969", "9999", "3333", "5555", "6666", "1122", "1313",
	"8888", "4321", "2001", "1010", "2580", "0852", "1342", "0123",
	"2468", "1357", "2020", "1986", "1990", "1998",
};

/* A case these digits may belong to, or a stand-in for one that is not. */
struct candidate {
	struct matter matter;
	unsigned char pin[KEY_PIN_SIZE];
	bool filed;
};

struct attempt {
	struct store *store;
	const struct tag *tag;		/* of the phone they are typed on */
	int64_t day;
	unsigned tries;
	const char *pin;
	struct candidate candidate[CANDIDATES];
	int n;
};

static bool
is_common(const char *digits)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
		if (strcmp(common[i], digits) == 0)
			return true;
	return false;
}

bool
pin_is_permitted(const char *digits)
{
	return strlen(digits) == PIN_DIGITS && !is_common(digits) &&
	    strspn(digits, "0123456789") == PIN_DIGITS;
}

int
case_file(struct store *store, const struct id *id, const char *digits,
    int64_t now)
{
	unsigned char pin[KEY_PIN_SIZE];
	struct matter matter;
	struct query *q;
	int rc;

	if (!pin_is_permitted(digits))
		return -EINVAL;
	rc = case_load(store, id, &matter);
	if (rc != 0)
		return rc;
	keys_pin(store->keys, matter.ref, digits, pin);
	q = query_start(store, SQL_CASE_FILE);
	query_bind_blob(q, id, sizeof(*id));
	query_bind_int(q, matter_hour(now));
	query_bind_blob(q, pin, sizeof(pin));
	rc = query_run(q);
	return rc == 0 && query_changed(store) == 0 ? -EEXIST : rc;
}

/* The rows of a bound query, filed ones, newest first. */
static int
read_candidates(struct attempt *attempt, struct query *q)
{
	int rc;

	while ((rc = query_next(q)) == 1 && attempt->n < CANDIDATES) {
		struct candidate *c = &attempt->candidate[attempt->n++];

		rc = matter_read(q, &c->matter);
		if (rc != 0)
			break;
		query_copy(q, MATTER_PIN, c->pin, sizeof(c->pin));
		c->filed = c->matter.filed;
	}
	query_end(q);
	return rc;
}

static int
find_by_phone(struct attempt *attempt)
{
	struct query *q = query_start(attempt->store, SQL_CASES_OF_TAG);

	query_bind_blob(q, attempt->tag, sizeof(*attempt->tag));
	query_bind_int(q, CANDIDATES);
	return read_candidates(attempt, q);
}

static int
find_by_ref(struct attempt *attempt, const char *ref)
{
	struct query *q = query_start(attempt->store, SQL_CASE_FIND);

	query_bind_text(q, ref);
	return read_candidates(attempt, q);
}

/* With nothing to compare it still compares, so that the time taken does not
   tell whether there was a case. */
static void
add_dummy(struct attempt *attempt, const char *ref)
{
	struct candidate *c = &attempt->candidate[0];

	if (attempt->n > 0)
		return;
	memcpy(c->matter.ref, ref, REF_DIGITS);
	attempt->n = 1;
}

static int
is_blocked(struct attempt *attempt, const unsigned char key[KEY_TAG_SIZE],
    bool *out)
{
	int64_t n;
	int rc = tries_count(attempt->store, attempt->day, key, &n);

	if (rc == 0 && n > 0)
		*out = n >= attempt->tries;
	return rc;
}

static int
count_try(struct attempt *attempt, const unsigned char key[KEY_TAG_SIZE])
{
	return tries_add(attempt->store, attempt->day, key);
}

/* By reference, so that one that does not exist is counted like the rest. */
static void
make_case_key(const struct attempt *attempt, int i,
    unsigned char key[KEY_TAG_SIZE])
{
	const char *ref = attempt->candidate[i].matter.ref;

	keys_tag(attempt->store->keys, "try case", ref, strlen(ref), key);
}

static int
try_candidate(struct attempt *attempt, int i, bool *right)
{
	const struct candidate *c = &attempt->candidate[i];
	unsigned char key[KEY_TAG_SIZE], pin[KEY_PIN_SIZE];
	bool blocked = false, detached = false, same;
	int rc;

	make_case_key(attempt, i, key);
	rc = is_blocked(attempt, key, &blocked);
	if (rc == 0)
		rc = detached_is(attempt->store, attempt->tag, &c->matter.id,
		    &detached);
	keys_pin(attempt->store->keys, c->matter.ref, attempt->pin, pin);
	same = sodium_memcmp(pin, c->pin, sizeof(pin)) == 0;
	*right = same && c->filed && !blocked && !detached;
	return rc;
}

/* The newest that is right; -ENOENT none. */
static int
try_all(struct attempt *attempt, bool blocked, struct matter *out)
{
	int found = -1;

	for (int i = 0; i < attempt->n; i++) {
		bool right;
		int rc = try_candidate(attempt, i, &right);

		if (rc != 0)
			return rc;
		if (right && !blocked && found < 0)
			found = i;
	}
	if (found < 0)
		return -ENOENT;
	*out = attempt->candidate[found].matter;
	return 0;
}

static int
count_wrong(struct attempt *attempt, const unsigned char phone[KEY_TAG_SIZE])
{
	unsigned char key[KEY_TAG_SIZE];
	int rc = count_try(attempt, phone);

	for (int i = 0; rc == 0 && i < attempt->n; i++) {
		make_case_key(attempt, i, key);
		rc = count_try(attempt, key);
	}
	return rc;
}

static int
try_secret(struct attempt *attempt, struct matter *out)
{
	unsigned char phone[KEY_TAG_SIZE];
	bool blocked = false;
	int rc, counted;

	keys_tag(attempt->store->keys, "try phone", attempt->tag,
	    sizeof(*attempt->tag), phone);
	rc = is_blocked(attempt, phone, &blocked);
	if (rc == 0)
		rc = try_all(attempt, blocked, out);
	if (rc != -ENOENT)
		return rc;
	counted = count_wrong(attempt, phone);
	return counted == 0 ? -ENOENT : counted;
}

int
case_by_secret(struct store *store, const struct tag *tag, const char *digits,
    unsigned tries, int64_t now, struct matter *out)
{
	struct attempt attempt = { .store = store, .tag = tag,
	    .day = now / DAY_S, .tries = tries };
	char ref[REF_DIGITS + 1] = "00000000";
	size_t n = strlen(digits);
	int rc;

	if (n != PIN_DIGITS && n != REF_DIGITS + PIN_DIGITS)
		return -ENOENT;
	attempt.pin = digits + n - PIN_DIGITS;
	if (n > PIN_DIGITS)
		memcpy(ref, digits, REF_DIGITS);
	rc = n > PIN_DIGITS ? find_by_ref(&attempt, ref) :
	    find_by_phone(&attempt);
	if (rc != 0)
		return rc;
	add_dummy(&attempt, ref);
	return try_secret(&attempt, out);
}
