#include "gateway/backup/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/vault.h"

enum { BLOCK = 256 << 10 };

struct pack {
	struct archive *archive;
	struct vault_writer *vault;
	int rc;				/* of the vault */
};

static la_ssize_t
put(struct archive *archive, void *arg, const void *octets, size_t n)
{
	struct pack *pack = arg;

	pack->rc = vault_write(pack->vault, octets, n);
	if (pack->rc == 0)
		return (la_ssize_t)n;
	archive_set_error(archive, -pack->rc, "%s", strerror(-pack->rc));
	return -1;
}

static int
free_pack(struct pack *pack)
{
	archive_write_free(pack->archive);
	return 0;
}

static int
failed(const struct pack *pack)
{
	return pack->rc != 0 ? pack->rc : -EIO;
}

int
pack_create(TALLOC_CTX *ctx, int fd, const unsigned char *pub,
    struct pack **out)
{
	struct pack *pack = talloc_zero(ctx, struct pack);
	int rc = vault_create(pack, fd, pub, &pack->vault);

	if (rc != 0) {
		talloc_free(pack);
		return rc;
	}
	pack->archive = archive_write_new();
	talloc_set_destructor(pack, free_pack);
	/* A name is octets, as on the disk: there is no locale to read it by. */
	if (archive_write_set_format_pax_restricted(pack->archive) ==
	    ARCHIVE_OK &&
	    archive_write_set_options(pack->archive, "hdrcharset=BINARY") ==
	    ARCHIVE_OK &&
	    archive_write_add_filter_gzip(pack->archive) == ARCHIVE_OK &&
	    archive_write_open(pack->archive, pack, NULL, put, NULL) ==
	    ARCHIVE_OK) {
		*out = pack;
		return 0;
	}
	rc = failed(pack);
	talloc_free(pack);
	return rc;
}

static int
begin(struct pack *pack, const char *name, int64_t size, int64_t at)
{
	struct archive_entry *entry = archive_entry_new();
	int rc;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_size(entry, size);
	archive_entry_set_mtime(entry, at, 0);
	rc = archive_write_header(pack->archive, entry);
	archive_entry_free(entry);
	return rc == ARCHIVE_OK ? 0 : failed(pack);
}

static int
add(struct pack *pack, const void *octets, size_t n)
{
	return archive_write_data(pack->archive, octets, n) == (la_ssize_t)n ?
	    0 : failed(pack);
}

int
pack_octets(struct pack *pack, const char *name, const void *octets, size_t n)
{
	int rc = begin(pack, name, (int64_t)n, 0);

	return rc == 0 ? add(pack, octets, n) : rc;
}

/* Exactly as long as its head says, whatever is done to it meanwhile. */
static int
add_from(struct pack *pack, int fd, int64_t size)
{
	char *block = talloc_size(pack, BLOCK);
	int rc = 0;

	while (rc == 0 && size > 0) {
		ssize_t n = read(fd, block, size < BLOCK ? (size_t)size :
		    BLOCK);

		rc = n > 0 ? add(pack, block, (size_t)n) : -EIO;
		size -= n;
	}
	talloc_free(block);
	return rc;
}

int
pack_file(struct pack *pack, const char *name, const char *path)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), rc;
	struct stat st;

	if (fd < 0)
		return -errno;
	rc = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? 0 : -EINVAL;
	if (rc == 0)
		rc = begin(pack, name, st.st_size, st.st_mtime);
	if (rc == 0)
		rc = add_from(pack, fd, st.st_size);
	close(fd);
	return rc;
}

int
pack_close(struct pack *pack)
{
	int rc = archive_write_close(pack->archive) == ARCHIVE_OK ? 0 :
	    failed(pack);

	if (rc == 0)
		rc = vault_close(pack->vault);
	talloc_free(pack);
	return rc;
}
