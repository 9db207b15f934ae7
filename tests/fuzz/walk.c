#include "tests/fuzz/walk.h"

#include "menus/dialog.h"

/* Keys in any order, numbers, words; NULL in digits: no digits at all. */
static const struct { const char *text, *digits; bool words; } answers[] = {
	{ "1", "1", false }, { "2", "2", false }, { "3", "3", false },
	{ "4", "4", false }, { "5", "5", false }, { "8", "8", false },
	{ "9", "9", false }, { "0", "0", false }, { "00", "00", false },
	{ "6", "6", false }, { "1234", "1234", false },
	{ "1234567", "1234567", false },
	{ "000000000012", "000000000012", false }, { "", NULL, false },
	{ "?", NULL, false }, { "he took my papers", NULL, true },
};
enum { ANSWERS = sizeof(answers) / sizeof(*answers) };
enum { SHOWN_MAX = 5, STORED = 7 };

static const char *const stored[STORED] = { "pp", "btb", "bmc", "kc", "sr",
	"pursat", "a name of 15 oc" };

/* A row as it may lie in the store, and who reads it. */
struct walk {
	const struct tree *tree;
	struct dialog dialog, before;
	struct input input;
};

static bool
is_ours(const struct tree *tree, const struct node *node)
{
	return node != NULL && node >= tree->nodes &&
	    node < tree->nodes + tree->nodes_n &&
	    node == &tree->nodes[node->index];
}

static const struct node *
home(const struct walk *w)
{
	return w->dialog.language ? w->tree->start : w->tree->language;
}

/* What the page before her holds, as gateway would say. */
static void
show_list(struct walk *w, const struct node *node)
{
	const struct list *list = tree_list(w->tree, node->list);

	w->input.values = list->dynamic ? stored : list->values;
	w->input.values_n = list->dynamic ? STORED : list->n;
	w->input.first = w->dialog.page * SHOWN_MAX;
	w->input.shown = SHOWN_MAX;
	w->input.pages = 1 + (unsigned)w->input.values_n / SHOWN_MAX;
}

static void
draw_input(struct walk *w, struct draw *draw)
{
	const struct node *node = dialog_shown(w->tree, &w->dialog);
	unsigned answer = draw_octet(draw), how = draw_octet(draw);

	w->input = (struct input){
		.kind = answer >= 240 ? INPUT_AGAIN :
		    answer >= 208 ? INPUT_BEGIN : INPUT_TEXT,
		.text = answers[answer % ANSWERS].text,
		.digits = answers[answer % ANSWERS].digits,
		.words = answers[answer % ANSWERS].words,
		.fresh = how & 1, .pages = 1 + (how >> 1) % 4,
		.seen = (how >> 3) % (OPTIONS_MAX + 1),
	};
	if (node->kind == NODE_CHOOSE)
		show_list(w, node);
}

static void
hold_effect(const struct walk *w, const struct turn *turn)
{
	must(is_ours(w->tree, turn->otherwise));
	must((turn->several != NULL) == (turn->effect == EFFECT_LOOK_UP));
	must(turn->value != NULL && turn->hint < HINT_CALL_BACK + 1);
	if (turn->effect == EFFECT_UNSORTED)
		must(w->input.words && turn->value == w->input.text);
	else
		must(!w->before.offered && (w->input.fresh ||
		    !w->before.node->sensitive));
}

static void
hold_key(const struct walk *w, const struct turn *turn)
{
	const struct dialog *d = &w->dialog;

	if (w->input.digits != NULL && strcmp(w->input.digits, "00") == 0)
		must(dialog_shown(w->tree, d) == home(w) && d->page == 0);
	/* Words are never lost: they are her answer or people read them. */
	if (w->input.words)
		must(turn->effect == EFFECT_WORDS ||
		    turn->effect == EFFECT_LOOK_UP ||
		    turn->effect == EFFECT_UNSORTED);
	if (turn->hint != HINT_NONE)
		must(d->node == w->before.node && d->misses > 0);
	if (!w->before.offered && !d->offered)
		must(d->page < w->input.pages);
	if (d->node != w->before.node)
		must(d->page == 0 && !d->offered);
}

static void
hold_dialog(const struct walk *w, const struct turn *turn)
{
	const struct dialog *d = &w->dialog;
	const struct node *shown = dialog_shown(w->tree, d);

	must(is_ours(w->tree, shown));
	must(d->node == NULL || is_ours(w->tree, d->node));
	must(memchr(d->kept, '\0', sizeof(d->kept)) != NULL);
	must(d->misses <= MISSES_BEFORE_OFFER);
	must(!w->before.language || d->language);
	if (turn->effect != EFFECT_NONE)
		hold_effect(w, turn);
	if (w->input.kind == INPUT_TEXT)
		hold_key(w, turn);
	/* Whoever picks up the phone sees nobody's matter. */
	if (w->input.kind == INPUT_BEGIN)
		must(!shown->sensitive);
}

/* What her matter has to say first is a page of the tree, and hers. */
static void
find(struct walk *w, const struct turn *turn, unsigned what)
{
	static const char *const found[] = { "answer", "closing", "nothing" };
	struct dialog before = w->dialog;

	if (turn->effect != EFFECT_STATE)
		return;
	must(is_ours(w->tree, turn->from));
	dialog_found(&w->dialog, turn, found[what % 3]);
	must(is_ours(w->tree, w->dialog.node));
	if (w->dialog.node != before.node)
		must(w->dialog.node->sensitive && w->dialog.page == 0);
}

static void
take_turn(struct walk *w, struct draw *draw)
{
	struct turn turn;

	draw_input(w, draw);
	w->before = w->dialog;
	turn = dialog_turn(w->tree, &w->dialog, &w->input);
	hold_dialog(w, &turn);
	if (turn.effect == EFFECT_NONE)
		return;
	switch (draw_octet(draw) % 4) {
	case 0:
		dialog_go(&w->dialog, turn.otherwise);
		break;
	case 1:
		find(w, &turn, draw_octet(draw));
		break;
	}
}

void
walk(const struct tree *tree, struct draw *draw)
{
	struct walk w = { .tree = tree };

	while (draw->n > 0)
		take_turn(&w, draw);
}
