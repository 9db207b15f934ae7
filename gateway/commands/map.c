#include "gateway/map/map.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "menus/document.h"
#include "menus/released.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unversioned"
#endif

extern char **environ;

struct wish {
	const char *dir, *locale;
	bool svg, dot, released;
};

/* What dot says goes to a file: it complains of curves it then draws well. */
static int
start_dot(int from, FILE *said, pid_t *pid)
{
	static char name[] = "dot", format[] = "-Tsvg";
	char *argv[] = { name, format, NULL };
	posix_spawn_file_actions_t actions;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, from, STDIN_FILENO);
	if (said != NULL)
		posix_spawn_file_actions_adddup2(&actions, fileno(said),
		    STDERR_FILENO);
	error = posix_spawnp(pid, name, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void
repeat(FILE *said)
{
	int c;

	if (said != NULL)
		rewind(said);
	while (said != NULL && (c = fgetc(said)) != EOF)
		fputc(c, stderr);
}

/* dot reads what we draw and writes to our standard output. */
static int
draw_svg(const struct map *map, FILE *said)
{
	int ends[2], error, status = -1;
	FILE *file;
	pid_t pid;

	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return FAILED;
	error = start_dot(ends[0], said, &pid);
	close(ends[0]);
	if (error != 0) {
		close(ends[1]);
		fprintf(stderr, "dot cannot be run: %s; install graphviz, or "
		    "draw with --dot what another machine can lay out\n",
		    strerror(error));
		return FAILED;
	}
	file = fdopen(ends[1], "w");
	if (file != NULL) {
		map_dot(map, file);
		fclose(file);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (file != NULL && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return DONE;
	repeat(said);
	fputs("dot has failed; look at the drawing with --dot\n", stderr);
	return FAILED;
}

static int
draw(const struct wish *wish, const struct house *house, enum locale locale)
{
	struct map *map;
	FILE *said;
	int status = DONE;

	if (wish->released) {
		released_write(house->tree, PACKAGE_VERSION, stdout);
		return DONE;
	}
	map = map_make((void *)house, house, locale);
	if (wish->svg) {
		said = tmpfile();
		status = draw_svg(map, said);
		if (said != NULL)
			fclose(said);
	} else if (wish->dot)
		map_dot(map, stdout);
	else
		map_outline(map, stdout);
	return status;
}

static int
run(const struct wish *wish)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct faults *faults = faults_new(ctx);
	enum locale locale = LOCALE_EN;
	struct house *house;
	int status = FAILED;

	if (wish->locale != NULL && locale_find(wish->locale, &locale) != 0) {
		talloc_free(ctx);
		return options_wrong("map", "--locale %s: there are km, "
		    "km_Latn, th and en", wish->locale);
	}
	house = directory_house(ctx, wish->dir, faults);
	faults_print(faults, stderr);
	if (house != NULL)
		status = draw(wish, house, locale);
	talloc_free(ctx);
	return status;
}

int
command_map(int argc, char **argv)
{
	struct wish wish = { 0 };
	const struct flag flags[] = {
		{ "dir", FLAG_WORD, &wish.dir, "DIR",
		  "with the files of this data directory" },
		{ "locale", FLAG_WORD, &wish.locale, "LOCALE",
		  "words in km, km_Latn, th or en" },
		{ "svg", FLAG_SWITCH, &wish.svg, NULL,
		  "a drawing; Graphviz lays it out" },
		{ "dot", FLAG_SWITCH, &wish.dot, NULL,
		  "the drawing in Graphviz's language" },
		{ "released", FLAG_SWITCH, &wish.released, NULL,
		  "what digits mean now, as menus/released.yaml" },
		{ 0 }
	};
	struct operands operands = { 0 };
	int status = options_read(argc, argv, flags, &operands);

	return status != OPTIONS_GO ? status : run(&wish);
}
