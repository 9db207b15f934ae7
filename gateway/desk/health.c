#include "gateway/desk/desk.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/visit.h"
#include "store/store.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

struct reply *
health_get(struct visit *visit)
{
	if (store_is_broken(visit->desk->store))
		return visit_refuse(visit, STORE_FAILED);
	return reply_json(visit, 200, json_pack("{s:s, s:b}",
	    "version", PACKAGE_VERSION,
	    "demo", visit->desk->settings->demo));
}
