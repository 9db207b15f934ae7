#include "gateway/rounds/duty.h"

#include <string.h>
#include <time.h>

#include "gateway/log.h"
#include "locales/clean.h"

enum { RETRY_S = 5 * 60 };

const struct duty duties[] = {
	{ "register", refresh_wanted, refresh_interval_s, NULL, refresh_run },
	{ "urgent", always_wanted, no_interval_s, urgent_pending,
	  urgent_run },
	{ "clock", always_wanted, no_interval_s, clock_pending, clock_run },
	{ "slow", always_wanted, quarter_interval_s, slow_pending,
	  slow_run },
	{ "calls", always_wanted, quarter_interval_s, late_pending,
	  late_run },
	{ "reminders", always_wanted, quarter_interval_s, remind_pending,
	  remind_run },
	{ "forget", always_wanted, no_interval_s, forget_pending,
	  forget_run },
	/* Last: it takes longest. */
	{ "backup", backup_wanted, backup_interval_s, NULL, backup_run },
	{ 0 }
};

static size_t
failures(const struct rounds_done *before)
{
	size_t n = 0;

	while (n < before->n && (before->round[n].result == ROUND_FAILED ||
	    before->round[n].result == ROUND_BROKEN))
		n++;
	return n;
}

int64_t
duty_due(const struct duty *duty, const struct settings *settings,
    const struct rounds_done *before, int64_t now)
{
	int64_t interval = duty->interval_s(settings), wait = RETRY_S;
	size_t failed = failures(before);

	/* A clock that was set back must not silence a duty. */
	if (before->n == 0 || before->round[0].begun_at > now)
		return now;
	if (failed == 0)
		return before->round[0].begun_at + interval;
	while (--failed > 0 && wait < interval)
		wait *= 2;
	return before->round[0].begun_at + (wait < interval ? wait :
	    interval);
}

static void
tell(const struct duty *duty, const struct round *round)
{
	log_line(round->result == ROUND_FAILED ? LOG_ERR :
	    round->result == ROUND_WAITS ? LOG_WARNING : LOG_NOTICE,
	    "%s: %s", duty->name, round->words);
}

/* The record is begun first: one that fells us counts as a failure. */
static int
carry_out(const struct duty *duty, struct turn_of_duty *turn,
    struct round *round)
{
	struct rounds_done *before;
	int rc = rounds_load(turn->store, turn, duty->name,
	    ROUNDS_REMEMBERED, &before);

	if (rc == 0)
		rc = round_begin(turn->store, duty->name, turn->now,
		    &round->n);
	if (rc != 0)
		return rc;
	turn->before = before;
	round->result = duty->run(turn);
	/* Of a server, perhaps. */
	round->words = text_clean(turn, turn->words, strlen(turn->words),
	    CODING_GSM7, NULL);
	round->memo = turn->memo;
	round->ended_at = time(NULL);
	tell(duty, round);
	return round_end(turn->store, round);
}

bool
duty_pending(const struct duty *duty, const struct settings *settings,
    struct store *store, int64_t now)
{
	struct turn_of_duty *turn;
	bool pending;

	if (duty->pending == NULL)
		return true;
	turn = talloc_zero(NULL, struct turn_of_duty);
	*turn = (struct turn_of_duty){ .settings = settings, .store = store,
	    .now = now, .words = "", .memo = "" };
	pending = duty->pending(turn);
	talloc_free(turn);
	return pending;
}

int
duty_run(const struct duty *duty, const struct settings *settings,
    struct store *store, int64_t now, bool (*stop)(void),
    enum round_result *result)
{
	struct turn_of_duty *turn = talloc_zero(NULL, struct turn_of_duty);
	struct round round = { 0 };
	int rc;

	*turn = (struct turn_of_duty){ .settings = settings, .store = store,
	    .now = now, .stop = stop, .words = "", .memo = "" };
	rc = carry_out(duty, turn, &round);
	*result = round.result;
	talloc_free(turn);
	return rc;
}
