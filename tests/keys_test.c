#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/keys.h"
#include "store/secret.h"
#include "tests/people.h"

static const char *const files[] = { "tag.key", "pin.key", "outbox.pub",
    "outbox.key" };
enum { FILES = 4 };

static char *
path_of(const char *dir, const char *name)
{
	return talloc_asprintf(dir, "%s/keys/%s", dir, name);
}

static void
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static char *
make(void)
{
	char *dir = people_dir(NULL), *why = NULL;

	assert_int_equal(keys_make(dir, &why, dir), 0);
	assert_null(why);
	return dir;
}

/* Loading fails with rc and says why, and touches nothing. */
static void
assert_refused(const char *dir, int rc)
{
	struct keys *keys = NULL;
	char *why = NULL;

	assert_int_equal(keys_load(NULL, dir, &keys, &why), rc);
	assert_null(keys);
	assert_non_null(why);
	assert_true(strlen(why) > 10);
	talloc_free(why);
}

static void
fresh_keys_are_for_their_owner_only(void **state)
{
	char *dir = make();
	struct stat st;

	(void)state;
	assert_int_equal(stat(path_of(dir, ""), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	for (int i = 0; i < FILES; i++) {
		assert_int_equal(stat(path_of(dir, files[i]), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_int_equal(st.st_size, 65);
	}
	talloc_free(dir);
}

static void
keys_that_exist_are_not_made_again(void **state)
{
	char *dir = make(), *why = NULL;
	struct keys *keys;
	unsigned char before[KEY_CHECK], after[KEY_CHECK];

	(void)state;
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	keys_check(keys, KEY_TAG, before);
	assert_int_equal(keys_make(dir, &why, dir), -EEXIST);
	assert_non_null(why);
	talloc_free(keys);
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	keys_check(keys, KEY_TAG, after);
	assert_memory_equal(before, after, KEY_CHECK);
	talloc_free(dir);
}

static void
no_two_makings_give_the_same_keys(void **state)
{
	char *a = make(), *b = make(), *why = NULL;
	struct keys *of_a, *of_b;

	(void)state;
	assert_int_equal(keys_load(a, a, &of_a, &why), 0);
	assert_int_equal(keys_load(b, b, &of_b, &why), 0);
	for (int i = 0; i < KEYS; i++) {
		unsigned char in_a[KEY_CHECK], in_b[KEY_CHECK];

		keys_check(of_a, (enum key)i, in_a);
		keys_check(of_b, (enum key)i, in_b);
		assert_memory_not_equal(in_a, in_b, KEY_CHECK);
	}
	talloc_free(a);
	talloc_free(b);
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0640, 0604, 0660, 0644, 0610, 0601,
	    0620, 0602, 0777 };
	char *dir = make();

	(void)state;
	for (int i = 0; i < FILES; i++) {
		for (size_t m = 0; m < sizeof(modes) / sizeof(*modes); m++) {
			chmod(path_of(dir, files[i]), modes[m]);
			assert_refused(dir, -EACCES);
		}
		chmod(path_of(dir, files[i]), 0400);
	}
	talloc_free(dir);
}

static void
a_missing_key_is_refused_but_the_outbox_secret(void **state)
{
	char *dir = make(), *why = NULL;
	struct keys *keys = NULL;

	(void)state;
	assert_int_equal(unlink(path_of(dir, "outbox.key")), 0);
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	assert_null(why);
	for (int i = 0; i < 3; i++) {
		char *path = path_of(dir, files[i]);
		char *away = path_of(dir, "away");

		assert_int_equal(rename(path, away), 0);
		assert_refused(dir, -ENOENT);
		assert_int_equal(rename(away, path), 0);
	}
	assert_refused("/nonexistent", -ENOENT);
	talloc_free(dir);
}

static void
a_file_that_is_no_key_is_refused(void **state)
{
	static const char hex[] =
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
	char *dir = make(), *path = path_of(dir, "tag.key"), *text, *why;
	struct keys *keys;

	(void)state;
	text = talloc_strdup(dir, hex);
	put(path, text);
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	for (size_t i = 0; i < 64; i++) {
		text[i] = 'g';
		put(path, text);
		assert_refused(dir, -EINVAL);
		text[i] = '\0';
		put(path, text);
		assert_refused(dir, -EINVAL);
		text[i] = hex[i];
	}
	put(path, talloc_asprintf(dir, "%s0", hex));
	assert_refused(dir, -EINVAL);
	put(path, talloc_asprintf(dir, "%s\n\n", hex));
	assert_refused(dir, -EINVAL);
	put(path, talloc_asprintf(dir, "%s%s", hex, hex));
	assert_refused(dir, -EINVAL);
	talloc_free(dir);
}

static void
a_link_or_a_directory_is_no_key(void **state)
{
	char *dir = make(), *path = path_of(dir, "pin.key");
	char *away = path_of(dir, "away");

	(void)state;
	assert_int_equal(rename(path, away), 0);
	assert_int_equal(symlink(away, path), 0);
	assert_refused(dir, -EIO);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_refused(dir, -EIO);
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(dir, -EIO);
	talloc_free(dir);
}

static struct keys *
load_frozen(char *dir, const json_t *vectors)
{
	const json_t *hex = json_object_get(vectors, "keys");
	struct keys *keys = NULL;
	char *why;

	put(path_of(dir, "tag.key"),
	    json_string_value(json_object_get(hex, "tag")));
	put(path_of(dir, "pin.key"),
	    json_string_value(json_object_get(hex, "pin")));
	put(path_of(dir, "outbox.pub"),
	    json_string_value(json_object_get(hex, "outbox")));
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	return keys;
}

static void
assert_hex(const json_t *hex, const unsigned char *is, size_t n)
{
	char text[2 * 64 + 1];

	sodium_bin2hex(text, sizeof(text), is, n);
	assert_string_equal(text, json_string_value(hex));
}

static const char *
string_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
the_frozen_tags_pins_and_checks_come_out(void **state)
{
	const char *srcdir = getenv("srcdir");
	char *dir = make();
	json_t *vectors = json_load_file(talloc_asprintf(dir,
	    "%s/tests/vectors/seal-1.json", srcdir != NULL ? srcdir : "."), 0,
	    NULL), *one;
	struct keys *keys = load_frozen(dir, vectors);
	unsigned char out[KEY_PIN_SIZE];
	size_t i;

	(void)state;
	json_array_foreach(json_object_get(vectors, "tags"), i, one) {
		const char *data = string_of(one, "data");

		keys_tag(keys, string_of(one, "purpose"), data, strlen(data),
		    out);
		assert_hex(json_object_get(one, "tag"), out, KEY_TAG_SIZE);
	}
	assert_int_equal(i, 4);
	json_array_foreach(json_object_get(vectors, "pins"), i, one) {
		keys_pin(keys, string_of(one, "ref"), string_of(one, "digits"),
		    out);
		assert_hex(json_object_get(one, "hash"), out, KEY_PIN_SIZE);
	}
	assert_int_equal(i, 3);
	for (int k = 0; k < KEYS; k++) {
		keys_check(keys, (enum key)k, out);
		assert_hex(json_object_get(json_object_get(vectors, "checks"),
		    key_name((enum key)k)), out, KEY_CHECK);
	}
	json_decref(vectors);
	talloc_free(dir);
}

static void
a_pinned_centre_key_is_trusted_only_as_it_was_pinned(void **state)
{
	char *dir = make(), *why = NULL;
	unsigned char key[KEY_SIZE], row[KEY_SIZE], out[KEY_SIZE];
	struct keys *keys;

	(void)state;
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	randombytes_buf(key, sizeof(key));
	assert_int_equal(keys_centre_trust(keys, 7, 1, key), -ENOENT);
	assert_int_equal(keys_centre_pin(keys, 7, 1, key), 0);
	assert_false(keys_centre(keys, 7, 1, out));
	for (size_t i = 0; i < KEY_SIZE; i++) {
		memcpy(row, key, KEY_SIZE);
		row[i] ^= 1;
		assert_int_equal(keys_centre_trust(keys, 7, 1, row),
		    -EKEYREJECTED);
	}
	assert_false(keys_centre(keys, 7, 1, out));
	assert_int_equal(keys_centre_trust(keys, 7, 1, key), 0);
	assert_true(keys_centre(keys, 7, 1, out));
	assert_memory_equal(out, key, KEY_SIZE);
	assert_false(keys_centre(keys, 8, 1, out));
	talloc_free(dir);
}

/* Who set the store back to the key before would turn cases to who left. */
static void
a_key_that_was_followed_by_another_is_pinned_no_more(void **state)
{
	char *dir = make(), *why = NULL;
	unsigned char first[KEY_SIZE] = { 1 }, next[KEY_SIZE] = { 2 };
	unsigned char out[KEY_SIZE];
	struct keys *keys;

	(void)state;
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	assert_int_equal(keys_centre_pin(keys, 7, 1, first), 0);
	assert_int_equal(keys_centre_trust(keys, 7, 1, first), 0);
	/* Pinned, but the store does not name it yet. */
	assert_int_equal(keys_centre_pin(keys, 7, 2, next), 0);
	assert_int_equal(keys_centre_trust(keys, 7, 1, first), 0);
	assert_false(keys_centre(keys, 7, 2, out));
	assert_int_equal(keys_centre_trust(keys, 7, 2, first),
	    -EKEYREJECTED);
	assert_int_equal(access(path_of(dir, "centre-7.pub"), F_OK), 0);
	assert_int_equal(keys_centre_trust(keys, 7, 2, next), 0);
	assert_true(keys_centre(keys, 7, 2, out));
	assert_memory_equal(out, next, KEY_SIZE);
	assert_false(keys_centre(keys, 7, 1, out));
	assert_int_not_equal(access(path_of(dir, "centre-7.pub"), F_OK), 0);
	assert_int_equal(keys_centre_trust(keys, 7, 1, first), -ENOENT);
	talloc_free(dir);
}

static void
a_pinned_centre_key_that_others_may_write_is_refused(void **state)
{
	char *dir = make(), *why = NULL, *path;
	unsigned char key[KEY_SIZE] = { 9 };
	struct keys *keys;
	struct stat st;

	(void)state;
	assert_int_equal(keys_load(dir, dir, &keys, &why), 0);
	assert_int_equal(keys_centre_pin(keys, 12, 1, key), 0);
	path = path_of(dir, "centre-12.pub");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	chmod(path, 0606);
	assert_int_equal(keys_centre_trust(keys, 12, 1, key), -EACCES);
	chmod(path, 0600);
	put(path, "no key");
	assert_int_equal(keys_centre_trust(keys, 12, 1, key), -EINVAL);
	talloc_free(dir);
}

static void
a_disk_that_fails_leaves_no_half_set_of_keys(void **state)
{
	char *dir = people_dir(NULL), *why = NULL;
	struct rlimit old, none;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	none = old;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	assert_int_equal(keys_make(dir, &why, dir), -EIO);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_non_null(why);
	why = NULL;
	assert_int_equal(keys_make(dir, &why, dir), 0);
	talloc_free(dir);
}

static void
a_secret_needs_no_memory_lock_allowance(void **state)
{
	struct rlimit none = { 0, 0 };
	struct secret *secret;

	(void)state;
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &none), 0);
	secret = secret_new(NULL);
	assert_true(sodium_is_zero(secret->octets, SECRET_OCTETS));
	secret->octets[31] = 1;
	talloc_free(secret);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fresh_keys_are_for_their_owner_only),
		cmocka_unit_test(keys_that_exist_are_not_made_again),
		cmocka_unit_test(no_two_makings_give_the_same_keys),
		cmocka_unit_test(a_key_that_others_may_read_is_refused),
		cmocka_unit_test(
		    a_missing_key_is_refused_but_the_outbox_secret),
		cmocka_unit_test(a_file_that_is_no_key_is_refused),
		cmocka_unit_test(a_link_or_a_directory_is_no_key),
		cmocka_unit_test(the_frozen_tags_pins_and_checks_come_out),
		cmocka_unit_test(
		    a_pinned_centre_key_is_trusted_only_as_it_was_pinned),
		cmocka_unit_test(
		    a_key_that_was_followed_by_another_is_pinned_no_more),
		cmocka_unit_test(
		    a_pinned_centre_key_that_others_may_write_is_refused),
		cmocka_unit_test(a_disk_that_fails_leaves_no_half_set_of_keys),
		cmocka_unit_test(a_secret_needs_no_memory_lock_allowance),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
