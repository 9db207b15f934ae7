#include "gateway/shutting.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/log.h"

#if defined(__SANITIZE_ADDRESS__) || defined(COVERAGE)
enum { FILTERED = false };
#else
enum { FILTERED = true };
#endif

enum { EXECUTABLE = PROT_EXEC };

/* Ends a list: libseccomp has negative numbers for calls that a machine does
   not have, but not this one. */
enum { END = INT32_MIN };

static const int reading_and_writing[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pwrite64),
	SCMP_SYS(pwritev), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(dup),
	SCMP_SYS(fcntl), SCMP_SYS(flock), SCMP_SYS(fsync),
	SCMP_SYS(fdatasync), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
	SCMP_SYS(fadvise64), END
};

/* Files, as far as the user of the process may. */
static const int files[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(lstat),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(getdents64),
	SCMP_SYS(getcwd), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
	SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(umask), END
};

/* Memory that stays data; the exception is made below. */
static const int memory[] = {
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(mlock), SCMP_SYS(munlock), SCMP_SYS(membarrier), END
};

static const int waiting[] = {
	SCMP_SYS(epoll_create), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
	SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_pwait2),
	SCMP_SYS(eventfd2), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(pipe), SCMP_SYS(pipe2),
	SCMP_SYS(timerfd_create), SCMP_SYS(timerfd_settime),
	SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(pause),
	SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigpending), SCMP_SYS(rt_sigtimedwait),
	SCMP_SYS(sigaltstack), SCMP_SYS(futex), SCMP_SYS(sched_yield), END
};

/* About itself, and the time. */
static const int asking[] = {
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid),
	SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(times), SCMP_SYS(getrusage), SCMP_SYS(sysinfo),
	SCMP_SYS(uname), SCMP_SYS(getcpu), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(rseq), SCMP_SYS(set_robust_list), SCMP_SYS(exit),
	SCMP_SYS(exit_group), END
};

static const int lines[] = {
	SCMP_SYS(connect), SCMP_SYS(sendto), SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(recvmmsg), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(shutdown), END
};

/* Of its watch port, which is open already. */
static const int calls_only[] = { SCMP_SYS(accept), SCMP_SYS(accept4), END };

/* Its door is open already; it has no reason to call anybody. */
static const int desk_only[] = {
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(mkdir), SCMP_SYS(rmdir),
	SCMP_SYS(sendfile), END
};

/* It writes backups, and resolves names in a thread of libcurl's. */
static const int rounds_only[] = {
	SCMP_SYS(mkdir), SCMP_SYS(rmdir), SCMP_SYS(socketpair),
	SCMP_SYS(set_tid_address), END
};

/*
 * Not needed, and asked for without harm: libraries go on without.  Of clone3
 * the filter sees nothing, and libc then takes clone.  SQLite gives a file
 * that root made to who owns the store, which is done before.
 */
static const int in_vain[] = {
	SCMP_SYS(clone3), SCMP_SYS(fchown), SCMP_SYS(fchmod), END
};

/* Calls that one of their words decides about. */
struct said { int call; struct scmp_arg_cmp word; };
#define WORD(n, value) { n, SCMP_CMP_EQ, value, 0 }
#define BITS(n, mask, value) { n, SCMP_CMP_MASKED_EQ, mask, value }

static const struct said said_by_all[] = {
	{ SCMP_SYS(mmap), BITS(2, EXECUTABLE, 0) },
	{ SCMP_SYS(mprotect), BITS(2, EXECUTABLE, 0) },
	{ SCMP_SYS(ioctl), WORD(1, TCGETS) },
	{ SCMP_SYS(ioctl), WORD(1, FIONREAD) },
	{ SCMP_SYS(ioctl), WORD(1, FIONBIO) },
	/* To ask for a limit, not to set one. */
	{ SCMP_SYS(prlimit64), WORD(2, 0) },
	{ SCMP_SYS(socket), WORD(0, AF_UNIX) },
	{ END, {0} }
};
/* bearerbox, by its name or number.  The resolver asks the kernel for our
   addresses, on a netlink socket, whose name is shorter than an address. */
static const struct said said_by_calls[] = {
	{ SCMP_SYS(socket), WORD(0, AF_INET) },
	{ SCMP_SYS(socket), WORD(0, AF_NETLINK) },
	{ SCMP_SYS(bind), WORD(2, sizeof(struct sockaddr_nl)) },
	{ END, {0} }
};
static const struct said said_by_desk[] = { { END, {0} } };
static const struct said said_by_rounds[] = {
	{ SCMP_SYS(socket), WORD(0, AF_INET) },
	{ SCMP_SYS(socket), WORD(0, AF_INET6) },
	{ SCMP_SYS(socket), WORD(0, AF_NETLINK) },
	{ SCMP_SYS(bind), WORD(2, sizeof(struct sockaddr_nl)) },
	{ SCMP_SYS(clone), BITS(0, CLONE_THREAD, CLONE_THREAD) },
	{ END, {0} }
};
/* A library that wants to be loaded now is told no, which it can bear. */
static const struct said refused[] = {
	{ SCMP_SYS(mmap), BITS(2, EXECUTABLE, EXECUTABLE) },
	{ SCMP_SYS(mprotect), BITS(2, EXECUTABLE, EXECUTABLE) },
	{ END, {0} }
};

static const struct kind {
	const int *calls;
	const struct said *said;
} kinds[] = {
	[SHUT_CALLS] = { calls_only, said_by_calls },
	[SHUT_DESK] = { desk_only, said_by_desk },
	[SHUT_ROUNDS] = { rounds_only, said_by_rounds },
};
static const int *const everybody[] = { reading_and_writing, files, memory,
	waiting, asking, lines };

/* 0 or what went wrong last: a filter with one rule less is none. */
static int
add(scmp_filter_ctx filter, uint32_t what, const int *call)
{
	int rc = 0;

	for (; *call != END && rc == 0; call++)
		rc = seccomp_rule_add(filter, what, *call, 0);
	return rc;
}

static int
add_said(scmp_filter_ctx filter, uint32_t what, const struct said *said)
{
	int rc = 0;

	for (; said->call != END && rc == 0; said++)
		rc = seccomp_rule_add_array(filter, what, said->call, 1,
		    &said->word);
	return rc;
}

/* abort(3) and raise(3): a signal to itself, and to nobody else. */
static int
add_own_signals(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
}

static int
fill(scmp_filter_ctx filter, const struct kind *kind)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(everybody) /
	    sizeof(*everybody); i++)
		rc = add(filter, SCMP_ACT_ALLOW, everybody[i]);
	if (rc == 0)
		rc = add(filter, SCMP_ACT_ALLOW, kind->calls);
	if (rc == 0)
		rc = add(filter, SCMP_ACT_ERRNO(ENOSYS), in_vain);
	if (rc == 0)
		rc = add_said(filter, SCMP_ACT_ALLOW, said_by_all);
	if (rc == 0)
		rc = add_said(filter, SCMP_ACT_ALLOW, kind->said);
	if (rc == 0)
		rc = add_said(filter, SCMP_ACT_ERRNO(EACCES), refused);
	return rc == 0 ? add_own_signals(filter) : rc;
}

/*
 * Call -1 is no call: it is what a tracer makes of one that it has answered
 * itself, as our own tests do (tests/torture).
 */
static int
set_up(scmp_filter_ctx filter)
{
	int rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);

	if (rc == 0)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_API_TSKIP, 1);
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, -1, 0);
	return rc;
}

static int
load(enum shut which)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (filter == NULL)
		return -ENOMEM;
	rc = set_up(filter);
	if (rc == 0)
		rc = fill(filter, &kinds[which]);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc;
}

/* kB of memory that the system will not write to swap; -1 unknown. */
static long
locked_kb(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	long kb = -1;

	while (file != NULL && kb < 0 && fgets(line, sizeof(line), file))
		if (sscanf(line, "VmLck: %ld", &kb) != 1)
			kb = -1;
	if (file != NULL)
		fclose(file);
	return kb;
}

void
shut_eyes(void)
{
	const struct rlimit none = {0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

int
shut_in(enum shut which)
{
	int rc = 0;

	if (which != SHUT_ROUNDS && locked_kb() == 0)
		log_line(LOG_WARNING, "keys may be written to swap: no memory "
		    "may be locked here (ulimit -l, LimitMEMLOCK=)");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		rc = -errno;
	if (rc == 0 && FILTERED)
		rc = load(which);
	if (rc == 0)
		return 0;
	log_line(LOG_ERR, "it cannot be shut in (%s), and does not run open",
	    strerror(-rc));
	return -EIO;
}
