#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/inside.h"
#include "store/secret.h"
#include "tests/people.h"

enum { NOW = PEOPLE_NOW, DAY = 86400 };

static int
make(void **state)
{
	*state = people_make();
	return 0;
}

static int
unmake(void **state)
{
	return talloc_free(*state);
}

static void
do_sql(struct people *people, const char *sql)
{
	assert_int_equal(store_begin(people->store), 0);
	assert_int_equal(engine_do(people->store, sql), 0);
	assert_int_equal(store_commit(people->store), 0);
}

static int
log_in(struct people *people, const char *name, const char *password,
    int64_t now)
{
	struct login *login = NULL;
	int rc = staff_login(people->store, people, name, password, now,
	    &login);

	assert_true((rc == 0) == (login != NULL));
	talloc_free(login);
	return rc;
}

static char *
add(struct people *people, const char *name)
{
	char *code = NULL;

	assert_int_equal(staff_add(people->store, people, name,
	    people->poipet, people->poipet_key, NOW, &code), 0);
	return code;
}

static const struct member *
find(struct people *people, const char *name)
{
	struct members *members = NULL;

	assert_int_equal(staff_load(people->store, people, &members), 0);
	for (size_t i = 0; i < members->n; i++)
		if (strcmp(members->member[i].name, name) == 0)
			return &members->member[i];
	return NULL;
}

static unsigned
active_staff(struct people *people)
{
	struct centres *centres = NULL;

	assert_int_equal(centres_load(people->store, people, &centres), 0);
	return centre_by_id(centres, people->poipet)->active_staff;
}

static void
who_logs_in_holds_the_key_of_her_centre(void **state)
{
	struct people *people = *state;
	struct login *login;

	login = people_log_in(people, "sok.dara", people->poipet,
	    people->poipet_key);
	assert_string_equal(login_member(login)->name, "sok.dara");
	assert_int_equal(login_member(login)->centre, people->poipet);
	assert_true(login_member(login)->active);
	assert_memory_equal(login_centre_key(login)->octets,
	    people->poipet_key->octets, SECRET_OCTETS);
	assert_true(find(people, "sok.dara")->active);
	assert_int_equal(active_staff(people), 1);
}

static void
an_activation_code_works_once(void **state)
{
	struct people *people = *state;
	char *code = add(people, "dara"), *sloppy;

	assert_false(find(people, "dara")->active);
	assert_int_equal(active_staff(people), 0);
	sloppy = talloc_asprintf(people, " %s ", code);
	for (char *c = sloppy; *c != '\0'; c++)
		*c = *c == '-' ? ' ' : *c == '0' ? 'o' : *c;
	assert_int_equal(staff_activate(people->store, "dara", sloppy,
	    PEOPLE_PASSWORD, NOW), 0);
	assert_true(find(people, "dara")->active);
	assert_int_equal(staff_activate(people->store, "dara", code,
	    "another password", NOW), -EACCES);
}

static void
a_wrong_code_activates_nobody_and_spoils_nothing(void **state)
{
	struct people *people = *state;
	struct store *store = people->store;
	char *code = add(people, "dara"), *other = add(people, "sophea");
	char kept = code[0];

	assert_int_equal(staff_activate(store, "dara", other, PEOPLE_PASSWORD,
	    NOW), -EACCES);
	assert_int_equal(staff_activate(store, "nobody", code,
	    PEOPLE_PASSWORD, NOW), -EACCES);
	assert_int_equal(staff_activate(store, "dara", "", PEOPLE_PASSWORD,
	    NOW), -EACCES);
	code[0] = kept == 'X' ? 'Y' : 'X';
	assert_int_equal(staff_activate(store, "dara", code, PEOPLE_PASSWORD,
	    NOW), -EACCES);
	code[0] = kept;
	assert_int_equal(staff_activate(store, "dara", code, "short", NOW),
	    -EINVAL);
	assert_int_equal(staff_activate(store, "dara", code, "password1234",
	    NOW), -EINVAL);
	assert_int_equal(staff_activate(store, "dara", code, PEOPLE_PASSWORD,
	    NOW + CODE_DAYS * DAY + 1), -EACCES);
	assert_false(find(people, "dara")->active);
	assert_int_equal(staff_activate(store, "dara", code, PEOPLE_PASSWORD,
	    NOW + CODE_DAYS * DAY), 0);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
a_name_that_is_not_there_takes_as_long_as_a_wrong_password(void **state)
{
	struct people *people = *state;
	double known, unknown, coded;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	talloc_free(add(people, "coded"));
	known = seconds();
	assert_int_equal(log_in(people, "dara", "the river is wide ", NOW),
	    -EACCES);
	unknown = seconds();
	assert_int_equal(log_in(people, "nobody", PEOPLE_PASSWORD, NOW),
	    -EACCES);
	coded = seconds();
	assert_int_equal(log_in(people, "coded", PEOPLE_PASSWORD, NOW),
	    -EACCES);
	known = unknown - known;
	unknown = coded - unknown;
	coded = seconds() - coded;
	assert_true(unknown > known / 3 && unknown < known * 3);
	assert_true(coded > known / 3 && coded < known * 3);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW), 0);
}

static void
after_five_wrong_tries_each_further_one_must_wait(void **state)
{
	struct people *people = *state;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	for (int i = 0; i < 5; i++)
		assert_int_equal(log_in(people, "dara", "wrong wrong wrong",
		    NOW), -EACCES);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW),
	    -EAGAIN);
	/* What is refused does not make the waiting longer. */
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW),
	    -EAGAIN);
	assert_int_equal(log_in(people, "dara", "", NOW + 1), -EACCES);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW + 2),
	    -EAGAIN);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW + 3), 0);
}

static void
nobody_waits_longer_than_a_quarter_of_an_hour(void **state)
{
	struct people *people = *state;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	assert_int_equal(log_in(people, "dara", "wrong wrong wrong", NOW),
	    -EACCES);
	do_sql(people, "UPDATE login_try SET n = 4000000000");
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW + 899),
	    -EAGAIN);
	/* A clock that was set back. */
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW - 9), 0);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW + 900),
	    0);
}

static void
who_departed_has_no_key_and_does_not_log_in(void **state)
{
	struct people *people = *state;
	char *code;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	code = add(people, "sophea");
	assert_int_equal(staff_depart(people->store, "nobody", NOW), -ENOENT);
	assert_int_equal(staff_depart(people->store, "dara", NOW), 0);
	assert_int_equal(staff_depart(people->store, "dara", NOW), -ENOENT);
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW),
	    -EACCES);
	assert_false(find(people, "dara")->active);
	assert_true(find(people, "dara")->departed);
	assert_int_equal(active_staff(people), 0);
	assert_int_equal(staff_depart(people->store, "sophea", NOW), 0);
	assert_int_equal(staff_activate(people->store, "sophea", code,
	    PEOPLE_PASSWORD, NOW), -EACCES);
	/* The constraint fails if anything of either is left. */
	do_sql(people, "CREATE TABLE none (n CHECK (n = 0));"
	    "INSERT INTO none SELECT count(*) FROM grant_;"
	    "INSERT INTO none SELECT count(*) FROM staff WHERE wrapped IS NOT"
	    " NULL OR verifier IS NOT NULL OR salt IS NOT NULL");
	code = NULL;
	assert_int_equal(staff_add(people->store, people, "dara",
	    people->poipet, people->poipet_key, NOW, &code), -EEXIST);
	assert_null(code);
}

static void
who_cannot_be_a_member_is_not_added(void **state)
{
	static const char *const names[] = { "", "d", "Dara", "1dara", ".dara",
	    "-dara", "da ra", "dara;", "ដារ៉ា", "dara\n",
	    "a23456789012345678901234567890123" };
	struct people *people = *state;
	char *code = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_int_equal(staff_add(people->store, people, names[i],
		    people->poipet, people->poipet_key, NOW, &code), -EINVAL);
	assert_int_equal(staff_add(people->store, people, "dara",
	    people->poipet, people->intake_key, NOW, &code), -EACCES);
	assert_int_equal(staff_add(people->store, people, "dara", 99,
	    people->poipet_key, NOW, &code), -ENOENT);
	do_sql(people, "CREATE TRIGGER no BEFORE INSERT ON grant_"
	    " BEGIN SELECT RAISE (ABORT, 'no'); END");
	assert_int_not_equal(staff_add(people->store, people, "dara",
	    people->poipet, people->poipet_key, NOW, &code), 0);
	assert_null(code);
	assert_null(find(people, "dara"));
}

static void
keys_changed_in_the_store_open_nothing(void **state)
{
	struct people *people = *state;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	do_sql(people, "CREATE TABLE copied AS SELECT * FROM staff;"
	    "UPDATE staff SET wrapped = randomblob(72)");
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW),
	    -EACCES);
	do_sql(people, "UPDATE staff SET wrapped = (SELECT wrapped FROM copied);"
	    "UPDATE grant_ SET ek = randomblob(80)");
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW), -EIO);
}

static void
no_audit_row_no_login(void **state)
{
	struct people *people = *state;
	char *code = NULL;

	people_add_member(people, "dara", people->poipet, people->poipet_key);
	do_sql(people, "CREATE TRIGGER no BEFORE INSERT ON audit"
	    " BEGIN SELECT RAISE (ABORT, 'no'); END");
	assert_int_equal(log_in(people, "dara", PEOPLE_PASSWORD, NOW), -EIO);
	assert_int_equal(staff_depart(people->store, "dara", NOW), -EIO);
	assert_true(find(people, "dara")->active);
	assert_int_equal(staff_add(people->store, people, "sophea",
	    people->poipet, people->poipet_key, NOW, &code), -EIO);
	assert_null(find(people, "sophea"));
}

static void
assert_file_lacks(struct people *people, const char *name, const void *what,
    size_t n)
{
	char *path = talloc_asprintf(people, "%s/%s", people->dir, name);
	int fd = open(path, O_RDONLY);
	char *all = talloc_size(path, 4 << 20);
	ssize_t size;

	assert_true(fd >= 0);
	size = read(fd, all, 4 << 20);
	assert_true(size > 0 && size < 4 << 20);
	assert_null(memmem(all, (size_t)size, what, n));
	close(fd);
	talloc_free(path);
}

static void
neither_password_nor_key_is_on_the_disk(void **state)
{
	static const char *const files[] = { "helpline.db",
	    "helpline.db-wal" };
	struct people *people = *state;
	struct login *login = people_log_in(people, "dara", people->poipet,
	    people->poipet_key);
	char *code = add(people, "sophea");

	assert_non_null(login);
	for (size_t i = 0; i < 2; i++) {
		assert_file_lacks(people, files[i], PEOPLE_PASSWORD,
		    strlen(PEOPLE_PASSWORD));
		assert_file_lacks(people, files[i], people->poipet_key->octets,
		    SECRET_OCTETS);
		assert_file_lacks(people, files[i], code, strlen(code));
	}
}

int
main(void)
{
#define WITH_PEOPLE(name) \
	cmocka_unit_test_setup_teardown(name, make, unmake)
	const struct CMUnitTest tests[] = {
		WITH_PEOPLE(who_logs_in_holds_the_key_of_her_centre),
		WITH_PEOPLE(an_activation_code_works_once),
		WITH_PEOPLE(a_wrong_code_activates_nobody_and_spoils_nothing),
		WITH_PEOPLE(
		    a_name_that_is_not_there_takes_as_long_as_a_wrong_password),
		WITH_PEOPLE(after_five_wrong_tries_each_further_one_must_wait),
		WITH_PEOPLE(nobody_waits_longer_than_a_quarter_of_an_hour),
		WITH_PEOPLE(who_departed_has_no_key_and_does_not_log_in),
		WITH_PEOPLE(who_cannot_be_a_member_is_not_added),
		WITH_PEOPLE(keys_changed_in_the_store_open_nothing),
		WITH_PEOPLE(no_audit_row_no_login),
		WITH_PEOPLE(neither_password_nor_key_is_on_the_disk),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
