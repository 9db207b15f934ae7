#include "gateway/handset/player.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/handset/display.h"

/* What was shown since the last step that asked for something. */
struct shown { struct shown *before; struct screen screen; };

struct player {
	struct phone *phone;
	struct player_settings settings;
	char *number;			/* where SMS go; NULL: nowhere */
	TALLOC_CTX *since;
	struct shown *last;
	unsigned line;			/* of the script */
};

int
player_fail(const struct player *player, const char *format, ...)
{
	va_list args;

	if (player->settings.waits)
		fprintf(stderr, "line %u: ", player->line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	if (player->last != NULL && player->settings.waits)
		fprintf(stderr, "The handset shows:\n%s\n",
		    player->last->screen.text);
	return FAILED;
}

static void
print(struct player *player, const struct screen *screen, const char *line)
{
	char *drawn;

	if (player->settings.json) {
		fprintf(player->settings.out, "%s\n", line);
	} else {
		drawn = display_draw(NULL, screen, player->settings.plain);
		fputs(drawn, player->settings.out);
		talloc_free(drawn);
	}
	fflush(player->settings.out);
}

/* -ETIMEDOUT, or -EIO: the network is gone. */
static int
show_next(struct player *player, long timeout_ms)
{
	struct shown *shown = talloc_zero(player->since, struct shown);
	const char *line;
	int rc = phone_next(player->phone, shown, timeout_ms, &shown->screen,
	    &line);

	if (rc != 0) {
		talloc_free(shown);
		return rc;
	}
	shown->before = player->last;
	player->last = shown;
	print(player, &shown->screen, line);
	return 0;
}

static int
say_gone(const struct player *player)
{
	return player_fail(player, "the network is gone");
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int
player_show(struct player *player, long ms)
{
	int64_t until = now_ms() + ms, left = ms;
	int rc = 0;

	while (rc == 0) {
		rc = show_next(player, left > 0 ? (long)left : 0);
		left = until - now_ms();
	}
	return rc == -ETIMEDOUT ? PLAYER_GO : say_gone(player);
}

int
player_open(TALLOC_CTX *ctx, struct phone *phone,
    const struct player_settings *settings, struct player **out)
{
	struct player *player = talloc_zero(ctx, struct player);
	int rc;

	player->phone = phone;
	player->settings = *settings;
	player->since = talloc_new(player);
	rc = show_next(player, settings->timeout_ms);
	if (rc == 0 && player->last->screen.kind != SCREEN_ATTACHED)
		rc = -EACCES;
	if (rc != 0) {
		talloc_free(player);
		return rc == -EACCES ? rc : -EIO;
	}
	player->number = talloc_strdup(player, player->last->screen.number);
	*out = player;
	return 0;
}

int
player_tell(struct player *player, const struct press *press)
{
	return phone_press(player->phone, press) == 0 ? PLAYER_GO :
	    say_gone(player);
}

int
player_ask(struct player *player, const struct press *press,
    enum screen_kind kind)
{
	int rc = player_tell(player, press);

	if (rc != PLAYER_GO)
		return rc;
	talloc_free(player->since);
	player->since = talloc_new(player);
	player->last = NULL;
	if (!player->settings.waits)
		return PLAYER_GO;
	do
		rc = show_next(player, player->settings.timeout_ms);
	while (rc == 0 && player->last->screen.kind != kind &&
	    player->last->screen.kind != SCREEN_NOTICE);
	if (rc == -ETIMEDOUT)
		return player_fail(player, "no answer in %ld s",
		    player->settings.timeout_ms / 1000);
	return rc == 0 ? PLAYER_GO : say_gone(player);
}

/* Every run of white space as one space: where a row breaks is no matter. */
static char *
flatten(TALLOC_CTX *ctx, const char *text)
{
	char *flat = talloc_strdup(ctx, text), *to = flat;

	for (; *text != '\0'; text++) {
		bool space = *text == ' ' || *text == '\n';

		if (!space)
			*to++ = *text;
		else if (to != flat && to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	return flat;
}

static bool
is_shown(const struct player *player, const char *text)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const char *wanted = flatten(ctx, text);
	bool found = false;

	for (const struct shown *s = player->last; s != NULL && !found;
	    s = s->before)
		found = strstr(flatten(ctx, s->screen.text), wanted) != NULL;
	talloc_free(ctx);
	return found;
}

int
player_expect(struct player *player, const char *text)
{
	long patience = player->settings.waits ?
	    player->settings.timeout_ms : 0;
	int64_t until = now_ms() + patience;
	int rc = 0;

	while (rc == 0 && !is_shown(player, text))
		rc = show_next(player, (long)(until - now_ms()));
	if (rc == -ETIMEDOUT)
		return player_fail(player, "expect %s: it did not come", text);
	return rc == 0 ? PLAYER_GO : say_gone(player);
}

int
player_expect_end(struct player *player)
{
	for (const struct shown *s = player->last; s != NULL; s = s->before)
		if (s->screen.kind == SCREEN_PAGE)
			return s->screen.end ? PLAYER_GO : player_fail(player,
			    "expect-end: the session is open");
	return player_fail(player, "expect-end: there is no page");
}

const char *
player_number(const struct player *player)
{
	return player->number;
}

int
player_step(struct player *player, const char *line)
{
	int status;

	player->line++;
	if (line[0] == '\0' || line[0] == '#')
		return PLAYER_GO;
	status = player_show(player, player->settings.pace_ms);
	if (status == PLAYER_GO && player->settings.waits &&
	    !player->settings.json)
		fprintf(player->settings.out, "> %s\n", line);
	return status;
}

void
player_pace(struct player *player, long ms)
{
	player->settings.pace_ms = ms;
}
