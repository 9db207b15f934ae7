/* vault_test.c - what is sealed to the offline key comes back whole or not at
   all: every piece, every border, every kind of damage. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "gateway/backup/backup.h"
#include "store/secret.h"
#include "store/vault.h"

enum { PIECE = 64 << 10, HEAD = 18 + 80 + 24, TAG = 17, DAY_S = 86400 };

struct kept {
	unsigned char pub[VAULT_PUBLIC];
	struct secret *secret;
	unsigned char *sealed;
	size_t n;
};

static int
memory_file(const void *octets, size_t n)
{
	int fd = memfd_create("vault", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, octets, n), (ssize_t)n);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static unsigned char
octet_of(size_t i)
{
	return (unsigned char)(i * 31 + i / 251);
}

/* n octets, given in pieces of step. */
static void
seal(TALLOC_CTX *ctx, struct kept *kept, size_t n, size_t step)
{
	unsigned char *plain = talloc_size(ctx, n + 1);
	int fd = memory_file("", 0);
	struct vault_writer *writer;

	for (size_t i = 0; i < n; i++)
		plain[i] = octet_of(i);
	vault_pair(ctx, kept->pub, &kept->secret);
	assert_int_equal(vault_create(ctx, fd, kept->pub, &writer), 0);
	for (size_t i = 0; i < n; i += step)
		assert_int_equal(vault_write(writer, plain + i,
		    n - i < step ? n - i : step), 0);
	assert_int_equal(vault_close(writer), 0);
	kept->n = (size_t)lseek(fd, 0, SEEK_END);
	kept->sealed = talloc_size(ctx, kept->n + 1);
	assert_int_equal(pread(fd, kept->sealed, kept->n, 0),
	    (ssize_t)kept->n);
	close(fd);
}

/* How much was read of it, or what it ended with. */
static ssize_t
open_all(TALLOC_CTX *ctx, const struct kept *kept, size_t n)
{
	int fd = memory_file(kept->sealed, n);
	struct vault_reader *reader;
	const void *octets;
	size_t all = 0;
	ssize_t got = vault_open(ctx, fd, kept->secret, &reader);

	if (got == 0) {
		while ((got = vault_read(reader, &octets)) > 0)
			for (ssize_t i = 0; i < got; i++)
				assert_int_equal(octet_of(all++),
				    ((const unsigned char *)octets)[i]);
		if (got == 0)
			assert_int_equal(vault_read(reader, &octets), 0);
		talloc_free(reader);
	}
	close(fd);
	return got == 0 ? (ssize_t)all : got;
}

static void
test_round(void **)
{
	static const size_t sizes[] = { 0, 1, PIECE - 1, PIECE, PIECE + 1,
	    2 * PIECE, 3 * PIECE + 7 };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct kept kept;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		seal(ctx, &kept, sizes[i], i % 2 == 0 ? 1000 : 100000);
		assert_int_equal(open_all(ctx, &kept, kept.n),
		    (ssize_t)sizes[i]);
	}
	talloc_free(ctx);
}

static void
test_cut_off(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct kept kept;

	seal(ctx, &kept, 2 * PIECE + 100, 5000);
	for (size_t n = 0; n < kept.n; n += n < HEAD + 40 ||
	    n + 200 > kept.n ? 1 : 4999)
		assert_true(open_all(ctx, &kept, n) < 0);
	/* A whole piece less, and one octet more. */
	assert_int_equal(open_all(ctx, &kept, HEAD + 2 * (PIECE + TAG)),
	    -EBADMSG);
	kept.sealed[kept.n] = 0;
	assert_int_equal(open_all(ctx, &kept, kept.n + 1), -EBADMSG);
	talloc_free(ctx);
}

static void
test_changed(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct kept kept;

	seal(ctx, &kept, PIECE + 300, 5000);
	for (size_t i = 0; i < kept.n; i += i < HEAD ? 1 : 613) {
		kept.sealed[i] ^= (unsigned char)(1 << i % 8);
		assert_true(open_all(ctx, &kept, kept.n) < 0);
		kept.sealed[i] ^= (unsigned char)(1 << i % 8);
	}
	assert_int_equal(open_all(ctx, &kept, kept.n), PIECE + 300);
	talloc_free(ctx);
}

static void
test_moved(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned char piece[PIECE + TAG], *first, *second;
	struct kept kept;

	seal(ctx, &kept, 2 * PIECE + 5, 5000);
	first = kept.sealed + HEAD;
	second = first + sizeof(piece);
	memcpy(piece, first, sizeof(piece));
	memcpy(first, second, sizeof(piece));
	memcpy(second, piece, sizeof(piece));
	assert_int_equal(open_all(ctx, &kept, kept.n), -EBADMSG);
	talloc_free(ctx);
}

static void
test_others(void **)
{
	static const unsigned char no_key[VAULT_PUBLIC];
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned char pub[VAULT_PUBLIC];
	struct vault_writer *writer;
	struct kept kept;

	seal(ctx, &kept, 100, 100);
	vault_public(kept.secret, pub);
	assert_memory_equal(pub, kept.pub, sizeof(pub));
	vault_pair(ctx, pub, &kept.secret);
	assert_int_equal(open_all(ctx, &kept, kept.n), -EACCES);
	kept.sealed[0] ^= 1;
	assert_int_equal(open_all(ctx, &kept, kept.n), -EINVAL);
	assert_int_equal(vault_create(ctx, STDERR_FILENO, no_key, &writer),
	    -EINVAL);
	talloc_free(ctx);
}

/* A disk without room says so, and does not say that all is well. */
static void
test_full(void **)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	static const unsigned char plain[3 * PIECE];
	int fd = open("/dev/full", O_WRONLY), rc;
	struct vault_writer *writer;
	unsigned char pub[VAULT_PUBLIC];
	struct secret *secret;

	vault_pair(ctx, pub, &secret);
	rc = vault_create(ctx, fd, pub, &writer);
	assert_int_equal(rc, -ENOSPC);
	fd = memory_file("", 0);
	assert_int_equal(vault_create(ctx, fd, pub, &writer), 0);
	assert_int_equal(dup2(open("/dev/full", O_WRONLY), fd), fd);
	assert_int_equal(vault_write(writer, plain, sizeof(plain)), -ENOSPC);
	talloc_free(ctx);
}

/* Every hour for 40 days. */
static void
test_thinning(void **)
{
	enum { N = 40 * 24 };
	static struct backup backup[N];
	static bool stays[N];
	struct backups list = { N, backup };
	int64_t now = 1800000000;
	size_t kept = 0, days = 0;

	for (size_t i = 0; i < N; i++)
		backup[i].at = now - (int64_t)i * 3600;
	backups_choose(&list, now, 35, stays);
	for (size_t i = 0; i < N; i++) {
		kept += stays[i];
		assert_true(i >= 48 || stays[i]);
		assert_true(i < 35 * 24 || !stays[i]);
		if (stays[i] && i >= 48) {
			days++;
			assert_true(backup[i].at / DAY_S !=
			    backup[i - 1].at / DAY_S);
		}
	}
	assert_in_range(days, 32, 34);
	assert_int_equal(kept, 48 + days);
	/* However old: the last one is all there is. */
	list.n = 1;
	backups_choose(&list, now + 400 * (int64_t)DAY_S, 35, stays);
	assert_true(stays[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_thinning),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
