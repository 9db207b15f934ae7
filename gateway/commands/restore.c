#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "gateway/backup/moving.h"
#include "gateway/commands/commands.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "store/keyfile.h"
#include "store/paper.h"
#include "store/secret.h"

struct wish {
	const char *file, *dir, *keys;
	int paper_fd;
	bool json;
};

static int
tell(TALLOC_CTX *ctx, const struct wish *wish, const struct restored *restored)
{
	if (wish->json)
		return report_json(json_pack("{s:s, s:I, s:b}", "restored",
		    wish->dir, "made_at", (json_int_t)restored->made_at,
		    "keys", wish->keys != NULL));
	printf("%s is as it was at %s.  What came after that is not in it: "
	    "bearerbox keeps\nwhat we never acknowledged, nobody keeps the "
	    "rest.\n", wish->dir, time_local(ctx, restored->made_at));
	if (wish->keys == NULL)
		printf("Its keys/ are not there yet: put back the directory "
		    "that was made with it, or give\n--keys FILE.\n");
	printf("Next: helpline doctor %s, then start bearerbox and the "
	    "helpline.\n", wish->dir);
	return DONE;
}

static int
give_name(TALLOC_CTX *ctx, const struct wish *wish, const char *part,
    char **why)
{
	if (rename(part, wish->dir) != 0)
		*why = talloc_asprintf(ctx, "%s: %s", wish->dir,
		    strerror(errno));
	else if (keyfile_sync_name(wish->dir) != 0)
		*why = talloc_asprintf(ctx, "%s is there and whole, but its "
		    "name may not outlive a power cut: the disk failed",
		    wish->dir);
	return *why == NULL ? 0 : -EIO;
}

/* Nothing stands at DIR before it is whole. */
static int
restore(TALLOC_CTX *ctx, const struct wish *wish, const struct secret *secret)
{
	char *part = talloc_asprintf(ctx, "%s.restoring", wish->dir);
	char *why = NULL;
	struct restored restored;
	int rc;

	backup_discard(part);
	if (mkdir(part, 0700) != 0) {
		fprintf(stderr, "%s: %s\n", part, strerror(errno));
		return FAILED;
	}
	rc = backup_restore(ctx, wish->file, wish->keys, secret, part,
	    &restored, &why);
	if (rc == 0)
		rc = moving_settle(ctx, part, wish->dir, &restored, &why);
	if (rc == 0)
		rc = give_name(ctx, wish, part, &why);
	if (rc == 0)
		return tell(ctx, wish, &restored);
	backup_discard(part);
	fprintf(stderr, "%s\n", why);
	return FAILED;
}

static int
run(const struct wish *wish)
{
	TALLOC_CTX *ctx;
	struct secret *secret;
	struct stat st;
	char *paper;
	int status = FAILED;

	if (lstat(wish->dir, &st) == 0) {
		fprintf(stderr, "%s is there already: nothing is put over it. "
		    "Move it away, or restore\nto another place.\n", wish->dir);
		return FAILED;
	}
	ctx = talloc_new(NULL);
	secret = secret_new(ctx);
	paper = terminal_need(ctx, "paper key of the backups", wish->paper_fd);
	if (paper != NULL && paper_key_read(paper, secret->octets) != 0)
		fputs("mistyped: its check does not fit\n", stderr);
	else if (paper != NULL)
		status = restore(ctx, wish, secret);
	talloc_free(ctx);
	return status;
}

int
command_restore(int argc, char **argv)
{
	struct wish wish = { .paper_fd = -1 };
	const struct flag flags[] = {
		{ "keys", FLAG_WORD, &wish.keys, "FILE",
		  "put back its keys too, from `helpline backup DIR keys`" },
		{ "paper-fd", FLAG_FD, &wish.paper_fd, "N",
		  "read the paper key there, not from the terminal" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 2, .max = 2 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.file = operands.word[0];
	wish.dir = operands.word[1];
	return run(&wish);
}
