#include "gateway/directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/calls/house.h"
#include "gateway/commands/commands.h"
#include "gateway/modes.h"
#include "gateway/procedures.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "menus/document.h"

struct settings *
directory_settings(TALLOC_CTX *ctx, const char *dir)
{
	struct faults *faults = faults_new(NULL);
	struct settings *settings = NULL;

	if (settings_load(ctx, dir, faults, &settings) == 0 &&
	    modes_check(dir, faults) != 0)
		TALLOC_FREE(settings);
	faults_print(faults, stderr);
	talloc_free(faults);
	return settings;
}

static int
open_store(struct directory *directory, enum store_role role)
{
	const char *dir = directory->settings->dir;
	char *why = NULL;
	int error = store_open(directory, dir, role, &directory->store, &why);

	if (error != 0) {
		fprintf(stderr, "%s\n", why != NULL ? why : strerror(-error));
		return error;
	}
	error = centres_load(directory->store, directory,
	    &directory->centres);
	if (error != 0)
		directory_failed(directory);
	return error;
}

/* What changes a case from the shell follows the same table as the desk. */
static int
follow_rules(struct directory *directory)
{
	struct faults *faults = faults_new(directory);
	struct rules *rules;
	int rc = rules_open(directory, directory->settings, faults, &rules);

	if (rc != 0)
		faults_print(faults, stderr);
	else
		deadline_follow(directory->store, &rules->table);
	talloc_free(faults);
	return rc;
}

struct directory *
directory_open(TALLOC_CTX *ctx, const char *dir, enum store_role role)
{
	struct directory *directory = talloc_zero(ctx, struct directory);

	directory->settings = directory_settings(directory, dir);
	if (directory->settings == NULL || open_store(directory, role) != 0 ||
	    follow_rules(directory) != 0) {
		talloc_free(directory);
		return NULL;
	}
	return directory;
}

static bool
is_called(const struct centre *centre, const char *name)
{
	char *end;

	for (size_t i = 0; i < LOCALES; i++)
		if (strcasecmp(centre->name[i], name) == 0)
			return true;
	return strtoll(name, &end, 10) == centre->id && *end == '\0';
}

const struct centre *
directory_centre(const struct directory *directory, const char *name)
{
	const struct centres *centres = directory->centres;

	for (size_t i = 0; i < centres->n; i++)
		if (is_called(&centres->centre[i], name))
			return &centres->centre[i];
	fprintf(stderr, "there is no centre %s; there are:", name);
	for (size_t i = 0; i < centres->n; i++)
		fprintf(stderr, "%s %s", i > 0 ? "," : "",
		    centres->centre[i].name[LOCALE_EN]);
	fputc('\n', stderr);
	return NULL;
}

struct login *
directory_login(const struct directory *directory, const char *name, int fd)
{
	char *password = terminal_need(NULL, "password", fd);
	struct login *login = NULL;

	if (password == NULL)
		return NULL;
	switch (staff_login(directory->store, (void *)directory, name,
	    password, time(NULL), &login)) {
	case 0:
		break;
	case -EACCES:
		fputs("the name or the password is wrong\n", stderr);
		break;
	case -EAGAIN:
		fputs("too many wrong tries; wait a while\n", stderr);
		break;
	default:
		directory_failed(directory);
	}
	talloc_free(password);
	return login;
}

struct house *
directory_house(TALLOC_CTX *ctx, const char *dir, struct faults *faults)
{
	return directory_house_at(ctx, dir, time(NULL), faults);
}

struct house *
directory_house_at(TALLOC_CTX *ctx, const char *dir, time_t now,
    struct faults *faults)
{
	struct settings *settings = NULL;
	struct house *house;
	struct store *store;
	char *why = NULL;

	if (dir != NULL && (settings_load(ctx, dir, faults, &settings) != 0 ||
	    modes_check(dir, faults) != 0))
		return NULL;
	if (house_open(ctx, settings, faults, now, &house) != 0)
		return NULL;
	if (dir != NULL && (store_open(house, dir, ROLE_LOOK, &store,
	    &why) != 0 || house_facts(house, store) != 0 ||
	    house_centres(house, store) != 0))
		faults_add(faults, dir, 0, "its store cannot be read: %s",
		    why != NULL ? why : "see helpline doctor");
	return faults_count(faults) == 0 ? house : NULL;
}

int
directory_failed(const struct directory *directory)
{
	fprintf(stderr, "%s\n", store_why(directory->store));
	return FAILED;
}
