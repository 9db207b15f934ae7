#include "gateway/founding/demo.h"

#include <string.h>
#include <time.h>

#include "gateway/desk/onetime.h"
#include "gateway/founding/demo_agencies.h"
#include "gateway/founding/enrol.h"
#include "gateway/settings.h"
#include "locales/catalogue.h"
#include "store/factor.h"

static const char password[] = "demo only 2026";

/* Names and areas are real, the offices are not: no phone, no address. */
static const struct {
	const char *name[LOCALES];
	const char *area;
	struct words staff;
} offices[] = {
	{
		{
			[LOCALE_KM] = "សៀមរាប",
			[LOCALE_KM_LATN] = "Siem Reap",
			[LOCALE_TH] = "เสียมราฐ",
			[LOCALE_EN] = "Siem Reap",
		},
		"KH-17", { 2, { "dara", "sophea" } }
	}, {
		{
			[LOCALE_KM] = "បន្ទាយមានជ័យ",
			[LOCALE_KM_LATN] = "Banteay Meanchey",
			[LOCALE_TH] = "บันทายมีชัย",
			[LOCALE_EN] = "Banteay Meanchey",
		},
		"KH-1", { 1, { "bopha" } }
	}, {
		{
			[LOCALE_KM] = "ពោធិ៍សាត់",
			[LOCALE_KM_LATN] = "Pursat",
			[LOCALE_TH] = "โพธิสัตว์",
			[LOCALE_EN] = "Pursat",
		},
		"KH-15", { 1, { "rithy" } }
	}, {
		{
			[LOCALE_KM] = "ភ្នំពេញ",
			[LOCALE_KM_LATN] = "Phnom Penh",
			[LOCALE_TH] = "พนมเปญ",
			[LOCALE_EN] = "Phnom Penh",
		},
		"KH-12", { 1, { "chanthy" } }
	},
};
enum { OFFICES = sizeof(offices) / sizeof(*offices) };

static int
enrol_office(struct store *store, size_t i, struct enrolment *out)
{
	*out = (struct enrolment){
		.centre = {
			.area = offices[i].area,
			.hours = "1-5 8:00-17:00",
			.phone = "",
			.intake = i == 0,
		},
		.staff = offices[i].staff,
		.password = password,
	};
	memcpy(out->centre.name, offices[i].name, sizeof(out->centre.name));
	return enrol_centre(store, out);
}

/* Who holds no key of a case: people's accounts, and counts. */
static const struct { const char *name; enum role role; } keyless[] = {
	{ "vanna", AS_ADMINISTRATOR }, { "nary", AS_NUMBERS },
};
enum { KEYLESS = sizeof(keyless) / sizeof(*keyless) };

static int
enrol_keyless(struct store *store, size_t i, int64_t centre)
{
	char *code = NULL;
	int error = staff_add_as(store, NULL, keyless[i].name, centre,
	    keyless[i].role, NULL, "operator", time(NULL), &code);

	if (error == 0)
		error = staff_activate(store, keyless[i].name, code, password,
		    time(NULL));
	talloc_free(code);
	return error;
}

/* As known as the password: the same in every demo, made of the name. */
static struct secret *
make_sheet(TALLOC_CTX *ctx, const char *name)
{
	struct secret *secret = secret_new(ctx);

	snprintf((char *)secret->octets, SECRET_OCTETS, "demo only %s", name);
	return secret;
}

static int
give_sheet(struct store *store, const char *name)
{
	struct secret *secret = make_sheet(NULL, name);
	int error = factor_set(store, name, FACTOR_SHEET, secret, 0,
	    "operator", time(NULL));

	talloc_free(secret);
	return error;
}

static int
give_sheets(struct store *store)
{
	struct members *members;
	int error = staff_load(store, NULL, &members);

	for (size_t i = 0; error == 0 && i < members->n; i++)
		error = give_sheet(store, members->member[i].name);
	talloc_free(members);
	return error;
}

int
demo_enrol(struct store *store)
{
	struct enrolment made[OFFICES];
	int error = 0;

	for (size_t i = 0; error == 0 && i < OFFICES; i++)
		error = enrol_office(store, i, &made[i]);
	/* Each stands in for the one before it, the first for the last. */
	for (size_t i = 0; error == 0 && i < OFFICES; i++) {
		made[i].centre.stand_in = made[(i + 1) % OFFICES].centre.id;
		error = centre_change(store, &made[i].centre);
	}
	for (size_t i = 0; error == 0 && i < KEYLESS; i++)
		error = enrol_keyless(store, i, made[0].centre.id);
	if (error == 0)
		error = give_sheets(store);
	return error == 0 ? demo_agencies(store, time(NULL)) : error;
}

static void
explain_staff(FILE *file)
{
	fprintf(file, "\nStaff, all with the password \"%s\":\n", password);
	for (size_t i = 0; i < OFFICES; i++)
		for (size_t n = 0; n < offices[i].staff.n; n++)
			fprintf(file, "    %-10s%s%s\n",
			    offices[i].staff.word[n], offices[i].name[LOCALE_EN],
			    n == 0 ? ", its lead" : "");
	for (size_t i = 0; i < KEYLESS; i++)
		fprintf(file, "    %-10s%s, who opens no case\n",
		    keyless[i].name, role_name(keyless[i].role));
}

static void
explain_sheet(const char *name, FILE *file)
{
	struct secret *secret = make_sheet(NULL, name);

	fprintf(file, "    %-9s", name);
	for (int i = 1; i <= SHEET_LINES; i++)
		fprintf(file, "%s%s", i % 8 == 1 && i > 1 ? "\n             " :
		    " ", onetime_line(secret, secret, i));
	fputc('\n', file);
	talloc_free(secret);
}

/* Each line opens the desk once; helpline staff says which is next. */
static void
explain_desk(const char *dir, const struct settings *settings, FILE *file)
{
	fprintf(file, "\nThe desk is at http://127.0.0.1:%ld/ and asks for a "
	    "name, the password and the\nnext code of her sheet.  Each code "
	    "opens it once; which is next:\n    helpline staff %s\n",
	    settings->desk_port, dir);
	for (size_t i = 0; i < OFFICES; i++)
		for (size_t n = 0; n < offices[i].staff.n; n++)
			explain_sheet(offices[i].staff.word[n], file);
	for (size_t i = 0; i < KEYLESS; i++)
		explain_sheet(keyless[i].name, file);
}

void
demo_explain(const char *dir, const struct settings *settings, FILE *file)
{
	fprintf(file, "Everything here is made up.  Put no real case in it.\n"
	    "\nStart, each in a terminal of its own, in this order:\n"
	    "    helpline network %s\n"
	    "    bearerbox -v 4 %s/kannel.conf\n"
	    "    helpline serve %s\n", dir, dir, dir);
	fprintf(file, "\nDial, from any number you like:\n"
	    "    helpline phone %s +85512000001\n"
	    "    dial *2026#\n", dir);
	explain_staff(file);
	explain_desk(dir, settings, file);
	fprintf(file, "\nRead the queue, and one case of it:\n"
	    "    helpline cases %s\n"
	    "    helpline case %s REFERENCE read --as dara\n", dir, dir);
	fprintf(file, "\nThe made-up register of agencies:\n"
	    "    helpline agencies %s\n", dir);
}
