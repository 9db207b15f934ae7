#include "gateway/words/importing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gateway/checking/checks.h"
#include "gateway/words/own.h"
#include "locales/clean.h"
#include "menus/document.h"

struct finding {
	const struct catalogue *catalogue;
	const struct reviewing *reviewing;
	struct changes *changes;
	struct faults *faults;
	const struct sheet_row *row;
	const char *english;		/* as it will be */
};

static void __attribute__((format(printf, 3, 4)))
wrong(const struct finding *f, enum locale locale, const char *format, ...)
{
	va_list arguments;
	char *words;

	va_start(arguments, format);
	words = talloc_vasprintf(f->changes, format, arguments);
	va_end(arguments);
	faults_add(f->faults, f->changes->file, f->row->line, "%s: %s: %s",
	    f->row->key, locale_name(locale), words);
}

/* WORD JOINER guides the breaking and is not sent. */
static char *
without_joiners(TALLOC_CTX *ctx, const char *text)
{
	static const char joiner[] = "\u2060";
	char *out = talloc_strdup(ctx, "");
	const char *at;

	while ((at = strstr(text, joiner)) != NULL) {
		out = talloc_strndup_append(out, text, (size_t)(at - text));
		text = at + strlen(joiner);
	}
	return talloc_strdup_append(out, text);
}

static bool
is_clean(TALLOC_CTX *ctx, const char *text)
{
	char *plain = without_joiners(ctx, text);

	return strcmp(text_clean(ctx, plain, strlen(plain), CODING_GSM7,
	    NULL), plain) == 0;
}

static void
check_text(const struct finding *f, enum locale locale, const char *text)
{
	if (!is_clean(f->changes, text))
		wrong(f, locale, "it holds what a phone cannot show, or space "
		    "around it, or is longer than %d octets", TEXT_MAX);
	if (!own_braces(text))
		wrong(f, locale, "a brace that is no {placeholder}");
	else if (!own_fits(f->changes, text, f->english))
		wrong(f, locale, "its placeholders are not those of the "
		    "English text");
}

/* One more who has read it, unless it has two or she is one of them. */
static void
sign(struct review *review, const char *who, const char *on)
{
	int i = review->who[0] != NULL;

	if (who == NULL || review->who[1] != NULL ||
	    own_same(review->who[0], who))
		return;
	review->who[i] = who;
	review->on[i] = on;
	/* Two sheets may come back in the other order. */
	if (i == 1 && strcmp(review->on[1], review->on[0]) < 0) {
		review->who[1] = review->who[0];
		review->on[1] = review->on[0];
		review->who[0] = who;
		review->on[0] = on;
	}
}

static bool
is_same_review(TALLOC_CTX *ctx, const struct review *one,
    const struct review *other)
{
	return strcmp(review_words(ctx, one), review_words(ctx, other)) == 0;
}

/* Who had read the old text has not read this one, so an old state that came
   along says nothing. */
static struct review
state_of_new(const struct finding *f, const struct change *c,
    const struct review *stated)
{
	if (c->before.who[0] != NULL && !f->reviewing->may_void)
		wrong(f, c->locale, "%s has read the text in use; compare the "
		    "two, and to change it all the same: --void",
		    c->before.who[0]);
	if (stated == NULL || is_same_review(f->changes, stated, &c->before))
		return (struct review){ 0 };
	return *stated;
}

static struct review
state_of_same(const struct change *c, const struct review *stated)
{
	struct review after = c->before;

	for (int i = 0; stated != NULL && i < 2; i++)
		sign(&after, stated->who[i], stated->on[i]);
	if (stated != NULL)
		after.source = stated->source;
	return after;
}

static void
judge_state(const struct finding *f, struct change *c, bool given)
{
	const struct reviewing *reviewing = f->reviewing;
	const struct review *stated = f->row->stated[c->locale] ?
	    &f->row->state[c->locale] : NULL;

	c->after = c->text ? state_of_new(f, c, stated) :
	    state_of_same(c, stated);
	if (given && reviewing->language[c->locale])
		sign(&c->after, reviewing->who, reviewing->today);
	c->state = !is_same_review(f->changes, &c->after, &c->before);
}

static void
add(struct changes *changes, const struct change *change)
{
	changes->change = talloc_realloc(changes, changes->change,
	    struct change, (unsigned)changes->n + 1);
	changes->change[changes->n++] = *change;
}

static void
find_change(const struct finding *f, enum locale locale)
{
	const char *given = f->row->text[locale];
	struct change c = {
		.key = f->row->key, .locale = locale, .line = f->row->line,
		.was = catalogue_own(f->catalogue, locale, f->row->key),
		.before = *catalogue_review(f->catalogue, locale, f->row->key),
	};

	c.is = given != NULL ? given : c.was;
	c.text = !own_same(c.was, c.is);
	if (c.is == NULL) {
		if (f->row->stated[locale] &&
		    f->row->state[locale].who[0] != NULL)
			wrong(f, locale, "who has reviewed it?  There is no "
			    "text");
		return;
	}
	judge_state(f, &c, given != NULL);
	if (c.text)
		check_text(f, locale, c.is);
	/* The others must go on fitting an English text that changes. */
	else if (!own_fits(f->changes, c.is, f->english))
		wrong(f, locale, "its placeholders are not those of the "
		    "English text");
	if (c.text || c.state)
		add(f->changes, &c);
}

static void
find_row(struct finding *f)
{
	const char *key = f->row->key;
	const char *english = catalogue_own(f->catalogue, LOCALE_EN, key);

	if (english == NULL) {
		faults_add(f->faults, f->changes->file, f->row->line,
		    "there is no text \"%s\"", key);
		return;
	}
	f->english = f->row->text[LOCALE_EN] != NULL ?
	    f->row->text[LOCALE_EN] : english;
	/* The program fills in what the program's text names, no other. */
	if (!own_fits(f->changes, f->english, english))
		wrong(f, LOCALE_EN, "its placeholders are not those of the "
		    "text it replaces");
	for (int l = 0; l < LOCALES; l++)
		find_change(f, (enum locale)l);
}

int
changes_find(TALLOC_CTX *ctx, const struct house *house,
    const struct sheet *sheet, const char *file,
    const struct reviewing *reviewing, struct faults *faults,
    struct changes **out)
{
	size_t before = faults_count(faults);
	struct finding f = {
		.catalogue = house->catalogue, .reviewing = reviewing,
		.changes = talloc_zero(ctx, struct changes),
		.faults = faults,
	};

	f.changes->file = file;
	for (size_t i = 0; i < sheet->n; i++) {
		f.row = &sheet->row[i];
		find_row(&f);
	}
	if (faults_count(faults) > before) {
		talloc_free(f.changes);
		return -EINVAL;
	}
	*out = f.changes;
	return 0;
}

/* Each line with a mark before it. */
static void
print_text(char mark, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t n = strcspn(text, "\n");

		printf("  %c %.*s\n", mark, (int)n, text);
		text += n + (text[n] != '\0');
	}
}

void
changes_print(const struct changes *changes)
{
	TALLOC_CTX *tmp = talloc_new(NULL);

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->change[i];

		printf("%s: %s\n", c->key, locale_name(c->locale));
		if (c->text) {
			print_text('-', c->was);
			print_text('+', c->is);
		}
		if (c->state)
			printf("  - (%s)\n  + (%s)\n", review_words(tmp,
			    &c->before), review_words(tmp, &c->after));
	}
	talloc_free(tmp);
}

static struct faults *
check(struct house *house, time_t now)
{
	const struct checks checks = {
		.house = house, .now = now, .errors = faults_new(house),
		.warnings = faults_new(house),
	};

	checks_run(&checks);
	return checks.errors;
}

static bool
is_among(const struct faults *faults, const char *message)
{
	for (size_t i = 0; i < faults_count(faults); i++)
		if (strcmp(faults_at(faults, i), message) == 0)
			return true;
	return false;
}

static void
put_all(struct house *house, const struct changes *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->change[i];
		const struct own_text own = { c->locale, c->key, c->is,
		    c->after, changes->file, c->line };

		/* It was found, so it is there. */
		if (catalogue_put(house->catalogue, &own) != 0)
			return;
	}
}

int
changes_try(struct house *house, struct store *store,
    const struct changes *changes, time_t now, struct faults *faults)
{
	size_t before = faults_count(faults);
	struct faults *old = check(house, now), *new;

	put_all(house, changes);
	house_new_day(house, house->day_of);
	if (house_centres(house, store) != 0) {
		faults_add(faults, "store", 0, "%s", store_why(store));
		return -EINVAL;
	}
	new = check(house, now);
	for (size_t i = 0; i < faults_count(new); i++)
		if (!is_among(old, faults_at(new, i)))
			faults_copy(faults, faults_at(new, i));
	return faults_count(faults) > before ? -EINVAL : 0;
}

static bool
is_changed(const struct changes *changes, const char *key,
    enum locale locale)
{
	for (size_t i = 0; i < changes->n; i++)
		if (changes->change[i].locale == locale &&
		    strcmp(changes->change[i].key, key) == 0)
			return true;
	return false;
}

/* What a locale has of its own goes into the row, once there is one. */
static void
keep(struct sheet *sheet, struct sheet_row **row, const struct house *house,
    const struct own_text *shipped, const char *basis)
{
	const struct catalogue *catalogue = house->catalogue;
	enum locale l = shipped->locale;
	const char *text = catalogue_own(catalogue, l, shipped->key);
	const struct review *review = catalogue_review(catalogue, l,
	    shipped->key);
	bool same = own_same(text, shipped->text);

	if (text == NULL ||
	    (same && is_same_review(sheet, review, &shipped->review)))
		return;
	if (*row == NULL)
		*row = sheet_add(sheet, shipped->key);
	(*row)->text[l] = same ? NULL : text;
	(*row)->stated[l] = true;
	(*row)->state[l] = *review;
	(*row)->basis[l] = basis;
}

static void
keep_key(struct sheet *sheet, const struct house *house,
    const struct catalogue *shipped, const struct changes *changes,
    const char *key)
{
	const struct sheet_row *old = house->own == NULL ? NULL :
	    sheet_find(house->own, key);
	struct sheet_row *row = NULL;

	for (int i = 0; i < LOCALES; i++) {
		enum locale l = (enum locale)i;
		const struct own_text was = { .locale = l, .key = key,
		    .text = catalogue_own(shipped, l, key),
		    .review = *catalogue_review(shipped, l, key) };
		const char *basis = old != NULL && old->basis[l] != NULL &&
		    !is_changed(changes, key, l) ? old->basis[l] :
		    own_basis(sheet, shipped, l, key);

		keep(sheet, &row, house, &was, basis);
	}
}

struct sheet *
changes_kept(TALLOC_CTX *ctx, const struct house *house,
    const struct changes *changes)
{
	struct sheet *sheet = sheet_new(ctx);
	struct catalogue *shipped;

	if (catalogue_open(sheet, &shipped) != 0)
		return NULL;
	for (size_t i = 0; i < catalogue_count(shipped); i++)
		keep_key(sheet, house, shipped, changes,
		    catalogue_key(shipped, i));
	/* A text that is gone may come back with the next program. */
	for (size_t i = 0; house->own != NULL && i < house->own->n; i++)
		if (house->own->row[i].gone)
			*sheet_add(sheet, house->own->row[i].key) =
			    house->own->row[i];
	return sheet;
}
