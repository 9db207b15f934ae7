#include "gateway/checking/beforehand.h"

#include <string.h>
#include <sys/stat.h>

#include "gateway/backup/backup.h"
#include "gateway/calls/house.h"
#include "gateway/directory.h"
#include "gateway/facts_report.h"
#include "gateway/report.h"
#include "locales/catalogue.h"
#include "menus/document.h"
#include "store/agencies.h"
#include "store/footing.h"
#include "store/partner.h"
#include "store/roster.h"

static const char file_name[] = "beforehand.yaml";

/* Each returns how many it still lacks: 0 it is there. */

static size_t
lacks_network(struct checkup *checkup)
{
	size_t n = checkup->conf == NULL ? 0 :
	    kannel_conf_count(checkup->conf, "smsc");
	const char *host;

	for (size_t i = 0; i < n; i++) {
		host = kannel_conf_value(checkup->conf, "smsc", i, "host");
		if (host != NULL && strncmp(host, "127.", 4) != 0)
			return 0;
	}
	return 1;
}

static size_t
lacks_readers(struct checkup *checkup, enum locale locale)
{
	struct lack lack;

	if (checkup->house == NULL)
		return 1;
	lack = needs_lack(checkup->house->needs, locale);
	return lack.none + lack.first + lack.second;
}

static size_t
lacks_khmer(struct checkup *checkup)
{
	return lacks_readers(checkup, LOCALE_KM);
}

static size_t
lacks_romanised(struct checkup *checkup)
{
	return lacks_readers(checkup, LOCALE_KM_LATN);
}

static size_t
lacks_thai(struct checkup *checkup)
{
	return lacks_readers(checkup, LOCALE_TH);
}

static size_t
lacks_english(struct checkup *checkup)
{
	return lacks_readers(checkup, LOCALE_EN);
}

static size_t
lacks_facts(struct checkup *checkup)
{
	size_t past;

	return checkup->house == NULL ? 1 : facts_due(checkup->house, &past);
}

static size_t
lacks_register(struct checkup *checkup)
{
	struct register_head head;

	return checkup->store == NULL ||
	    agencies_head(checkup->store, checkup, &head) != 0 ||
	    head.generation == 0;
}

/* Of how many centres something is not so. */
static size_t
count_centres(struct checkup *checkup,
    bool (*lacks)(struct checkup *, const struct centre *))
{
	struct centres *centres;
	size_t n = 0;

	if (checkup->store == NULL ||
	    centres_load(checkup->store, checkup, &centres) != 0)
		return 1;
	for (size_t i = 0; i < centres->n; i++)
		n += lacks(checkup, &centres->centre[i]);
	return n;
}

static bool
has_no_partner(struct checkup *checkup, const struct centre *centre)
{
	struct partners *partners;

	return partners_load(checkup->store, checkup, centre->id,
	    &partners) != 0 || partners->n == 0;
}

static size_t
lacks_partners(struct checkup *checkup)
{
	return count_centres(checkup, has_no_partner);
}

static bool
is_short_of_people(struct checkup *checkup, const struct centre *centre)
{
	(void)checkup;
	return centre->active_staff < FOOTING_MEMBERS;
}

static size_t
lacks_people(struct checkup *checkup)
{
	return count_centres(checkup, is_short_of_people);
}

static bool
is_unwatched(struct checkup *checkup, const struct centre *centre)
{
	struct roster *roster;
	int64_t begins, ends;

	return centre->intake && (roster_load(checkup->store, checkup,
	    centre->id, &roster) != 0 || roster->n == 0 ||
	    roster_gap(roster, ON_DUTY, checkup->now, &begins, &ends));
}

static size_t
lacks_duty(struct checkup *checkup)
{
	return count_centres(checkup, is_unwatched);
}

static bool
has_no_paper(struct checkup *checkup, const struct centre *centre)
{
	struct footing footing;

	return footing_load(checkup->store, centre->id, &footing) != 0 ||
	    footing.paper_at == 0;
}

static size_t
lacks_paper(struct checkup *checkup)
{
	return count_centres(checkup, has_no_paper);
}

static size_t
lacks_holidays(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);

	if (checkup->house == NULL)
		return 1;
	rules_missing(checkup->house->rules, checkup->now, faults);
	return faults_count(faults);
}

static size_t
lacks_backup_key(struct checkup *checkup)
{
	return checkup->settings == NULL || !backup_has_key(checkup->settings);
}

static size_t
lacks_origin(struct checkup *checkup)
{
	return checkup->settings == NULL ||
	    checkup->settings->desk_origin[0] == '\0';
}

static const struct matter_of_people {
	const char *name;
	size_t (*lacks)(struct checkup *);	/* NULL: only people know */
	const char *text;
	/* "helpline COMMAND DIR REST" mends it; NULL: no command does. */
	const char *command, *rest;
} matters[] = {
	{ "short-code", NULL, "the code that callers dial and the number they "
	  "write to, given by the regulator or each phone company, the same on "
	  "all networks; ask for an ordinary one; it goes into operators.yaml", NULL, NULL },
	{ "operator-contract", NULL, "a contract with each phone company: USSD "
	  "and SMS over SMPP, free for callers, not on the bill, how long it "
	  "keeps texts, parts a second, whom to ring at night", NULL, NULL },
	{ "live-network", lacks_network, "the phone company's host, port, name "
	  "and password in the groups smsc of kannel.conf", NULL, NULL },
	{ "readers-km", lacks_khmer, "native readers of Khmer, a second one for "
	  "what is dangerous", "words --dir", "export" },
	{ "readers-km-latn", lacks_romanised, "readers of romanised Khmer, the "
	  "same", "words --dir", "export" },
	{ "readers-th", lacks_thai, "native readers of Thai, the same",
	  "words --dir", "export" },
	{ "readers-en", lacks_english, "readers of English, the same: without "
	  "them callers are not answered", "words --dir", "export" },
	{ "counsellors", NULL, "somebody who works with survivors of violence "
	  "and trafficking has read the pages on danger and pressed through "
	  "them (helpline phone, or the desk's phone)", NULL, NULL },
	{ "facts", lacks_facts, "somebody who telephones each number and reads "
	  "each rule again", "facts", "due" },
	{ "register", lacks_register, "the ministry's list of licensed "
	  "agencies, and who sends the next one", "agencies",
	  "import FILE --as-of DATE --source WHERE" },
	{ "partners", lacks_partners, "whom each office writes to (labour "
	  "department, police, shelter, embassy), and that they agreed; at the "
	  "desk, Partners", NULL, NULL },
	{ "staff", lacks_people, "two people in each office who can log in and "
	  "have practised", "staff", "add NAME --centre OFFICE" },
	{ "duty", lacks_duty, "somebody awake at every hour for what is "
	  "urgent", "centre", "duty OFFICE" },
	{ "paper", lacks_paper, "each office's paper key, typed back, in two "
	  "sealed envelopes at two places", "centre", "paper OFFICE" },
	{ "holidays", lacks_holidays, "the public holidays of this year and the "
	  "next, confirmed, in holidays.yaml beside helpline.yaml, at first a "
	  "copy of the program's; its head says how", NULL, NULL },
	{ "backup-key", lacks_backup_key, "the offline key of backups, on paper, "
	  "and keys/ on another medium", "backup", "key" },
	{ "off-site", NULL, "another house that fetches the backups each night, "
	  "and who looks whether it does", NULL, NULL },
	{ "disk", NULL, "the disk encrypted (LUKS), who types its passphrase "
	  "after a power cut, and a battery for the machine", NULL, NULL },
	{ "address", lacks_origin, "a name and a certificate for the desk, a "
	  "proxy with TLS before it, and that name as desk_origin in "
	  "helpline.yaml", NULL, NULL },
	{ "law", NULL, "the data protection assessment, signed; which law "
	  "holds; what posters say of it; whom to tell of a breach within 72 "
	  "hours", NULL, NULL },
	{ "night", NULL, "who is rung when doctor or an alarm says FAIL at "
	  "3 a.m., and who when she does not answer", NULL, NULL },
	{ "review", NULL, "somebody from outside who has tried to break in, and "
	  "what she found, mended", NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

/* Who stands for a matter; NULL nobody. */
static const char *
word_for(const struct document *document, const char *name)
{
	const struct value *root = document != NULL ?
	    document_root(document) : NULL, *value;

	if (root == NULL || value_kind(root) != VALUE_MAP)
		return NULL;
	value = value_find(root, name);
	return value != NULL ? value_text(value) : NULL;
}

static const char *
remedy(struct checkup *checkup, const struct matter_of_people *matter)
{
	return matter->command == NULL ? "" : talloc_asprintf(checkup,
	    ": helpline %s %s %s", matter->command, checkup->dir,
	    matter->rest);
}

static void
judge(struct checkup *checkup, const struct matter_of_people *matter,
    const char *word)
{
	size_t lacking = matter->lacks != NULL ? matter->lacks(checkup) : 0;

	if (lacking > 0)
		checkup_find(checkup, FINDING_FAIL, "%s (%zu lacking)%s",
		    matter->text, lacking, remedy(checkup, matter));
	else if (matter->lacks != NULL)
		checkup_find(checkup, FINDING_OK, "is there");
	else if (word != NULL && word[0] != '\0')
		checkup_find(checkup, FINDING_OK, "on the word of %s", word);
	else
		checkup_find(checkup, FINDING_FAIL, "%s; when it is there, who "
		    "stands for it writes into %s/%s: \"%s: NAME, DAY\"",
		    matter->text, checkup->dir, file_name, matter->name);
}

/* A name that is none must not look as if it were answered. */
static void
check_names(const struct document *document, struct faults *faults)
{
	const struct value *root = document_root(document);
	const struct matter_of_people *m;
	const char *key;

	for (size_t i = 0; i < value_count(root); i++) {
		key = value_key(root, i);
		for (m = matters; m->name != NULL; m++)
			if (key != NULL && strcmp(m->name, key) == 0 &&
			    m->lacks == NULL)
				break;
		if (m->name == NULL)
			faults_add(faults, document_name(document),
			    value_line(root), "%s: nobody's word is asked for "
			    "that", key != NULL ? key : "-");
	}
}

static struct document *
read_words(struct checkup *checkup)
{
	struct faults *faults = faults_new(checkup);
	char *path = talloc_asprintf(checkup, "%s/%s", checkup->dir,
	    file_name);
	struct document *document = NULL;
	struct stat st;

	if (stat(path, &st) != 0)
		return NULL;
	if (document_load(checkup, path, faults, &document) == 0)
		check_names(document, faults);
	for (size_t i = 0; i < faults_count(faults); i++)
		checkup_find(checkup, FINDING_FAIL, "%s",
		    faults_at(faults, i));
	return document;
}

struct checkup *
beforehand_run(TALLOC_CTX *ctx, const char *dir, time_t now)
{
	struct checkup *checkup = checkup_open(ctx, dir, now);
	struct check check = { .name = "beforehand" };
	const struct document *document;

	checkup->check = &check;
	document = read_words(checkup);
	for (const struct matter_of_people *m = matters; m->name != NULL;
	    m++) {
		check.name = m->name;
		judge(checkup, m, word_for(document, m->name));
	}
	checkup->check = NULL;
	return checkup;
}
