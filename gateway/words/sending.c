#include "gateway/words/sending.h"

#include <string.h>

#include "menus/document.h"
#include "store/permit.h"

void
sending_judge(struct house *house)
{
	if (!house->demo)
		catalogue_judge(house->catalogue, needs_met, house->needs);
	house_new_day(house, house->day_of);
}

static bool
is_lacking(const struct lack *lack)
{
	return lack->none + lack->first + lack->second > 0;
}

int
sending_look(const struct house *house, struct store *store, TALLOC_CTX *ctx,
    struct sending *out)
{
	struct permit permit;
	char today[DATE_TEXT];
	int rc = permit_load(store, ctx, &permit);

	if (rc != 0)
		return rc;
	*out = (struct sending){ 0 };
	for (int l = 0; l < LOCALES; l++)
		out->lack[l] = needs_lack(house->needs, (enum locale)l);
	if (house->demo || !is_lacking(&out->lack[LOCALE_EN]))
		return 0;
	date_at(house->day_of, today);
	if (strcmp(today, permit.until) > 0) {
		out->refused = true;
		return 0;
	}
	out->until = permit.until;
	out->who = permit.who;
	return 0;
}

static void
tell_language(const struct lack *lack, enum locale locale,
    struct faults *faults)
{
	if (!is_lacking(lack))
		return;
	faults_add(faults, "words", 0, "%s: of %zu texts %zu wait for a native"
	    " reader, %zu for a second one, %zu are not translated%s",
	    locale_name(locale), lack->texts, lack->first, lack->second,
	    lack->none, locale == LOCALE_EN ? "" : "; callers get the English"
	    " ones");
}

void
sending_tell(const struct house *house, const struct sending *sending,
    const char *dir, struct faults *faults)
{
	size_t before = faults_count(faults);

	if (house->demo)
		return;
	for (int l = 0; l < LOCALES; l++)
		tell_language(&sending->lack[l], (enum locale)l, faults);
	if (sending->refused)
		faults_add(faults, "words", 0, "nothing can be said while the "
		    "English texts are not reviewed.  Is nobody there to read "
		    "them, and callers wait?  helpline words --dir %s permit "
		    "--days 3 --by YOUR-NAME", dir);
	else if (sending->who != NULL)
		faults_add(faults, "words", 0, "sent without a review on the "
		    "word of %s, until %s", sending->who, sending->until);
	if (faults_count(faults) > before)
		faults_add(faults, "words", 0, "for reviewers: helpline words "
		    "--dir %s export >words.csv, and back with import", dir);
}
