#include "gateway/kannel/operator.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/kannel/meta.h"
#include "locales/clean.h"

enum {
	SESSION_OCTETS = 32,		/* longest session id */
	SESSION_DIGITS = 64,		/* the same in hexadecimal */
	WRITTEN_MAX = 32,		/* longest writing of a number */
	E164_MIN = 7, E164_MAX = 15,	/* digits; ITU-T E.164 */
	INTERNATIONAL = 10,		/* digits of a number with no prefix */
	DIALLED_MAX = 15,
};

static bool
same(struct octets octets, const char *text)
{
	return octets.data != NULL && text != NULL &&
	    octets.n == strlen(text) &&
	    memcmp(octets.data, text, octets.n) == 0;
}

const struct operator *
operator_of(const struct operators *all, struct octets smsc_id, bool *ussd)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct operator *o = &all->operator[i];
		bool is_ussd = same(smsc_id, o->ussd_smsc);

		if (is_ussd || same(smsc_id, o->sms_smsc)) {
			*ussd = is_ussd;
			return o;
		}
	}
	return NULL;
}

static enum op
op_by_text(const struct operator *o, const struct sms *sms)
{
	char *text = text_clean(NULL, sms->msgdata.data, sms->msgdata.n,
	    sms->coding == CODING_UCS2 ? CODING_UCS2 : CODING_GSM7, NULL);
	bool dialled = text[0] == '*' ||
	    (o->code != NULL && strcmp(text, o->code) == 0);

	talloc_free(text);
	return dialled ? OP_BEGIN : OP_INPUT;
}

static enum op
op_by_octet(const struct operator *o, unsigned octet)
{
	if (octet == o->op_begin)
		return OP_BEGIN;
	if (octet == o->op_input)
		return OP_INPUT;
	return octet == o->op_abort ? OP_ABORT : OP_UNKNOWN;
}

/* Digit by digit the same; * # and + are only how it is written. */
static bool
same_digits(const char *a, const char *b)
{
	for (;;) {
		while (*a != '\0' && !isdigit((unsigned char)*a))
			a++;
		while (*b != '\0' && !isdigit((unsigned char)*b))
			b++;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

/*
 * The code as a text.  Without the star it can be her four digits, unless the
 * text is all that a network says.
 */
static bool
is_code(const struct operator *o, const struct sms *sms)
{
	char *text = text_clean(NULL, sms->msgdata.data, sms->msgdata.n,
	    sms->coding == CODING_UCS2 ? CODING_UCS2 : CODING_GSM7, NULL);
	bool is = o->code != NULL && (text[0] == '*' || o->op_tlv == NULL) &&
	    text[strspn(text, "*#0123456789")] == '\0' &&
	    same_digits(text, o->code);

	talloc_free(text);
	return is;
}

enum op
operator_op(const struct operator *o, const struct sms *sms)
{
	struct octets tlv = { 0 };
	enum op op = OP_UNKNOWN;

	if (o->op_tlv != NULL)
		tlv = meta_value(NULL, sms->meta_data, o->op_tlv);
	if (tlv.data == NULL)
		op = op_by_text(o, sms);
	else if (tlv.n == 1)
		op = op_by_octet(o, *(const unsigned char *)tlv.data);
	talloc_free((void *)tlv.data);
	/* A new call that no session id tells from an answer. */
	if (op == OP_INPUT && o->session_place == SESSION_NONE &&
	    is_code(o, sms))
		op = OP_BEGIN;
	return op;
}

char *
operator_session(TALLOC_CTX *parent, const struct operator *o,
    const struct sms *sms)
{
	static const char digits[] = "0123456789abcdef";
	char *session = talloc_zero_size(parent, SESSION_DIGITS + 1);
	struct octets id = { 0 };

	if (o->session_place == SESSION_TLV)
		id = meta_value(session, sms->meta_data, o->session_tlv);
	if (id.n > SESSION_OCTETS)
		return session;
	for (size_t i = 0; i < id.n; i++) {
		unsigned octet = ((const unsigned char *)id.data)[i];

		if (i + 1 == id.n)
			octet &= ~o->session_end_bit;
		session[2 * i] = digits[octet >> 4];
		session[2 * i + 1] = digits[octet & 0x0f];
	}
	return session;
}

/* The octets of a session id; how many, 0 where there is none. */
static size_t
session_octets(const char *session, unsigned char out[SESSION_OCTETS])
{
	size_t n = strspn(session, "0123456789abcdef");

	if (session[n] != '\0' || n % 2 != 0 || n > SESSION_DIGITS)
		return 0;
	for (size_t i = 0; i < n; i += 2) {
		const char octet[] = { session[i], session[i + 1], '\0' };

		out[i / 2] = (unsigned char)strtoul(octet, NULL, 16);
	}
	return n / 2;
}

char *
operator_answer(TALLOC_CTX *parent, const struct operator *o,
    const char *session, bool end)
{
	unsigned char op = (unsigned char)(end ? o->op_end : o->op_ask);
	unsigned char id[SESSION_OCTETS];
	struct meta_pair pairs[2];
	size_t n = 0, id_n = session_octets(session, id);

	if (o->op_tlv != NULL)
		pairs[n++] = (struct meta_pair){ o->op_tlv, { &op, 1 } };
	if (o->session_place == SESSION_TLV && id_n > 0) {
		if (end)
			id[id_n - 1] |= (unsigned char)o->session_end_bit;
		pairs[n++] = (struct meta_pair){ o->session_tlv, { id, id_n } };
	}
	return meta_write(parent, pairs, n);
}

/* As it was written, without spaces and hyphens; false when it is too long or
   holds what no number holds. */
static bool
tidy(struct octets from, char out[WRITTEN_MAX + 1])
{
	const char *c = from.data;
	size_t n = 0;

	for (size_t i = 0; i < from.n; i++) {
		if (c[i] == ' ' || c[i] == '-')
			continue;
		if (n == WRITTEN_MAX || ((c[i] < '0' || c[i] > '9') &&
		    c[i] != '+' && c[i] != '*' && c[i] != '#'))
			return false;
		out[n++] = c[i];
	}
	out[n] = '\0';
	return true;
}

/* What follows a prefix; NULL when it is not there. */
static const char *
after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

static bool
is_own(const struct operator *o, const char *written)
{
	const char *own[] = { o->code, o->number, o->long_number };

	for (size_t i = 0; written != NULL && i < 3; i++)
		if (own[i] != NULL && same_digits(written, own[i]))
			return true;
	return false;
}

/* A short number can be written with any prefix, or with several. */
static bool
is_ourselves(const struct operator *o, const char *written)
{
	const char *bare = written + strspn(written, "+*#");
	const char *abroad = after(bare, "00");
	const char *home = after(abroad != NULL ? abroad : bare,
	    o->country_code);

	return is_own(o, bare) || is_own(o, abroad) || is_own(o, home) ||
	    is_own(o, after(home != NULL ? home : bare, o->trunk_prefix));
}

/* The digits of E.164, in two pieces; false when it is no such number. */
struct pieces { const char *code, *rest; };

static bool
find_pieces(const struct operator *o, const char *written,
    struct pieces *out)
{
	const char *rest, *home;

	*out = (struct pieces){ "", written };
	if ((rest = after(written, "+")) != NULL ||
	    (rest = after(written, "00")) != NULL)
		out->rest = rest;
	else if (after(written, o->country_code) == NULL &&
	    o->trunk_prefix[0] != '\0' &&
	    (rest = after(written, o->trunk_prefix)) != NULL)
		*out = (struct pieces){ o->country_code, rest };
	else if (after(written, o->country_code) == NULL &&
	    strlen(written) < INTERNATIONAL)
		return false;

	/* +855 (0)12: no national number begins with a trunk prefix of 0. */
	home = after(out->rest, o->country_code);
	if (home != NULL && strcmp(o->trunk_prefix, "0") == 0)
		*out = (struct pieces){ o->country_code,
			home + strspn(home, "0") };
	return true;
}

int
operator_e164(TALLOC_CTX *parent, const struct operator *o,
    struct octets sender, char **out)
{
	char written[WRITTEN_MAX + 1], number[2 * WRITTEN_MAX];
	struct pieces pieces;
	size_t n;

	if (!tidy(sender, written))
		return -EINVAL;
	if (is_ourselves(o, written))
		return -ELOOP;
	if (!find_pieces(o, written, &pieces))
		return -EINVAL;
	snprintf(number, sizeof number, "+%s%s", pieces.code, pieces.rest);
	n = strlen(number) - 1;
	if (n < E164_MIN || n > E164_MAX || number[1] == '0' ||
	    strspn(number + 1, "0123456789") != n)
		return -EINVAL;
	if (is_own(o, number))
		return -ELOOP;
	*out = talloc_strdup(parent, number);
	return 0;
}

char *
operator_dialled(TALLOC_CTX *parent, const struct operator *o,
    const char *clean)
{
	size_t code_n = o->code == NULL ? 0 : strcspn(o->code, "#");
	const char *digits;
	size_t n;

	if (code_n == 0 || strncmp(clean, o->code, code_n) != 0 ||
	    clean[code_n] != '*')
		return talloc_strdup(parent, "");
	digits = clean + code_n + 1;
	n = strspn(digits, "0123456789");
	/* Some networks keep the # to themselves. */
	if (n > DIALLED_MAX || (digits[n] != '\0' &&
	    strcmp(digits + n, "#") != 0))
		n = 0;
	return talloc_strndup(parent, digits, n);
}
