#include "gateway/founding/demo.h"

#include <string.h>
#include <time.h>

#include "gateway/founding/demo_agencies.h"
#include "gateway/founding/enrol.h"
#include "locales/catalogue.h"

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
	return error == 0 ? demo_agencies(store, time(NULL)) : error;
}

static void
explain_staff(FILE *file)
{
	fprintf(file, "\nStaff, all with the password \"%s\":\n", password);
	for (size_t i = 0; i < OFFICES; i++)
		for (size_t n = 0; n < offices[i].staff.n; n++)
			fprintf(file, "    %-10s%s\n",
			    offices[i].staff.word[n], offices[i].name[LOCALE_EN]);
}

void
demo_explain(const char *dir, FILE *file)
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
	fprintf(file, "\nRead the queue, and one case of it:\n"
	    "    helpline cases %s\n"
	    "    helpline case %s REFERENCE read --as dara\n", dir, dir);
	fprintf(file, "\nThe made-up register of agencies:\n"
	    "    helpline agencies %s\n", dir);
}
