#include "tests/people.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static int
remove_dir(char *dir)
{
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}

char *
people_dir(TALLOC_CTX *ctx)
{
	const char *under = getenv("TMPDIR");
	char *dir = talloc_asprintf(ctx, "%s/helpline-XXXXXX",
	    under != NULL ? under : "/tmp");

	assert_non_null(mkdtemp(dir));
	talloc_set_destructor(dir, remove_dir);
	return dir;
}

struct people *
people_empty(void)
{
	struct people *people = talloc_zero(NULL, struct people);
	char *why = NULL;

	people->dir = people_dir(people);
	if (store_make(people->dir, &why, people) != 0 ||
	    store_open(people, people->dir, ROLE_DESK, &people->store,
	    &why) != 0)
		fail_msg("%s", why);
	return people;
}

int64_t
people_add_centre(struct people *people, const char *name, bool intake,
    struct secret **key)
{
	struct centre centre = { .name = { name, name, name, name },
	    .area = "KH-12", .hours = "1-5 8:00-17:00", .phone = "",
	    .intake = intake };
	char *paper = NULL;
	int64_t id = 0;

	assert_int_equal(centre_add(people->store, people, &centre, &id, key,
	    &paper), 0);
	talloc_free(paper);
	return id;
}

struct people *
people_make(void)
{
	struct people *people = people_empty();

	people->intake = people_add_centre(people, "Phnom Penh", true,
	    &people->intake_key);
	people->poipet = people_add_centre(people, "Poipet", false,
	    &people->poipet_key);
	return people;
}

void
people_add_member(struct people *people, const char *name, int64_t centre,
    const struct secret *key)
{
	char *code = NULL;

	assert_int_equal(staff_add(people->store, people, name, centre, key,
	    PEOPLE_NOW, &code), 0);
	assert_int_equal(staff_activate(people->store, name, code,
	    PEOPLE_PASSWORD, PEOPLE_NOW), 0);
	talloc_free(code);
}

struct login *
people_log_in(struct people *people, const char *name, int64_t centre,
    const struct secret *key)
{
	struct login *login = NULL;

	people_add_member(people, name, centre, key);
	assert_int_equal(staff_login(people->store, people, name,
	    PEOPLE_PASSWORD, PEOPLE_NOW, &login), 0);
	return login;
}
