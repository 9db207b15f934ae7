#include "gateway/checking/notice.h"

#include <errno.h>
#include <string.h>

#include "gateway/calls/wording.h"
#include "gateway/checking/letters.h"
#include "gateway/renewal.h"
#include "locales/clean.h"
#include "menus/document.h"

enum { NOTICE_NAME_MAX = 31 };

struct looking {
	const struct house *house;
	const struct notice_row *notice;
	struct faults *faults;
	enum locale locale;
	const char *text;
};

static void __attribute__((format(printf, 2, 3)))
wrong(const struct looking *l, const char *format, ...)
{
	va_list arguments;
	char *words;

	va_start(arguments, format);
	words = talloc_vasprintf(l->faults, format, arguments);
	va_end(arguments);
	faults_add(l->faults, locale_name(l->locale), 0, "%s", words);
}

static void
check_clean(const struct looking *l)
{
	size_t n = strlen(l->text);
	char *clean = text_clean(NULL, l->text, n, CODING_GSM7, NULL);

	if (strcmp(clean, l->text) != 0)
		wrong(l, "it holds what a phone cannot show, or space around "
		    "it");
	if (strpbrk(l->text, "{}") != NULL)
		wrong(l, "a notice is shown as it stands; remove { and }");
	talloc_free(clean);
}

static void
check_letters(const struct looking *l)
{
	bool latin = l->locale == LOCALE_EN || l->locale == LOCALE_KM_LATN;
	const char *letter = latin ? letter_outside(l->faults, l->text) : NULL;
	const char *word = danger_in(l->house->danger, l->text);

	if (letter != NULL)
		wrong(l, "\"%s\" is not in the GSM alphabet and would halve "
		    "the page", letter);
	if (word != NULL)
		wrong(l, "it says \"%s\", and anyone may read this page; say "
		    "it without that word", word);
}

static void
check_pages(const struct looking *l, struct page_limits limits)
{
	const struct view view = { .locale = l->locale };
	const struct layout layout = {
		.text = l->text,
		.more = drawing_text(l->house->drawing, l->faults, "foot.more",
		    &view),
	};
	const struct pages *pages = pages_cut(l->faults, &layout, limits);

	if (pages->n > NOTICE_PAGES_MAX)
		wrong(l, "%zu pages of %u letters or %u units; say it in at "
		    "most %d", pages->n, limits.septets, limits.units,
		    NOTICE_PAGES_MAX);
}

static void
check_text(struct looking *l)
{
	const struct operators *operators = l->house->operators;

	check_clean(l);
	check_letters(l);
	for (size_t i = 0; i < operators->n; i++)
		if (operators->operator[i].ussd_smsc != NULL) {
			check_pages(l, operators->operator[i].ussd_limits);
			return;
		}
}

static void
check_days(const struct house *house, const struct notice_row *notice,
    struct faults *faults)
{
	char today[DATE_TEXT], last[DATE_TEXT];

	date_at(house->day_of, today);
	date_at(house->day_of + NOTICE_DAYS_MAX * 24L * 3600, last);
	if (!date_is_real(notice->since))
		faults_add(faults, "since", 0, "a day such as %s is needed",
		    today);
	if (!date_is_real(notice->until))
		faults_add(faults, "until", 0, "the last day it holds is "
		    "needed, such as %s", today);
	else if (strcmp(notice->until, today) < 0 ||
	    strcmp(notice->until, notice->since) < 0)
		faults_add(faults, "until", 0, "%s is past; today is %s",
		    notice->until, today);
	else if (strcmp(notice->until, last) > 0)
		faults_add(faults, "until", 0, "%s is more than %d days away; "
		    "a notice is for what changes", notice->until,
		    NOTICE_DAYS_MAX);
}

static bool
is_name(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= NOTICE_NAME_MAX &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

int
notice_check(const struct house *house, const struct notice_row *notice,
    struct faults *faults)
{
	size_t before = faults_count(faults);
	struct looking l = { .house = house, .notice = notice,
	    .faults = faults };

	if (!is_name(notice->name))
		faults_add(faults, notice->name, 0, "a notice is called by 1 "
		    "to %d of a-z, 0-9 and _", NOTICE_NAME_MAX);
	name_is_given(notice->who, faults);
	check_days(house, notice, faults);
	if (notice->text[LOCALE_EN][0] == '\0')
		faults_add(faults, "en", 0, "the English text is needed; it "
		    "stands in for every language that has none");
	for (int i = 0; i < LOCALES; i++) {
		l.locale = (enum locale)i;
		l.text = notice->text[i];
		if (l.text[0] != '\0')
			check_text(&l);
	}
	return faults_count(faults) > before ? -EINVAL : 0;
}

/* A reader for each key: they differ in the member alone. */
static int
read_into(const struct value *value, const char **member,
    struct faults *faults)
{
	if (value_text(value) == NULL) {
		faults_add(faults, value_file(value), value_line(value),
		    "%s must be a text", value_name(value));
		return -EINVAL;
	}
	if (*member == NULL)
		*member = value_text(value);
	return 0;
}

static int
read_member(const struct value *value, void *into, struct faults *faults)
{
	struct notice_row *row = into;
	const char *name = value_name(value);
	enum locale locale;

	if (locale_find(name, &locale) == 0)
		return read_into(value, &row->text[locale], faults);
	return read_into(value, strcmp(name, "since") == 0 ? &row->since :
	    &row->until, faults);
}

int
notice_read(TALLOC_CTX *ctx, const char *path, struct faults *faults,
    struct notice_row *row)
{
	static const struct field fields[] = {
		{ "km", false, read_member },
		{ "km_Latn", false, read_member },
		{ "th", false, read_member },
		{ "en", false, read_member },
		{ "since", false, read_member },
		{ "until", false, read_member },
		{ 0 }
	};
	struct document *document;

	switch (document_load(ctx, path, faults, &document)) {
	case 0:
		return fields_read(document_root(document), fields, row,
		    faults);
	case -EINVAL:
		return -EINVAL;
	default:
		faults_add(faults, path, 0, "cannot be read");
		return -EINVAL;
	}
}

/* Which of the notice's placeholders a text names. */
struct asking { const char *name; bool found; };

static const char *
note_name(void *arg, const char *name)
{
	struct asking *asking = arg;
	size_t n = strlen(NOTICE_PREFIX);

	if (strncmp(name, NOTICE_PREFIX, n) == 0 &&
	    strcmp(name + n, asking->name) == 0)
		asking->found = true;
	return NULL;
}

bool
notice_is_shown(const struct house *house, const char *name)
{
	const struct catalogue *catalogue = house->catalogue;
	struct asking asking = { .name = name };
	TALLOC_CTX *ctx = talloc_new(NULL);

	for (size_t n = 0; n < catalogue_count(catalogue); n++)
		text_fill(ctx, catalogue_text(catalogue, LOCALE_EN,
		    catalogue_key(catalogue, n), NULL), note_name, &asking);
	talloc_free(ctx);
	return asking.found;
}
