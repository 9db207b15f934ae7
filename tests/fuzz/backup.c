/*
 * A backup, as it comes back from a stick that lay in a drawer.  The first
 * octet says what the rest is: a whole file, or a tar or gzip that somebody
 * who has the public key sealed in one.
 *
 * Any octets are refused with one of unpack_into's errors, or give files: in
 * the folder and nowhere else, plain, ours alone, and none of them hidden.
 * What we packed ourselves comes back octet for octet; with one octet changed
 * or its end cut off it does not open to its end.
 */
#include "tests/fuzz/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/backup/pack.h"
#include "store/secret.h"
#include "store/vault.h"

enum { AS_IT_IS, SEALED, PACKED, WAYS };
unsigned fuzz_changes = 200;

static unsigned char pub[VAULT_PUBLIC];
static struct secret *secret;

static void
begin(void)
{
	if (secret != NULL)
		return;
	must(sodium_init() >= 0);
	vault_pair(NULL, pub, &secret);
	scratch_make();
}

static void
hold_file(int folder, const char *name)
{
	struct stat st;

	must(name[0] != '.');
	must(fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
	must(S_ISREG(st.st_mode) && (st.st_mode & 07777) == 0600);
	must(unlinkat(folder, name, 0) == 0);
}

/* How many there were; none is left. */
static unsigned
hold_folder(void)
{
	DIR *stream = opendir(scratch);
	struct dirent *entry;
	unsigned n = 0;

	must(stream != NULL);
	while ((entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		hold_file(dirfd(stream), entry->d_name);
		n++;
	}
	closedir(stream);
	return n;
}

static int
unpack(int fd)
{
	int rc;

	must(lseek(fd, 0, SEEK_SET) == 0);
	rc = unpack_into(fd, secret, scratch);
	must(rc == 0 || rc == -EINVAL || rc == -EACCES || rc == -EBADMSG ||
	    rc == -EEXIST);
	return rc;
}

static void
try_sealed(int fd, struct draw *draw)
{
	struct vault_writer *vault;

	must(vault_create(NULL, fd, pub, &vault) == 0);
	must(draw->n == 0 || vault_write(vault, draw->at, draw->n) == 0);
	must(vault_close(vault) == 0);
	(void)unpack(fd);
	(void)hold_folder();
}

static void
hold_octets(const char *name, const struct draw *draw)
{
	char path[160];
	static char is[8192];
	size_t n;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	file = fopen(path, "re");
	must(file != NULL);
	n = fread(is, 1, sizeof(is), file);
	fclose(file);
	must(n == draw->n && memcmp(is, draw->at, n) == 0);
}

/* Changed at a place, or cut off there. */
static void
spoil(int fd, uint8_t how, uint32_t where)
{
	off_t end = lseek(fd, 0, SEEK_END), at = where % end;
	unsigned char octet;

	if (how % 2 == 0) {
		must(ftruncate(fd, at) == 0);
		return;
	}
	must(pread(fd, &octet, 1, at) == 1);
	octet ^= (unsigned char)(1u << how / 2 % 8);
	must(pwrite(fd, &octet, 1, at) == 1);
}

static void
try_packed(int fd, struct draw *draw)
{
	uint8_t how = draw_octet(draw);
	uint32_t where = (uint32_t)draw_octet(draw) << 8 | draw_octet(draw);
	struct pack *pack;

	must(pack_create(NULL, fd, pub, &pack) == 0);
	must(pack_octets(pack, "one", draw->at, draw->n) == 0);
	must(pack_octets(pack, "helpline.db", "", 0) == 0);
	must(pack_close(pack) == 0);
	must(unpack(fd) == 0);
	hold_octets("one", draw);
	must(hold_folder() == 2);
	spoil(fd, how, where);
	must(unpack(fd) != 0);
	(void)hold_folder();
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	uint8_t way = draw_octet(&draw) % WAYS;
	int fd = memfd_create("backup", MFD_CLOEXEC);

	begin();
	must(fd >= 0);
	if (way == SEALED) {
		try_sealed(fd, &draw);
	} else if (way == PACKED) {
		try_packed(fd, &draw);
	} else {
		must(write(fd, draw.at, draw.n) == (ssize_t)draw.n);
		(void)unpack(fd);
		(void)hold_folder();
	}
	close(fd);
	return 0;
}
