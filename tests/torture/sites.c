/*
 * sites.c - loaded before libc (LD_PRELOAD): knows each call of an allocator
 * and of I/O by where it comes from, and lets the one that sites.py asks for
 * fail.  Where: the addresses of its callers, each counted from the beginning
 * of its own file, so that a site is the same in every run.
 *
 * The file SITES_BOARD is a struct board, mapped here and there.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

enum { SITES_MAX = 1 << 16, DEPTH = 32, FILES_MAX = 256, TOLD_MAX = 4096 };
enum { IDLE, COUNT, FAIL };

struct site {
	_Atomic uint64_t where;		/* 0: none */
	_Atomic uint64_t times;
	char call[16];
};

struct board {
	_Atomic uint32_t mode, error;
	_Atomic uint64_t target;
	_Atomic int64_t allowed;	/* so many times it fails */
	_Atomic int64_t struck, struck_ns;
	_Atomic int64_t of_store;	/* the file it was to be done to */
	_Atomic int64_t live;		/* blocks that were not given back */
	char told[TOLD_MAX];		/* where it failed: file+offset ... */
	struct site sites[SITES_MAX];
};

struct file { uintptr_t from, to, base; uint64_t hash; const char *name; };

struct walk { uint64_t hash; int depth; bool tell; };

static struct board *board;
static struct file files[FILES_MAX];
static size_t files_n;
static _Thread_local bool inside
    __attribute__((tls_model("initial-exec")));

static uint64_t
mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static int
note_file(struct dl_phdr_info *info, size_t, void *)
{
	const char *slash = strrchr(info->dlpi_name, '/');
	const char *name = slash != NULL ? slash + 1 : info->dlpi_name;
	uint64_t hash = 1;

	for (const char *c = name; *c != '\0'; c++)
		hash = mix(hash, (unsigned char)*c);
	for (int i = 0; i < info->dlpi_phnum && files_n < FILES_MAX; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0)
			continue;
		files[files_n++] = (struct file){ info->dlpi_addr +
		    part->p_vaddr, info->dlpi_addr + part->p_vaddr +
		    part->p_memsz, info->dlpi_addr, hash, name };
	}
	return 0;
}

static void
tell(const struct file *file, uintptr_t at)
{
	size_t n = strlen(board->told);

	snprintf(board->told + n, TOLD_MAX - n, "%s+%#lx\n", file->name,
	    (unsigned long)at);
}

/* libgcc is loaded by the first walk: not while an allocation is under way. */
static _Unwind_Reason_Code
step(struct _Unwind_Context *context, void *arg)
{
	struct walk *walk = arg;
	uintptr_t at = _Unwind_GetIP(context);

	for (size_t i = 0; i < files_n; i++) {
		if (at < files[i].from || at >= files[i].to)
			continue;
		walk->hash = mix(walk->hash, files[i].hash ^
		    (at - files[i].base));
		if (walk->tell)
			tell(&files[i], at - files[i].base);
		break;
	}
	return ++walk->depth < DEPTH ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static uint64_t
here(const char *call, bool told)
{
	struct walk walk = { .hash = 1, .tell = told };

	for (; *call != '\0'; call++)
		walk.hash = mix(walk.hash, (unsigned char)*call);
	_Unwind_Backtrace(step, &walk);
	return walk.hash | 1;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("SITES_BOARD");
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	dl_iterate_phdr(note_file, NULL);
	(void)here("", false);
	map = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (map != MAP_FAILED)
		board = map;
}

static void
count(uint64_t where, const char *call)
{
	for (size_t n = 0, i = where % SITES_MAX; n < SITES_MAX;
	    n++, i = (i + 1) % SITES_MAX) {
		uint64_t is = 0;

		if (atomic_compare_exchange_strong(&board->sites[i].where,
		    &is, where))
			strncpy(board->sites[i].call, call, 15);
		else if (is != where)
			continue;
		board->sites[i].times++;
		return;
	}
}

static bool
is_of_store(int fd)
{
	char link[32], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = fd >= 0 ? readlink(link, path, sizeof(path) - 1) : 0;
	path[n > 0 ? n : 0] = '\0';
	return strstr(path, "/helpline.db") != NULL;
}

static void
strike(const char *call, int fd)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	board->struck_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	board->of_store = is_of_store(fd);
	board->told[0] = '\0';
	(void)here(call, true);
	board->struck++;
}

/* True, with errno: this call is to fail.  fd is -1 where there is none. */
static bool
fails(const char *call, int fd)
{
	int before = errno;
	bool struck = false;
	uint64_t where;

	if (board == NULL || board->mode == IDLE || inside)
		return false;
	inside = true;
	where = here(call, false);
	if (board->mode == COUNT)
		count(where, call);
	else if (where == board->target &&
	    atomic_fetch_sub(&board->allowed, 1) > 0)
		struck = true;
	if (struck)
		strike(call, fd);
	inside = false;
	errno = struck ? (int)board->error : before;
	return struck;
}

static void
lives(const void *block, int by)
{
	if (board != NULL && block != NULL)
		board->live += by;
}

/* The one behind ours, found when it is first wanted. */
static void *
found(void **next, const char *name)
{
	if (*next == NULL)
		*next = dlsym(RTLD_NEXT, name);
	return *next;
}

#define NEXT(name) ((typeof(next))found((void **)&next, name))

void *
malloc(size_t n)
{
	static void *(*next)(size_t);
	void *block = fails("malloc", -1) ? NULL : NEXT("malloc")(n);

	lives(block, 1);
	return block;
}

void *
calloc(size_t n, size_t of)
{
	static void *(*next)(size_t, size_t);
	void *block = fails("calloc", -1) ? NULL : NEXT("calloc")(n, of);

	lives(block, 1);
	return block;
}

void *
realloc(void *was, size_t n)
{
	static void *(*next)(void *, size_t);
	void *block;

	/* What it gives back it does not refuse. */
	if (n > 0 && fails("realloc", -1))
		return NULL;
	block = NEXT("realloc")(was, n);
	lives(was == NULL ? block : n == 0 ? was : NULL, was == NULL ? 1 : -1);
	return block;
}

int
posix_memalign(void **out, size_t align, size_t n)
{
	static int (*next)(void **, size_t, size_t);
	int rc;

	if (fails("posix_memalign", -1))
		return ENOMEM;
	rc = NEXT("posix_memalign")(out, align, n);
	lives(rc == 0 ? *out : NULL, 1);
	return rc;
}

void *
aligned_alloc(size_t align, size_t n)
{
	static void *(*next)(size_t, size_t);
	void *block = fails("aligned_alloc", -1) ? NULL :
	    NEXT("aligned_alloc")(align, n);

	lives(block, 1);
	return block;
}

void
free(void *block)
{
	static void (*next)(void *);

	lives(block, -1);
	NEXT("free")(block);
}

/* What libc checks lengths with (_FORTIFY_SOURCE) has names of its own. */
ssize_t __read_chk(int, void *, size_t, size_t);
ssize_t __pread64_chk(int, void *, size_t, off64_t, size_t);
ssize_t __recv_chk(int, void *, size_t, size_t, int);
ssize_t __recvfrom_chk(int, void *restrict, size_t, size_t, int,
    struct sockaddr *restrict, socklen_t *restrict);
size_t __fread_chk(void *restrict, size_t, size_t, size_t, FILE *restrict);
int __open_2(const char *, int);
int __open64_2(const char *, int);

#define IO(result, name, bad, fd, words, given) \
	result name words \
	{ \
		static result (*next) words; \
		return fails(#name, fd) ? (bad) : NEXT(#name) given; \
	}

IO(ssize_t, read, -1, fd, (int fd, void *to, size_t n), (fd, to, n))
IO(ssize_t, __read_chk, -1, fd, (int fd, void *to, size_t n, size_t room),
    (fd, to, n, room))
IO(ssize_t, readv, -1, fd, (int fd, const struct iovec *to, int n),
    (fd, to, n))
IO(ssize_t, pread64, -1, fd, (int fd, void *to, size_t n, off64_t at),
    (fd, to, n, at))
IO(ssize_t, __pread64_chk, -1, fd, (int fd, void *to, size_t n, off64_t at,
    size_t room), (fd, to, n, at, room))
IO(ssize_t, pread, -1, fd, (int fd, void *to, size_t n, off_t at),
    (fd, to, n, at))
IO(ssize_t, recv, -1, fd, (int fd, void *to, size_t n, int how),
    (fd, to, n, how))
IO(ssize_t, __recv_chk, -1, fd, (int fd, void *to, size_t n, size_t room,
    int how), (fd, to, n, room, how))
IO(ssize_t, recvfrom, -1, fd, (int fd, void *restrict to, size_t n, int how,
    struct sockaddr *restrict of, socklen_t *restrict len),
    (fd, to, n, how, of, len))
IO(ssize_t, __recvfrom_chk, -1, fd, (int fd, void *restrict to, size_t n,
    size_t room, int how, struct sockaddr *restrict of,
    socklen_t *restrict len), (fd, to, n, room, how, of, len))
IO(ssize_t, write, -1, fd, (int fd, const void *of, size_t n), (fd, of, n))
IO(ssize_t, writev, -1, fd, (int fd, const struct iovec *of, int n),
    (fd, of, n))
IO(ssize_t, pwrite64, -1, fd, (int fd, const void *of, size_t n, off64_t at),
    (fd, of, n, at))
IO(ssize_t, pwrite, -1, fd, (int fd, const void *of, size_t n, off_t at),
    (fd, of, n, at))
IO(ssize_t, send, -1, fd, (int fd, const void *of, size_t n, int how),
    (fd, of, n, how))
IO(ssize_t, sendto, -1, fd, (int fd, const void *of, size_t n, int how,
    const struct sockaddr *to, socklen_t len), (fd, of, n, how, to, len))
IO(ssize_t, sendmsg, -1, fd, (int fd, const struct msghdr *of, int how),
    (fd, of, how))
IO(int, fsync, -1, fd, (int fd), (fd))
IO(int, fdatasync, -1, fd, (int fd), (fd))
IO(int, ftruncate, -1, fd, (int fd, off_t size), (fd, size))
IO(int, ftruncate64, -1, fd, (int fd, off64_t size), (fd, size))
IO(int, flock, -1, fd, (int fd, int how), (fd, how))
IO(int, socket, -1, -1, (int domain, int kind, int protocol),
    (domain, kind, protocol))
IO(int, connect, -1, fd, (int fd, const struct sockaddr *to, socklen_t len),
    (fd, to, len))
IO(int, accept4, -1, fd, (int fd, struct sockaddr *restrict of,
    socklen_t *restrict len, int how), (fd, of, len, how))
IO(int, accept, -1, fd, (int fd, struct sockaddr *restrict of,
    socklen_t *restrict len), (fd, of, len))
IO(int, setsockopt, -1, fd, (int fd, int level, int name, const void *value,
    socklen_t len), (fd, level, name, value, len))
IO(int, epoll_create1, -1, -1, (int how), (how))
IO(int, epoll_ctl, -1, fd, (int fd, int what, int of,
    struct epoll_event *event), (fd, what, of, event))
IO(int, epoll_wait, -1, fd, (int fd, struct epoll_event *events, int most,
    int ms), (fd, events, most, ms))
IO(int, eventfd, -1, -1, (unsigned value, int how), (value, how))
IO(int, timerfd_settime, -1, fd, (int fd, int how,
    const struct itimerspec *when, struct itimerspec *was),
    (fd, how, when, was))
IO(int, pipe2, -1, -1, (int ends[2], int how), (ends, how))
IO(int, rename, -1, -1, (const char *from, const char *to), (from, to))
IO(int, unlink, -1, -1, (const char *path), (path))
IO(int, mkdir, -1, -1, (const char *path, mode_t mode), (path, mode))
IO(int, access, -1, -1, (const char *path, int how), (path, how))
IO(int, stat, -1, -1, (const char *restrict path, struct stat *restrict out),
    (path, out))
IO(int, stat64, -1, -1, (const char *restrict path,
    struct stat64 *restrict out), (path, out))
IO(int, lstat, -1, -1, (const char *restrict path, struct stat *restrict out),
    (path, out))
IO(int, lstat64, -1, -1, (const char *restrict path,
    struct stat64 *restrict out), (path, out))
IO(int, fstat, -1, fd, (int fd, struct stat *out), (fd, out))
IO(int, fstat64, -1, fd, (int fd, struct stat64 *out), (fd, out))
IO(ssize_t, getrandom, -1, -1, (void *to, size_t n, unsigned how),
    (to, n, how))
IO(DIR *, opendir, NULL, -1, (const char *path), (path))
IO(FILE *, fopen, NULL, -1, (const char *restrict path,
    const char *restrict how), (path, how))
IO(FILE *, fopen64, NULL, -1, (const char *restrict path,
    const char *restrict how), (path, how))
IO(size_t, fread, 0, -1, (void *restrict to, size_t of, size_t n,
    FILE *restrict file), (to, of, n, file))
IO(size_t, __fread_chk, 0, -1, (void *restrict to, size_t room, size_t of,
    size_t n, FILE *restrict file), (to, room, of, n, file))
IO(size_t, fwrite, 0, -1, (const void *restrict from, size_t of, size_t n,
    FILE *restrict file), (from, of, n, file))
IO(int, fflush, EOF, -1, (FILE *file), (file))
IO(int, fclose, EOF, -1, (FILE *file), (file))
IO(int, __open_2, -1, -1, (const char *path, int how), (path, how))
IO(int, __open64_2, -1, -1, (const char *path, int how), (path, how))

/* With a mode where a file may be made. */
#define OPEN(name, before, given) \
	int name(before const char *path, int how, ...) \
	{ \
		static int (*next)(before const char *, int, ...); \
		va_list args; \
		mode_t mode; \
		va_start(args, how); \
		mode = how & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0; \
		va_end(args); \
		return fails(#name, -1) ? -1 : NEXT(#name) given; \
	}
#define AT int dir,
OPEN(open, , (path, how, mode))
OPEN(open64, , (path, how, mode))
OPEN(openat, AT, (dir, path, how, mode))
OPEN(openat64, AT, (dir, path, how, mode))

#define FCNTL(name) \
	int name(int fd, int what, ...) \
	{ \
		static int (*next)(int, int, ...); \
		va_list args; \
		void *word; \
		va_start(args, what); \
		word = va_arg(args, void *); \
		va_end(args); \
		return fails(#name, fd) ? -1 : NEXT(#name)(fd, what, word); \
	}
FCNTL(fcntl)
FCNTL(fcntl64)
