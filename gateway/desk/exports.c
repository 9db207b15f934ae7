/*
 * One case as a file, for a file of the office or a lawyer: what is on the
 * page, in order.  Each form of it is a right of its own (access.c).
 */
#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/report.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"

static const char *const actions[] = {
	[REPORT_CSV] = "export_csv",
	[REPORT_XLSX] = "export_xlsx",
	[REPORT_JSON] = "export_json",
};

static struct reply *
export(struct visit *visit, enum report_format format)
{
	struct reading *reading;
	struct reply *reply;
	json_t *entries;
	int rc = case_read_as(visit->desk->store, visit, visit->param[0],
	    visit->session->login, actions[format], visit->now, &reading);

	if (rc != 0)
		return visit_failed(visit, rc);
	entries = casing_entries(reading);
	reply = report_case(visit, entries, reading->matter.ref, format);
	json_decref(entries);
	return reply;
}

struct reply *
case_csv_post(struct visit *visit)
{
	return export(visit, REPORT_CSV);
}

struct reply *
case_xlsx_post(struct visit *visit)
{
	return export(visit, REPORT_XLSX);
}

struct reply *
case_json_post(struct visit *visit)
{
	return export(visit, REPORT_JSON);
}
