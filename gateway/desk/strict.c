#include "gateway/desk/strict.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gateway/desk/http.h"

enum { HEADERS_MAX = 64, HEAD_MAX = 16 * 1024, LENGTH_DIGITS = 7 };

struct heads { unsigned n, hosts, lengths, codings; bool nul;
	const char *end; };		/* of the value before */

/* The library cuts a value at a NUL and forgets the rest, which still lies
   between it and the next name. */
static bool
is_rest_between(const char *end, const char *next)
{
	static const char blank[] = " \t\r\n";	/* and its NUL */

	if (end == NULL || next < end || next - end > HEAD_MAX)
		return false;
	for (; end < next; end++)
		if (memchr(blank, *end, sizeof(blank)) == NULL)
			return true;
	return false;
}

static enum MHD_Result
count_head(void *arg, enum MHD_ValueKind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct heads *heads = arg;

	heads->n++;
	heads->hosts += strcasecmp(key, "Host") == 0;
	heads->lengths += strcasecmp(key, "Content-Length") == 0;
	heads->codings += strcasecmp(key, "Transfer-Encoding") == 0;
	heads->nul |= strlen(key) != key_n ||
	    is_rest_between(heads->end, key) ||
	    (value != NULL && strlen(value) != value_n);
	heads->end = value != NULL ? value + value_n : NULL;
	return MHD_YES;
}

/* The library ends the path at a NUL; what it was told of the whole line and
   where it found the version tell that there was more. */
static bool
is_cut(const char *uri, const char *path, const char *version)
{
	return version < path ||
	    (size_t)(version - path) != strlen(uri) + 1;
}

static unsigned
check_line(const char *uri, const char *path, const char *version)
{
	if (is_cut(uri, path, version) || path[0] != '/' ||
	    strstr(uri, "%00") != NULL)
		return MHD_HTTP_BAD_REQUEST;
	return strcmp(version, MHD_HTTP_VERSION_1_1) == 0 ? 0 :
	    MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
}

static unsigned
check_length(struct MHD_Connection *connection)
{
	const char *length = MHD_lookup_connection_value(connection,
	    MHD_HEADER_KIND, "Content-Length");

	if (length == NULL)
		return 0;
	if (length[0] == '\0' || length[strspn(length, "0123456789")] != '\0')
		return MHD_HTTP_BAD_REQUEST;
	return strlen(length) > LENGTH_DIGITS ||
	    strtoul(length, NULL, 10) > HTTP_BODY_MAX ?
	    MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

static unsigned
check_heads(struct MHD_Connection *connection)
{
	struct heads heads = { 0 };

	MHD_get_connection_values_n(connection, MHD_HEADER_KIND,
	    count_head, &heads);
	/* After the last one comes the end of its line. */
	if (heads.nul || is_rest_between(heads.end, heads.end + 2) ||
	    heads.hosts != 1 || heads.lengths > 1)
		return MHD_HTTP_BAD_REQUEST;
	if (heads.n > HEADERS_MAX)
		return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
	if (heads.codings > 0)
		return heads.lengths > 0 ? MHD_HTTP_BAD_REQUEST :
		    MHD_HTTP_LENGTH_REQUIRED;
	return check_length(connection);
}

unsigned
strict_check(struct MHD_Connection *connection, const char *uri,
    const char *path, const char *version)
{
	unsigned status = check_line(uri, path, version);

	return status != 0 ? status : check_heads(connection);
}
