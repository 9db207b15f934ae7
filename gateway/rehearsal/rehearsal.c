#include "gateway/rehearsal/rehearsal.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/effects.h"
#include "gateway/calls/input.h"
#include "gateway/calls/look.h"
#include "gateway/calls/session.h"
#include "gateway/calls/step.h"
#include "gateway/licences/ledger.h"
#include "gateway/log.h"
#include "gateway/rehearsal/acting.h"
#include "gateway/words/sending.h"
#include "locales/fold.h"
#include "menus/document.h"
#include "store/store.h"

enum {
	FRESH_S = 60,		/* tree, words and networks are read again */
	PAUSE_S = 2,		/* between two of her keys */
};
/* Nobody's, in a country that the tree knows. */
static const char number[] = "+85500000000";

struct rehearsal {
	const struct settings *settings;
	struct store *store;
	struct house *house;		/* NULL: not read yet */
	int64_t read_at;
};

struct rehearsal *
rehearsal_new(TALLOC_CTX *ctx, const struct settings *settings,
    struct store *store)
{
	struct rehearsal *r = talloc_zero(ctx, struct rehearsal);

	r->settings = settings;
	r->store = store;
	return r;
}

/* ---- the house, as calls has it, but that nothing is written ---- */

static void
log_all(const struct faults *faults)
{
	for (size_t i = 0; i < faults_count(faults); i++)
		log_line(LOG_ERR, "%s", faults_at(faults, i));
}

static int
read_house(struct rehearsal *r, int64_t now)
{
	struct faults *faults;
	struct house *house;
	int rc;

	if (r->house != NULL && now >= r->read_at &&
	    now - r->read_at < FRESH_S)
		return 0;
	faults = faults_new(r);
	rc = house_open(r, r->settings, faults, (time_t)now, &house);
	if (rc != 0)
		log_all(faults);
	talloc_free(faults);
	if (rc != 0)
		return -EIO;
	talloc_free(r->house);
	r->house = house;
	r->read_at = now;
	sending_judge(house);
	return 0;
}

/* What the store says now: facts, centres, the register. */
static int
see_store(struct rehearsal *r)
{
	int rc = house_facts(r->house, r->store);

	if (rc == 0)
		rc = house_centres(r->house, r->store);
	if (rc == 0)
		rc = ledger_see(r->house->ledger, r->store);
	if (rc != 0)
		log_line(LOG_ERR, "%s", store_why(r->store));
	return rc;
}

/* ---- a walk ---- */

struct walk {
	struct acting acting;
	struct sitting sitting;
	struct operator operator;	/* with the limits asked for */
	bool sms;
	enum hint hint;
};

static const struct operator *
find_operator(const struct operators *operators, bool sms)
{
	const struct operator *o;

	for (size_t i = 0; i < operators->n; i++) {
		o = &operators->operator[i];
		if ((sms ? o->sms_smsc : o->ussd_smsc) != NULL)
			return o;
	}
	return NULL;
}

static struct octets
octets_of(const char *text)
{
	return (struct octets){ text, text != NULL ? strlen(text) : 0 };
}

/* "*2026#" for "", "*2026*3#" for "3". */
static const char *
dialled(TALLOC_CTX *ctx, const char *code, const char *key)
{
	size_t n = code != NULL ? strlen(code) : 0;

	if (n == 0 || key[0] == '\0')
		return code != NULL ? code : "";
	return talloc_asprintf(ctx, "%.*s*%s#", (int)n - 1, code, key);
}

/* As if it had come through the network. */
static struct heard
hear(struct walk *w, const char *key, bool first)
{
	TALLOC_CTX *ctx = w->acting.ctx;
	struct arrival *arrival = talloc_zero(ctx, struct arrival);
	struct sms *sms = &arrival->sms;
	struct heard heard;

	*sms = sms_blank();
	sms->sender = octets_of(number);
	sms->receiver = octets_of(w->operator.number);
	sms->smsc_id = octets_of(w->sms ? w->operator.sms_smsc :
	    w->operator.ussd_smsc);
	sms->msgdata = octets_of(first && !w->sms ?
	    dialled(ctx, w->operator.code, key) : key);
	sms->coding = CODING_GSM7;
	sms->time = (int32_t)w->sitting.now;
	sms->id = octets_of("00000000-0000-4000-8000-000000000000");
	sms->sms_type = SMS_MO;
	heard = heard_read(ctx, w->sitting.house->operators,
	    w->sitting.store, arrival);
	heard.operator = &w->operator;
	heard.session = "";
	heard.op = first ? OP_BEGIN : OP_INPUT;
	if (first && !w->sms)
		heard.dialled = operator_dialled(ctx, &w->operator,
		    heard.text);
	return heard;
}

/* Who writes in Khmer or Thai letters first has chosen it (step.c). */
static void
see_language(struct scene *scene)
{
	enum script script = text_script(scene->heard->text);

	if (scene->caller.language >= 0 ||
	    scene->heard->channel != CHANNEL_SMS)
		return;
	if (script == SCRIPT_KHMER)
		scene->caller.language = LOCALE_KM;
	if (script == SCRIPT_THAI)
		scene->caller.language = LOCALE_TH;
	scene->dialog.language = scene->caller.language >= 0;
}

static void
turn(struct walk *w)
{
	struct scene *scene = &w->acting.scene;
	struct input input = input_of(scene);
	struct turn turn;
	int rc;

	if (input.kind == INPUT_BEGIN) {
		scene->caller.over = false;
		if (scene->heard->words && w->sms)
			acting_keep_words(&w->acting, scene->heard->text);
		see_language(scene);
	}
	turn = dialog_turn(scene->house->tree, &scene->dialog, &input);
	rc = acting_carry_out(&w->acting, &turn);
	if (rc == EFFECT_REFUSED)
		dialog_refused(&scene->dialog, &turn);
	if (rc == EFFECT_SEVERAL)
		dialog_go(&scene->dialog, turn.several);
	w->hint = turn.hint;
}

/* A text that asks for a company, wherever she is, unless a page waits for her
   words. */
static bool
asks_for_company(struct walk *w, const char **typed)
{
	struct scene *scene = &w->acting.scene;
	const struct dialog *d = &scene->dialog;
	const struct node *check = tree_word(scene->house->tree, "check");

	if (!w->sms || !scene->heard->words || check == NULL ||
	    check->step.effect != EFFECT_LOOK_UP)
		return false;
	if (!session_begins(scene) && d->node != NULL && !d->offered &&
	    d->node->kind == NODE_ASK && !d->node->digits)
		return false;
	return look_is_asked(scene, typed);
}

/* Is she to choose? */
static bool
look_company_up(struct walk *w, const char *typed)
{
	struct scene *scene = &w->acting.scene;
	const struct step *step = &tree_word(scene->house->tree,
	    "check")->step;
	const struct turn turn = { .effect = EFFECT_LOOK_UP,
		.value = typed };
	int rc;

	see_language(scene);
	rc = acting_carry_out(&w->acting, &turn);
	dialog_go(&scene->dialog, rc == EFFECT_SEVERAL ? step->several :
	    step->to);
	w->hint = HINT_NONE;
	return rc == EFFECT_SEVERAL;
}

/* What her row would say when her next key comes. */
static void
remember(struct walk *w, const struct node *shown, bool last)
{
	struct scene *scene = &w->acting.scene;
	struct caller *caller = &scene->caller;

	if (scene->dialog.node == scene->house->tree->start &&
	    !scene->dialog.offered)
		acting_leave_case(&w->acting);
	caller->over = shown->kind == NODE_END && last;
	caller->channel = (int)scene->heard->channel;
	strncpy(caller->profile, w->operator.name,
	    sizeof(caller->profile) - 1);
	caller->last_time = caller->seen_at = scene->now;
	caller->tree = scene->house->digest;
}

static const struct page *
page_of(struct walk *w, struct view *view, const struct pages *pages,
    unsigned nth)
{
	struct scene *scene = &w->acting.scene;

	return w->hint == HINT_NONE ? &pages->page[nth] :
	    drawing_hint(scene->house->drawing, scene->ctx, view, nth,
	    w->hint);
}

static void
draw(struct walk *w)
{
	struct scene *scene = &w->acting.scene;
	struct view view = scene_view(scene);
	const struct pages *pages = scene_pages(scene, &view);
	unsigned at = scene->dialog.offered ? 0 : scene->dialog.page;
	struct rehearsed *out = w->acting.out;
	const struct page *page;

	if (at >= pages->n)
		at = (unsigned)pages->n - 1;
	page = page_of(w, &view, pages, at);
	out->node = view.node->id;
	out->text = page->text;
	out->page = at + 1;
	out->pages = pages->n;
	out->units = page->units;
	out->gsm7 = page->coding == CODING_GSM7;
	out->limit = out->gsm7 ? view.limits.septets : view.limits.units;
	out->parts = w->sms ? page_sms_parts(page) : 0;
	remember(w, view.node, at + 1 == pages->n);
	out->over = scene->caller.over;
}

static void
show_letter(struct walk *w)
{
	const struct pages *letter = w->acting.scene.letter;
	struct rehearsed *out = w->acting.out;

	out->letters_n = letter != NULL ? letter->n : 0;
	out->letter = talloc_array(w->acting.ctx, const char *,
	    (unsigned)out->letters_n + 1);
	for (size_t i = 0; i < out->letters_n; i++)
		out->letter[i] = letter->page[i].text;
}

/* One answer.  Unless she is to choose, neither her place nor her session knows
   of it. */
static void
answer_company(struct walk *w, const char *typed)
{
	struct scene *scene = &w->acting.scene;
	const struct caller before = scene->caller;
	const struct dialog place = scene->dialog;
	int language;
	bool chooses = look_company_up(w, typed);

	draw(w);
	if (chooses)
		return;
	language = scene->caller.language;
	scene->caller = before;
	scene->caller.language = language;
	scene->dialog = place;
	scene->dialog.language = language >= 0;
}

static void
press(struct walk *w, const char *key, size_t nth)
{
	struct scene *scene = &w->acting.scene;
	struct heard *heard = talloc(w->acting.ctx, struct heard);
	const char *typed;

	w->sitting.now += nth > 0 ? PAUSE_S : 0;
	scene->now = w->sitting.now;
	*heard = hear(w, key, nth == 0 || scene->caller.over);
	scene->heard = heard;
	scene->letter = NULL;
	w->acting.key = nth;
	if (asks_for_company(w, &typed)) {
		answer_company(w, typed);
		return;
	}
	if (command_of(heard) != COMMAND_NONE) {
		acting_command(&w->acting, command_of(heard));
		w->hint = HINT_NONE;
	} else
		turn(w);
	draw(w);
}

static void
begin(struct walk *w, const struct rehearsal_ask *ask)
{
	struct scene *scene = &w->acting.scene;
	const struct heard none = { .operator = &w->operator };

	*scene = scene_of(w->acting.ctx, &w->sitting, &none);
	scene->trial = true;
	scene->fresh = true;
	scene->caller.language = ask->language;
	scene->caller.over = true;
	scene->dialog.language = ask->language >= 0;
}

int
rehearse(struct rehearsal *r, TALLOC_CTX *ctx,
    const struct rehearsal_ask *ask, struct rehearsed *out)
{
	struct walk w = { .sms = ask->sms };
	const struct operator *operator;
	int rc = read_house(r, ask->now);

	if (rc == 0)
		rc = see_store(r);
	if (rc != 0)
		return rc;
	operator = find_operator(r->house->operators, ask->sms);
	if (operator == NULL)
		return -EINVAL;
	w.operator = *operator;
	if (ask->septets > 0)
		w.operator.ussd_limits = (struct page_limits){ ask->septets,
		    ask->units };
	*out = (struct rehearsed){ .network = operator->name,
	    .code = ask->sms ? operator->number : operator->code };
	w.sitting = (struct sitting){ .settings = r->settings,
	    .house = r->house, .store = r->store, .now = ask->now };
	w.acting.ctx = ctx;
	w.acting.out = out;
	begin(&w, ask);
	for (size_t i = 0; i < ask->n; i++)
		press(&w, ask->key[i], i);
	show_letter(&w);
	return 0;
}
