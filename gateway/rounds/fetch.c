#include "gateway/rounds/fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

enum {
	REDIRECTIONS_MAX = 3, CONNECT_S = 15, SLOW_OCTETS = 64, SLOW_S = 30,
	ETAG_MAX = 256, STATUS_OK = 200, STATUS_SAME = 304,
};

struct transfer {
	const struct fetch *fetch;
	struct fetched *out;
	TALLOC_CTX *ctx;
	bool too_large;
	char error[CURL_ERROR_SIZE];
};

static size_t
receive(char *octets, size_t, size_t n, void *arg)
{
	struct transfer *t = arg;

	if (n > t->fetch->max - t->out->n) {
		t->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	if (talloc_get_size(t->out->octets) < t->out->n + n)
		t->out->octets = talloc_realloc_size(t->ctx, t->out->octets,
		    2 * (t->out->n + n));
	memcpy(t->out->octets + t->out->n, octets, n);
	t->out->n += n;
	return n;
}

static int
progress(void *arg, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
	const struct transfer *t = arg;

	return t->fetch->stop != NULL && t->fetch->stop();
}

static void
limit(CURL *curl, struct transfer *t)
{
	const struct fetch *f = t->fetch;

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS_MAX);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)f->max);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, f->timeout_s);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
	    f->timeout_s < CONNECT_S ? f->timeout_s : (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_OCTETS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	/* No encoding is asked for, none is undone: no bomb. */
	curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);
}

static void
set_up(CURL *curl, struct transfer *t)
{
	const struct fetch *f = t->fetch;

	curl_easy_setopt(curl, CURLOPT_URL, f->url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "helpline");
	curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
	if (f->ca[0] != '\0') {
		curl_easy_setopt(curl, CURLOPT_CAINFO, f->ca);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, t);
}

static bool
is_plain(const char *etag)
{
	size_t n = strlen(etag);

	for (size_t i = 0; i < n; i++)
		if (etag[i] < '!' || etag[i] > '~')
			return false;
	return n > 0 && n <= ETAG_MAX;
}

static void
note_server(CURL *curl, struct transfer *t)
{
	struct curl_header *header;
	long at = -1;

	t->out->etag = "";
	if (curl_easy_header(curl, "ETag", 0, CURLH_HEADER, -1, &header) ==
	    CURLHE_OK && is_plain(header->value))
		t->out->etag = talloc_strdup(t->ctx, header->value);
	curl_easy_getinfo(curl, CURLINFO_FILETIME, &at);
	t->out->modified_at = at > 0 ? at : 0;
}

/* In words of ours where curl's would not help. */
static const char *
explain(struct transfer *t, CURLcode code)
{
	if (t->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return talloc_asprintf(t->ctx, "it is larger than %zu MiB",
		    t->fetch->max >> 20);
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return "we were stopped meanwhile";
	if (code == CURLE_UNSUPPORTED_PROTOCOL)
		return "it leads to an address that is not https";
	if (code == CURLE_OPERATION_TIMEDOUT)
		return talloc_asprintf(t->ctx, "it did not come in time "
		    "(%ld s)", t->fetch->timeout_s);
	return talloc_strdup(t->ctx, t->error[0] != '\0' ? t->error :
	    curl_easy_strerror(code));
}

static int
perform(CURL *curl, struct transfer *t, const char **why)
{
	CURLcode code = curl_easy_perform(curl);
	long status = 0;

	if (code != CURLE_OK) {
		*why = explain(t, code);
		return -EIO;
	}
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	note_server(curl, t);
	t->out->same = status == STATUS_SAME && t->fetch->etag[0] != '\0';
	if (status == STATUS_OK || t->out->same)
		return 0;
	*why = talloc_asprintf(t->ctx, "the server says %ld", status);
	return -EIO;
}

int
fetch_file(TALLOC_CTX *ctx, const struct fetch *fetch, struct fetched *out,
    const char **why)
{
	struct fetched got = { .octets = talloc_size(ctx, 1) };
	struct transfer t = { .fetch = fetch, .out = &got, .ctx = ctx };
	struct curl_slist *headers = NULL;
	CURL *curl = curl_easy_init();
	int rc;

	set_up(curl, &t);
	limit(curl, &t);
	if (fetch->etag[0] != '\0') {
		headers = curl_slist_append(NULL, talloc_asprintf(ctx,
		    "If-None-Match: %s", fetch->etag));
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	rc = perform(curl, &t, why);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	if (rc == 0)
		*out = got;
	return rc;
}

char *
fetch_shown(TALLOC_CTX *ctx, const char *url)
{
	static const CURLUPart hidden[] = { CURLUPART_USER,
	    CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_QUERY,
	    CURLUPART_FRAGMENT };
	CURLU *parts = curl_url();
	char *shown = NULL, *copy;

	if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK) {
		for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
			curl_url_set(parts, hidden[i], NULL, 0);
		curl_url_get(parts, CURLUPART_URL, &shown, 0);
	}
	copy = talloc_strdup(ctx, shown != NULL ? shown : "the address of "
	    "register_url");
	curl_free(shown);
	curl_url_cleanup(parts);
	return copy;
}
