/*
 * settings.h - every setting in one table: name, type, range, default, help.
 *
 * A data directory's helpline.yaml is a map of these names.  Anything not
 * there has its default; anything unknown or out of range is a fault.
 */
#ifndef GATEWAY_SETTINGS_H
#define GATEWAY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <talloc.h>

struct faults;

struct settings {
	const char *dir;		/* the data directory */
	bool demo;			/* made up: pages say DEMO */
	const char *box_host;
	long box_port;			/* bearerbox's smsbox-port */
	const char *box_name;
	long admin_port;		/* bearerbox's admin-port */
	const char *kannel_conf;	/* of a Kannel of their own; "" */
	long calls_watch_port, desk_watch_port;	/* 0: nowhere */
	long network_port;		/* SMPP port of the simulated network */
	long desk_port;			/* of the desk, on loopback */
	const char *desk_socket;	/* "": by port */
	const char *desk_origin;	/* "": http://127.0.0.1:desk_port */
	const char *desk_certificate;	/* of the proxy, PEM; "" */
	long silence_s;			/* of a process that hangs */
	long heartbeat_s;
	long ussd_late_s, sms_late_s;	/* older is carried out unanswered */
	long licence_late_s;		/* the same of an answer on a company */
	long sms_session_s;
	long continue_s;		/* Continue in sensitive steps */
	long page_valid_s;		/* validity of a USSD page */
	long draft_days, closed_months, inbox_days;
	long notice_days;		/* of what will be erased */
	long pin_tries;			/* wrong tries a day */
	long sms_replies;		/* to one number an hour */
	/* Of those, to what was no answer to a page of ours. */
	long sms_vain_10min, sms_vain_day;
	long sms_same;			/* in a row, that say the same */
	long sms_minute;		/* to all numbers together */
	long items_day, unasked_day;	/* kept of one number one by one */
	long solved_days;		/* she is asked whether it is solved */
	long register_limit_days;	/* an older list is no current list */
	const char *register_url;	/* "" none: lists come by hand */
	const char *register_ca;	/* a file of CAs; "" the system's */
	long register_hours;		/* between two refreshes */
	long register_max_mb;
	long register_timeout_s;
	long sms_pages;			/* asked for by one number a day */
	long text_parts;		/* of a text that staff write */
	long staff_texts;		/* of one member a day */
	long clock_hold_s;		/* no text leaves after a jump */
	long text_budget;		/* parts a centre a month; 0: no end */
	const char *backup_dir;		/* "": backup/ in the data directory */
	long backup_hours, backup_keep_days;
	/* Minutes until a case that is urgent and not opened is told of. */
	long urgent_duty_m, urgent_stand_in_m, urgent_administrator_m;
	long repeat_ms;			/* the same input again: a repeat */
	long repeat_key_ms;		/* the same for a single key */
};

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_FLAG };
struct setting {
	const char *name;
	enum setting_type type;
	long min, max;			/* of a text: its octets */
	const char *initial;		/* as it would stand in the file */
	const char *unit;		/* "s", "days", "port", "" */
	const char *help;
	size_t offset;			/* in struct settings */
};
extern const struct setting settings_table[];	/* ends with a NULL name */

/* "text", "number", "yes or no". */
const char *setting_type_name(enum setting_type);

/* Every setting at its default. */
struct settings *settings_initial(TALLOC_CTX *, const char *dir);

/* Read DIR/helpline.yaml.  0; -ENOENT not a data directory; -EIO; -EINVAL.
   Every case adds a fault that says what to do. */
[[nodiscard]] int settings_load(TALLOC_CTX *, const char *dir,
    struct faults *, struct settings **out);

/* Write all of them as helpline.yaml, each with its help as a comment. */
void settings_write(const struct settings *, FILE *);

/* DIR/name, or name where that is a whole path, under the talloc parent. */
char *settings_path(TALLOC_CTX *, const struct settings *, const char *name);

#endif
