#include "gateway/checking/checkup.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "store/audit.h"

static bool
can_connect(int family, const void *at, socklen_t n)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool can = fd >= 0 && connect(fd, at, n) == 0;

	if (fd >= 0)
		close(fd);
	return can;
}

static bool
answers_by_port(long port)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return can_connect(AF_INET, &at, sizeof(at));
}

static bool
answers_by_path(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(at.sun_path))
		return false;
	memcpy(at.sun_path, path, strlen(path));
	return can_connect(AF_UNIX, &at, sizeof(at));
}

static void
check_door(struct checkup *checkup)
{
	const struct settings *settings = checkup->settings;

	if (settings->desk_socket[0] != '\0') {
		if (!answers_by_path(settings->desk_socket))
			checkup_find(checkup, FINDING_WARN, "nothing answers "
			    "at %s; start: %s", settings->desk_socket,
			    checkup_serve(checkup));
	} else if (!answers_by_port(settings->desk_port))
		checkup_find(checkup, FINDING_WARN, "nothing answers at "
		    "http://127.0.0.1:%ld/; start: %s",
		    settings->desk_port, checkup_serve(checkup));
}

static void
check_origin(struct checkup *checkup)
{
	const struct settings *settings = checkup->settings;
	const char *origin = settings->desk_origin;

	if (origin[0] == '\0' && settings->desk_socket[0] != '\0')
		checkup_find(checkup, FINDING_FAIL, "a desk behind a socket "
		    "must know what browsers show: set desk_origin, "
		    "https://desk.example.org");
	else if (origin[0] == '\0' && !settings->demo)
		checkup_find(checkup, FINDING_WARN, "only browsers on this "
		    "machine reach the desk; for others put a proxy with TLS "
		    "before it (the program's Caddyfile or nginx.conf) and "
		    "set desk_origin");
	else if (origin[0] != '\0' && strncmp(origin, "https://", 8) != 0)
		checkup_find(checkup, FINDING_FAIL, "desk_origin %s: without "
		    "https, passwords and cases cross the network in clear",
		    origin);
	else if (origin[0] != '\0' && strchr(origin + 8, '/') != NULL)
		checkup_find(checkup, FINDING_FAIL, "desk_origin %s: scheme, "
		    "name and port only, without a slash at the end", origin);
}

void
check_desk(struct checkup *checkup)
{
	if (checkup->settings == NULL) {
		checkup_find(checkup, FINDING_WARN, "cannot be told without "
		    "helpline.yaml");
		return;
	}
	check_origin(checkup);
	check_door(checkup);
}

/* The chain is keyed: it takes the keys, which doctor holds no longer. */
static int
verify(struct checkup *checkup, struct audit_state *state)
{
	struct store *store = NULL;
	char *why = NULL;
	int error = store_open(checkup, checkup->dir, ROLE_CALLS, &store,
	    &why);

	if (error != 0)
		return error;
	error = audit_verify(store, NULL, state);
	talloc_free(store);
	return error;
}

void
check_audit(struct checkup *checkup)
{
	struct audit_state state;
	int error = checkup->store != NULL ? verify(checkup, &state) : -EIO;

	if (error == -EBADMSG && state.unsealed)
		checkup_find(checkup, FINDING_FAIL, "no row is sealed, so that "
		    "no case is opened: after an update that is so once, or "
		    "somebody took the seals away; see: helpline audit %s "
		    "verify", checkup->dir);
	else if (error == -EBADMSG)
		checkup_find(checkup, FINDING_FAIL, "row %lld is not as it "
		    "was written: somebody changed the store; keep it as it "
		    "is, look at its backups, and see: helpline audit %s",
		    (long long)state.wrong, checkup->dir);
	else if (error != 0)
		checkup_find(checkup, FINDING_WARN, "cannot be read until the "
		    "store opens");
}
