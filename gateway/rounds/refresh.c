/*
 * The register from its address: fetched, and then imported the one way that
 * every list is.
 */
#include "gateway/rounds/duty.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gateway/licences/import/proposal.h"
#include "gateway/rounds/fetch.h"
#include "menus/document.h"

enum { HOUR_S = 60 * 60, IMPORTS_LOOKED_AT = 50 };

/* What is known of the address from the last time that went well. */
struct memo {
	const char *etag;	/* "" none */
	int64_t import;		/* what came with it */
	bool dated;		/* its server said when it was changed */
};

bool
refresh_wanted(const struct settings *settings)
{
	return settings->register_url[0] != '\0';
}

int64_t
refresh_interval_s(const struct settings *settings)
{
	return settings->register_hours * HOUR_S;
}

__attribute__((format(printf, 3, 4)))
static enum round_result
say(struct turn_of_duty *turn, enum round_result result, const char *format,
    ...)
{
	va_list args;

	va_start(args, format);
	turn->words = talloc_vasprintf(turn, format, args);
	va_end(args);
	return result;
}

static enum round_result
store_failed(struct turn_of_duty *turn)
{
	return say(turn, ROUND_FAILED, "%s", store_why(turn->store));
}

/* ---- memory ---- */

/* "URL\nETag\nimport dated"; of another address it is worth nothing. */
static void
memo_read(TALLOC_CTX *ctx, const char *url, const char *text,
    struct memo *out)
{
	size_t n = strlen(url), etag;
	char *end;

	if (strncmp(text, url, n) != 0 || text[n] != '\n')
		return;
	text += n + 1;
	etag = strcspn(text, "\n");
	out->etag = talloc_strndup(ctx, text, etag);
	text += etag;
	out->import = strtoll(text, &end, 10);
	out->dated = *end == ' ' && end[1] == '1';
}

static struct memo
recall(struct turn_of_duty *turn)
{
	struct memo memo = { .etag = "" };

	for (size_t i = 0; i < turn->before->n && memo.import == 0; i++)
		memo_read(turn, turn->settings->register_url,
		    turn->before->round[i].memo, &memo);
	return memo;
}

static void
keep(struct turn_of_duty *turn, const char *etag, int64_t import, bool dated)
{
	turn->memo = talloc_asprintf(turn, "%s\n%s\n%" PRId64 " %d",
	    turn->settings->register_url, etag, import, dated);
}

/* ---- the same as before ---- */

/* The source publishes this import still, which may stand, wait, or have been
   rejected. */
static enum round_result
say_again(struct turn_of_duty *turn, int64_t number, int64_t as_of)
{
	struct register_head head;
	struct import import;

	if (agencies_head(turn->store, turn, &head) != 0 ||
	    import_find(turn->store, turn, number, &import) != 0)
		return store_failed(turn);
	if (import.state == IMPORT_PENDING)
		return say(turn, ROUND_WAITS, "the same list; import %" PRId64
		    " waits for a member", number);
	if (head.import != number)
		return say(turn, ROUND_SAME, "the same list as import %" PRId64
		    ", which was %s; what stands stays", number,
		    import.state == IMPORT_APPLIED ? "replaced since" :
		    import_state_name(import.state));
	if (as_of > head.as_of && register_touch(turn->store, as_of) != 0)
		return store_failed(turn);
	return say(turn, ROUND_SAME, "the list that stands");
}

/* The import that brought these very octets and needs no other one: it
   stands, waits, was rejected, or came the last time too and has been replaced
   by hand since.  0 none. */
static int64_t
known_import(const struct imports *imports, const unsigned char *digest,
    int64_t standing, int64_t last)
{
	for (size_t i = 0; i < imports->n; i++) {
		const struct import *import = &imports->import[i];

		if (memcmp(import->digest, digest, IMPORT_DIGEST) == 0 &&
		    (import->state == IMPORT_PENDING ||
		    import->state == IMPORT_REJECTED ||
		    import->n == standing || import->n == last))
			return import->n;
	}
	return 0;
}

/* ---- a list that came ---- */

static int
read_list(struct turn_of_duty *turn, const char *shown,
    const struct fetched *got, struct list **out)
{
	/* A file that was cut may end in the middle of a phone number. */
	const struct reading_options options = { .whole_lines = true };
	struct faults *faults = faults_new(turn);
	int rc = reading_parse(turn, shown, got->octets, got->n, &options,
	    faults, out);

	if (rc != 0)
		say(turn, ROUND_FAILED, "nothing was changed: %s%s",
		    faults_at(faults, 0), faults_count(faults) > 1 ?
		    " (and more)" : "");
	return rc;
}

/* By its server's word, unless that lies ahead; else of today. */
static int64_t
as_of(const struct turn_of_duty *turn, const struct fetched *got)
{
	int64_t today = day_at(turn->now), day = day_at(got->modified_at);

	return got->modified_at > 0 && day <= today ? day : today;
}

static enum round_result
carry_out(struct turn_of_duty *turn, const char *shown,
    const struct proposal *p, int64_t *number)
{
	const struct diff_counts *c = &p->diff->counts;
	enum import_state state = IMPORT_LOADING;
	int rc = proposal_carry_out(turn->store, turn->settings->dir, p, shown,
	    IMPORTER_ROUNDS, turn->now, number, &state);

	if (rc == -EBUSY)
		return say(turn, ROUND_FAILED, "another import runs; later");
	if (rc != 0)
		return store_failed(turn);
	if (state == IMPORT_APPLIED)
		return say(turn, ROUND_DONE, "import %" PRId64 " stands: %zu "
		    "new, %zu gone, %zu changed", *number, c->added,
		    c->removed, c->changed);
	return say(turn, ROUND_WAITS, "import %" PRId64 " waits for a member: "
	    "%s; see: helpline agencies %s diff %" PRId64, *number,
	    proposal_reason(turn, c, p->diff->before, p->diff->older),
	    turn->settings->dir, *number);
}

/* A machine does not push aside what a person put up for decision. */
static int64_t
persons_import(struct turn_of_duty *turn)
{
	struct import import;
	int64_t number = 0;

	if (import_pending(turn->store, &number) != 0 || number == 0 ||
	    import_find(turn->store, turn, number, &import) != 0 ||
	    strcmp(import.importer, IMPORTER_ROUNDS) == 0)
		return 0;
	return number;
}

static enum round_result
take(struct turn_of_duty *turn, const char *shown, const struct fetched *got,
    int64_t last)
{
	int64_t day = as_of(turn, got), number, waiting;
	enum round_result result;
	struct imports *imports;
	struct proposal *p;
	struct list *list;

	if (read_list(turn, shown, got, &list) != 0)
		return ROUND_FAILED;
	if (proposal_make(turn, turn->store, list, day, turn->now, &p) != 0 ||
	    imports_load(turn->store, turn, 0, IMPORTS_LOOKED_AT,
	    &imports) != 0)
		return store_failed(turn);
	number = known_import(imports, p->digest, p->standing->head.import,
	    last);
	waiting = persons_import(turn);
	if (number != 0)
		result = say_again(turn, number, day);
	else if (waiting != 0)
		return say(turn, ROUND_WAITS, "a list came, but import %"
		    PRId64 " waits for a decision first", waiting);
	else
		result = carry_out(turn, shown, p, &number);
	if (result != ROUND_FAILED)
		keep(turn, got->etag, number, got->modified_at > 0);
	return result;
}

/* A name that is no path is of a file in the data directory. */
static const char *
authority(TALLOC_CTX *ctx, const struct settings *settings)
{
	const char *name = settings->register_ca;

	return name[0] == '\0' || name[0] == '/' ? name :
	    settings_path(ctx, settings, name);
}

enum round_result
refresh_run(struct turn_of_duty *turn)
{
	const struct settings *settings = turn->settings;
	char *shown = fetch_shown(turn, settings->register_url);
	struct memo memo = recall(turn);
	const struct fetch fetch = {
		.url = settings->register_url,
		.ca = authority(turn, settings),
		.etag = memo.etag,
		.max = (size_t)settings->register_max_mb << 20,
		.timeout_s = settings->register_timeout_s,
		.stop = turn->stop,
	};
	struct fetched got;
	const char *why = "";

	if (strncasecmp(settings->register_url, "https://", 8) != 0)
		return say(turn, ROUND_FAILED, "register_url must begin with "
		    "https://");
	if (fetch_file(turn, &fetch, &got, &why) != 0)
		return say(turn, ROUND_FAILED, "%s: %s", shown, why);
	if (!got.same)
		return take(turn, shown, &got, memo.import);
	keep(turn, memo.etag, memo.import, memo.dated);
	return say_again(turn, memo.import, memo.dated ? 0 :
	    day_at(turn->now));
}
