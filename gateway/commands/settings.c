#include "gateway/settings.h"

#include <jansson.h>

#include "gateway/commands/commands.h"
#include "gateway/options.h"
#include "gateway/report.h"

static json_t *
row_json(const struct setting *row)
{
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s}",
	    "name", row->name, "type", setting_type_name(row->type),
	    "default", row->initial, "unit", row->unit, "help", row->help);

	if (row->type == SETTING_NUMBER)
		json_object_update_new(object, json_pack("{s:I, s:I}",
		    "min", (json_int_t)row->min, "max", (json_int_t)row->max));
	return object;
}

static int
print_json(void)
{
	json_t *list = json_array();

	for (const struct setting *row = settings_table; row->name; row++)
		json_array_append_new(list, row_json(row));
	return report_json(list);
}

static void
print_row(const struct setting *row)
{
	char range[32] = "";

	if (row->type == SETTING_NUMBER)
		snprintf(range, sizeof(range), "%ld-%ld", row->min, row->max);
	printf("%-14s %-10s %-11s %-10s %-8s %s\n", row->name,
	    setting_type_name(row->type), range, row->initial, row->unit,
	    row->help);
}

int
command_settings(int argc, char **argv)
{
	bool json = false;
	const struct flag flags[] = {
		{ "json", FLAG_SWITCH, &json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = {0};
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	if (json)
		return print_json();
	printf("%-14s %-10s %-11s %-10s %-8s %s\n", "name", "type", "range",
	    "default", "unit", "help");
	for (const struct setting *row = settings_table; row->name; row++)
		print_row(row);
	return DONE;
}
