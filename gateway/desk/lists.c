/*
 * The desk's lists: what is there to do, without a word of it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/desk/casing.h"
#include "gateway/desk/desk.h"
#include "gateway/desk/filter.h"
#include "gateway/desk/handlers.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "store/search.h"
#include "store/worklist.h"

enum { PAGE = 50, COUNT_MAX = 500, ID_TEXT = 2 * ID_OCTETS };

static int
find_list(const char *name, enum worklist *out)
{
	for (int i = 0; i < LISTS; i++)
		if (name != NULL && strcmp(worklist_names[i], name) == 0) {
			*out = (enum worklist)i;
			return 0;
		}
	return -EINVAL;
}

/* "1.1767600000.00112233445566778899aabbccddeeff". */
static int
read_place(const char *text, struct worklist_place *place)
{
	unsigned octet;
	char *at;
	long part;

	if (text == NULL)
		return 0;
	part = strtol(text, &at, 10);
	if (at == text || *at != '.' || part < 0 || part > 10000)
		return -EINVAL;
	place->part = (int)part;
	place->at = strtoll(at + 1, &at, 10);
	if (*at++ != '.' || strlen(at) != ID_TEXT)
		return -EINVAL;
	for (int i = 0; i < ID_OCTETS; i++, at += 2) {
		if (sscanf(at, "%2x", &octet) != 1)
			return -EINVAL;
		place->id.octets[i] = (unsigned char)octet;
	}
	return 0;
}

static json_t *
place_json(struct visit *visit, const struct worklist_place *place)
{
	char *text;

	if (place->part < 0)
		return json_null();
	text = talloc_asprintf(visit, "%d.%" PRId64 ".", place->part,
	    place->at);
	for (int i = 0; i < ID_OCTETS; i++)
		text = talloc_asprintf_append(text, "%02x",
		    place->id.octets[i]);
	return json_string(text);
}

static json_t *
page_json(struct visit *visit, const struct worklist_page *page,
    int64_t pulse)
{
	json_t *list = json_array();

	for (size_t i = 0; i < page->n; i++)
		json_array_append_new(list, casing_json(visit,
		    &page->matter[i]));
	return json_pack("{s:o, s:o, s:I}", "cases", list,
	    "next", place_json(visit, &page->next),
	    "pulse", (json_int_t)pulse);
}

static struct reply *
bad_query(struct visit *visit, const char *why)
{
	return reply_refuse_why(visit, BAD_REQUEST, why);
}

struct reply *
cases_get(struct visit *visit)
{
	struct filter filter = filter_of_query(visit);
	struct worklist_ask ask = { .member = &visit->session->member,
	    .now = visit->now, .max = PAGE, .arg = &filter,
	    .fits = filter_is_open(&filter) ? NULL : filter_fits };
	struct worklist_page *page;
	int64_t pulse = 0;
	int rc;

	if (find_list(request_query(visit->request, "list"), &ask.list) != 0)
		return bad_query(visit, "list: mine, centre, unassigned, "
		    "urgent, overdue, waiting, stand_in or finished");
	if (read_place(request_query(visit->request, "after"), &ask.from) != 0)
		return bad_query(visit, "after: what next said");
	/* The pulse first: what changes meanwhile is asked for again. */
	rc = worklist_pulse(visit->desk->store, ask.member, &pulse);
	if (rc == 0)
		rc = worklist_load(visit->desk->store, visit, &ask, &page);
	return rc != 0 ? visit_failed(visit, rc) :
	    reply_json(visit, 200, page_json(visit, page, pulse));
}

/* 500 stands for 500 and more, of what we stand in for 50. */
struct reply *
counts_get(struct visit *visit)
{
	json_t *json = json_object();
	int64_t n = 0;
	int rc = 0;

	for (int i = 0; rc == 0 && i < LIST_FINISHED; i++) {
		rc = worklist_count(visit->desk->store, (enum worklist)i,
		    &visit->session->member, visit->now, i == LIST_STAND_IN ?
		    PAGE : COUNT_MAX, &n);
		if (rc == 0)
			json_object_set_new(json, worklist_names[i],
			    json_integer(n));
	}
	if (rc == 0)
		return reply_json(visit, 200, json);
	json_decref(json);
	return visit_failed(visit, rc);
}

/* Asked every few seconds: one small read for each office she sees. */
struct reply *
changes_get(struct visit *visit)
{
	const char *since = request_query(visit->request, "since");
	int64_t pulse = 0;
	int rc = worklist_pulse(visit->desk->store, &visit->session->member,
	    &pulse);

	if (rc != 0)
		return visit_failed(visit, rc);
	return reply_json(visit, 200, json_pack("{s:I, s:b}",
	    "pulse", (json_int_t)pulse, "changed",
	    since == NULL || strtoll(since, NULL, 10) != pulse));
}

/* By the number she says; her page may ask thirty times a day. */
struct reply *
search_post(struct visit *visit)
{
	struct matters *search;
	json_t *list;
	int rc = search_number(visit->desk->store, visit,
	    visit_text(visit, "number"), visit->session->login, visit->now,
	    &search);

	if (rc != 0)
		return visit_failed(visit, rc);
	list = json_array();
	for (size_t i = 0; i < search->n; i++)
		json_array_append_new(list, casing_json(visit,
		    &search->matter[i]));
	return reply_json(visit, 200, json_pack("{s:o}", "cases", list));
}
