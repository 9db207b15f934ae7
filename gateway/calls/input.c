#include "gateway/calls/input.h"

#include <string.h>

#include "gateway/calls/naming.h"
#include "gateway/calls/session.h"

/* Say what lay before her, so that her key can be read against it. */
static void
lay_before(struct scene *scene, struct input *input)
{
	struct view view;
	const struct pages *pages;
	const struct page *page;

	if (scene->dialog.node == NULL)
		return;
	view = scene_view(scene);
	pages = scene_pages(scene, &view);
	if (!scene->dialog.offered && scene->dialog.page >= pages->n)
		scene->dialog.page = (unsigned)pages->n - 1;
	page = &pages->page[scene->dialog.offered ? 0 : scene->dialog.page];
	input->pages = (unsigned)pages->n;
	input->first = page->first;
	input->shown = page->shown;
	input->seen = page->first + page->shown;
	if (view.node->kind == NODE_CHOOSE)
		input->values = drawing_view_values(scene->house->drawing,
		    &view, &input->values_n);
}

static char *
option_key(TALLOC_CTX *ctx, const struct node *node, const char *value)
{
	for (size_t i = 0; i < node->options_n; i++)
		if (strcmp(node->options[i].value, value) == 0)
			return talloc_strndup(ctx, &node->options[i].digit, 1);
	return NULL;
}

/* A name stands for its number in a list, for its key at the languages. */
static void
read_name(struct scene *scene, struct input *input)
{
	const struct house *house = scene->house;
	const struct node *node = scene->dialog.node;
	const char *value;

	if (node == NULL || scene->dialog.offered || input->digits != NULL ||
	    input->word != NULL || scene->heard->fragment)
		return;
	switch (naming_find(house, node, input->text, &value)) {
	case NAMED_ONE:
		if (node->kind == NODE_CHOOSE)
			input->named = value;
		else
			input->digits = option_key(scene->ctx, node, value);
		input->words = false;
		break;
	case NAMED_SEVERAL:
		input->unsure = true;
		input->words = false;
		break;
	case NAMED_NOTHING:
		break;
	}
}

struct input
input_of(struct scene *scene)
{
	const struct heard *heard = scene->heard;
	bool begin = session_begins(scene);
	struct input input = {
		.kind = begin ? INPUT_BEGIN : INPUT_TEXT,
		.text = begin ? heard->dialled : heard->text,
		.digits = begin ? NULL : heard->digits,
		.word = heard->word,
		.words = !begin && heard->words,
		.fresh = scene->fresh,
		.can_send = heard->channel == CHANNEL_USSD &&
		    heard->operator->sms_smsc != NULL,
		.pages = 1,
	};

	lay_before(scene, &input);
	if (!begin)
		read_name(scene, &input);
	return input;
}
