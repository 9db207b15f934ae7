#include "tests/bench/place.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/caller.h"
#include "store/cases.h"
#include "tests/bench/figures.h"
#include "tests/bench/journey.h"

enum { BATCH = 10000, LOG_PAGES = 20000 };

void
die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

bool
can_run(const char *const argv[])
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		(void)!freopen("/dev/null", "w", stdout);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void
run(const char *const argv[])
{
	if (!can_run(argv))
		die("%s failed", argv[0]);
}

void
place_remove(const char *dir)
{
	run((const char *[]){ "rm", "-rf", dir, NULL });
}

void
place_make(struct place *place, unsigned port)
{
	char *path = talloc_asprintf(NULL, "%s/helpline.yaml", place->dir);
	/* More SMS a minute than one operator should ever send. */
	char *set = talloc_asprintf(path, "s/^box_port:.*/box_port: %u/;"
	    "s/^sms_minute:.*/sms_minute: 1000000/", port);

	place_remove(place->dir);
	run((const char *[]){ place->helpline, "init", place->dir, "--demo",
	    NULL });
	run((const char *[]){ "sed", "-i", set, path, NULL });
	talloc_free(path);
	place->callers = 0;
}

struct store *
place_open(const char *dir)
{
	struct store *store;
	char *why = NULL;

	if (store_open(NULL, dir, ROLE_CALLS, &store, &why) != 0)
		die("%s", why);
	return store;
}

static int
compare(const void *one, const void *two)
{
	return memcmp(one, two, sizeof(struct tag));
}

/* In their order, which is many times quicker. */
static struct tag *
sorted_tags(const struct store *store, uint32_t from, uint32_t to)
{
	struct tag *tags = talloc_array(NULL, struct tag, to - from);
	char number[NUMBER_TEXT];

	for (uint32_t i = from; i < to; i++) {
		number_write(i, number);
		tags[i - from] = caller_tag(store, number);
	}
	qsort(tags, to - from, sizeof(*tags), compare);
	return tags;
}

/* Someone who chose no language and hung up long ago. */
static int
save_batch(struct store *store, const struct tag *tags, uint32_t n)
{
	struct caller caller = { .language = -1, .profile = "demo",
		.session = "0102", .node = "language", .tree = UINT64_MAX / 3,
		.last_time = 1700000000, .seen_at = 1700000000,
		.answered_at = 1700000000000, .echo = 0x8765,
		.last_id = "00000000-0000-4000-8000-000000000000" };
	int rc = store_begin(store);

	for (uint32_t i = 0; rc == 0 && i < n; i++) {
		caller.tag = tags[i];
		rc = caller_save(store, &caller);
	}
	if (rc == 0)
		rc = store_commit(store);
	if (rc == 0 && store_log_pages(store) > LOG_PAGES)
		rc = store_checkpoint(store);
	return rc;
}

void
place_fill(struct place *place, uint32_t callers)
{
	struct store *store = place_open(place->dir);
	uint32_t n = callers > place->callers ? callers - place->callers : 0;
	struct tag *tags = sorted_tags(store, place->callers,
	    place->callers + n);

	for (uint32_t i = 0; i < n; i += BATCH)
		if (save_batch(store, tags + i,
		    n - i < BATCH ? n - i : BATCH) != 0)
			die("%s", store_why(store));
	if (store_checkpoint(store) != 0)
		die("%s", store_why(store));
	place->callers += n;
	talloc_free(tags);
	talloc_free(store);
}

void
place_copy(const struct place *place, const char *to)
{
	place_remove(to);
	run((const char *[]){ "cp", "-a", place->dir, to, NULL });
	/* What the copy left for the disk to do is not the case's. */
	sync();
}

struct count { bool filed; size_t n; };

static bool
count_case(void *arg, const struct matter *matter)
{
	struct count *count = arg;

	count->n += !count->filed || matter->filed;
	return true;
}

size_t
place_cases(const char *dir, bool filed)
{
	struct store *store = place_open(dir);
	struct count count = { filed, 0 };

	if (cases_each(store, 0, true, count_case, &count) != 0)
		die("%s", store_why(store));
	talloc_free(store);
	return count.n;
}

/* One core for them, one for us. */
void
pin(size_t cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		(void)sched_setaffinity(0, sizeof(set), &set);
}

static uint64_t *
open_count(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	uint64_t *count;

	if (fd < 0 || ftruncate(fd, sizeof(*count)) != 0)
		die("%s cannot be written", path);
	count = mmap(NULL, sizeof(*count), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (count == MAP_FAILED)
		die("%s cannot be read", path);
	return count;
}

static void
become(const struct place *place, const char *dir, unsigned sync_ms,
    const char *count, int ready)
{
	char ms[16], fd[16];

	snprintf(ms, sizeof(ms), "%u", sync_ms);
	snprintf(fd, sizeof(fd), "%d", ready);
	setenv("SYNC_MS", ms, 1);
	setenv("SYNC_COUNT", count, 1);
	setenv("LD_PRELOAD", place->shim, 1);
	pin(CORE_OF_CALLS);
	if (place->callgrind != NULL) {
		/* It stands beside the other. */
		setenv("LD_PRELOAD", talloc_asprintf(NULL, "%s:%.*sunshut.so",
		    place->shim, (int)(strrchr(place->shim, '/') + 1 -
		    place->shim), place->shim), 1);
		execlp("valgrind", "valgrind", "-q", "--tool=callgrind",
		    talloc_asprintf(NULL, "--callgrind-out-file=%s",
		    place->callgrind), place->helpline, "calls", dir,
		    "--ready-fd", fd, NULL);
	} else
		execl(place->helpline, place->helpline, "calls", dir,
		    "--ready-fd", fd, NULL);
	_exit(127);
}

struct process
process_start(const struct place *place, const char *dir, unsigned sync_ms)
{
	char *count = talloc_asprintf(NULL, "%s/syncs", dir);
	struct process p = { .syncs = open_count(count) };
	int ready[2];

	if (pipe(ready) != 0)
		die("no pipe");
	p.started = now_ns();
	p.pid = fork();
	if (p.pid == 0)
		become(place, dir, sync_ms, count, ready[1]);
	close(ready[1]);
	p.ready = ready[0];
	pin(CORE_OF_DRIVER);
	talloc_free(count);
	return p;
}

int
process_stop(struct process *p)
{
	int status = 0;

	kill(p->pid, SIGTERM);
	waitpid(p->pid, &status, 0);
	munmap(p->syncs, sizeof(*p->syncs));
	close(p->ready);
	return status;
}
