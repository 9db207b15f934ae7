#include "gateway/checking/footing.h"

#include <errno.h>
#include <time.h>

#include "locales/catalogue.h"

char *
footing_lacks(TALLOC_CTX *ctx, const char *dir, const struct centre *centre,
    const struct footing *footing)
{
	const char *name = centre->name[LOCALE_EN];
	char *text = talloc_strdup(ctx, "");

	if (footing->members < FOOTING_MEMBERS)
		text = talloc_asprintf_append(text, "  a second member who "
		    "can log in (it has %u): helpline staff %s add NAME "
		    "--centre \"%s\"\n", footing->members, dir, name);
	if (!footing->stand_in)
		text = talloc_asprintf_append(text, "  a stand-in where "
		    "somebody can log in: helpline centre %s change \"%s\" "
		    "--stand-in NAME\n", dir, name);
	if (footing->paper_at == 0)
		text = talloc_asprintf_append(text, "  its paper key, typed "
		    "back: helpline centre %s paper \"%s\"\n", dir, name);
	return text;
}

static void
tell(const struct directory *directory, const struct centre *centre,
    const struct footing *footing, FILE *file)
{
	char *lacks = footing_lacks(NULL, directory->settings->dir, centre,
	    footing);

	fprintf(file, "%s takes no cases yet: it needs two of three and has "
	    "%s, so that nothing is lost\nwith one person.  It lacks:\n%s",
	    centre->name[LOCALE_EN], footing->found == 0 ? "none" : "one",
	    lacks);
	talloc_free(lacks);
}

void
footing_tell(const struct directory *directory, const struct centre *centre,
    FILE *file)
{
	struct footing footing;

	if (footing_load(directory->store, centre->id, &footing) == 0)
		tell(directory, centre, &footing, file);
	else
		directory_failed(directory);
}

static bool
start(const struct directory *directory, const struct centre *centre)
{
	int error = footing_start(directory->store, centre->id, "operator",
	    time(NULL));

	if (error == 0)
		return true;
	if (error == -EPERM)
		footing_tell(directory, centre, stderr);
	else
		directory_failed(directory);
	return false;
}

bool
footing_start_all(const struct directory *directory)
{
	const struct centres *centres = directory->centres;
	bool intake = false;

	if (directory->settings->demo)
		return true;
	for (size_t i = 0; i < centres->n; i++)
		if (start(directory, &centres->centre[i]))
			intake |= centres->centre[i].intake;
	return intake;
}
