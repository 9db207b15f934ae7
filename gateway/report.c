#include "gateway/report.h"

#include <time.h>

#include "gateway/calls/heard.h"
#include "gateway/commands/commands.h"
#include "locales/catalogue.h"
#include "menus/document.h"

enum { OFFSET_S = 7 * 60 * 60 };

int
report_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(value);
	return DONE;
}

json_t *
report_faults(const struct faults *faults)
{
	json_t *list = json_array();

	for (size_t n = 0; n < faults_count(faults); n++)
		json_array_append_new(list, json_string(faults_at(faults, n)));
	return list;
}

const char *
channel_name(int channel)
{
	static const char *const names[] = { [CHANNEL_USSD] = "ussd",
		[CHANNEL_SMS] = "sms", [CHANNEL_DESK] = "desk" };

	return channel < 0 || channel > CHANNEL_DESK ? "-" : names[channel];
}

const char *
language_name(int language)
{
	return language < 0 || language >= LOCALES ? "-" :
	    locale_name((enum locale)language);
}

char *
time_local(TALLOC_CTX *ctx, int64_t at)
{
	time_t shifted = (time_t)(at + OFFSET_S);
	char text[sizeof("-2147483648-12-31 23:59")] = "";
	struct tm tm;

	if (gmtime_r(&shifted, &tm) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	return talloc_strdup(ctx, text);
}
