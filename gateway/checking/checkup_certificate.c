/*
 * How long browsers will take the desk's certificate: the reverse proxy's, of
 * which a setting names the file.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gnutls/x509.h>

#include "gateway/checking/checkup.h"

enum { FILE_MAX = 1 << 20, WARN_DAYS = 21, FAIL_DAYS = 3, DAY_S = 86400 };

/* The whole file; 0 octets when it cannot be read or is no such file. */
static size_t
read_file(TALLOC_CTX *ctx, const char *path, unsigned char **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = -1;

	*out = talloc_size(ctx, FILE_MAX);
	if (fd >= 0) {
		n = read(fd, *out, FILE_MAX);
		close(fd);
	}
	return n > 0 ? (size_t)n : 0;
}

/* The end of its first certificate, which is the server's own; -1 none. */
static time_t
end_of(unsigned char *octets, size_t n)
{
	const gnutls_datum_t pem = { octets, (unsigned)n };
	gnutls_x509_crt_t certificate;
	time_t end = -1;

	if (gnutls_x509_crt_init(&certificate) != GNUTLS_E_SUCCESS)
		return -1;
	if (gnutls_x509_crt_import(certificate, &pem, GNUTLS_X509_FMT_PEM) ==
	    GNUTLS_E_SUCCESS)
		end = gnutls_x509_crt_get_expiration_time(certificate);
	gnutls_x509_crt_deinit(certificate);
	return end;
}

static void
judge(struct checkup *checkup, const char *path, time_t end)
{
	int64_t left_s = (int64_t)end - checkup->now;

	if (end == (time_t)-1)
		checkup_find(checkup, FINDING_FAIL, "%s holds no certificate "
		    "that can be read; see desk_certificate", path);
	else if (left_s <= 0)
		checkup_find(checkup, FINDING_FAIL, "it ended %" PRId64 " days "
		    "ago: no browser opens the desk; renew it and reload the "
		    "proxy", -left_s / DAY_S);
	else if (left_s < WARN_DAYS * DAY_S)
		checkup_find(checkup, left_s < FAIL_DAYS * DAY_S ?
		    FINDING_FAIL : FINDING_WARN, "it ends in %" PRId64 " days; "
		    "renew it (does the proxy's own renewal fail? see its log) "
		    "and reload the proxy", left_s / DAY_S);
}

void
check_certificate(struct checkup *checkup)
{
	const struct settings *settings = checkup->settings;
	unsigned char *octets;
	char *path;
	size_t n;

	if (settings == NULL || settings->desk_certificate[0] == '\0') {
		if (settings != NULL && settings->desk_origin[0] != '\0')
			checkup_find(checkup, FINDING_WARN, "nobody looks at "
			    "when it ends; name its file: desk_certificate");
		return;
	}
	path = settings_path(checkup, settings, settings->desk_certificate);
	n = read_file(checkup, path, &octets);
	if (n == 0)
		checkup_find(checkup, FINDING_FAIL, "%s cannot be read; see "
		    "desk_certificate, and let this user read it (the key it "
		    "need not)", path);
	else
		judge(checkup, path, end_of(octets, n));
}
