#include "gateway/desk/page.h"

#include <string.h>

#include "gateway/desk/guard.h"
#include "gateway/desk/reply.h"

/* The same page over invented cases: what it asks for, it asks for under
   /practice (practice.h). */
static const struct page_file *
find_file(const char *path)
{
	if (strcmp(path, "/practice/") == 0)
		path = "/";
	for (const struct page_file *f = page_files; f->path != NULL; f++)
		if (strcmp(f->path, path) == 0)
			return f;
	return NULL;
}

static bool
takes_gzip(const struct request *request)
{
	const char *takes = request_header(request, "Accept-Encoding");

	return takes != NULL && strstr(takes, "gzip") != NULL;
}

static bool
has_it(const struct request *request, const struct page_file *file)
{
	const char *tag = request_header(request, "If-None-Match");

	return tag != NULL && strstr(tag, file->tag) != NULL;
}

static void
fill(struct answer *answer, const struct page_file *file, bool gz)
{
	answer->type = file->type;
	answer->constant = true;
	answer->body = gz ? file->gz : file->plain;
	answer->n = (size_t)(gz ? file->gz_end - file->gz :
	    file->plain_end - file->plain);
	if (gz)
		answer->header[3] = (struct header){ "Content-Encoding",
		    "gzip" };
}

struct reply *
page_reply(TALLOC_CTX *ctx, const struct settings *settings,
    const struct request *request)
{
	const struct page_file *file = find_file(request->path);
	struct answer *answer;
	struct reply *reply;

	if (!guard_is_host(settings, request))
		return reply_refuse(ctx, BAD_ORIGIN);
	if (file == NULL)
		return reply_refuse(ctx, NOT_FOUND);
	if (strcmp(request->method, "GET") != 0 &&
	    strcmp(request->method, "HEAD") != 0)
		return reply_refuse(ctx, NO_SUCH_METHOD);
	answer = talloc_zero(ctx, struct answer);
	answer->header[0] = (struct header){ "ETag", file->tag };
	answer->header[1] = (struct header){ "Vary", "Accept-Encoding" };
	answer->header[2] = (struct header){ "Cache-Control",
	    strncmp(file->path, "/assets/", 8) == 0 ?
	    "public, max-age=31536000, immutable" : "no-cache" };
	reply = reply_json(ctx, has_it(request, file) ? 304 : 200, NULL);
	if (reply->status == 200)
		fill(answer, file, takes_gzip(request));
	reply->file = answer;
	return reply;
}
