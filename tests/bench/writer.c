#include "tests/bench/writer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "store/inbox.h"
#include "store/store.h"
#include "tests/bench/place.h"

enum { WAITS_MAX = 100000, PAUSE_MS = 5 };

struct waits { volatile size_t n; uint64_t ns[WAITS_MAX]; };

/* How long the lock kept us. */
static uint64_t
write_one(struct store *store, unsigned n)
{
	char id[64];
	uint64_t from = now_ns(), got;

	snprintf(id, sizeof(id), "writer %u", n);
	if (store_begin(store) != 0)
		_exit(1);
	got = now_ns();
	if (inbox_add(store, 1, id) != 0 || store_commit(store) != 0)
		_exit(1);
	return got - from;
}

static _Noreturn void
write_on(const char *dir, struct waits *waits)
{
	static const struct timespec pause = { 0, PAUSE_MS * 1000000 };
	struct store *store = place_open(dir);

	while (waits->n < WAITS_MAX) {
		waits->ns[waits->n] = write_one(store, (unsigned)waits->n);
		waits->n++;
		nanosleep(&pause, NULL);
	}
	_exit(0);
}

struct writer
writer_start(const char *dir)
{
	struct writer w;

	w.waits = mmap(NULL, sizeof(*w.waits), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w.waits == MAP_FAILED)
		die("no memory to share");
	w.pid = fork();
	if (w.pid == 0)
		write_on(dir, w.waits);
	while (w.waits->n == 0 && waitpid(w.pid, NULL, WNOHANG) == 0)
		usleep(1000);
	return w;
}

void
writer_stop(struct writer *w, struct figures *f)
{
	kill(w->pid, SIGKILL);
	waitpid(w->pid, NULL, 0);
	if (w->waits->n < 10)
		die("the writer hardly wrote");
	figures_waits(f, w->waits->ns, w->waits->n);
	munmap(w->waits, sizeof(*w->waits));
}
