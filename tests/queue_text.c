/*
 * queue_text.c - a text to a caller into the outbox, as the desk does it, for
 * tests that play the rest.
 *
 *	queue_text DIR NUMBER TEXT [SECONDS [COUNT]]
 *
 * About the case that this number is at; it is of use for so many seconds.
 * With a count, so many texts, "TEXT 1", "TEXT 2" ... Prints their ids.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/caller.h"
#include "store/outbox.h"
#include "store/store.h"

struct wish { struct outbox_new new; const char *text; long count; };

static int
queue_one(struct store *store, const struct wish *wish, long i)
{
	struct outbox_new new = wish->new;
	struct id id;
	char *text = talloc_asprintf(NULL, wish->count > 1 ? "%s %ld" : "%s",
	    wish->text, i);
	int rc;

	new.text = text;
	rc = outbox_queue(store, &new, &id);
	if (rc == 0) {
		for (size_t at = 0; at < sizeof(id.octets); at++)
			printf("%02x", id.octets[at]);
		putchar('\n');
	}
	talloc_free(text);
	return rc;
}

static int
queue_all(struct store *store, struct wish *wish, const char *number)
{
	struct caller caller;
	int rc = store_begin(store);

	if (rc == 0)
		rc = caller_load(store, caller_tag(store, number), &caller);
	if (rc == 0)
		wish->new.case_id = &caller.case_id;
	for (long i = 1; rc == 0 && i <= wish->count; i++)
		rc = queue_one(store, wish, i);
	return rc == 0 ? store_commit(store) : rc;
}

int
main(int argc, char **argv)
{
	struct wish wish = { .count = argc > 5 ? strtol(argv[5], NULL, 10) :
	    1 };
	struct store *store = NULL;
	char *why = NULL;
	int rc;

	if (argc < 4)
		return 2;
	wish.text = argv[3];
	wish.new = (struct outbox_new){ .kind = OUTBOX_STAFF, .centre = 1,
		.parts = 1, .now = time(NULL), .begins_at = time(NULL) };
	wish.new.ends_at = wish.new.now +
	    (argc > 4 ? strtol(argv[4], NULL, 10) : 3600);
	rc = store_open(NULL, argv[1], ROLE_DESK, &store, &why);
	if (rc == 0)
		rc = queue_all(store, &wish, argv[2]);
	if (rc != 0)
		fprintf(stderr, "%s: %s\n", strerror(-rc),
		    why != NULL ? why : "");
	talloc_free(why);
	talloc_free(store);
	return rc != 0;
}
