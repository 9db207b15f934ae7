#include "gateway/desk/practice.h"

#include <errno.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/desk/desk.h"
#include "gateway/desk/once.h"
#include "gateway/desk/session.h"
#include "gateway/desk/visit.h"
#include "gateway/log.h"
#include "gateway/settings.h"
#include "store/centre.h"
#include "store/practice.h"
#include "store/secret.h"

/* Whose invented cases are whose. */
struct trainee {
	struct trainee *next;
	int64_t member;			/* in the real store */
	int64_t there;			/* in the practice's */
};

struct practice {
	struct desk desk;		/* as the handlers see it */
	struct trainee *trainees;
	unsigned made;			/* centres, for their names */
};

static int
remove_one(const char *path, const struct stat *status, int kind,
    struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

/* What an earlier start left: nothing in it is anybody's. */
static int
open_store(struct practice *practice, const char *dir)
{
	char *why = NULL;
	int rc;

	(void)nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	rc = store_make(dir, &why, practice);
	if (rc == 0)
		rc = store_open(practice, dir, ROLE_DESK,
		    &practice->desk.store, &why);
	if (rc == 0)
		rc = practice_mark(practice->desk.store);
	if (rc != 0)
		log_line(LOG_ERR, "%s: %s", dir, why != NULL ? why :
		    strerror(-rc));
	return rc;
}

/* The nth of a kind; 0: there is one only, which takes what names none. */
static int
add_centre(struct practice *practice, const char *kind, unsigned n,
    TALLOC_CTX *ctx, struct secret **key, int64_t *id)
{
	static const char *const languages[] = { "km", "en", "th", "en" };
	struct centre centre = { .area = "KH-12", .hours = "1-5 8:00-17:00",
	    .phone = "", .intake = n == 0 };
	json_t *document = practice_document();
	char *paper = NULL;
	int rc;

	for (int i = 0; i < 4; i++)
		centre.name[i] = talloc_asprintf(ctx, n == 0 ? "%s" : "%s %u",
		    practice_words(document, kind, languages[i]), n);
	json_decref(document);
	rc = centre_add(practice->desk.store, ctx, &centre, id, key, &paper);
	talloc_free(paper);
	return rc;
}

/* Where cases are referred to: nobody is there, as in a real office whose
   answer takes a while. */
static int
add_other(struct practice *practice)
{
	struct secret *key = NULL;
	int64_t id;
	int rc = add_centre(practice, "other_office", 0, practice, &key,
	    &id);

	talloc_free(key);
	return rc;
}

static struct practice *
make(struct desk *desk)
{
	struct practice *practice = talloc_zero(desk->store,
	    struct practice);
	char *dir = settings_path(practice, desk->settings, "practice");

	practice->desk = *desk;
	practice->desk.store = NULL;
	practice->desk.sessions = sessions_new(practice);
	practice->desk.once = once_new(practice);
	if (open_store(practice, dir) == 0 && add_other(practice) == 0)
		return practice;
	talloc_free(practice);
	return NULL;
}

static struct trainee *
find(const struct practice *practice, int64_t member)
{
	struct trainee *trainee = practice == NULL ? NULL :
	    practice->trainees;

	while (trainee != NULL && trainee->member != member)
		trainee = trainee->next;
	return trainee;
}

/* A centre of her own, so that no other's practice is in the way. */
static int
enter(struct practice *practice, const struct member *member,
    const char *language, int64_t now, struct login **login)
{
	struct store *store = practice->desk.store;
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct secret *key;
	int64_t id = 0;
	int rc = add_centre(practice, "own_office", ++practice->made, ctx,
	    &key, &id);

	if (rc == 0)
		rc = practice_enter(store, practice, member->name,
		    member->role, id, key, now, login);
	if (rc == 0)
		rc = practice_fill(store, id, language, now);
	talloc_free(ctx);
	return rc;
}

int
practice_enter_desk(struct desk *desk, const struct member *member,
    const char *language, int64_t now)
{
	struct trainee *trainee;
	struct login *login = NULL;
	char word[TOKEN_TEXT + 1];
	int rc;

	if (find(desk->practice, member->id) != NULL)
		return 0;
	if (desk->practice == NULL)
		desk->practice = make(desk);
	if (desk->practice == NULL)
		return -EIO;
	rc = enter(desk->practice, member, language, now, &login);
	if (rc != 0) {
		log_line(LOG_ERR, "practice: %s",
		    store_why(desk->practice->desk.store));
		return -EIO;
	}
	trainee = talloc_zero(desk->practice, struct trainee);
	trainee->member = member->id;
	trainee->there = login_member(login)->id;
	(void)session_start(desk->practice->desk.sessions, login, true, word);
	trainee->next = desk->practice->trainees;
	desk->practice->trainees = trainee;
	return 0;
}

struct session *
practice_session(const struct desk *desk, int64_t member)
{
	const struct trainee *trainee = find(desk->practice, member);

	return trainee == NULL ? NULL : session_of_member(
	    desk->practice->desk.sessions, trainee->there);
}

struct store *
practice_store(const struct desk *desk)
{
	return desk->practice != NULL ? desk->practice->desk.store : NULL;
}

bool
practice_switch(struct visit *visit)
{
	struct session *session = practice_session(visit->desk,
	    visit->session->member.id);

	if (session == NULL)
		return false;
	visit->desk = &visit->desk->practice->desk;
	visit->session = session;
	return true;
}
