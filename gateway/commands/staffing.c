#include "gateway/commands/staffing.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/founding/enrol.h"
#include "locales/catalogue.h"
#include "store/leaving.h"
#include "store/rekey.h"
#include "store/work.h"

static int
explain(const struct directory *directory, const char *name, int error)
{
	if (error == -ENOENT)
		fprintf(stderr, "%s: there is no such member, or she has "
		    "departed\n", name);
	else
		directory_failed(directory);
	return FAILED;
}

/* False after saying which roles there are. */
static bool
find_role(const char *name, enum role *out)
{
	if (role_find(name, out) == 0)
		return true;
	fprintf(stderr, "--role %s: there are staff, lead, administrator and "
	    "numbers\n", name);
	return false;
}

/* *key is NULL where the role holds none. */
static bool
find_key(const struct directory *directory, const struct staffing *wish,
    int64_t centre, enum role role, const struct secret **key)
{
	*key = NULL;
	if (!role_holds_key(role))
		return true;
	*key = keyed_open(directory, &wish->keyed,
	    centre_by_id(directory->centres, centre));
	return *key != NULL;
}

/* Without --role the first of a centre leads it. */
int
staffing_add(const struct directory *directory, const struct staffing *wish)
{
	const struct centre *centre = directory_centre(directory,
	    wish->centre);
	const struct secret *key;
	enum role role = AS_STAFF;

	if (centre == NULL ||
	    (wish->role != NULL && !find_role(wish->role, &role)) ||
	    !find_key(directory, wish, centre->id, role, &key))
		return FAILED;
	return enrol_member_as(directory->store, wish->name, centre->id,
	    wish->role != NULL ? &role : NULL, key,
	    keyed_actor(&wish->keyed)) == 0 ? DONE : FAILED;
}

/* Whom the command names, if she is there. */
static int
find_member(const struct directory *directory, const struct staffing *wish,
    struct member *out)
{
	int error = staff_find(directory->store, (void *)directory,
	    wish->name, out);

	return error == 0 && out->departed ? -ENOENT : error;
}

int
staffing_role(const struct directory *directory, const struct staffing *wish)
{
	const struct secret *key;
	struct member member;
	enum role role;
	int error = find_member(directory, wish, &member);

	if (error != 0)
		return explain(directory, wish->name, error);
	if (!find_role(wish->role, &role) || !find_key(directory, wish,
	    member.centre, role, &key))
		return FAILED;
	error = staff_set_role(directory->store, wish->name, role, key,
	    keyed_actor(&wish->keyed), time(NULL));
	if (error != 0)
		return explain(directory, wish->name, error);
	printf("%s is %s now.\n", wish->name, role_name(role));
	return DONE;
}

/* She forgot her password: what it opened is sealed to her anew. */
int
staffing_reset(const struct directory *directory, const struct staffing *wish)
{
	const struct secret *key;
	struct member member;
	char *code;
	int error = find_member(directory, wish, &member);

	if (error != 0)
		return explain(directory, wish->name, error);
	if (!find_key(directory, wish, member.centre, member.role, &key))
		return FAILED;
	error = staff_recode(directory->store, (void *)directory, wish->name,
	    key, keyed_actor(&wish->keyed), time(NULL), &code);
	if (error != 0)
		return explain(directory, wish->name, error);
	enrol_show_code(wish->name, code);
	return DONE;
}

/* Her open cases, with the days they are due. */
static int
give_on(const struct directory *directory, const struct staffing *wish,
    const struct member *leaver)
{
	struct member to = { 0 };
	int64_t n = 0;
	int error = cases_owned(directory->store, leaver->id, &n);

	if (error != 0)
		return directory_failed(directory);
	if (n == 0)
		return DONE;
	if (wish->to == NULL) {
		fprintf(stderr, "%s still has %lld open case%s: say whose "
		    "they become, --to NAME\n", wish->name, (long long)n,
		    n == 1 ? "" : "s");
		return FAILED;
	}
	error = staff_find(directory->store, (void *)directory, wish->to,
	    &to);
	if (error != 0 || !to.active || to.centre != leaver->centre ||
	    !role_holds_key(to.role) || to.id == leaver->id) {
		fprintf(stderr, "--to %s: an active member of her centre who "
		    "works on cases is needed\n", wish->to);
		return FAILED;
	}
	error = cases_hand_over(directory->store, leaver->id, to.id,
	    keyed_actor(&wish->keyed), time(NULL));
	if (error != 0)
		return directory_failed(directory);
	printf("%lld open case%s given to %s.\n", (long long)n,
	    n == 1 ? "" : "s", wish->to);
	return DONE;
}

static int
leave(const struct directory *directory, const struct staffing *wish,
    const struct member *leaver, const struct secret *key)
{
	struct secret *fresh = secret_new((void *)directory);
	bool rekeyed = false;
	int error = key == NULL ? 0 : rekey_finish(directory->store,
	    leaver->centre, key);

	if (error == 0)
		error = staff_leave(directory->store, wish->name, key,
		    keyed_actor(&wish->keyed), time(NULL), fresh, &rekeyed);
	if (error != 0)
		return explain(directory, wish->name, error);
	printf("%s has left: what she knows opens nothing any more.\n",
	    wish->name);
	return !rekeyed ? DONE : keyed_renewed(directory, centre_by_id(
	    directory->centres, leaver->centre), fresh, wish->typing_back);
}

int
staffing_leave(const struct directory *directory, const struct staffing *wish)
{
	const struct secret *key;
	struct member leaver;
	int error = find_member(directory, wish, &leaver);

	if (error != 0)
		return explain(directory, wish->name, error);
	if (!find_key(directory, wish, leaver.centre, leaver.role, &key) ||
	    give_on(directory, wish, &leaver) != DONE)
		return FAILED;
	return leave(directory, wish, &leaver, key);
}
