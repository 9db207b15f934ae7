#include "gateway/licences/import/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "gateway/licences/import/table.h"

static int
unpack(struct archive *archive, int (*receive)(void *, const void *, size_t),
    void *arg)
{
	size_t all = 0, n;
	const void *piece;
	la_int64_t at;
	int rc = 0, got;

	while ((got = archive_read_data_block(archive, &piece, &n, &at)) ==
	    ARCHIVE_OK) {
		if (n > MEMBER_MAX - all)
			return -EFBIG;
		all += n;
		rc = receive(arg, piece, n);
		if (rc != 0)
			return rc;
	}
	return got == ARCHIVE_EOF ? 0 : -EBADMSG;
}

static int
find(struct archive *archive, const char *name, struct archive_entry **entry)
{
	int got;

	for (int i = 0; i < MEMBERS_MAX; i++) {
		const char *is;

		got = archive_read_next_header(archive, entry);
		if (got == ARCHIVE_EOF)
			return -ENOENT;
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			return -EBADMSG;
		is = archive_entry_pathname(*entry);
		if (is != NULL && strcmp(is, name) == 0)
			return archive_entry_is_encrypted(*entry) ? -EACCES :
			    0;
	}
	return -EBADMSG;
}

int
archive_member(const void *octets, size_t n, const char *name,
    int (*receive)(void *, const void *, size_t), void *arg)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	int rc = -EBADMSG;

	if (archive_read_support_format_zip(archive) == ARCHIVE_OK &&
	    archive_read_open_memory(archive, octets, n) == ARCHIVE_OK)
		rc = find(archive, name, &entry);
	if (rc == 0)
		rc = unpack(archive, receive, arg);
	archive_read_free(archive);
	return rc;
}
