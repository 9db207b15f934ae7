#include "gateway/desk/worker.h"

#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct ring { struct job job[WORKER_QUEUE]; bool ran[WORKER_QUEUE];
	unsigned first, n; };

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct ring asked, done;	/* both under the lock */
	unsigned taken;			/* asked for, not yet given back */
	bool stopping;
	int fd;				/* an octet of "something is done" */
	struct event *ready;
};

static void
put(struct ring *ring, struct job job, bool ran)
{
	unsigned i = (ring->first + ring->n++) % WORKER_QUEUE;

	ring->job[i] = job;
	ring->ran[i] = ran;
}

static bool
take(struct ring *ring, struct job *job, bool *ran)
{
	if (ring->n == 0)
		return false;
	*job = ring->job[ring->first];
	*ran = ring->ran[ring->first];
	ring->first = (ring->first + 1) % WORKER_QUEUE;
	ring->n--;
	return true;
}

/* The next job; false when the day is over. */
static bool
wait_for_job(struct worker *worker, struct job *job)
{
	bool there = false, ran;

	pthread_mutex_lock(&worker->lock);
	while (!worker->stopping && !(there = take(&worker->asked, job, &ran)))
		pthread_cond_wait(&worker->wake, &worker->lock);
	pthread_mutex_unlock(&worker->lock);
	return there;
}

static void
give_back(struct worker *worker, struct job job, bool ran)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&worker->lock);
	put(&worker->done, job, ran);
	pthread_mutex_unlock(&worker->lock);
	/* Its counter never fills: what is done waits in the ring. */
	if (write(worker->fd, &one, sizeof(one)) < 0)
		return;
}

static void *
work(void *arg)
{
	struct worker *worker = arg;
	struct job job;

	while (wait_for_job(worker, &job)) {
		job.slow(job.arg);
		give_back(worker, job, true);
	}
	return NULL;
}

static bool
take_done(struct worker *worker, struct job *job, bool *ran)
{
	bool there;

	pthread_mutex_lock(&worker->lock);
	there = take(&worker->done, job, ran);
	worker->taken -= there;
	pthread_mutex_unlock(&worker->lock);
	return there;
}

static void
finish(evutil_socket_t fd, short, void *arg)
{
	struct worker *worker = arg;
	struct job job;
	uint64_t n;
	bool ran;

	if (fd >= 0 && read(fd, &n, sizeof(n)) < 0)
		return;
	while (take_done(worker, &job, &ran))
		job.done(job.arg, ran);
}

bool
worker_is_full(struct worker *worker)
{
	bool full;

	pthread_mutex_lock(&worker->lock);
	full = worker->taken == WORKER_QUEUE || worker->stopping;
	pthread_mutex_unlock(&worker->lock);
	return full;
}

int
worker_add(struct worker *worker, struct job job)
{
	int rc = -EAGAIN;

	pthread_mutex_lock(&worker->lock);
	if (worker->taken < WORKER_QUEUE && !worker->stopping) {
		put(&worker->asked, job, false);
		worker->taken++;
		pthread_cond_signal(&worker->wake);
		rc = 0;
	}
	pthread_mutex_unlock(&worker->lock);
	return rc;
}

void
worker_stop(struct worker *worker)
{
	struct job job;
	bool ran;

	if (worker->stopping)
		return;
	pthread_mutex_lock(&worker->lock);
	worker->stopping = true;
	pthread_cond_signal(&worker->wake);
	pthread_mutex_unlock(&worker->lock);
	pthread_join(worker->thread, NULL);
	while (take(&worker->asked, &job, &ran))
		put(&worker->done, job, false);
	finish(-1, 0, worker);
	event_free(worker->ready);
	close(worker->fd);
}

static int
free_worker(struct worker *worker)
{
	worker_stop(worker);
	return 0;
}

/* Signals are the loop's. */
static int
start_thread(struct worker *worker)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&worker->thread, NULL, work, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc == 0 ? 0 : -EIO;
}

int
worker_start(TALLOC_CTX *ctx, struct event_base *base, struct worker **out)
{
	struct worker *worker = talloc_zero(ctx, struct worker);

	worker->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (worker->fd < 0) {
		talloc_free(worker);
		return -EIO;
	}
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->wake, NULL);
	worker->ready = event_new(base, worker->fd, EV_READ | EV_PERSIST,
	    finish, worker);
	event_add(worker->ready, NULL);
	if (start_thread(worker) != 0) {
		event_free(worker->ready);
		close(worker->fd);
		talloc_free(worker);
		return -EIO;
	}
	talloc_set_destructor(worker, free_worker);
	*out = worker;
	return 0;
}
