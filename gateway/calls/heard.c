#include "gateway/calls/heard.h"

#include <stdlib.h>
#include <string.h>

#include "locales/clean.h"
#include "locales/fold.h"

/* Shorter texts that are no key are a slip of the finger, not words. */
enum { WORDS_MIN = 3 };

static const char *const keyword_keys[] = {
	[KEYWORD_START] = "00",
	[KEYWORD_BACK] = "0",
	[KEYWORD_MORE] = "8",
	[KEYWORD_CALL] = "9",
};

/* Those that lead to a page of the tree's own, however a session begins, or do
   something at once (command.h). */
static const char *const keyword_words[] = {
	[KEYWORD_CALL] = "call",
	[KEYWORD_CHECK] = "check",
	[KEYWORD_STATE] = "state",
	[KEYWORD_STOP] = "stop",
	[KEYWORD_DELETE] = "delete",
};

static void
read_keyword(struct heard *h)
{
	enum keyword keyword = text_keyword(h->text);

	if (keyword < sizeof(keyword_keys) / sizeof(*keyword_keys))
		h->digits = keyword_keys[keyword];
	if (keyword < sizeof(keyword_words) / sizeof(*keyword_words))
		h->word = keyword_words[keyword];
}

static char *
text_of(TALLOC_CTX *ctx, struct octets o)
{
	return talloc_strndup(ctx, o.data != NULL ? o.data : "",
	    o.data != NULL ? o.n : 0);
}

static void
read_text(TALLOC_CTX *ctx, const struct sms *sms, struct heard *h)
{
	enum coding coding = sms->coding == CODING_UCS2 ? CODING_UCS2 :
	    CODING_GSM7;

	h->text = text_clean(ctx, sms->msgdata.data != NULL ?
	    sms->msgdata.data : "", sms->msgdata.n, coding, NULL);
	h->digits = text_digits(ctx, h->text);
	if (h->digits == NULL)
		read_keyword(h);
	h->words = h->digits == NULL && h->word == NULL &&
	    (text_units(h->text) >= WORDS_MIN ||
	    strchr(h->text, ' ') != NULL);
	h->fragment = sms->udhdata.data != NULL && sms->udhdata.n > 0;
	if (h->fragment) {
		/* Never read a part of something longer as a command. */
		h->digits = h->word = NULL;
		h->words = h->text[0] != '\0';
	}
}

/* A sender that is no telephone number still finds its own row. */
static void
read_sender(TALLOC_CTX *ctx, const struct store *store, const struct sms *sms,
    struct heard *h)
{
	char *number;

	if (operator_e164(ctx, h->operator, sms->sender, &number) == 0) {
		h->number = number;
		h->tag = caller_tag(store, number);
		return;
	}
	number = talloc_asprintf(ctx, "?%s", text_of(ctx, sms->sender));
	h->tag = caller_tag(store, number);
}

static void
read_session(TALLOC_CTX *ctx, const struct sms *sms, struct heard *h)
{
	h->op = operator_op(h->operator, sms);
	h->session = operator_session(ctx, h->operator, sms);
	if (strlen(h->session) > SESSION_MAX)
		h->session = "";
	if (h->op == OP_BEGIN)
		h->dialled = operator_dialled(ctx, h->operator, h->text);
}

struct heard
heard_read(TALLOC_CTX *ctx, const struct operators *operators,
    const struct store *store, const struct arrival *arrival)
{
	const struct sms *sms = &arrival->sms;
	struct heard h = { .arrival = arrival, .session = "", .dialled = "" };
	bool known, ussd = false;

	h.operator = operator_of(operators, sms->smsc_id, &ussd);
	h.time = sms->time;
	h.id = text_of(ctx, sms->id);
	/* From a network in no profile: kept, never answered. */
	known = h.operator != NULL;
	if (!known)
		h.operator = &operators->operator[0];
	h.channel = known && ussd ? CHANNEL_USSD : CHANNEL_SMS;
	read_sender(ctx, store, sms, &h);
	if (!known)
		h.number = NULL;
	read_text(ctx, sms, &h);
	h.echo = caller_echo(store, h.text);
	if (h.channel == CHANNEL_USSD)
		read_session(ctx, sms, &h);
	return h;
}

static int
compare(const void *one, const void *two)
{
	const struct heard *a = one, *b = two;
	int by_tag = memcmp(&a->tag, &b->tag, sizeof(a->tag));

	if (by_tag != 0)
		return by_tag;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void
heard_sort(struct heard *heard, size_t n)
{
	if (n > 1)
		qsort(heard, n, sizeof(*heard), compare);
}
