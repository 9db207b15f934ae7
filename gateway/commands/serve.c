#include <errno.h>
#include <unistd.h>

#include "gateway/checking/footing.h"
#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/instance.h"
#include "gateway/log.h"
#include "gateway/options.h"
#include "gateway/supervise.h"
#include "gateway/words/sending.h"
#include "menus/document.h"

/* In the order they start; they stop from the last to the first. */
static const struct post posts[] = {
	{ .command = "calls", .patience = 1, .reloads = true },
	{ .command = "desk", .patience = 1 },
	/* A backup of a large store, a list from a slow server. */
	{ .command = "rounds", .patience = 60 },
};

static int
run(const char *dir, long silence_s)
{
	int lock, error;

	switch (instance_take(dir, "serve", &lock)) {
	case 0:
		break;
	case -EEXIST:
		log_line(LOG_ERR, "another helpline serve runs on %s", dir);
		return FAILED;
	default:
		log_line(LOG_ERR, "%s/serve.lock cannot be written; is the "
		    "directory yours?", dir);
		return FAILED;
	}
	error = supervise(dir, silence_s, posts, sizeof(posts) / sizeof(*posts));
	close(lock);
	return error == 0 ? DONE : FAILED;
}

/* Told before anything is started, not ten times after. */
static bool
is_sound(const char *dir, long *silence_s)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	struct directory *directory = directory_open(ctx, dir, ROLE_CALLS);
	struct house *house = NULL;
	struct sending sending = { .refused = true };
	bool sound;

	if (directory != NULL)
		house = directory_house(ctx, dir, faults);
	if (house != NULL && sending_look(house, directory->store, ctx,
	    &sending) == 0)
		sending_tell(house, &sending, dir, faults);
	faults_print(faults, stderr);
	/* Whatever else is wrong, this is told too. */
	if (directory != NULL)
		*silence_s = directory->settings->silence_s;
	sound = directory != NULL && footing_start_all(directory) &&
	    house != NULL && !sending.refused;
	talloc_free(ctx);
	return sound;
}

int
command_serve(int argc, char **argv)
{
	const struct flag flags[] = { { 0 } };
	struct operands operands = { .min = 1, .max = 1 };
	int status = options_read(argc, argv, flags, &operands);
	long silence_s;

	if (status != OPTIONS_GO)
		return status;
	return is_sound(operands.word[0], &silence_s) ?
	    run(operands.word[0], silence_s) : FAILED;
}
