#include "gateway/kannel/operators.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "menus/document.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME LETTERS DIGITS "-_"
#define ANY LETTERS CAPITALS DIGITS "-_.:"

enum { SEPTETS = 160, UNITS = 70, SEPTETS_MIN = 80, UNITS_MIN = 40 };
enum { SESSION_S = 180, RATE = 5 };

extern const char kannel_operators[], kannel_operators_end[];

const char *
operators_embedded(size_t *n)
{
	*n = (uintptr_t)kannel_operators_end - (uintptr_t)kannel_operators;
	return kannel_operators;
}

static int
fault(const struct value *value, struct faults *faults, const char *what)
{
	faults_add(faults, value_file(value), value_line(value), "%s %s",
	    value_name(value), what);
	return -EINVAL;
}

/* The form of a text: its characters and how many. */
struct form { const char *characters; size_t min, max; };

static int
read_text(const struct value *value, const struct form *form,
    struct faults *faults, const char **out)
{
	const char *text = value_text(value);
	size_t n = text == NULL ? 0 : strlen(text);

	if (text == NULL || n < form->min || n > form->max)
		return fault(value, faults, "is too short or too long");
	if (strspn(text, form->characters) != n)
		return fault(value, faults, "holds a character it cannot hold");
	*out = text;
	return 0;
}

static int
read_octets(const struct value *value, long min, long max,
    struct faults *faults, unsigned *out)
{
	long number;

	if (value_number(value, min, max, faults, &number) != 0)
		return -EINVAL;
	*out = (unsigned)number;
	return 0;
}

/* A reader for each member, all alike. */
#define READ(member, call) \
static int \
read_##member(const struct value *value, void *into, struct faults *faults) \
{ \
	struct operator *o = into; \
	return call; \
}
#define TEXT(member, characters, min, max) READ(member, read_text(value, \
    &(struct form){ characters, min, max }, faults, &o->member))
#define NUMBER(member, place, min, max) READ(member, \
    read_octets(value, min, max, faults, &o->place))
#define MAP(member) READ(member, fields_read(value, member##_fields, o, faults))

TEXT(name, NAME, 1, 31)
TEXT(country, CAPITALS, 2, 2)
TEXT(country_code, DIGITS, 1, 3)
TEXT(trunk_prefix, DIGITS, 0, 3)
TEXT(ussd_smsc, ANY, 1, 63)
TEXT(code, DIGITS "*#", 2, 20)
TEXT(op_tlv, ANY, 1, 63)
NUMBER(op_begin, op_begin, 0, 255)
NUMBER(op_input, op_input, 0, 255)
NUMBER(op_abort, op_abort, 0, 255)
NUMBER(op_ask, op_ask, 0, 255)
NUMBER(op_end, op_end, 0, 255)
TEXT(session_tlv, ANY, 1, 63)
NUMBER(session_end_bit, session_end_bit, 0, 255)
NUMBER(session_s, session_s, 10, 3600)
NUMBER(ussd_septets, ussd_limits.septets, SEPTETS_MIN, 182)
NUMBER(ussd_units, ussd_limits.units, UNITS_MIN, 80)
TEXT(sms_smsc, ANY, 1, 63)
TEXT(number, DIGITS, 2, 15)
TEXT(long_number, DIGITS "+", 8, 16)
NUMBER(sms_septets, sms_limits.septets, SEPTETS_MIN, 160)
NUMBER(sms_units, sms_limits.units, UNITS_MIN, 70)
NUMBER(rate, rate, 1, 1000)

static const struct field op_fields[] = {
	{ "tlv",	true,	read_op_tlv },
	{ "begin",	true,	read_op_begin },
	{ "input",	true,	read_op_input },
	{ "abort",	false,	read_op_abort },
	{ "ask",	true,	read_op_ask },
	{ "end",	true,	read_op_end },
	{ NULL }
};
MAP(op)

static const struct field session_fields[] = {
	{ "tlv",	true,	read_session_tlv },
	{ "end_bit",	false,	read_session_end_bit },
	{ NULL }
};
MAP(session)

static const struct field ussd_fields[] = {
	{ "smsc",	true,	read_ussd_smsc },
	{ "code",	true,	read_code },
	{ "op",		false,	read_op },
	{ "session",	false,	read_session },
	{ "time_out",	false,	read_session_s },
	{ "septets",	false,	read_ussd_septets },
	{ "units",	false,	read_ussd_units },
	{ NULL }
};
MAP(ussd)

static const struct field sms_fields[] = {
	{ "smsc",	true,	read_sms_smsc },
	{ "number",	true,	read_number },
	{ "long_number", false,	read_long_number },
	{ "septets",	false,	read_sms_septets },
	{ "units",	false,	read_sms_units },
	{ "rate",	false,	read_rate },
	{ NULL }
};
MAP(sms)

static const struct field operator_fields[] = {
	{ "name",	true,	read_name },
	{ "country",	true,	read_country },
	{ "country_code", true,	read_country_code },
	{ "trunk",	false,	read_trunk_prefix },
	{ "ussd",	false,	read_ussd },
	{ "sms",	false,	read_sms },
	{ NULL }
};

static bool
is_one_of(const char *text, const char *a, const char *b)
{
	return text != NULL && ((a != NULL && strcmp(text, a) == 0) ||
	    (b != NULL && strcmp(text, b) == 0));
}

/* What no single member shows. */
static const char *
op_mistake(const struct operator *o)
{
	if (o->op_begin == o->op_input || o->op_begin == o->op_abort ||
	    o->op_input == o->op_abort)
		return "begin, input and abort must differ";
	if (o->op_ask == o->op_end)
		return "ask and end must differ";
	return NULL;
}

static const char *
mistake(const struct operator *o)
{
	const char *abroad = o->long_number;

	if (o->country_code[0] == '0')
		return "country_code begins with 0";
	if (o->ussd_smsc == NULL && o->sms_smsc == NULL)
		return "has neither ussd nor sms";
	if (is_one_of(o->ussd_smsc, o->sms_smsc, NULL))
		return "has one smsc for both ussd and sms";
	if (o->code != NULL && strpbrk(o->code, DIGITS) == NULL)
		return "code has no digit";
	if (abroad != NULL && (abroad[0] != '+' || abroad[1] == '0' ||
	    strchr(abroad + 1, '+') != NULL))
		return "long_number must be + and an international number";
	return o->op_tlv != NULL ? op_mistake(o) : NULL;
}

/* What a profile shares with those before it and must not. */
static const char *
shared(const struct operators *before, const struct operator *o)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct operator *other = &before->operator[i];
		const char *ussd = other->ussd_smsc, *sms = other->sms_smsc;

		if (strcmp(o->name, other->name) == 0)
			return "has the name of another";
		if (is_one_of(o->ussd_smsc, ussd, sms) ||
		    is_one_of(o->sms_smsc, ussd, sms))
			return "has an smsc of another";
	}
	return NULL;
}

/* The texts outlive the document that they were read from. */
static void
keep_texts(TALLOC_CTX *parent, struct operator *o)
{
	const char **texts[] = { &o->name, &o->country, &o->country_code,
		&o->trunk_prefix, &o->ussd_smsc, &o->code, &o->op_tlv,
		&o->session_tlv, &o->sms_smsc, &o->number, &o->long_number };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = talloc_strdup(parent, *texts[i]);
}

static void
add(struct operators *all, const struct value *value, struct faults *faults)
{
	struct operator o = { .trunk_prefix = "", .op_abort = OP_NONE,
		.session_s = SESSION_S, .ussd_limits = { SEPTETS, UNITS },
		.sms_limits = { SEPTETS, UNITS }, .rate = RATE };
	const char *what;

	if (fields_read(value, operator_fields, &o, faults) != 0)
		return;
	what = mistake(&o);
	if (what == NULL)
		what = shared(all, &o);
	if (what != NULL) {
		faults_add(faults, value_file(value), value_line(value),
		    "operator %s %s", o.name, what);
		return;
	}
	if (o.session_tlv != NULL)
		o.session_place = SESSION_TLV;
	keep_texts(all, &o);
	all->operator[all->n++] = o;
}

static int
read_operators(const struct value *value, void *into, struct faults *faults)
{
	struct operators *all = into;
	size_t n = value_count(value);

	if (value_kind(value) != VALUE_LIST || n == 0)
		return fault(value, faults, "must be a list of profiles");
	all->operator = talloc_zero_array(all, struct operator, (unsigned)n);
	for (size_t i = 0; i < n; i++)
		add(all, value_at(value, i), faults);
	return all->n == n ? 0 : -EINVAL;
}

int
operators_build(TALLOC_CTX *parent, const struct document *document,
    struct faults *faults, struct operators **out)
{
	static const struct field fields[] = {
		{ "operators", true, read_operators },
		{ NULL }
	};
	struct operators *all = talloc_zero(parent, struct operators);

	if (fields_read(document_root(document), fields, all, faults) != 0) {
		talloc_free(all);
		return -EINVAL;
	}
	*out = all;
	return 0;
}
