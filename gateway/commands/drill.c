#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "gateway/backup/backup.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/clean.h"
#include "store/paper.h"
#include "store/rounds.h"
#include "store/secret.h"

struct wish {
	const char *dir, *file;
	int paper_fd;
	bool json;
};

struct drill {
	struct directory *directory;
	const char *file;
	struct restored restored;
	int64_t seconds;
	char *why;
	int rc;
};

static int
find_file(struct drill *drill, const struct wish *wish)
{
	struct backups *list;

	drill->file = wish->file;
	if (wish->file != NULL)
		return DONE;
	if (backups_list(drill->directory, drill->directory->settings,
	    &list) != 0 || list->n == 0) {
		fprintf(stderr, "there is no backup to rehearse with; make one "
		    "with: helpline backup %s\n", wish->dir);
		return FAILED;
	}
	drill->file = list->backup[0].path;
	return DONE;
}

/* In a place of its own, which is gone afterwards. */
static void
rehearse(struct drill *drill, const struct secret *secret)
{
	char *place = settings_path(drill->directory,
	    drill->directory->settings, "drill");
	int64_t from = time(NULL);

	backup_discard(place);
	if (mkdir(place, 0700) != 0) {
		drill->rc = -errno;
		drill->why = talloc_asprintf(drill->directory, "%s: %s", place,
		    strerror(errno));
		return;
	}
	drill->rc = backup_restore(drill->directory, drill->file, NULL, secret,
	    place, &drill->restored, &drill->why);
	if (drill->rc == 0)
		drill->rc = backup_rehearse(drill->directory, place, secret,
		    &drill->why);
	drill->seconds = (int64_t)time(NULL) - from;
	backup_discard(place);
}

static char *
words_of(const struct drill *drill)
{
	TALLOC_CTX *ctx = drill->directory;

	return drill->rc != 0 ?
	    text_clean(ctx, drill->why, strlen(drill->why), CODING_GSM7, NULL) :
	    talloc_asprintf(ctx, "the backup of %s opens and is whole; %"
	    PRId64 " s", time_local(ctx, drill->restored.made_at),
	    drill->seconds);
}

/* Doctor asks how long ago the last one was. */
static int
record(const struct drill *drill, const char *words)
{
	struct store *store = drill->directory->store;
	struct round round = { .ended_at = time(NULL), .words = words,
		.memo = "", .result = drill->rc == 0 ? ROUND_DONE :
		ROUND_FAILED };
	int rc = round_begin(store, "drill", time(NULL), &round.n);

	return rc == 0 ? round_end(store, &round) : rc;
}

static int
tell(const struct drill *drill, const struct wish *wish)
{
	const char *words = words_of(drill);

	if (record(drill, words) != 0)
		return directory_failed(drill->directory);
	if (wish->json)
		report_json(json_pack("{s:s, s:b, s:s}", "backup", drill->file,
		    "good", drill->rc == 0, "words", words));
	else
		fprintf(drill->rc == 0 ? stdout : stderr, "%s\n", words);
	return drill->rc == 0 ? DONE : FAILED;
}

static int
run_in(struct drill *drill, const struct wish *wish)
{
	struct secret *secret = secret_new(drill->directory);
	char *paper;

	if (find_file(drill, wish) != DONE)
		return FAILED;
	paper = terminal_need(drill->directory, "paper key of the backups",
	    wish->paper_fd);
	if (paper == NULL)
		return FAILED;
	if (paper_key_read(paper, secret->octets) != 0) {
		fputs("mistyped: its check does not fit\n", stderr);
		return FAILED;
	}
	rehearse(drill, secret);
	return tell(drill, wish);
}

int
command_drill(int argc, char **argv)
{
	struct wish wish = { .paper_fd = -1 };
	const struct flag flags[] = {
		{ "paper-fd", FLAG_FD, &wish.paper_fd, "N",
		  "read the paper key there, not from the terminal" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);
	struct drill drill = { 0 };

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.file = operands.n > 1 ? operands.word[1] : NULL;
	drill.directory = directory_open(NULL, wish.dir, ROLE_ROUNDS);
	if (drill.directory == NULL)
		return FAILED;
	status = run_in(&drill, &wish);
	talloc_free(drill.directory);
	return status;
}
