#include "gateway/commands/keyed.h"

#include <errno.h>
#include <stdio.h>

#include "gateway/commands/commands.h"
#include "gateway/founding/enrol.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/paper.h"
#include "store/rekey.h"

static const struct secret *
from_paper(const struct directory *directory, const struct keyed *keyed,
    const struct centre *centre)
{
	struct secret *key = NULL;
	char *paper = terminal_need((void *)directory, "paper key",
	    keyed->paper_fd);

	if (paper == NULL)
		return NULL;
	switch (centre_from_paper(directory->store, (void *)directory,
	    centre->id, paper, &key)) {
	case 0:
		break;
	case -EINVAL:
	case -EACCES:
		fprintf(stderr, "this is not the paper key of %s, or it is "
		    "mistyped\n", centre->name[LOCALE_EN]);
		break;
	default:
		directory_failed(directory);
	}
	talloc_free(paper);
	return key;
}

static const struct secret *
from_login(const struct directory *directory, const struct keyed *keyed,
    const struct centre *centre)
{
	struct login *login = directory_login(directory, keyed->as,
	    keyed->password_fd);

	if (login == NULL)
		return NULL;
	if (login_member(login)->centre == centre->id &&
	    login_centre_key(login) != NULL)
		return login_centre_key(login);
	fprintf(stderr, "%s holds no key of %s to hand on\n", keyed->as,
	    centre->name[LOCALE_EN]);
	return NULL;
}

const struct secret *
keyed_open(const struct directory *directory, const struct keyed *keyed,
    const struct centre *centre)
{
	return keyed->as != NULL ? from_login(directory, keyed, centre) :
	    from_paper(directory, keyed, centre);
}

const char *
keyed_actor(const struct keyed *keyed)
{
	return keyed->as != NULL ? keyed->as : "operator";
}

int
keyed_renewed(const struct directory *directory, const struct centre *centre,
    const struct secret *fresh, bool typing_back)
{
	const char *name = centre->name[LOCALE_EN];
	int shown;

	printf("%s has a new key; the paper key of before opens nothing that "
	    "is in the store.\nDestroy it.\n", name);
	fflush(stdout);
	if (rekey_finish(directory->store, centre->id, fresh) != 0)
		return directory_failed(directory);
	shown = enrol_paper(directory->store, centre, fresh, typing_back);
	if (shown != 0)
		fprintf(stderr, "print it again: helpline centre %s "
		    "show-paper \"%s\" --as NAME\n",
		    directory->settings->dir, name);
	return shown == 0 ? DONE : FAILED;
}
