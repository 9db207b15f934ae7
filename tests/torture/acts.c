/*
 * acts.c - loaded before libc (LD_PRELOAD) into a process of the helpline: the
 * moment it is shut in, thirty and more forbidden acts are tried, each by a
 * child that was shut in the same way.  The file ACTS gets a line for each:
 * its name, and "signal N", "errno N" or "done".
 *
 * ACTS_KEY is a file this process may not read, ACTS_PID a process that is not
 * its own.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *key_path;
static pid_t other;

static long
connect_elsewhere(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53),
	    .sin_addr.s_addr = htonl(0x08080808) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return fd < 0 ? -1 : connect(fd, (void *)&to, sizeof(to));
}

static long
listen_for_others(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	return bind(fd, (void *)&at, sizeof(at)) == 0 ? listen(fd, 1) : -1;
}

static long run(void)
{
	char *const words[] = { "sh", "-c", "true", NULL };

	return execve("/bin/sh", words, words + 3);
}

static long run_from_memory(void)
{
	char *const words[] = { "x", NULL };
	int fd = memfd_create("x", 0);

	return fd < 0 ? -1 : syscall(SYS_execveat, fd, "", words, words + 1,
	    AT_EMPTY_PATH);
}

static long
write_and_execute(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long
execute_what_was_written(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(at, 4096, PROT_READ | PROT_EXEC);
}

static long
read_anothers_memory(void)
{
	char octets[8];
	struct iovec to = { octets, 8 }, from = { (void *)0x400000, 8 };

	return process_vm_readv(other, &to, 1, &from, 1, 0);
}

static long
write_anothers_memory(void)
{
	char octets[8] = "x";
	struct iovec from = { octets, 8 }, to = { (void *)0x400000, 8 };

	return process_vm_writev(other, &from, 1, &to, 1, 0);
}

static long
allow_cores(void)
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_CORE, &all);
}

static long
load_bpf(void)
{
	union bpf_attr what = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
	    .value_size = 4, .max_entries = 1 };

	return syscall(SYS_bpf, BPF_MAP_CREATE, &what, sizeof(what));
}

static long
watch_the_machine(void)
{
	struct perf_event_attr what = { .type = PERF_TYPE_SOFTWARE,
	    .size = sizeof(what), .config = PERF_COUNT_SW_CPU_CLOCK };

	return syscall(SYS_perf_event_open, &what, other, -1, -1, 0);
}

static long
look_through_proc(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)other);
	return open(path, O_RDONLY);
}

#define CALL(name, ...) \
	static long name(void) { return syscall(__VA_ARGS__); }
CALL(make_a_child, SYS_fork)
CALL(make_a_namespace, SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS)
CALL(enter_a_namespace, SYS_setns, 0, 0)
CALL(become_root, SYS_setuid, 0)
CALL(become_roots_group, SYS_setgroups, 0, NULL)
CALL(take_capabilities, SYS_capset, NULL, NULL)
CALL(end_another, SYS_kill, other, SIGTERM)
CALL(end_a_thread, SYS_tgkill, other, other, SIGTERM)
CALL(hold_another, SYS_pidfd_open, other, 0)
CALL(trace_another, SYS_ptrace, PTRACE_SEIZE, other, 0, 0)
CALL(mount_something, SYS_mount, "none", "/mnt", "tmpfs", 0, NULL)
CALL(unmount_something, SYS_umount2, "/proc", MNT_DETACH)
CALL(change_the_root, SYS_chroot, "/")
CALL(pivot, SYS_pivot_root, "/", "/")
CALL(read_the_keyring, SYS_keyctl, 0, -3, 1)
CALL(add_to_the_keyring, SYS_add_key, "user", "x", "x", 1, -3)
CALL(fault_by_hand, SYS_userfaultfd, 0)
CALL(ring, SYS_io_uring_setup, 8, NULL)
CALL(load_a_module, SYS_init_module, "", 0, "")
CALL(load_another_kernel, SYS_kexec_load, 0, 0, NULL, 0)
CALL(restart, SYS_reboot, 0, 0, RB_AUTOBOOT, NULL)
CALL(swap, SYS_swapon, "/dev/null", 0)
CALL(set_the_clock, SYS_clock_settime, 0, &(struct timespec){ 1, 0 })
CALL(name_the_machine, SYS_sethostname, "x", 1)
CALL(open_to_all, SYS_chmod, key_path, 0777)
CALL(give_away, SYS_chown, key_path, 65534, 65534)
CALL(link_away, SYS_symlink, "/etc/shadow", "here")
CALL(link_hard, SYS_link, key_path, "here")
CALL(make_a_device, SYS_mknod, "here", S_IFCHR | 0600, 0x101)
CALL(open_by_handle, SYS_open_by_handle_at, AT_FDCWD, NULL, 0)
CALL(name_a_handle, SYS_name_to_handle_at, AT_FDCWD, ".", NULL, NULL, 0)
CALL(raw_line, SYS_socket, AF_PACKET, SOCK_RAW, 0)
CALL(read_the_kernels_log, SYS_syslog, 3, NULL, 0)
CALL(look_in, SYS_prctl, 4 /* PR_SET_DUMPABLE */, 1)
CALL(change_personality, SYS_personality, 0x0400000)
CALL(read_anothers_key, SYS_openat, AT_FDCWD, key_path, O_RDONLY)

static const struct act { const char *name; long (*try)(void); } acts[] = {
#define ACT(name) { #name, name }
	ACT(run), ACT(run_from_memory), ACT(make_a_child),
	ACT(write_and_execute), ACT(execute_what_was_written),
	ACT(connect_elsewhere), ACT(listen_for_others), ACT(raw_line),
	ACT(read_anothers_key), ACT(read_anothers_memory),
	ACT(write_anothers_memory), ACT(look_through_proc),
	ACT(trace_another), ACT(end_another), ACT(end_a_thread),
	ACT(hold_another), ACT(become_root), ACT(become_roots_group),
	ACT(take_capabilities), ACT(make_a_namespace), ACT(enter_a_namespace),
	ACT(mount_something), ACT(unmount_something), ACT(change_the_root),
	ACT(pivot), ACT(open_to_all), ACT(give_away), ACT(link_away),
	ACT(link_hard), ACT(make_a_device), ACT(open_by_handle),
	ACT(name_a_handle), ACT(load_bpf), ACT(watch_the_machine),
	ACT(read_the_keyring), ACT(add_to_the_keyring), ACT(fault_by_hand),
	ACT(ring), ACT(load_a_module), ACT(load_another_kernel), ACT(restart),
	ACT(swap), ACT(set_the_clock), ACT(name_the_machine),
	ACT(read_the_kernels_log), ACT(look_in), ACT(allow_cores),
	ACT(change_personality),
};

static int (*shut)(void *);

_Noreturn static void
act_alone(const struct act *act, void *filter)
{
	if (shut(filter) != 0)
		_exit(254);
	errno = 0;
	_exit(act->try() < 0 ? errno : 255);
}

static void
tell(FILE *file, const char *name, int status)
{
	if (WIFSIGNALED(status))
		fprintf(file, "%s signal %d\n", name, WTERMSIG(status));
	else if (WEXITSTATUS(status) == 254)
		fprintf(file, "%s unshut\n", name);
	else if (WEXITSTATUS(status) == 255)
		fprintf(file, "%s done\n", name);
	else
		fprintf(file, "%s errno %d\n", name, WEXITSTATUS(status));
	fflush(file);
}

/* libseccomp's, called last of all by gateway/shutting.c. */
int
seccomp_load(void *filter)
{
	const char *path = getenv("ACTS");
	FILE *file = path != NULL ? fopen(path, "ae") : NULL;

	shut = dlsym(RTLD_NEXT, "seccomp_load");
	key_path = getenv("ACTS_KEY");
	other = (pid_t)atoi(getenv("ACTS_PID"));
	for (size_t i = 0; file && i < sizeof(acts) / sizeof(*acts); i++) {
		pid_t child = fork();
		int status;

		if (child == 0)
			act_alone(&acts[i], filter);
		waitpid(child, &status, 0);
		tell(file, acts[i].name, status);
	}
	if (file)
		fclose(file);
	return shut(filter);
}
