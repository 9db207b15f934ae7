/*
 * Kannel's open doors: what its kannel.conf must say and what it must not, one
 * row each.  Its defaults are those of a machine that trusts its network.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gateway/checking/checkup.h"

enum {
	LOG_LEVEL_MIN = 4, SECRET_MIN = 16, SMPP_SECRET_MIN = 6,
	RESEND_MAX_S = 5, PENDING_MIN = 256,
};

/* One group of kannel.conf, as a rule sees it. */
struct group_of { const struct kannel_conf *conf; const char *name; size_t n; };

static const char *
value_of(const struct group_of *group, const char *key)
{
	return kannel_conf_value(group->conf, group->name, group->n, key);
}

static bool
is_missing(const struct group_of *group, const char *value)
{
	(void)group;
	return value == NULL || value[0] == '\0';
}

static bool
is_there(const struct group_of *group, const char *value)
{
	(void)group;
	return value != NULL;
}

static bool
is_open(const struct group_of *group, const char *value)
{
	(void)group;
	return value == NULL || (strncmp(value, "127.", 4) != 0 &&
	    strcmp(value, "::1") != 0);
}

/* What Kannel's guide and its example files say, and what people type. */
static bool
is_known(const char *value)
{
	static const char *const known[] = { "bar", "foo", "foobar", "tester",
	    "kannel", "password", "secret", "admin", "helpline", "changeme",
	    "test", "1234", "123456", "12345678", "qwerty", NULL };

	for (size_t i = 0; known[i] != NULL; i++)
		if (strcasecmp(known[i], value) == 0)
			return true;
	return false;
}

static bool
is_one_letter(const char *value)
{
	return strspn(value, (char[]){ value[0], '\0' }) == strlen(value);
}

static bool
is_weak(const struct group_of *group, const char *value)
{
	(void)group;
	/* Missing is another row's. */
	return value != NULL && value[0] != '\0' &&
	    (strlen(value) < SECRET_MIN || is_known(value) ||
	    is_one_letter(value));
}

/* The phone company gives it, and SMPP lets it have eight letters. */
static bool
is_weak_smpp(const struct group_of *group, const char *value)
{
	const char *name = value_of(group, "smsc-username");

	return value == NULL || strlen(value) < SMPP_SECRET_MIN ||
	    is_known(value) || is_one_letter(value) ||
	    (name != NULL && strcmp(name, value) == 0);
}

static bool
is_admins(const struct group_of *group, const char *value)
{
	const char *other = value_of(group, "admin-password");

	return value != NULL && other != NULL && strcmp(value, other) == 0;
}

/* A group that logs to a file of its own has a level of its own: 0. */
static bool
is_talkative(const struct group_of *group, const char *value)
{
	return value_of(group, "log-file") != NULL &&
	    (value == NULL || strtol(value, NULL, 10) < LOG_LEVEL_MIN);
}

static bool
is_no_spool(const struct group_of *group, const char *value)
{
	(void)group;
	return value == NULL || strcmp(value, "spool") != 0;
}

static bool
is_slow(const struct group_of *group, const char *value)
{
	(void)group;
	return value == NULL || strtol(value, NULL, 10) > RESEND_MAX_S;
}

static bool
is_few(const struct group_of *group, const char *value)
{
	(void)group;
	return value == NULL || strtol(value, NULL, 10) < PENDING_MIN;
}

/* A private address is taken for the far end of a tunnel. */
static bool
is_private(const char *host)
{
	static const struct { uint32_t net, mask; } near[] = {
		{ 0x7f000000, 0xff000000 }, { 0x0a000000, 0xff000000 },
		{ 0xac100000, 0xfff00000 }, { 0xc0a80000, 0xffff0000 },
	};
	struct in_addr at;
	uint32_t address;

	if (inet_pton(AF_INET, host, &at) != 1)
		return strcmp(host, "localhost") == 0;
	address = ntohl(at.s_addr);
	for (size_t i = 0; i < sizeof(near) / sizeof(*near); i++)
		if ((address & near[i].mask) == near[i].net)
			return true;
	return false;
}

static bool
is_in_clear(const struct group_of *group, const char *value)
{
	const char *ssl = value_of(group, "use-ssl");

	if (value == NULL || is_private(value))
		return false;
	return ssl == NULL || (strcmp(ssl, "yes") != 0 &&
	    strcmp(ssl, "true") != 0 && strcmp(ssl, "1") != 0);
}

static const struct rule {
	const char *group, *key;
	bool (*wrong)(const struct group_of *, const char *value);
	enum finding_level level;
	const char *text;	/* why, and what to do */
} rules[] = {
	{ "core", "admin-password", is_missing, FINDING_FAIL,
	  "must be set: without it whoever reaches the port stops bearerbox; "
	  "make one: openssl rand -hex 16" },
	{ "core", "admin-password", is_weak, FINDING_FAIL,
	  "is short or well known: who guesses it stops bearerbox; take "
	  "another: openssl rand -hex 16" },
	{ "core", "status-password", is_weak, FINDING_FAIL,
	  "is short or well known, and /store-status shows numbers and texts; "
	  "take another: openssl rand -hex 16" },
	{ "core", "status-password", is_admins, FINDING_WARN,
	  "is the admin-password too: who may look may then stop it; take "
	  "another: openssl rand -hex 16" },
	{ "core", "admin-deny-ip", is_missing, FINDING_WARN,
	  "is not set; write: admin-deny-ip = \"*.*.*.*\" and admin-allow-ip = "
	  "\"127.0.0.1\"" },
	{ "core", "box-deny-ip", is_missing, FINDING_WARN,
	  "is not set: any box may come and take messages; write: box-deny-ip "
	  "= \"*.*.*.*\" and box-allow-ip = \"127.0.0.1\"" },
	{ "core", "store-type", is_no_spool, FINDING_FAIL,
	  "must be spool: what waits for us is lost when bearerbox falls; "
	  "write: store-type = spool" },
	{ "core", "store-location", is_missing, FINDING_FAIL,
	  "must be set: what waits for us has no place; write: store-location "
	  "= DIR/spool" },
	{ "core", "sms-resend-freq", is_slow, FINDING_FAIL,
	  "must be 1 to 5 (Kannel's own is 60): a USSD page that a network "
	  "puts off is worth nothing a minute later; write: sms-resend-freq = "
	  "1" },
	{ "core", "smsbox-max-pending", is_few, FINDING_WARN,
	  "must be 256 or more, or a burst is taken a hundred at a time; "
	  "write: smsbox-max-pending = 1000" },
	{ "smsbox", "access-log", is_there, FINDING_FAIL,
	  "must go: it holds numbers and texts; delete the line and that "
	  "file" },
	{ "smsbox", "sendsms-interface", is_open, FINDING_FAIL,
	  "must be 127.0.0.1: there SMS are sent in our name" },
	{ "smsbox", "log-level", is_talkative, FINDING_FAIL,
	  "must be 4 or more, or what callers write is logged; nothing of ours "
	  "needs smsbox to run" },
	{ "smsc", "log-level", is_talkative, FINDING_FAIL,
	  "must be 4 or more where it has a log-file, or callers' numbers are "
	  "logged" },
	{ "smsc", "allowed-smsc-id", is_missing, FINDING_FAIL,
	  "is not set: what another network should send leaves here; write its "
	  "own smsc-id there" },
	{ "smsc", "smsc-password", is_weak_smpp, FINDING_WARN,
	  "is short, well known or the name itself; ask the phone company for "
	  "another, of eight random letters" },
	{ "smsc", "host", is_in_clear, FINDING_WARN,
	  "is on the open network: texts and numbers cross it in clear; ask "
	  "the phone company for a tunnel, or for TLS (use-ssl = yes)" },
	{ "sendsms-user", "username", is_there, FINDING_FAIL,
	  "lets whoever knows the password send SMS in our name, and nothing of "
	  "ours needs it; delete the group" },
	{ "sendsms-user", "user-deny-ip", is_missing, FINDING_FAIL,
	  "is not set: from every address SMS are sent in our name; write: "
	  "user-deny-ip = \"*.*.*.*\" and user-allow-ip = \"127.0.0.1\"" },
	{ NULL, NULL, NULL, FINDING_OK, NULL }
};

/* "core", or "smsc ussd-kh" where there are several. */
static const char *
title(struct checkup *checkup, const struct group_of *group)
{
	const char *id = value_of(group, "smsc-id");

	return id == NULL || strcmp(group->name, "smsc") != 0 ? group->name :
	    talloc_asprintf(checkup, "smsc %s", id);
}

/* A Kannel that serves others too sends SMS for them. */
static bool
is_theirs(const struct checkup *checkup, const struct rule *rule)
{
	return checkup_own_kannel(checkup) &&
	    strcmp(rule->group, "sendsms-user") == 0 && rule->wrong == is_there;
}

static void
hold(struct checkup *checkup, const struct rule *rule)
{
	struct group_of group = { checkup->conf, rule->group, 0 };
	size_t n = kannel_conf_count(checkup->conf, rule->group);

	for (; group.n < n; group.n++)
		if (rule->wrong(&group, value_of(&group, rule->key)) &&
		    !is_theirs(checkup, rule))
			checkup_find(checkup, rule->level, "group %s: %s %s",
			    title(checkup, &group), rule->key, rule->text);
}

void
check_doors(struct checkup *checkup)
{
	const char *included;

	if (checkup->conf == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be seen until "
		    "kannel.conf can be read");
		return;
	}
	for (const struct rule *rule = rules; rule->group != NULL; rule++)
		hold(checkup, rule);
	included = kannel_conf_included(checkup->conf);
	if (included != NULL)
		checkup_find(checkup, FINDING_WARN, "kannel.conf includes %s, "
		    "which is not looked at here: put its lines into "
		    "kannel.conf", included);
}
