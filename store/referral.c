#include "store/referral.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "store/centre.h"
#include "store/deadline.h"
#include "store/finish.h"
#include "store/inside.h"
#include "store/matter.h"
#include "store/opened.h"

/* What a step works on, in its transaction. */
struct passing {
	struct store *store;
	const struct login *login;
	struct opened opened;
	struct referral referral;
	int64_t now;
};

static int64_t
own_centre(const struct passing *p)
{
	return login_member(p->login)->centre;
}

static int
add_reader(struct passing *p, int64_t centre)
{
	unsigned char pub[KEY_OCTETS], box[SEAL_KEY_BOX];
	struct query *q;
	int rc = centre_public(p->store, centre, pub);

	if (rc == 0)
		rc = seal_key(pub, p->opened.secret->octets, box);
	if (rc != 0)
		return rc;
	q = query_start(p->store, SQL_READER_KEEP);
	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, centre);
	query_bind_blob(q, box, sizeof(box));
	return query_run(q);
}

/* Another's stand-in; 0 none. */
static int
find_stand_in(struct passing *p, int64_t of, int64_t *out)
{
	struct centres *centres;
	const struct centre *centre, *other = NULL;
	int rc = centres_load(p->store, NULL, &centres);

	if (rc != 0)
		return rc;
	centre = centre_by_id(centres, of);
	if (centre != NULL)
		other = centre_stand_in(centres, centre);
	*out = other != NULL ? other->id : 0;
	talloc_free(centres);
	return 0;
}

static int
set_state(struct passing *p, enum referral_state state)
{
	struct query *q = query_start(p->store, SQL_REFERRAL_SET);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, p->referral.to);
	query_bind_text(q, referral_state_name(state));
	query_bind_text(q, login_member(p->login)->name);
	query_bind_int(q, matter_hour(p->now));
	return query_run(q);
}

static int
set_waits(struct passing *p, const char *whom)
{
	struct query *q = query_start(p->store, SQL_CASE_WAITS_FOR_CENTRE);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, matter_hour(p->now));
	query_bind_text(q, whom);
	return query_run(q);
}

/* The other office's page is told too. */
static int
raise_pulse(struct passing *p, int64_t centre)
{
	struct query *q = query_start(p->store, SQL_PULSE_RAISE);

	query_bind_int(q, centre);
	return query_run(q);
}

/* Into a centre's queue, to a member or (0) to nobody. */
static int
move(struct passing *p, int64_t centre, int64_t owner)
{
	const struct matter *matter = &p->opened.matter;
	struct query *q = query_start(p->store, SQL_CASE_MOVE);

	query_bind_blob(q, &matter->id, sizeof(matter->id));
	query_bind_int(q, matter_hour(p->now));
	query_bind_int(q, centre);
	if (owner != 0)
		query_bind_int(q, owner);
	else
		query_bind_text(q, NULL);
	query_bind_int(q, deadline_first(matter->urgent,
	    matter_hour(p->now)));
	return query_run(q);
}

static int
drop_reader(struct passing *p, int64_t centre)
{
	struct query *q = query_start(p->store, SQL_READER_DROP);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, centre);
	return query_run(q);
}

static int
drop_others(struct passing *p, int64_t a, int64_t b, int64_t c)
{
	struct query *q = query_start(p->store, SQL_READER_DROP_OTHERS);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, a);
	query_bind_int(q, b);
	query_bind_int(q, c);
	return query_run(q);
}

/* It was offered in vain: the other reads it no more, unless it stands in. */
static int
take_back(struct passing *p, enum referral_state state)
{
	int64_t stand_in = 0;
	int rc = find_stand_in(p, p->opened.matter.centre, &stand_in);

	if (rc == 0 && stand_in != p->referral.to)
		rc = drop_reader(p, p->referral.to);
	if (rc == 0)
		rc = set_state(p, state);
	if (rc == 0)
		rc = set_waits(p, "");
	return rc == 0 ? raise_pulse(p, p->referral.to) : rc;
}

/* From now on it is theirs; the first centre follows it. */
static int
accept(struct passing *p, enum referral_state state)
{
	int64_t stand_in = 0;
	int rc = find_stand_in(p, p->referral.to, &stand_in);

	if (rc == 0 && stand_in != 0)
		rc = add_reader(p, stand_in);
	if (rc == 0)
		rc = drop_others(p, p->referral.from, p->referral.to,
		    stand_in);
	if (rc == 0)
		rc = move(p, p->referral.to, login_member(p->login)->id);
	if (rc == 0)
		rc = set_state(p, state);
	return rc == 0 ? raise_pulse(p, p->referral.from) : rc;
}

/* Back where it came from, with those who read it there. */
static int
give_back(struct passing *p, enum referral_state state)
{
	int64_t stand_in = 0;
	int rc = find_stand_in(p, p->referral.from, &stand_in);

	if (rc == 0 && stand_in != 0)
		rc = add_reader(p, stand_in);
	if (rc == 0)
		rc = drop_others(p, p->referral.from, stand_in,
		    p->referral.from);
	if (rc == 0)
		rc = move(p, p->referral.from, 0);
	if (rc == 0)
		rc = set_state(p, state);
	return rc == 0 ? raise_pulse(p, p->referral.to) : rc;
}

/* Who may do a step, from which state, and how it is done. */
static const struct step {
	enum referral_state from;
	bool by_other;			/* the centre it was offered to */
	int (*run)(struct passing *, enum referral_state);
	const char *action;
} steps[REFERRAL_STATES] = {
	[REFERRAL_WITHDRAWN] = { REFERRAL_OFFERED, false, take_back,
	    "withdraw" },
	[REFERRAL_REFUSED] = { REFERRAL_OFFERED, true, take_back, "refuse" },
	[REFERRAL_ACCEPTED] = { REFERRAL_OFFERED, true, accept, "accept" },
	[REFERRAL_DONE] = { REFERRAL_ACCEPTED, true, give_back, "done" },
};

static int
begin(struct passing *p, TALLOC_CTX *ctx, const char *ref,
    const char *action)
{
	int rc = opened_case(p->store, ref, p->login, action, p->now,
	    &p->opened);

	return rc == 0 ? referral_find(p->store, ctx, &p->opened.matter.id,
	    &p->referral) : rc;
}

/* What was said with it, and who made the version that is there now. */
static int
note(struct passing *p, const char *action, const char *text)
{
	int rc = text[0] == '\0' ? 0 : case_add(p->store,
	    &p->opened.matter.id, "referral", text, p->now);

	return rc == 0 ? opened_edit(p->store, &p->opened, p->login, action,
	    p->now) : rc;
}

static int
finish(struct passing *p, int rc, struct matter *out)
{
	struct matter is;

	if ((rc == 0 || rc == -EEXIST) &&
	    case_load(p->store, &p->opened.matter.id, &is) == 0)
		*out = is;
	return store_finish(p->store, rc);
}

static int
do_step(struct passing *p, TALLOC_CTX *ctx, const char *ref,
    enum referral_state to, const char *text)
{
	const struct step *step = &steps[to];
	int rc = begin(p, ctx, ref, step->action);

	if (rc != 0)
		return rc;
	if (p->referral.state != step->from || own_centre(p) !=
	    (step->by_other ? p->referral.to : p->referral.from))
		return -EPERM;
	rc = step->run(p, to);
	return rc == 0 ? note(p, step->action, text) : rc;
}

int
referral_step(struct store *store, const char *ref,
    const struct login *login, enum referral_state to, const char *text,
    int64_t now, struct matter *out)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct passing p = { .store = store, .login = login, .now = now,
	    .opened.secret = secret_new(ctx) };
	int rc = store_begin(store);

	if (rc == 0)
		rc = finish(&p, do_step(&p, ctx, ref, to, text), out);
	talloc_free(ctx);
	return rc;
}

static int
write_offer(struct passing *p, int64_t to)
{
	struct query *q = query_start(p->store, SQL_REFERRAL_OFFER);

	query_bind_blob(q, &p->opened.matter.id, sizeof(struct id));
	query_bind_int(q, to);
	query_bind_int(q, own_centre(p));
	query_bind_text(q, login_member(p->login)->name);
	query_bind_int(q, matter_hour(p->now));
	return query_run(q);
}

static int
do_offer(struct passing *p, TALLOC_CTX *ctx, const char *ref, int64_t to,
    const char *text, int64_t version)
{
	int rc = begin(p, ctx, ref, "offer");

	if (rc != 0)
		return rc;
	if (p->opened.matter.version != version)
		return -EEXIST;
	if (p->referral.state != REFERRAL_NONE ||
	    p->opened.matter.centre != own_centre(p) ||
	    p->opened.matter.state == CASE_FINISHED)
		return -EPERM;
	if (to == own_centre(p))
		return store_fail(p->store, -EINVAL, "to: another office is "
		    "needed");
	rc = add_reader(p, to);
	if (rc == -ENOENT)
		return store_fail(p->store, -EINVAL, "to: no such office");
	if (rc == 0)
		rc = write_offer(p, to);
	if (rc == 0)
		rc = set_waits(p, "centre");
	if (rc == 0)
		rc = raise_pulse(p, to);
	return rc == 0 ? note(p, "offer", text) : rc;
}

int
referral_offer(struct store *store, const char *ref,
    const struct login *login, int64_t to, const char *text,
    int64_t version, int64_t now, struct matter *out)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct passing p = { .store = store, .login = login, .now = now,
	    .opened.secret = secret_new(ctx) };
	int rc = store_begin(store);

	if (rc == 0)
		rc = finish(&p, do_offer(&p, ctx, ref, to, text, version),
		    out);
	talloc_free(ctx);
	return rc;
}
