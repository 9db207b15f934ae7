/*
 * Who can reach our ports: what listens, as the kernel tells it, and not what
 * some file says should listen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/checking/checkup.h"

enum { PORTS_MAX = 16, LISTENS = 0x0a, HEXADECIMAL = 16, DECIMAL = 10 };

struct port { long number; const char *what; };
struct ports { size_t n; struct port port[PORTS_MAX]; };

static void
add_number(struct ports *ports, long number, const char *what)
{
	if (number > 0 && ports->n < PORTS_MAX)
		ports->port[ports->n++] = (struct port){ number, what };
}

static void
add(struct ports *ports, const char *text, const char *what)
{
	add_number(ports, text != NULL ? strtol(text, NULL, DECIMAL) : 0, what);
}

static void
collect(const struct checkup *checkup, struct ports *ports)
{
	const struct settings *s = checkup->settings;
	const struct kannel_conf *conf = checkup->conf;

	if (s != NULL) {
		add_number(ports, s->box_port, "bearerbox's port for boxes");
		add_number(ports, s->admin_port, "bearerbox's admin-port");
		add_number(ports, s->calls_watch_port, "calls' watch port");
		add_number(ports, s->desk_watch_port, "the desk's watch port");
		if (s->desk_socket[0] == '\0')
			add_number(ports, s->desk_port, "the desk");
	}
	if (conf != NULL) {
		add(ports, kannel_conf_value(conf, "core", 0, "admin-port"),
		    "bearerbox's admin-port");
		add(ports, kannel_conf_value(conf, "core", 0, "smsbox-port"),
		    "bearerbox's port for boxes");
		add(ports, kannel_conf_value(conf, "core", 0, "wapbox-port"),
		    "bearerbox's port for WAP");
		add(ports, kannel_conf_value(conf, "smsbox", 0,
		    "sendsms-port"), "smsbox's sendsms");
	}
}

/* Four octets in the machine's order, as in /proc/net: little end first. */
static bool
is_loopback4(const char *hex)
{
	return strncmp(hex + 6, "7F", 2) == 0;
}

static bool
is_loopback(const char *hex)
{
	static const char six[] = "00000000000000000000000001000000";
	static const char mapped[] = "0000000000000000FFFF0000";

	if (strlen(hex) == 8)
		return is_loopback4(hex);
	return strcmp(hex, six) == 0 ||
	    (strncmp(hex, mapped, sizeof(mapped) - 1) == 0 &&
	    is_loopback4(hex + sizeof(mapped) - 1));
}

static void
judge(struct checkup *checkup, const struct ports *ports, const char *hex,
    long number)
{
	if (is_loopback(hex))
		return;
	for (size_t i = 0; i < ports->n; i++) {
		if (ports->port[i].number != number)
			continue;
		checkup_find(checkup, FINDING_FAIL, "%s (%ld) can be reached "
		    "from other machines; let it listen on 127.0.0.1 only, and "
		    "close it in the firewall until then", ports->port[i].what,
		    number);
		return;
	}
}

/* "  0: 0100007F:1F90 00000000:0000 0A ..." */
static void
read_row(struct checkup *checkup, const struct ports *ports, char *line)
{
	char *save, *address, *colon, *state;

	(void)strtok_r(line, " ", &save);
	address = strtok_r(NULL, " ", &save);
	(void)strtok_r(NULL, " ", &save);
	state = strtok_r(NULL, " ", &save);
	if (state == NULL || strtol(state, NULL, HEXADECIMAL) != LISTENS ||
	    (colon = strchr(address, ':')) == NULL)
		return;
	*colon = '\0';
	judge(checkup, ports, address, strtol(colon + 1, NULL, HEXADECIMAL));
}

static void
look(struct checkup *checkup, const struct ports *ports, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	/* No IPv6 here, perhaps. */
	if (file == NULL)
		return;
	while (getline(&line, &size, file) >= 0)
		read_row(checkup, ports, line);
	free(line);
	fclose(file);
}

void
check_ports(struct checkup *checkup)
{
	struct ports ports = { 0 };

	collect(checkup, &ports);
	look(checkup, &ports, "/proc/net/tcp");
	look(checkup, &ports, "/proc/net/tcp6");
}
