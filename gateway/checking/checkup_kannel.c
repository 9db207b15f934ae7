#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/checking/checkup.h"
#include "gateway/calls/house.h"
#include "gateway/kannel/status.h"
#include "menus/document.h"

/* The box protocol has no version; this is what it was held against. */
static const char version_known[] = "1.4.5";

enum { LOG_LEVEL_MIN = 4, WAIT_ACK_MIN_S = 86400, SILENT_MIN_S = 3600 };

static const char *
core(const struct checkup *checkup, const char *key)
{
	return kannel_conf_value(checkup->conf, "core", 0, key);
}

static void
check_quiet(struct checkup *checkup, const char *group, size_t n)
{
	const char *level = kannel_conf_value(checkup->conf, group, n,
	    "log-level");

	if (level == NULL || strtol(level, NULL, 10) < LOG_LEVEL_MIN)
		checkup_find(checkup, FINDING_FAIL, "group %s: log-level must "
		    "be %d or more, or callers' numbers are logged", group,
		    LOG_LEVEL_MIN);
}

static void
check_loopback(struct checkup *checkup, const char *key)
{
	const char *value = core(checkup, key);

	if (value == NULL || strncmp(value, "127.", 4) != 0)
		checkup_find(checkup, FINDING_FAIL, "%s must be 127.0.0.1: it "
		    "hands out messages to whoever reaches it", key);
}

static void
check_same(struct checkup *checkup, const char *group, const char *key,
    const char *wanted, const char *setting)
{
	const char *value = kannel_conf_value(checkup->conf, group, 0, key);

	if (value == NULL || strcmp(value, wanted) != 0)
		checkup_find(checkup, FINDING_FAIL, "%s is %s here and %s in "
		    "helpline.yaml (%s); make them the same", key,
		    value != NULL ? value : "not set", wanted, setting);
}

static void
check_against_settings(struct checkup *checkup)
{
	const struct settings *s = checkup->settings;

	if (s == NULL)
		return;
	check_same(checkup, "core", "smsbox-port", talloc_asprintf(checkup,
	    "%ld", s->box_port), "box_port");
	check_same(checkup, "core", "admin-port", talloc_asprintf(checkup,
	    "%ld", s->admin_port), "admin_port");
	check_same(checkup, "smsbox-route", "smsbox-id", s->box_name,
	    "box_name");
}

bool
checkup_own_kannel(const struct checkup *checkup)
{
	return checkup->settings != NULL &&
	    checkup->settings->kannel_conf[0] != '\0';
}

const char *
checkup_conf(struct checkup *checkup)
{
	return checkup_own_kannel(checkup) ? checkup->settings->kannel_conf :
	    talloc_asprintf(checkup, "%s/kannel.conf", checkup->dir);
}

/* Who has a Kannel of their own starts it in their own way. */
static const char *
how_to_start(struct checkup *checkup)
{
	if (checkup_shared(checkup) && !checkup_own_kannel(checkup))
		return checkup_serve(checkup);
	return talloc_asprintf(checkup, "bearerbox -v 4 %s",
	    checkup_conf(checkup));
}

void
check_conf(struct checkup *checkup)
{
	const char *path = checkup_conf(checkup);

	if (kannel_conf_read(checkup, path, &checkup->conf) != 0) {
		checkup->conf = NULL;
		checkup_find(checkup, FINDING_FAIL, "%s cannot be read; init "
		    "makes one for a new directory to copy from", path);
		return;
	}
	check_quiet(checkup, "core", 0);
	if (core(checkup, "access-log") != NULL)
		checkup_find(checkup, FINDING_FAIL, "access-log must go: it "
		    "holds numbers and texts");
	if (core(checkup, "status-password") == NULL)
		checkup_find(checkup, FINDING_FAIL, "status-password must be "
		    "set: /store-status shows numbers and texts");
	check_loopback(checkup, "admin-interface");
	check_loopback(checkup, "smsbox-interface");
	check_against_settings(checkup);
}

/* Its group, or how many there are. */
static size_t
find_smsc(const struct checkup *checkup, const char *id)
{
	size_t n = kannel_conf_count(checkup->conf, "smsc");
	const char *value;

	for (size_t i = 0; i < n; i++) {
		value = kannel_conf_value(checkup->conf, "smsc", i, "smsc-id");
		if (value != NULL && strcmp(value, id) == 0)
			return i;
	}
	return n;
}

static bool
has_smsc(const struct checkup *checkup, const char *id)
{
	return find_smsc(checkup, id) < kannel_conf_count(checkup->conf,
	    "smsc");
}

static bool
is_patient(const char *value, long least)
{
	return value != NULL && strtol(value, NULL, 10) >= least;
}

/* Kannel's own are 60 and 300 s: then it sends again what is under way. */
static void
check_patience(struct checkup *checkup, const char *id)
{
	size_t n;

	if (id == NULL || !has_smsc(checkup, id))
		return;
	n = find_smsc(checkup, id);
	if (!is_patient(kannel_conf_value(checkup->conf, "smsc", n,
	    "wait-ack"), WAIT_ACK_MIN_S) ||
	    !is_patient(kannel_conf_value(checkup->conf, "smsc", n,
	    "connection-timeout"), SILENT_MIN_S))
		checkup_find(checkup, FINDING_WARN, "the smsc %s needs "
		    "wait-ack = %d and connection-timeout = %d in kannel.conf, "
		    "or a text may arrive twice when the network is slow or "
		    "the clock is set", id, WAIT_ACK_MIN_S, SILENT_MIN_S);
}

/* Is it one of a;b;c? */
static bool
is_routed(const struct checkup *checkup, const char *id)
{
	const char *list = kannel_conf_value(checkup->conf, "smsbox-route", 0,
	    "smsc-id");
	size_t n = strlen(id), length;

	for (; list != NULL && *list != '\0';
	    list += length + (list[length] == ';')) {
		length = strcspn(list, ";");
		if (length == n && strncmp(list, id, n) == 0)
			return true;
	}
	return false;
}

static void
check_smsc(struct checkup *checkup, const char *id)
{
	if (id == NULL)
		return;
	if (!has_smsc(checkup, id))
		checkup_find(checkup, FINDING_FAIL, "operators.yaml names the "
		    "smsc %s, but kannel.conf has no group smsc of that "
		    "smsc-id", id);
	if (!is_routed(checkup, id))
		checkup_find(checkup, FINDING_FAIL, "the group smsbox-route "
		    "of kannel.conf does not name the smsc-id %s: its messages "
		    "never reach us", id);
}

/* What the directory itself names, or the program where it has none. */
static struct house *
open_house(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);
	struct house *house;

	return house_open(checkup, checkup->settings, faults, checkup->now,
	    &house) == 0 ? house : NULL;
}

void
check_networks(struct checkup *checkup)
{
	struct house *house = open_house(checkup);
	const struct operators *operators;

	if (house == NULL || checkup->conf == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be compared until "
		    "the above is mended");
		return;
	}
	operators = house->operators;
	for (size_t i = 0; i < operators->n; i++) {
		check_smsc(checkup, operators->operator[i].ussd_smsc);
		check_smsc(checkup, operators->operator[i].sms_smsc);
		check_patience(checkup, operators->operator[i].sms_smsc);
	}
}

static bool
is_installed(void)
{
	return access("/usr/sbin/bearerbox", X_OK) == 0 ||
	    access("/usr/local/sbin/bearerbox", X_OK) == 0 ||
	    access("/usr/bin/bearerbox", X_OK) == 0;
}

static void
check_boxes(struct checkup *checkup, const struct status *status)
{
	for (size_t i = 0; i < status->boxes_n; i++)
		if (strcmp(status->boxes[i], checkup->settings->box_name) == 0)
			return;
	checkup_find(checkup, FINDING_FAIL, "we are not connected to it; "
	    "start: %s; where calls runs already its log says why",
	    checkup_serve(checkup));
}

static void
check_online(struct checkup *checkup, const struct status *status)
{
	if (status->smscs_n == 0)
		checkup_find(checkup, FINDING_FAIL, "it knows no network; see "
		    "the groups smsc of kannel.conf");
	for (size_t i = 0; i < status->smscs_n; i++)
		if (strncmp(status->smscs[i].state, "online", 6) != 0)
			checkup_find(checkup, FINDING_FAIL, "the network %s "
			    "is %s; see its host, port and password in "
			    "kannel.conf; where they are right, ring the phone "
			    "company: texts of callers wait there",
			    status->smscs[i].id, status->smscs[i].state);
}

static void
check_running(struct checkup *checkup, const struct status *status,
    const char *password)
{
	unsigned port = (unsigned)checkup->settings->admin_port;

	if (status->denied) {
		checkup_find(checkup, FINDING_FAIL, "the bearerbox at port %u "
		    "has another status-password: it is another one, or "
		    "kannel.conf was changed since it started; restart it "
		    "with this kannel.conf", port);
		return;
	}
	if (strstr(status->version, version_known) == NULL)
		checkup_find(checkup, FINDING_WARN, "its version is not %s, "
		    "which the box protocol was held against; dial, and send "
		    "an SMS, before you trust it: %s", version_known,
		    status->version);
	if (password[0] != '\0' && !status_fetch(checkup, port, "")->denied)
		checkup_find(checkup, FINDING_FAIL, "its status page is open "
		    "without a password; restart it with this kannel.conf");
	check_boxes(checkup, status);
	check_online(checkup, status);
}

void
check_kannel(struct checkup *checkup)
{
	const char *password = checkup->conf != NULL ?
	    core(checkup, "status-password") : NULL;
	const struct status *status;

	if (checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be asked without "
		    "helpline.yaml");
		return;
	}
	if (password == NULL)
		password = "";
	status = status_fetch(checkup, (unsigned)checkup->settings->admin_port,
	    password);
	if (status->reachable)
		check_running(checkup, status, password);
	else if (!is_installed())
		checkup_find(checkup, FINDING_FAIL, "not installed; run: "
		    "apt-get install kannel");
	else
		checkup_find(checkup, FINDING_FAIL, "nothing answers at port "
		    "%ld; start: %s", checkup->settings->admin_port,
		    how_to_start(checkup));
}
