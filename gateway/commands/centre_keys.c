#include "gateway/commands/centre_keys.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "gateway/checking/footing.h"
#include "gateway/commands/commands.h"
#include "gateway/founding/enrol.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/footing.h"
#include "store/rekey.h"

/* Is what lies in the drawer still this centre's key?  Rehearsed and dated. */
int
centre_keys_paper(const struct directory *directory,
    const struct centre_keys *wish)
{
	const struct centre *centre = directory_centre(directory, wish->name);
	char *paper;

	if (centre == NULL)
		return FAILED;
	paper = terminal_need((void *)directory, "paper key",
	    wish->keyed.paper_fd);
	if (paper == NULL)
		return FAILED;
	switch (paper_rehearse(directory->store, centre->id, paper,
	    "operator", time(NULL))) {
	case 0:
		printf("This is the paper key of %s: it opened what is sealed "
		    "to it.  The day is noted.\n", centre->name[LOCALE_EN]);
		return DONE;
	case -EINVAL:
		fputs("mistyped: its check does not fit\n", stderr);
		return FAILED;
	case -EACCES:
		fprintf(stderr, "a paper key, but not of %s, or of a key that "
		    "it has no more\n", centre->name[LOCALE_EN]);
		return FAILED;
	default:
		return directory_failed(directory);
	}
}

/* Until a part of it was typed back. */
int
centre_keys_show(const struct directory *directory,
    const struct centre_keys *wish)
{
	const struct centre *centre = directory_centre(directory, wish->name);
	const struct secret *key;
	char *paper;
	int error;

	if (centre == NULL)
		return FAILED;
	key = keyed_open(directory, &wish->keyed, centre);
	if (key == NULL)
		return FAILED;
	error = paper_show(directory->store, (void *)directory, centre->id,
	    key, keyed_actor(&wish->keyed), time(NULL), &paper);
	if (error != 0)
		return directory_failed(directory);
	return enrol_paper(directory->store, centre, key,
	    wish->typing_back) == 0 ? DONE : FAILED;
}

/* A change that was cut short is carried to its end; else there is another
   key. */
int
centre_keys_rekey(const struct directory *directory,
    const struct centre_keys *wish)
{
	const struct centre *centre = directory_centre(directory, wish->name);
	struct secret *fresh = secret_new((void *)directory);
	const struct secret *key;
	struct footing footing;
	int error;

	if (centre == NULL)
		return FAILED;
	key = keyed_open(directory, &wish->keyed, centre);
	if (key == NULL)
		return FAILED;
	error = footing_load(directory->store, centre->id, &footing);
	if (error == 0)
		error = rekey_finish(directory->store, centre->id, key);
	if (error == 0 && footing.changing) {
		printf("The change of key of %s is done.  If its new paper key "
		    "is not on paper yet:\n  helpline centre %s show-paper "
		    "\"%s\" --as NAME\n", centre->name[LOCALE_EN],
		    directory->settings->dir, centre->name[LOCALE_EN]);
		return DONE;
	}
	if (error == 0)
		error = centre_rekey(directory->store, centre->id, key,
		    keyed_actor(&wish->keyed), time(NULL), fresh);
	return error != 0 ? directory_failed(directory) :
	    keyed_renewed(directory, centre, fresh, wish->typing_back);
}

int
centre_keys_start(const struct directory *directory,
    const struct centre_keys *wish)
{
	const struct centre *centre = directory_centre(directory, wish->name);
	int error;

	if (centre == NULL)
		return FAILED;
	error = footing_start(directory->store, centre->id, "operator",
	    time(NULL));
	if (error == 0) {
		printf("%s takes cases.\n", centre->name[LOCALE_EN]);
		return DONE;
	}
	if (error != -EPERM)
		return directory_failed(directory);
	footing_tell(directory, centre, stderr);
	return FAILED;
}
