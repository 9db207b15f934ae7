#include "gateway/jump.h"

#include <time.h>

enum { MS = 1000, NS_IN_MS = 1000000 };

static int64_t
read_ms(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * MS + ts.tv_nsec / NS_IN_MS;
}

int64_t
steady_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int64_t
jump_look(struct jump *jump)
{
	int64_t ahead_ms = read_ms(CLOCK_REALTIME) - steady_ms();
	int64_t by = ahead_ms - jump->ahead_ms;
	bool begun = jump->begun;

	/* What drifts is not added up. */
	*jump = (struct jump){ true, ahead_ms };
	return begun && (by >= JUMP_MS || by <= -JUMP_MS) ? by : 0;
}
