#include "gateway/calls/reply.h"

#include <string.h>

static struct octets
octets_of(const char *text)
{
	return (struct octets){ text, strlen(text) };
}

static struct octets
new_id(TALLOC_CTX *ctx)
{
	char *id = talloc_size(ctx, UUID_TEXT + 1);

	packet_uuid(id);
	return octets_of(id);
}

/*
 * Of what waits for a network bearerbox sends first what says the youngest
 * time, so at a full queue a page of the last second waited for all of this
 * one.  What says the same time keeps its order.
 */
enum { SAME_TIME = 1 };

/* What every message of ours says of itself. */
static struct sms
message_of(TALLOC_CTX *ctx, const struct sitting *sitting,
    struct octets receiver, const struct page *page)
{
	struct sms sms = sms_blank();

	sms.receiver = receiver;
	sms.msgdata = (struct octets){ page->octets, page->octets_n };
	sms.coding = (int32_t)page->coding;
	sms.charset = octets_of(page->coding == CODING_UCS2 ? "UTF-16BE" :
	    "UTF-8");
	sms.sms_type = SMS_MT_PUSH;
	sms.time = SAME_TIME;
	sms.id = new_id(ctx);
	sms.boxc_id = octets_of(sitting->settings->box_name);
	return sms;
}

struct sms
reply_write(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, const struct answer *answer)
{
	const struct settings *settings = sitting->settings;
	const struct sms *asked = &heard->arrival->sms;
	bool ussd = heard->channel == CHANNEL_USSD;
	int64_t sent = heard->time < sitting->now ? heard->time : sitting->now;
	struct sms sms = message_of(ctx, sitting, asked->sender, answer->page);

	sms.sender = asked->receiver;
	sms.smsc_id = asked->smsc_id;
	/* No SMS comes later after hers than we would have answered. */
	sms.validity = (int32_t)(ussd ? sitting->now + settings->page_valid_s :
	    sent + (answer->licence ? settings->licence_late_s :
	    settings->sms_late_s));
	if (!ussd)
		return sms;
	sms.binfo = octets_of("USSD");
	sms.meta_data = octets_of(operator_answer(ctx, heard->operator,
	    answer->session, answer->end));
	return sms;
}

/* By SMS, from the number that people write to. */
static void
leave_by(struct sms *sms, const struct operator *o)
{
	sms->sender = octets_of(o->number);
	sms->smsc_id = octets_of(o->sms_smsc);
}

struct sms
reply_letter(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct heard *heard, const struct page *page)
{
	struct sms sms = message_of(ctx, sitting,
	    heard->arrival->sms.sender, page);

	leave_by(&sms, heard->operator);
	sms.validity = (int32_t)(sitting->now +
	    sitting->settings->sms_late_s);
	return sms;
}

struct sms
reply_outgoing(TALLOC_CTX *ctx, const struct sitting *sitting,
    const struct operator *o, const char *number, const struct page *page)
{
	struct sms sms = message_of(ctx, sitting, octets_of(number), page);

	leave_by(&sms, o);
	return sms;
}
