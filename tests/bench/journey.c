#include "tests/bench/journey.h"

#include <string.h>
#include <time.h>

enum { BEGIN = 1, INPUT = 18, FIRST = 10000000 };

static const char *const looks_up[JOURNEY_STEPS] = {
	"*2026#", NULL, "1", "0", "2", "1", "0", "0", "4", "00",
};
static const char *const complains[JOURNEY_STEPS] = {
	"*2026#", NULL, "3", "1", "1", "1", "1", "1", "4826", "2",
};

bool
journey_complains(const struct journey *j)
{
	return j->nth % 4 == 0;
}

void
number_write(uint32_t number, char out[NUMBER_TEXT])
{
	memcpy(out, "+85500000000", 13);
	number += FIRST;
	for (char *c = out + 11; c > out + 3; c--) {
		*c = (char)('0' + number % 10);
		number /= 10;
	}
}

uint32_t
number_read(struct octets text)
{
	uint32_t number = 0;
	const char *c = text.data;

	if (text.n != 12)
		return UINT32_MAX;
	for (size_t i = 4; i < text.n; i++)
		number = number * 10 + (uint32_t)(c[i] - '0');
	return number < FIRST ? UINT32_MAX : number - FIRST;
}

const char *
journey_text(const struct journey *j)
{
	static const char *const languages[] = { "1", "2", "3", "4" };
	const char *text = journey_complains(j) ? complains[j->step] :
	    looks_up[j->step];

	if (j->words)
		return "My employer holds all of our passports";

	/* Each in turn; by fours, so that those who complain differ too. */
	return text != NULL ? text : languages[j->nth / 4 % 4];
}

static struct octets
octets(const char *text)
{
	return (struct octets){ text, strlen(text) };
}

/* Append it to *out, which grows. */
static void
append(const struct packet *packet, unsigned char **out, size_t *n)
{
	size_t size;
	unsigned char *written = packet_write(*out, packet, &size);

	if (*n + size > talloc_array_length(*out))
		*out = talloc_realloc(NULL, *out, unsigned char,
		    (unsigned)(2 * (*n + size)));
	memcpy(*out + *n, written, size);
	*n += size;
	talloc_free(written);
}

static void
write_hex(char *out, unsigned octet)
{
	static const char digits[] = "0123456789abcdef";

	out[0] = digits[octet >> 4 & 0xf];
	out[1] = digits[octet & 0xf];
}

void
journey_write(const struct journey *j, const char id[UUID_TEXT + 1],
    unsigned char **out, size_t *n)
{
	struct packet packet = { .type = PACKET_SMS, .sms = sms_blank() };
	struct sms *sms = &packet.sms;
	char number[NUMBER_TEXT], meta[] =
	    "?smpp?ussd_service_op=%00&its_session_info=%00%00&";

	number_write(j->number, number);
	sms->sender = octets(number);
	sms->receiver = octets("2026");
	sms->msgdata = octets(journey_text(j));
	sms->time = (int32_t)time(NULL);
	sms->smsc_id = octets(j->words ? "sms-kh" : "ussd-kh");
	sms->service = octets("");
	sms->id = octets(id);
	sms->sms_type = SMS_MO;
	sms->coding = 0;
	if (!j->words) {
		write_hex(strchr(meta, '%') + 1, j->step == 0 ? BEGIN : INPUT);
		write_hex(strrchr(meta, '%') - 2, j->nth >> 8);
		write_hex(strrchr(meta, '%') + 1, j->nth);
		sms->binfo = octets("USSD");
		sms->meta_data = octets(meta);
	}
	append(&packet, out, n);
}
