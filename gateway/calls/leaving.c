#include "gateway/calls/leaving.h"

#include <errno.h>
#include <string.h>

#include "gateway/hours.h"
#include "gateway/outgoing.h"

enum { MS = 1000 };

struct look {
	TALLOC_CTX *ctx;
	const struct sitting *sitting;
	struct networks *networks;
};

const struct operator *
leaving_operator(const struct operators *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->operator[i].name, name) == 0)
			return &all->operator[i];
	return NULL;
}

/* A duty phone's: by its country, else any that has SMS. */
static const struct operator *
operator_for(const struct operators *all, const char *number)
{
	const struct operator *any = NULL, *o;

	for (size_t i = 0; i < all->n; i++) {
		o = &all->operator[i];
		if (o->sms_smsc == NULL)
			continue;
		if (number[0] == '+' && strncmp(number + 1, o->country_code,
		    strlen(o->country_code)) == 0)
			return o;
		if (any == NULL)
			any = o;
	}
	return any;
}

static const struct operator *
choose_operator(const struct look *look, const struct outbox_due *due)
{
	const struct operators *all = look->sitting->house->operators;
	const struct operator *o = due->row.kind == OUTBOX_STAFF ?
	    leaving_operator(all, due->consent.network) :
	    operator_for(all, due->number);

	return o != NULL && o->sms_smsc != NULL ? o : NULL;
}

/* ---- may it leave? ---- */

static int
end(const struct look *look, const struct outbox_due *due,
    enum outbox_state state, const char *why)
{
	return outbox_move(look->sitting->store, &due->row.id, state, why,
	    look->sitting->now);
}

static int
wait(const struct look *look, const struct outbox_due *due, int64_t at,
    const char *why)
{
	if (at >= due->row.ends_at)
		return end(look, due, OUTBOX_EXPIRED, why);
	return outbox_put_off(look->sitting->store, &due->row.id, at, why);
}

/* A duty phone rings at any hour; she is texted in hers.  1: it may leave. */
static int
check_hours(const struct look *look, const struct outbox_due *due,
    int64_t *until)
{
	int64_t now = look->sitting->now, at = due->row.ends_at;
	enum leave leave = at - now < HOURS_ROOM_S ? LEAVE_NEVER : LEAVE_NOW;

	if (due->row.kind == OUTBOX_STAFF)
		leave = hours_leave(&due->consent, now, due->row.ends_at, &at);
	if (leave == LEAVE_NEVER)
		return end(look, due, OUTBOX_EXPIRED, "hours");
	if (leave == LEAVE_LATER)
		return wait(look, due, at, "hours");
	*until = at;
	return 1;
}

static const char *
words_of(const struct look *look, const struct outbox_due *due)
{
	const struct view view = { .locale = (enum locale)due->language,
		.sms = true };

	if (due->message[0] == '\0')
		return due->text;
	return drawing_text(look->sitting->house->drawing, look->ctx,
	    due->message, &view);
}

/* 1: the text is fit to leave, and drawn. */
static int
check_words(const struct look *look, struct leaving *leaving)
{
	const struct outbox_due *due = leaving->due;
	const char *text = words_of(look, due);
	struct outgoing out;

	if (text == NULL)
		return end(look, due, OUTBOX_FAILED, "unreadable");
	out = outgoing_judge(look->ctx, look->sitting->house->danger, text,
	    (unsigned)look->sitting->settings->text_parts, due->checked);
	if (out.fault != OUTGOING_FINE)
		return end(look, due, OUTBOX_FAILED,
		    outgoing_fault_name(out.fault));
	leaving->page = out.page;
	leaving->parts = out.parts;
	return 1;
}

/* 1: her wish stands and her number opens. */
static int
check_wish(const struct look *look, const struct outbox_due *due)
{
	if (due->row.kind == OUTBOX_STAFF &&
	    !consent_may_text(&due->consent, look->sitting->now))
		return end(look, due, OUTBOX_EXPIRED, "taken back");
	if (due->number == NULL)
		return end(look, due, OUTBOX_FAILED, "no number");
	return 1;
}

static int
check_network(const struct look *look, struct leaving *leaving)
{
	const struct outbox_due *due = leaving->due;
	const char *why;
	int64_t at;

	leaving->operator = choose_operator(look, due);
	if (leaving->operator == NULL)
		return end(look, due, OUTBOX_FAILED, "no network");
	at = networks_wait(look->networks, leaving->operator,
	    leaving->parts, look->sitting->now * MS, &why);
	return at == 0 ? 1 : wait(look, due, at, why);
}

int
leaving_look(TALLOC_CTX *ctx, const struct sitting *sitting,
    struct networks *networks, struct leaving *leaving)
{
	const struct look look = { ctx, sitting, networks };
	int rc = check_wish(&look, leaving->due);

	if (rc == 1)
		rc = check_hours(&look, leaving->due, &leaving->until);
	if (rc == 1)
		rc = check_words(&look, leaving);
	if (rc == 1)
		rc = check_network(&look, leaving);
	if (rc != 1)
		return rc;
	rc = end(&look, leaving->due, OUTBOX_SENDING, "");
	if (rc == 0)
		networks_spend(networks, leaving->operator, leaving->parts,
		    sitting->now * MS);
	return rc == 0 ? 1 : rc;
}
