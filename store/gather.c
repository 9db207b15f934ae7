#include "store/gather.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "store/store.h"

/* The system's VFS writes less than 128 KiB at once. */
enum { GATHERED_MAX = 120 << 10 };

/* Ours, then the system's. */
struct log {
	sqlite3_file file;
	sqlite3_file *real;
	sqlite3_int64 at;	/* where what is gathered belongs */
	int n;
	unsigned char *octets;	/* GATHERED_MAX */
};

static sqlite3_vfs vfs;
static sqlite3_vfs *real_vfs;
static void (*synced)(int64_t us);

void
store_on_sync(void (*tell)(int64_t us))
{
	synced = tell;
}

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct log *)file)->real;
}

/* What cannot be written is forgotten: the transaction fails with it. */
static int
write_out(struct log *log)
{
	int n = log->n;

	log->n = 0;
	return n == 0 ? SQLITE_OK : log->real->pMethods->xWrite(log->real,
	    log->octets, n, log->at);
}

static int
log_close(sqlite3_file *file)
{
	int rc = write_out((struct log *)file);
	int closed = real_of(file)->pMethods->xClose(real_of(file));

	sqlite3_free(((struct log *)file)->octets);
	return rc != SQLITE_OK ? rc : closed;
}

static int
log_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	int rc = write_out((struct log *)file);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xRead(real_of(file), out, n, at);
}

static int
log_write(sqlite3_file *file, const void *octets, int n, sqlite3_int64 at)
{
	struct log *log = (struct log *)file;
	int rc = SQLITE_OK;

	if (at != log->at + log->n || n > GATHERED_MAX - log->n)
		rc = write_out(log);
	if (rc != SQLITE_OK)
		return rc;
	if (n > GATHERED_MAX)
		return log->real->pMethods->xWrite(log->real, octets, n, at);
	if (log->n == 0)
		log->at = at;
	memcpy(log->octets + log->n, octets, (size_t)n);
	log->n += n;
	return SQLITE_OK;
}

static int
log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = write_out((struct log *)file);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int64_t
steady_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
log_sync(sqlite3_file *file, int flags)
{
	int rc = write_out((struct log *)file);
	int64_t began;

	if (rc != SQLITE_OK)
		return rc;
	if (synced == NULL)
		return real_of(file)->pMethods->xSync(real_of(file), flags);
	began = steady_us();
	rc = real_of(file)->pMethods->xSync(real_of(file), flags);
	synced(steady_us() - began);
	return rc;
}

static int
log_size(sqlite3_file *file, sqlite3_int64 *out)
{
	int rc = write_out((struct log *)file);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xFileSize(real_of(file), out);
}

static int
log_lock(sqlite3_file *file, int how)
{
	return real_of(file)->pMethods->xLock(real_of(file), how);
}

static int
log_unlock(sqlite3_file *file, int how)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), how);
}

static int
log_locked(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int
log_control(sqlite3_file *file, int what, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), what, arg);
}

static int
log_sector(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
log_device(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static const sqlite3_io_methods log_methods = {
	.iVersion = 1,
	.xClose = log_close,
	.xRead = log_read,
	.xWrite = log_write,
	.xTruncate = log_truncate,
	.xSync = log_sync,
	.xFileSize = log_size,
	.xLock = log_lock,
	.xUnlock = log_unlock,
	.xCheckReservedLock = log_locked,
	.xFileControl = log_control,
	.xSectorSize = log_sector,
	.xDeviceCharacteristics = log_device,
};

/* Every file but the log is the system's from its first octet. */
static int
open_file(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags,
    int *out)
{
	struct log *log = (struct log *)file;
	int rc;

	if ((flags & SQLITE_OPEN_WAL) == 0)
		return real_vfs->xOpen(real_vfs, name, file, flags, out);
	log->file.pMethods = NULL;
	log->real = (sqlite3_file *)(log + 1);
	log->at = log->n = 0;
	log->octets = sqlite3_malloc(GATHERED_MAX);
	if (log->octets == NULL)
		return SQLITE_NOMEM;
	rc = real_vfs->xOpen(real_vfs, name, log->real, flags, out);
	if (log->real->pMethods != NULL)
		log->file.pMethods = &log_methods;
	else
		sqlite3_free(log->octets);
	return rc;
}

const char *
gather_vfs(void)
{
	static const char name[] = "gather";

	if (real_vfs != NULL)
		return name;
	real_vfs = sqlite3_vfs_find(NULL);
	if (real_vfs == NULL)
		return NULL;
	vfs = *real_vfs;
	vfs.zName = name;
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct log) + real_vfs->szOsFile;
	vfs.xOpen = open_file;
	return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? name : NULL;
}
