#include "gateway/backup/moving.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/keyfile.h"
#include "store/outbox.h"

/* dir itself is not there yet; its parent is. */
static char *
whole_path(TALLOC_CTX *ctx, const char *dir)
{
	char *parent = realpath(dirname(talloc_strdup(ctx, dir)), NULL);
	char *out = talloc_asprintf(ctx, "%s/%s", parent != NULL ? parent : "",
	    basename(talloc_strdup(ctx, dir)));

	free(parent);
	return out;
}

/* Where old stands as a whole path or the beginning of one. */
static char *
replaced(TALLOC_CTX *ctx, const char *text, const char *old, const char *new)
{
	char *out = talloc_strdup(ctx, "");
	size_t n = strlen(old);
	const char *found;

	while ((found = strstr(text, old)) != NULL) {
		bool whole = found[n] == '/' || found[n] == '"';

		out = talloc_asprintf_append_buffer(out, "%.*s%s",
		    (int)(found - text), text, whole ? new : old);
		text = found + n;
	}
	return talloc_strdup_append_buffer(out, text);
}

static char *
read_text(TALLOC_CTX *ctx, FILE *file)
{
	char *text = NULL, *out;
	size_t room = 0;
	ssize_t n = getdelim(&text, &room, '\0', file);

	out = n >= 0 ? talloc_strndup(ctx, text, (size_t)n) : NULL;
	free(text);
	return out;
}

static int
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");
	int rc;

	if (file == NULL)
		return -errno;
	rc = fputs(text, file) < 0 || fflush(file) != 0 ||
	    fsync(fileno(file)) != 0 ? -EIO : 0;
	return fclose(file) == 0 ? rc : -EIO;
}

/* Without one there is nothing to change. */
static int
settle_conf(TALLOC_CTX *ctx, const char *path, const char *old,
    const char *new)
{
	FILE *file = fopen(path, "re");
	char *text;

	if (file == NULL)
		return errno == ENOENT ? 0 : -errno;
	text = read_text(ctx, file);
	fclose(file);
	if (text == NULL)
		return -EIO;
	return write_text(path, replaced(ctx, text, old, new));
}

static int
make_places(TALLOC_CTX *ctx, const char *part)
{
	static const char *const names[] = { "spool", "log" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(names) / sizeof(*names); i++)
		rc = mkdir(talloc_asprintf(ctx, "%s/%s", part, names[i]),
		    0700) == 0 ? 0 : -errno;
	return rc;
}

struct waiting { size_t n; struct id *id; };

static bool
add_waiting(void *arg, const struct outbox_row *row)
{
	struct waiting *waiting = arg;

	if (row->state >= OUTBOX_UNKNOWN)
		return true;
	waiting->id = talloc_realloc(waiting, waiting->id, struct id,
	    (unsigned)waiting->n + 1);
	waiting->id[waiting->n++] = row->id;
	return true;
}

static int
end_waiting(struct store *store, const struct waiting *waiting)
{
	int rc = store_begin(store);

	for (size_t i = 0; rc == 0 && i < waiting->n; i++)
		rc = outbox_move(store, &waiting->id[i], OUTBOX_UNKNOWN,
		    "restored", time(NULL));
	if (rc == 0)
		rc = store_commit(store);
	else
		store_rollback(store);
	return rc;
}

/* What waited to be sent may have been since: a person decides. */
static int
settle_outbox(TALLOC_CTX *ctx, const char *part)
{
	struct waiting *waiting = talloc_zero(ctx, struct waiting);
	struct store *store;
	char *why;
	int rc = store_open(waiting, part, ROLE_ROUNDS, &store, &why);

	if (rc == 0)
		rc = outbox_each(store, add_waiting, waiting);
	if (rc == 0 && waiting->n > 0)
		rc = end_waiting(store, waiting);
	/* The log's name is not durable here as the store's is. */
	if (rc == 0)
		rc = store_checkpoint(store);
	talloc_free(waiting);
	return rc;
}

int
moving_settle(TALLOC_CTX *ctx, const char *part, const char *dir,
    const struct restored *restored, char **why)
{
	int rc = make_places(ctx, part);

	if (rc == 0)
		rc = settle_conf(ctx, talloc_asprintf(ctx, "%s/kannel.conf",
		    part), restored->dir, whole_path(ctx, dir));
	if (rc == 0)
		rc = settle_outbox(ctx, part);
	/* The names in it, before it gets its own. */
	if (rc == 0)
		rc = keyfile_sync_name(talloc_asprintf(ctx, "%s/spool",
		    part));
	if (rc != 0)
		*why = talloc_asprintf(ctx, "%s: %s", part, strerror(-rc));
	return rc;
}
