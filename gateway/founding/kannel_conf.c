#include "gateway/founding/kannel_conf.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/settings.h"
#include "locales/catalogue.h"

/* SMPP 3.4 allows 8 characters of password; Kannel any. */
enum { PASSWORD_SHORT = 8, PASSWORD_LONG = 24, PORTS_MAX = 8 };

static const char template[] =
	"# Kannel for this helpline; start it with: bearerbox -v 4 THIS\n"
	"# Quiet on purpose: no access-log and no log-level below 4, or what\n"
	"# callers write and their numbers land in the logs: at 3 bearerbox names\n"
	"# the receiver of each report it did not expect.  How the networks are:\n"
	"# helpline doctor.\n"
	"group = core\n"
	"admin-port = {admin_port}\n"
	"admin-interface = 127.0.0.1\n"
	"admin-password = {admin_password}\n"
	"status-password = {status_password}\n"
	"admin-deny-ip = \"*.*.*.*\"\n"
	"admin-allow-ip = \"127.0.0.1\"\n"
	"smsbox-port = {box_port}\n"
	"smsbox-interface = 127.0.0.1\n"
	"box-deny-ip = \"*.*.*.*\"\n"
	"box-allow-ip = \"127.0.0.1\"\n"
	"smsbox-max-pending = 1000\n"
	"store-type = spool\n"
	"store-location = \"{dir}/spool\"\n"
	"log-file = \"{dir}/log/bearerbox.log\"\n"
	"log-level = 4\n"
	"# A network that says wait is asked again each second, not each minute:\n"
	"# a USSD page is worth nothing later.\n"
	"sms-resend-freq = 1\n"
	"# Parts of a long SMS wait so long for each other, in the spool.\n"
	"sms-combine-concatenated-mo-timeout = 300\n"
	"\n"
	"# What arrives waits for us by our name while we are away.\n"
	"group = smsbox-route\n"
	"smsbox-id = {box_name}\n"
	"smsc-id = \"{ussd_smsc};{sms_smsc}\"\n"
	"\n"
	"# The operator's USSD gateway.  Here the simulated network; put the\n"
	"# operator's host, port, name and password in its place.\n"
	"group = smsc\n"
	"smsc = smpp\n"
	"smsc-id = {ussd_smsc}\n"
	"allowed-smsc-id = {ussd_smsc}\n"
	"host = 127.0.0.1\n"
	"port = {network_port}\n"
	"transceiver-mode = true\n"
	"reconnect-delay = 1\n"
	"smsc-username = {ussd_smsc}\n"
	"smsc-password = {ussd_password}\n"
	"system-type = \"USSD\"\n"
	"max-sms-octets = 160\n"
	"log-level = 4\n"
	"\n"
	"# The operator's SMS centre.\n"
	"group = smsc\n"
	"smsc = smpp\n"
	"smsc-id = {sms_smsc}\n"
	"allowed-smsc-id = {sms_smsc}\n"
	"host = 127.0.0.1\n"
	"port = {network_port}\n"
	"transceiver-mode = true\n"
	"reconnect-delay = 1\n"
	"smsc-username = {sms_smsc}\n"
	"smsc-password = {sms_password}\n"
	"system-type = \"SMS\"\n"
	"# What the network has not answered, bearerbox sends again after wait-ack\n"
	"# seconds, or when all was silent for connection-timeout: by the wall\n"
	"# clock, so at once when that is set on.  A text shall come once: longer\n"
	"# than any is valid, and longer than most jumps.\n"
	"wait-ack = 86400\n"
	"connection-timeout = 3600\n"
	"log-level = 4\n"
	"\n"
	"group = smpp-tlv\n"
	"name = ussd_service_op\n"
	"tag = 0x0501\n"
	"type = octetstring\n"
	"length = 1\n"
	"\n"
	"group = smpp-tlv\n"
	"name = its_session_info\n"
	"tag = 0x1383\n"
	"type = octetstring\n"
	"length = 2\n"
	"\n"
	"# bearerbox refuses to start without these two; no smsbox runs.\n"
	"group = smsbox\n"
	"bearerbox-host = 127.0.0.1\n"
	"sendsms-port = {sendsms_port}\n"
	"sendsms-interface = 127.0.0.1\n"
	"\n"
	"group = sms-service\n"
	"keyword = default\n"
	"max-messages = 0\n"
	"text = \"\"\n";

struct blank { const char *name, *value; };

static const char *
fill(void *arg, const char *name)
{
	const struct blank *blank = arg;

	while (blank->name != NULL && strcmp(blank->name, name) != 0)
		blank++;
	return blank->value;
}

/* NULL when there is no randomness. */
static char *
make_password(TALLOC_CTX *ctx, size_t n)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char octets[PASSWORD_LONG];
	char *password = talloc_zero_size(ctx, n + 1);

	if (getrandom(octets, n, 0) != (ssize_t)n)
		return NULL;
	for (size_t i = 0; i < n; i++)
		password[i] = letters[octets[i] % (sizeof(letters) - 1)];
	return password;
}

static char *
decimal(TALLOC_CTX *ctx, long number)
{
	return talloc_asprintf(ctx, "%ld", number);
}

int
kannel_conf_write(const struct kannel_plan *plan, FILE *file)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct settings *s = plan->settings;
	struct blank blanks[] = {
		{ "admin_password", make_password(ctx, PASSWORD_LONG) },
		{ "status_password", make_password(ctx, PASSWORD_LONG) },
		{ "ussd_password", make_password(ctx, PASSWORD_SHORT) },
		{ "sms_password", make_password(ctx, PASSWORD_SHORT) },
		{ "admin_port", decimal(ctx, s->admin_port) },
		{ "box_port", decimal(ctx, s->box_port) },
		{ "network_port", decimal(ctx, s->network_port) },
		{ "sendsms_port", decimal(ctx, plan->sendsms_port) },
		{ "box_name", s->box_name },
		{ "dir", plan->dir },
		{ "ussd_smsc", plan->ussd_smsc },
		{ "sms_smsc", plan->sms_smsc },
		{ NULL, NULL },
	};
	int error = 0;

	for (struct blank *blank = blanks; blank->name != NULL; blank++)
		if (blank->value == NULL)
			error = -EIO;
	if (error == 0 &&
	    fputs(text_fill(ctx, template, fill, blanks), file) < 0)
		error = -EIO;
	talloc_free(ctx);
	return error;
}

/* Below those that the kernel gives to connections: one of these might take
   the port before we listen on it. */
enum { PORT_FIRST = 10000, PORTS = 22000, PORT_TRIES = 100 };

static int
bind_to(int fd, long port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port),
	};

	return bind(fd, (const struct sockaddr *)&address, sizeof(address));
}

/* A socket on a port by chance; negative when there is none. */
static int
bind_any(long *port)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	uint32_t draw;

	for (int i = 0; fd >= 0 && i < PORT_TRIES; i++) {
		if (getrandom(&draw, sizeof(draw), 0) != sizeof(draw))
			break;
		*port = PORT_FIRST + draw % PORTS;
		if (bind_to(fd, *port) == 0)
			return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

int
ports_free(long *ports, size_t n)
{
	int fds[PORTS_MAX], error = 0;

	/* All held at once, so that no two are the same. */
	for (size_t i = 0; i < n; i++) {
		fds[i] = bind_any(&ports[i]);
		if (fds[i] < 0)
			error = -EIO;
	}
	for (size_t i = 0; i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return error;
}

struct pair { const char *key, *value; };
struct group { const char *name; size_t n; struct pair *pair; };
struct kannel_conf { size_t n; struct group *group; const char *included; };

static const char *
find_value(const struct group *group, const char *key)
{
	for (size_t i = 0; i < group->n; i++)
		if (strcmp(group->pair[i].key, key) == 0)
			return group->pair[i].value;
	return NULL;
}

static char *
trim(TALLOC_CTX *ctx, const char *text, size_t n)
{
	while (n > 0 && strchr(" \t\r\n\"", text[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(" \t\"", *text) != NULL) {
		text++;
		n--;
	}
	return talloc_strndup(ctx, text, n);
}

static void
add_group(struct kannel_conf *conf, const char *name)
{
	conf->group = talloc_realloc(conf, conf->group, struct group,
	    (unsigned)conf->n + 1);
	conf->group[conf->n++] = (struct group){ .name = name };
}

static void
add_pair(struct kannel_conf *conf, const char *key, const char *value)
{
	struct group *group;

	if (strcmp(key, "group") == 0) {
		add_group(conf, value);
		return;
	}
	if (strcmp(key, "include") == 0)
		conf->included = value;
	if (conf->n == 0)
		return;
	group = &conf->group[conf->n - 1];
	group->pair = talloc_realloc(conf, group->pair, struct pair,
	    (unsigned)group->n + 1);
	group->pair[group->n++] = (struct pair){ key, value };
}

static void
read_line(struct kannel_conf *conf, const char *line)
{
	const char *equals = strchr(line, '=');

	if (line[strspn(line, " \t")] == '#' || equals == NULL)
		return;
	add_pair(conf, trim(conf, line, (size_t)(equals - line)),
	    trim(conf, equals + 1, strlen(equals + 1)));
}

int
kannel_conf_read(TALLOC_CTX *ctx, const char *path, struct kannel_conf **out)
{
	FILE *file = fopen(path, "re");
	struct kannel_conf *conf;
	char *line = NULL;
	size_t size = 0;
	int failed;

	if (file == NULL)
		return errno == ENOENT ? -ENOENT : -EIO;
	conf = talloc_zero(ctx, struct kannel_conf);
	while (getline(&line, &size, file) >= 0)
		read_line(conf, line);
	free(line);
	failed = ferror(file);
	fclose(file);
	if (failed) {
		talloc_free(conf);
		return -EIO;
	}
	*out = conf;
	return 0;
}

const char *
kannel_conf_included(const struct kannel_conf *conf)
{
	return conf->included;
}

size_t
kannel_conf_count(const struct kannel_conf *conf, const char *group)
{
	size_t count = 0;

	for (size_t i = 0; i < conf->n; i++)
		count += strcmp(conf->group[i].name, group) == 0;
	return count;
}

const char *
kannel_conf_value(const struct kannel_conf *conf, const char *group, size_t n,
    const char *key)
{
	for (size_t i = 0; i < conf->n; i++)
		if (strcmp(conf->group[i].name, group) == 0 && n-- == 0)
			return find_value(&conf->group[i], key);
	return NULL;
}
