#include "gateway/founding/enrol.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/footing.h"
#include "store/paper.h"
#include "store/secret.h"

enum { TRIES = 3 };

static int
explain(const struct store *store, const char *name, int error)
{
	fprintf(stderr, "%s: %s\n", name, error == -EEXIST ?
	    "this name is taken" : store_why(store));
	return error;
}

void
enrol_show_code(const char *name, const char *code)
{
	printf("The activation code of %s, shown only once; with it she sets "
	    "her password\nwithin %d days (helpline staff DIR activate %s, "
	    "or at the desk):\n\n    %s\n\n", name, CODE_DAYS, name, code);
}

int
enrol_member(struct store *store, const char *name, int64_t centre,
    const struct secret *key, const char *password)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	time_t now = time(NULL);
	char *code;
	int error;

	error = staff_add(store, ctx, name, centre, key, now, &code);
	if (error == 0 && password != NULL)
		error = staff_activate(store, name, code, password, now);
	else if (error == 0)
		enrol_show_code(name, code);
	talloc_free(ctx);
	return error == 0 ? 0 : explain(store, name, error);
}

int
enrol_member_as(struct store *store, const char *name, int64_t centre,
    const enum role *role, const struct secret *key, const char *by)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	time_t now = time(NULL);
	char *code;
	int error = role == NULL ? staff_add(store, ctx, name, centre, key,
	    now, &code) : staff_add_as(store, ctx, name, centre, *role, key,
	    by, now, &code);

	if (error == 0)
		enrol_show_code(name, code);
	talloc_free(ctx);
	return error == 0 ? 0 : explain(store, name, error);
}

int
enrol_type_back(TALLOC_CTX *ctx, const char *paper)
{
	unsigned char octet;
	const char *question, *answer;
	unsigned group;

	if (getrandom(&octet, 1, 0) != 1)
		return -EIO;
	group = octet % PAPER_GROUPS + 1;
	question = talloc_asprintf(ctx, "Type group %u of %d of the paper key",
	    group, PAPER_GROUPS);
	for (int i = 0; i < TRIES; i++) {
		answer = terminal_ask(ctx, question, NULL);
		if (answer == NULL)
			return -EIO;
		if (paper_matches_part(paper, group, answer))
			return 0;
		fputs("That is not what stands there.\n", stderr);
	}
	return -EINVAL;
}

/* Only who typed it back has it. */
static int
keep_paper(struct store *store, TALLOC_CTX *ctx, const struct centre *centre,
    const char *paper)
{
	const char *name = centre->name[LOCALE_EN];
	int error = enrol_type_back(ctx, paper);

	if (error != 0) {
		fprintf(stderr, "%s: the paper key was not typed back; a "
		    "centre whose key is on no paper is lost with its staff\n",
		    name);
		return error;
	}
	error = paper_kept(store, centre->id, "operator", time(NULL));
	return error == 0 ? 0 : explain(store, name, error);
}

static int
show_paper(struct store *store, TALLOC_CTX *ctx, const struct centre *centre,
    const char *paper, bool typing_back)
{
	printf("The paper key of %s.  Write this on paper, now; it is shown "
	    "only once:\n\n    %s\n\n", centre->name[LOCALE_EN], paper);
	fflush(stdout);
	return typing_back ? keep_paper(store, ctx, centre, paper) : 0;
}

int
enrol_paper(struct store *store, const struct centre *centre,
    const struct secret *key, bool typing_back)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	int error = show_paper(store, ctx, centre, paper_key(ctx,
	    key->octets), typing_back);

	talloc_free(ctx);
	return error;
}

int
enrol_centre(struct store *store, struct enrolment *enrolment)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct centre *centre = &enrolment->centre;
	struct secret *key;
	char *paper;
	int error;

	error = centre_add(store, ctx, centre, &centre->id, &key, &paper);
	if (error != 0)
		error = explain(store, centre->name[LOCALE_EN], error);
	else if (enrolment->show)
		error = show_paper(store, ctx, centre, paper,
		    enrolment->typing_back);
	for (size_t i = 0; error == 0 && i < enrolment->staff.n; i++)
		error = enrol_member(store, enrolment->staff.word[i],
		    centre->id, key, enrolment->password);
	talloc_free(ctx);
	return error;
}
