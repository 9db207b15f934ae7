#include "gateway/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "menus/document.h"

#define NUMBER(member, min, max, initial, unit, help) \
	{ #member, SETTING_NUMBER, min, max, initial, unit, help, \
	  offsetof(struct settings, member) }
#define TEXT(member, max, initial, help) \
	{ #member, SETTING_TEXT, 1, max, initial, "", help, \
	  offsetof(struct settings, member) }
#define OPTIONAL(member, max, help) \
	{ #member, SETTING_TEXT, 0, max, "", "", help, \
	  offsetof(struct settings, member) }
#define FLAG(member, initial, help) \
	{ #member, SETTING_FLAG, 0, 1, initial, "", help, \
	  offsetof(struct settings, member) }

const struct setting settings_table[] = {
	FLAG(demo, "no",
	    "everything here is made up, and pages say so"),
	TEXT(box_host, 255, "127.0.0.1",
	    "where Kannel's bearerbox listens for boxes"),
	NUMBER(box_port, 1, 65535, "13001", "port",
	    "smsbox-port in kannel.conf"),
	TEXT(box_name, 63, "helpline",
	    "smsbox-id of our smsbox-route in kannel.conf"),
	NUMBER(admin_port, 1, 65535, "13000", "port",
	    "admin-port in kannel.conf, for doctor"),
	OPTIONAL(kannel_conf, 255,
	    "a Kannel of your own: its file, which doctor reads in place of "
	    "kannel.conf here"),
	NUMBER(calls_watch_port, 0, 65535, "0", "port",
	    "where calls tells a monitor how it is, on 127.0.0.1: /healthz, "
	    "/readyz, /metrics; 0: nowhere"),
	NUMBER(desk_watch_port, 0, 65535, "0", "port",
	    "the same of the desk"),
	NUMBER(network_port, 1, 65535, "2775", "port",
	    "where the simulated network waits for bearerbox"),
	NUMBER(desk_port, 1, 65535, "8026", "port",
	    "where staff reach the desk, on 127.0.0.1 only"),
	OPTIONAL(desk_socket, 107,
	    "instead of a port: the path of a Unix socket for a proxy"),
	OPTIONAL(desk_origin, 255,
	    "behind a proxy: what browsers show, https://desk.example.org"),
	OPTIONAL(desk_certificate, 255,
	    "file of the proxy's certificate (PEM), in the data directory or "
	    "by its path: doctor tells when it ends"),
	NUMBER(silence_s, 10, 600, "30", "s",
	    "calls or the desk that says nothing to serve for so long hangs, "
	    "and is started anew"),
	NUMBER(heartbeat_s, 1, 300, "10", "s",
	    "a sign of life to bearerbox this often"),
	NUMBER(ussd_late_s, 5, 600, "60", "s",
	    "an older USSD message is carried out but not answered"),
	NUMBER(sms_late_s, 60, 86400, "900", "s",
	    "an older SMS is carried out but not answered"),
	NUMBER(licence_late_s, 60, 86400, "43200", "s",
	    "an older SMS that asks for a company is not answered"),
	NUMBER(sms_session_s, 60, 86400, "900", "s",
	    "an SMS after so long a silence begins again"),
	NUMBER(continue_s, 60, 3600, "600", "s",
	    "how long a dropped complaint can be continued"),
	NUMBER(page_valid_s, 10, 600, "60", "s",
	    "a USSD page not delivered by then is thrown away"),
	NUMBER(draft_days, 1, 365, "30", "days",
	    "a complaint that was never finished is erased after"),
	NUMBER(closed_months, 1, 120, "12", "months",
	    "a finished case is erased after"),
	NUMBER(notice_days, 1, 60, "14", "days",
	    "a case is told of so long before it is erased, and who leads may "
	    "keep it"),
	NUMBER(inbox_days, 1, 365, "14", "days",
	    "a repeated message is recognised for so long"),
	NUMBER(pin_tries, 1, 20, "5", "a day",
	    "wrong secret digits allowed per phone and per case"),
	NUMBER(sms_replies, 1, 1000, "120", "an hour",
	    "most SMS sent in answer to one number"),
	NUMBER(sms_vain_10min, 1, 1000, "8", "in 10 min",
	    "most SMS to one number that answers none of our pages"),
	NUMBER(sms_vain_day, 1, 10000, "40", "a day",
	    "the same, of a day"),
	NUMBER(sms_same, 1, 100, "3", "in a row",
	    "most SMS to one number that say the same, or answer what was no "
	    "key; then silence until a key, or six hours"),
	NUMBER(sms_minute, 1, 1000000, "6000", "a minute",
	    "most SMS sent in answer to all numbers together"),
	NUMBER(items_day, 10, 10000, "200", "a day",
	    "answers and words of one number that are kept one by one"),
	NUMBER(unasked_day, 1, 10000, "50", "a day",
	    "the same of words that no page asked for; more are counted only"),
	NUMBER(solved_days, 0, 365, "30", "days",
	    "how long after the end she is asked whether it is solved; 0: "
	    "never"),
	NUMBER(register_limit_days, 1, 3650, "90", "days",
	    "an older list of agencies is no current list, and nothing on it "
	    "is called valid"),
	OPTIONAL(register_url, 500,
	    "https address of the list of agencies, CSV or XLSX; empty: lists "
	    "are imported by hand"),
	OPTIONAL(register_ca, 255,
	    "file of the certificate authority of that address, in the data "
	    "directory or by its path; empty: those the system trusts"),
	NUMBER(register_hours, 1, 720, "24", "h",
	    "how often the list is looked for there"),
	NUMBER(register_max_mb, 1, 32, "8", "MiB",
	    "a larger list is refused"),
	NUMBER(register_timeout_s, 1, 600, "60", "s",
	    "a list that has not come by then is given up until later"),
	NUMBER(sms_pages, 0, 100, "3", "a day",
	    "most pages sent by SMS to one number that asks; 0: none"),
	NUMBER(text_parts, 1, 10, "3", "parts",
	    "a longer text of staff is not sent"),
	NUMBER(staff_texts, 1, 10000, "100", "a day",
	    "most texts that one member has sent"),
	NUMBER(clock_hold_s, 0, 3600, "45", "s",
	    "no text of staff leaves for so long after the clock was set: "
	    "bearerbox drops its links then, and sends again what nobody had "
	    "answered"),
	NUMBER(text_budget, 0, 1000000, "1000", "parts",
	    "most that the texts of a centre may cost a month; 0: no end"),
	OPTIONAL(backup_dir, 255,
	    "where backups go, in the data directory or by its path; empty: "
	    "backup"),
	NUMBER(backup_hours, 1, 168, "1", "h",
	    "how often a backup is made, once there is a key for them"),
	NUMBER(backup_keep_days, 2, 35, "35", "days",
	    "an older backup is deleted: what was erased is in it"),
	NUMBER(urgent_duty_m, 1, 1440, "15", "min",
	    "an urgent case that nobody opened: who is on duty is told after"),
	NUMBER(urgent_stand_in_m, 1, 1440, "30", "min",
	    "and who stands in for her after"),
	NUMBER(urgent_administrator_m, 1, 1440, "60", "min",
	    "and an administrator after"),
	NUMBER(repeat_ms, 0, 10000, "1000", "ms",
	    "the same input again so soon is the network's repeat"),
	NUMBER(repeat_key_ms, 0, 10000, "0", "ms",
	    "the same, for a single key; 0: it is meant for the next page"),
	{ 0 }
};

const char *
setting_type_name(enum setting_type type)
{
	static const char *const names[] = {
		[SETTING_TEXT] = "text",
		[SETTING_NUMBER] = "number",
		[SETTING_FLAG] = "yes or no",
	};

	return names[type];
}

static void *
place(const struct setting *row, struct settings *settings)
{
	return (char *)settings + row->offset;
}

static const struct setting *
find_row(const char *name)
{
	for (const struct setting *row = settings_table; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

static void
set_initial(const struct setting *row, struct settings *settings)
{
	void *into = place(row, settings);

	switch (row->type) {
	case SETTING_TEXT:
		*(const char **)into = row->initial;
		break;
	case SETTING_NUMBER:
		*(long *)into = strtol(row->initial, NULL, 10);
		break;
	case SETTING_FLAG:
		*(bool *)into = strcmp(row->initial, "yes") == 0;
		break;
	}
}

struct settings *
settings_initial(TALLOC_CTX *ctx, const char *dir)
{
	struct settings *settings = talloc_zero(ctx, struct settings);

	settings->dir = talloc_strdup(settings, dir);
	for (const struct setting *row = settings_table; row->name; row++)
		set_initial(row, settings);
	return settings;
}

static int
read_text(const struct setting *row, const struct value *value,
    struct settings *settings, struct faults *faults)
{
	const char *text = value_text(value);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n < (size_t)row->min || n > (size_t)row->max) {
		faults_add(faults, value_file(value), value_line(value),
		    "%s: a text of %ld to %ld octets is needed", row->name,
		    row->min, row->max);
		return -EINVAL;
	}
	*(const char **)place(row, settings) = talloc_strdup(settings, text);
	return 0;
}

static int
read_row(const struct setting *row, const struct value *value,
    struct settings *settings, struct faults *faults)
{
	void *into = place(row, settings);

	if (row->type == SETTING_NUMBER)
		return value_number(value, row->min, row->max, faults, into);
	if (row->type == SETTING_FLAG)
		return value_flag(value, faults, into);
	return read_text(row, value, settings, faults);
}

static int
read_pair(const char *key, const struct value *value,
    struct settings *settings, struct faults *faults)
{
	const struct setting *row = find_row(key);

	if (row != NULL)
		return read_row(row, value, settings, faults);
	faults_add(faults, value_file(value), value_line(value),
	    "%s: no such setting; see: helpline settings", key);
	return -EINVAL;
}

static int
read_all(const struct document *document, struct settings *settings,
    struct faults *faults)
{
	const struct value *root = document_root(document);
	int failed = 0;

	if (value_kind(root) != VALUE_MAP) {
		faults_add(faults, document_name(document), value_line(root),
		    "a map of settings is needed (name: value)");
		return -EINVAL;
	}
	for (size_t n = 0; n < value_count(root); n++)
		if (read_pair(value_key(root, n), value_at(root, n), settings,
		    faults) != 0)
			failed = -EINVAL;
	return failed;
}

static void
explain(int error, const char *path, struct faults *faults)
{
	if (error == -ENOENT)
		faults_add(faults, path, 0, "not there, so this is no data "
		    "directory; make one with: helpline init DIR");
	else if (error == -EIO)
		faults_add(faults, path, 0,
		    "cannot be read; is it yours, and is the disk whole?");
}

int
settings_load(TALLOC_CTX *ctx, const char *dir, struct faults *faults,
    struct settings **out)
{
	struct settings *settings = settings_initial(ctx, dir);
	char *path = settings_path(settings, settings, "helpline.yaml");
	struct document *document;
	int error;

	error = document_load(settings, path, faults, &document);
	if (error == 0)
		error = read_all(document, settings, faults);
	else
		explain(error, path, faults);
	if (error != 0) {
		talloc_free(settings);
		return error;
	}
	talloc_free(document);
	*out = settings;
	return 0;
}

static void
write_row(const struct setting *row, const struct settings *settings,
    FILE *file)
{
	const void *from = (const char *)settings + row->offset;

	fprintf(file, "\n# %s", row->help);
	if (row->type == SETTING_NUMBER)
		fprintf(file, " (%s, %ld to %ld)\n%s: %ld\n", row->unit,
		    row->min, row->max, row->name, *(const long *)from);
	else if (row->type == SETTING_FLAG)
		fprintf(file, "\n%s: %s\n", row->name,
		    *(const bool *)from ? "yes" : "no");
	else
		fprintf(file, "\n%s: \"%s\"\n", row->name,
		    *(const char *const *)from);
}

void
settings_write(const struct settings *settings, FILE *file)
{
	fputs("# The settings of this helpline.  What is not here has its\n"
	    "# default: helpline settings\n", file);
	for (const struct setting *row = settings_table; row->name; row++)
		write_row(row, settings, file);
}

char *
settings_path(TALLOC_CTX *ctx, const struct settings *settings,
    const char *name)
{
	return name[0] == '/' ? talloc_strdup(ctx, name) :
	    talloc_asprintf(ctx, "%s/%s", settings->dir, name);
}
