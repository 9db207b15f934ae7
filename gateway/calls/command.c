#include "gateway/calls/command.h"

#include <string.h>

#include "locales/fold.h"
#include "store/consent.h"
#include "store/detached.h"

enum command
command_of(const struct heard *heard)
{
	if (heard->word == NULL)
		return COMMAND_NONE;
	return strcmp(heard->word, "stop") == 0 ? COMMAND_STOP :
	    strcmp(heard->word, "delete") == 0 ? COMMAND_DELETE :
	    COMMAND_NONE;
}

/* A key of the network's again, or a clock that was set back, changes nothing:
   neither can be undone by saying it twice. */
int
command_carry_out(struct scene *scene, enum command command)
{
	const struct tree *tree = scene->house->tree;
	const struct node *stop = tree_word(tree, "stop");
	struct dialog *dialog = &scene->dialog;
	static const int languages[SCRIPTS] = {
		[SCRIPT_NONE] = LOCALE_EN, [SCRIPT_KHMER] = LOCALE_KM,
		[SCRIPT_THAI] = LOCALE_TH, [SCRIPT_OTHER] = LOCALE_EN,
	};
	int rc = consent_stop_all(scene->store, &scene->heard->tag,
	    scene->now);

	if (rc == 0 && command == COMMAND_DELETE)
		rc = detached_make(scene->store, &scene->heard->tag,
		    scene->now);
	if (rc != 0)
		return rc;
	scene->caller.case_id = (struct id){0};
	scene->has_matter = false;
	scene->vain = true;
	/* Who chose no language reads it in that of the word. */
	if (scene->caller.language < 0)
		scene->hint = languages[text_script(scene->heard->text)];
	dialog->kept[0] = '\0';
	dialog_go(dialog, stop != NULL ? stop : tree->start);
	return 0;
}
