#include "gateway/kannel/status.h"

#include <curl/curl.h>
#include <stdint.h>
#include <string.h>

#include "gateway/kannel/packet.h"

enum { TIMEOUT_MS = 2000, PAGE_MAX = 1 << 20, TEXT_MAX = 120, LIST_MAX = 64 };

static const char *
find(struct octets in, const char *what)
{
	return in.data == NULL ? NULL :
	    memmem(in.data, in.n, what, strlen(what));
}

static const char *
end_of(struct octets in)
{
	return (const char *)in.data + in.n;
}

/* What stands between the first <name> and the next </name>; data is NULL
   when there is no such pair.  Kannel nests no name in itself but smsc, whose
   inner ones are called otherwise. */
static struct octets
element(TALLOC_CTX *tmp, struct octets in, const char *name)
{
	char *open = talloc_asprintf(tmp, "<%s>", name);
	char *shut = talloc_asprintf(tmp, "</%s>", name);
	const char *from = find(in, open), *to;
	struct octets rest;

	if (from == NULL)
		return (struct octets){ 0 };
	from += strlen(open);
	rest = (struct octets){ from, (size_t)(end_of(in) - from) };
	to = find(rest, shut);
	if (to == NULL)
		return (struct octets){ 0 };
	return (struct octets){ from, (size_t)(to - from) };
}

/* What follows an element. */
static struct octets
after(struct octets in, struct octets found)
{
	const char *from = end_of(found);

	return (struct octets){ from, (size_t)(end_of(in) - from) };
}

/* The first line, printable; bearerbox is ours but the page need not be. */
static const char *
line_of(TALLOC_CTX *parent, struct octets in)
{
	char *line = in.data == NULL ? talloc_strdup(parent, "") :
	    talloc_strndup(parent, in.data, in.n < TEXT_MAX ? in.n : TEXT_MAX);

	line[strcspn(line, "\r\n")] = '\0';
	for (char *c = line; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return line;
}

static void
read_boxes(struct status *status, TALLOC_CTX *tmp, struct octets page)
{
	struct octets rest = element(tmp, page, "boxes"), box;

	status->boxes = talloc_zero_array(status, const char *, LIST_MAX);
	while (status->boxes_n < LIST_MAX &&
	    (box = element(tmp, rest, "box")).data != NULL) {
		status->boxes[status->boxes_n++] = line_of(status,
		    element(tmp, box, "id"));
		rest = after(rest, box);
	}
}

static void
read_smscs(struct status *status, TALLOC_CTX *tmp, struct octets page)
{
	struct octets rest = element(tmp, page, "smscs"), smsc;

	status->smscs = talloc_zero_array(status, struct smsc_status, LIST_MAX);
	while (status->smscs_n < LIST_MAX &&
	    (smsc = element(tmp, rest, "smsc")).data != NULL) {
		status->smscs[status->smscs_n++] = (struct smsc_status){
			line_of(status, element(tmp, smsc, "id")),
			line_of(status, element(tmp, smsc, "status")) };
		rest = after(rest, smsc);
	}
}

struct status *
status_read(TALLOC_CTX *parent, const char *page, size_t n)
{
	struct status *status = talloc_zero(parent, struct status);
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct octets all = { page, n };
	struct octets gateway = element(tmp, all, "gateway");

	status->reachable = gateway.data != NULL;
	status->denied = find(gateway, "<version>") == NULL &&
	    find(gateway, "Denied") != NULL;
	status->version = line_of(status, element(tmp, gateway, "version"));
	status->gateway = line_of(status, element(tmp, gateway, "status"));
	read_boxes(status, tmp, gateway);
	read_smscs(status, tmp, gateway);
	talloc_free(tmp);
	return status;
}

struct page { char *text; size_t n; };

static size_t
add_text(char *octets, size_t, size_t n, void *arg)
{
	struct page *page = arg;

	if (n > PAGE_MAX - page->n)
		return 0;
	memcpy(page->text + page->n, octets, n);
	page->n += n;
	return n;
}

/* The proxy of the environment is not for us, nor is a redirection. */
static void
fetch(CURL *curl, const char *url, struct page *page)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, add_text);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, page);
	if (curl_easy_perform(curl) != CURLE_OK)
		page->n = 0;
}

struct status *
status_fetch(TALLOC_CTX *parent, unsigned admin_port, const char *password)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	struct page page = { .text = talloc_size(tmp, PAGE_MAX) };
	CURL *curl = curl_easy_init();
	char *secret = curl_easy_escape(curl, password, 0);
	struct status *status;

	fetch(curl, talloc_asprintf(tmp,
	    "http://127.0.0.1:%u/status.xml?password=%s", admin_port, secret),
	    &page);
	status = status_read(parent, page.text, page.n);
	curl_free(secret);
	curl_easy_cleanup(curl);
	talloc_free(tmp);
	return status;
}
