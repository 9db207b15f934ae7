#include "store/log_check.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "store/inside.h"

/* https://www.sqlite.org/fileformat2.html, 4.1: The WAL File Format */
enum {
	HEAD = 32, FRAME_HEAD = 24, HEAD_SUMMED = 24, FRAME_SUMMED = 8,
	PAGE_MIN = 512, PAGE_MAX = 65536, PAGE_AT = 16,
	VERSION = 3007000, READ_AT_ONCE = 256 << 10,
};
static const uint32_t MAGIC = 0x377f0682;	/* + 1: sums are big-endian */

struct sum { uint32_t a, b; };

struct frame {
	bool linked;		/* its sum goes on from the one before */
	bool commit;
	struct sum stored;
};

struct log {
	FILE *file;
	bool big;
	size_t page;
	struct sum salt;
	unsigned char *octets;	/* of a frame */
	struct frame last;
};

static uint32_t
big_u32(const unsigned char *o)
{
	uint32_t word;

	memcpy(&word, o, sizeof(word));
	return be32toh(word);
}

static uint32_t
little_u32(const unsigned char *o)
{
	uint32_t word;

	memcpy(&word, o, sizeof(word));
	return le32toh(word);
}

static struct sum
pair(const unsigned char *octets)
{
	return (struct sum){ big_u32(octets), big_u32(octets + 4) };
}

static bool
is_same(struct sum x, struct sum y)
{
	return x.a == y.a && x.b == y.b;
}

static struct sum
add(const struct log *log, struct sum sum, const unsigned char *octets,
    size_t n)
{
	uint32_t (*const word)(const unsigned char *) = log->big ? big_u32 :
	    little_u32;

	for (size_t i = 0; i + 8 <= n; i += 8) {
		sum.a += word(octets + i) + sum.b;
		sum.b += word(octets + i + 4) + sum.a;
	}
	return sum;
}

static bool
is_page_size(size_t page)
{
	return page >= PAGE_MIN && page <= PAGE_MAX && (page & (page - 1)) == 0;
}

/* As the database says, where the log's own head does not; 0 nor does that.
   (Closing it gives up what locks this process has on it; nobody works on a
   store with such a log.) */
static size_t
page_of_database(const char *path)
{
	FILE *file = fopen(path, "re");
	unsigned char head[PAGE_AT + 2] = { 0 };
	size_t page = 0;

	if (file != NULL && fread(head, sizeof(head), 1, file) == 1)
		page = (size_t)head[PAGE_AT] << 8 | head[PAGE_AT + 1];
	if (file != NULL)
		fclose(file);
	page = page == 1 ? PAGE_MAX : page;
	return is_page_size(page) ? page : 0;
}

/* The sum that the first frame goes on from; false: the head is damaged, and
   the frames alone must tell. */
static bool
read_head(struct log *log, const unsigned char head[HEAD])
{
	uint32_t magic = big_u32(head);

	log->big = magic == MAGIC + 1;
	log->page = big_u32(head + 8);
	log->salt = pair(head + 16);
	log->last = (struct frame){ .linked = true, .stored = pair(head + 24) };
	return (magic == MAGIC || magic == MAGIC + 1) &&
	    big_u32(head + 4) == VERSION && is_page_size(log->page) &&
	    is_same(add(log, (struct sum){ 0 }, head, HEAD_SUMMED),
	    log->last.stored);
}

/* The next frame; false at the end of the file. */
static bool
read_frame(struct log *log, struct frame *out)
{
	const unsigned char *o = log->octets;
	struct sum sum;

	if (fread(log->octets, FRAME_HEAD + log->page, 1, log->file) != 1)
		return false;
	sum = add(log, log->last.stored, o, FRAME_SUMMED);
	sum = add(log, sum, o + FRAME_HEAD, log->page);
	*out = (struct frame){ .commit = big_u32(o + 4) != 0,
	    .stored = pair(o + 16) };
	out->linked = is_same(pair(o + 8), log->salt) &&
	    is_same(sum, out->stored);
	return true;
}

/* The damaged frame (1 the first, 0 the head), or -1. */
static long
walk(struct log *log, bool head_good)
{
	long broken = head_good ? -1 : 0, n = 0;
	struct frame is;

	while (read_frame(log, &is)) {
		n++;
		if (!head_good && n == 1) {
			log->salt = pair(log->octets + 8);
			is.linked = false;
		}
		if (broken < 0 && !is.linked)
			broken = n;
		else if (broken >= 0 && is.linked && log->last.linked &&
		    log->last.commit && n > broken + 1)
			return broken;
		log->last = is;
	}
	return -1;
}

static long
find_damage(struct log *log, const char *path)
{
	unsigned char head[HEAD];
	bool good;

	if (fread(head, sizeof(head), 1, log->file) != 1)
		return -1;
	good = read_head(log, head);
	if (!good) {
		log->page = page_of_database(path);
		log->big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	}
	if (log->page == 0)
		return -1;
	log->octets = talloc_size(log, FRAME_HEAD + log->page);
	return walk(log, good);
}

static int
check(struct store *store, struct log *log, const char *path)
{
	long damaged;
	int rc = 0;

	setvbuf(log->file, NULL, _IOFBF, READ_AT_ONCE);
	damaged = find_damage(log, path);
	if (ferror(log->file))
		rc = store_fail(store, -EIO, "%s-wal cannot be read", path);
	else if (damaged >= 0)
		rc = store_fail(store, -EIO, "%s-wal is damaged at frame %ld, "
		    "and what was committed after that cannot be read: keep a "
		    "copy of the directory, then restore the last backup",
		    path, damaged);
	fclose(log->file);
	return rc;
}

int
log_check(struct store *store, const char *path)
{
	struct log *log = talloc_zero(store, struct log);
	int rc = 0;

	log->file = fopen(talloc_asprintf(log, "%s-wal", path), "re");
	if (log->file != NULL)
		rc = check(store, log, path);
	else if (errno != ENOENT)
		rc = store_fail(store, errno == EACCES ? -EACCES : -EIO,
		    "%s-wal: %s", path, strerror(errno));
	talloc_free(log);
	return rc;
}
