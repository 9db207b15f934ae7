/*
 * The operators' file.  Any octets are refused with at least one fault, or
 * are one profile or more that outlive their document, each with every text
 * and number in its range, a door of its own, and its numbers told apart.
 */
#include "tests/fuzz/fuzz.h"

#include "gateway/kannel/operators.h"
#include "menus/document.h"

static void
hold_text(const char *text, size_t min, size_t max)
{
	must(text != NULL && strlen(text) >= min && strlen(text) <= max);
	for (; *text != '\0'; text++)
		must(*text > ' ' && *text < 0x7f);
}

static void
hold_ussd(const struct operator *o)
{
	hold_text(o->ussd_smsc, 1, 63);
	hold_text(o->code, 2, 20);
	must(o->session_s >= 10 && o->session_s <= 3600);
	must(o->ussd_limits.septets >= 80 && o->ussd_limits.septets <= 182);
	must(o->ussd_limits.units >= 40 && o->ussd_limits.units <= 80);
	must((o->session_place == SESSION_TLV) == (o->session_tlv != NULL));
	must(o->session_end_bit <= 255);
	if (o->op_tlv == NULL)
		return;
	must(o->op_begin <= 255 && o->op_input <= 255);
	must(o->op_begin != o->op_input && o->op_ask != o->op_end);
	must(o->op_abort != o->op_begin && o->op_abort != o->op_input);
	must(o->op_ask <= 255 && o->op_end <= 255 && o->op_abort <= OP_NONE);
}

static void
hold_sms(const struct operator *o)
{
	hold_text(o->sms_smsc, 1, 63);
	hold_text(o->number, 2, 15);
	if (o->long_number != NULL) {
		hold_text(o->long_number, 8, 16);
		must(o->long_number[0] == '+' && o->long_number[1] != '0');
		must(strspn(o->long_number + 1, "0123456789") ==
		    strlen(o->long_number) - 1);
	}
	must(o->sms_limits.septets >= 80 && o->sms_limits.septets <= 160);
	must(o->sms_limits.units >= 40 && o->sms_limits.units <= 70);
}

static void
hold_operator(const struct operator *o)
{
	hold_text(o->name, 1, 31);
	hold_text(o->country, 2, 2);
	hold_text(o->country_code, 1, 3);
	hold_text(o->trunk_prefix, 0, 3);
	must(o->country_code[0] != '0');
	must(o->ussd_smsc != NULL || o->sms_smsc != NULL);
	if (o->ussd_smsc != NULL)
		hold_ussd(o);
	if (o->sms_smsc != NULL)
		hold_sms(o);
	if (o->ussd_smsc != NULL && o->sms_smsc != NULL)
		must(strcmp(o->ussd_smsc, o->sms_smsc) != 0);
}

static void
hold_operators(const struct operators *all)
{
	must(all->n > 0);
	for (size_t i = 0; i < all->n; i++) {
		hold_operator(&all->operator[i]);
		for (size_t k = 0; k < i; k++)
			must(strcmp(all->operator[i].name,
			    all->operator[k].name) != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	TALLOC_CTX *work = talloc_new(NULL);
	struct faults *faults = faults_new(work);
	struct document *document = NULL;
	struct operators *all = NULL;
	int rc = document_parse(work, "operators.yaml", at, n, faults,
	    &document);

	if (rc == 0)
		rc = operators_build(work, document, faults, &all);
	talloc_free(document);
	if (rc == 0)
		hold_operators(all);
	must((rc == 0) == (all != NULL) && (rc == 0) ==
	    (faults_count(faults) == 0));
	talloc_free(work);
	return 0;
}
