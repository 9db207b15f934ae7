#include "gateway/calls/networks.h"

#include <string.h>

enum { MS = 1000 };

/* Parts in thousandths: at one part a second each millisecond adds one. */
struct pace {
	const char *name;
	int64_t parts_m, filled_ms;
	unsigned falls;
	int64_t rests_until;		/* Unix s */
	int64_t silent_ms;		/* sent then, no word since; 0: none */
};
struct networks { size_t n; struct pace *pace; };

struct networks *
networks_open(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct networks);
}

int64_t
networks_rest_s(unsigned n)
{
	int64_t rest = REST_FIRST_S;

	while (n-- > 0 && rest < REST_MOST_S)
		rest *= 2;
	return rest < REST_MOST_S ? rest : REST_MOST_S;
}

static int64_t
full_m(const struct operator *o)
{
	return (int64_t)o->rate * MS;
}

/* Profiles are read again while it runs, and keep their names. */
static struct pace *
pace_of(struct networks *networks, const struct operator *o)
{
	struct pace *pace;

	for (size_t i = 0; i < networks->n; i++)
		if (strcmp(networks->pace[i].name, o->name) == 0)
			return &networks->pace[i];
	networks->pace = talloc_realloc(networks, networks->pace, struct pace,
	    (unsigned)(networks->n + 1));
	pace = &networks->pace[networks->n++];
	*pace = (struct pace){ .name = talloc_strdup(networks, o->name),
		.parts_m = full_m(o) };
	return pace;
}

static void
fill(struct pace *pace, const struct operator *o, int64_t now_ms)
{
	static const int64_t longest_ms = INT64_C(60) * 60 * MS;
	int64_t full = full_m(o), since = now_ms - pace->filled_ms;

	/* A clock that was set back fills nothing. */
	if (since > longest_ms)
		since = longest_ms;
	if (since > 0)
		pace->parts_m += since * o->rate;
	if (pace->parts_m > full)
		pace->parts_m = full;
	pace->filled_ms = now_ms;
}

static void
rest(struct pace *pace, int64_t now_ms)
{
	pace->rests_until = now_ms / MS + networks_rest_s(pace->falls++);
	pace->silent_ms = 0;
}

/* A clock that was set back would make it rest for as long. */
static bool
is_resting(const struct pace *pace, int64_t now)
{
	return pace->rests_until > now &&
	    pace->rests_until <= now + REST_MOST_S;
}

bool
networks_rests(const struct networks *networks, const struct operator *o,
    int64_t now)
{
	for (size_t i = 0; i < networks->n; i++)
		if (strcmp(networks->pace[i].name, o->name) == 0)
			return is_resting(&networks->pace[i], now);
	return false;
}

int64_t
networks_wait(struct networks *networks, const struct operator *o,
    unsigned parts, int64_t now_ms, const char **why)
{
	struct pace *pace = pace_of(networks, o);
	int64_t need = (int64_t)parts * MS, full = full_m(o);

	fill(pace, o, now_ms);
	if (pace->silent_ms != 0 &&
	    now_ms - pace->silent_ms > (int64_t)HANGS_S * MS)
		rest(pace, now_ms);
	*why = "network";
	if (is_resting(pace, now_ms / MS))
		return pace->rests_until;
	*why = "rate";
	/* One of more parts than a second has waits for a full bucket. */
	if (pace->parts_m >= (need < full ? need : full))
		return 0;
	return now_ms / MS + 1;
}

void
networks_spend(struct networks *networks, const struct operator *o,
    unsigned parts, int64_t now_ms)
{
	struct pace *pace = pace_of(networks, o);

	fill(pace, o, now_ms);
	/* May go below nothing: then the next waits for that too. */
	pace->parts_m -= (int64_t)parts * MS;
	if (pace->silent_ms == 0)
		pace->silent_ms = now_ms;
}

void
networks_fall(struct networks *networks, const struct operator *o,
    int64_t now_ms)
{
	struct pace *pace = pace_of(networks, o);

	/* Of several that went at once each is refused: that is one fall. */
	if (!is_resting(pace, now_ms / MS))
		rest(pace, now_ms);
}

void
networks_speak(struct networks *networks, const struct operator *o)
{
	struct pace *pace = pace_of(networks, o);

	pace->falls = 0;
	pace->rests_until = 0;
	pace->silent_ms = 0;
}
