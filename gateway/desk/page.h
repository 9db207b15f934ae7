/*
 * page.h - the desk's page: files that the program carries, each as it is and
 * gzipped.  page/dist is what is carried; page/embed.sh makes page_files.
 */
#ifndef GATEWAY_DESK_PAGE_H
#define GATEWAY_DESK_PAGE_H

#include <talloc.h>

#include "gateway/desk/http.h"
#include "gateway/settings.h"

struct reply;

struct page_file {
	const char *path, *type, *tag;
	const char *plain, *plain_end, *gz, *gz_end;
};
extern const struct page_file page_files[];	/* ends with a NULL path */

/* What is asked for with GET; what is below /assets/ never changes under its
   name. */
struct reply *page_reply(TALLOC_CTX *, const struct settings *,
    const struct request *);

#endif
