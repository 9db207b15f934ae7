#include "gateway/handset/wire.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locales/clean.h"

static const char *const presses[PRESSES] = {
	[PRESS_ATTACH] = "attach",
	[PRESS_DIAL] = "dial",
	[PRESS_KEY] = "key",
	[PRESS_SMS] = "sms",
	[PRESS_HANGUP] = "hangup",
};
static const char *const screens[SCREENS] = {
	[SCREEN_ATTACHED] = "attached",
	[SCREEN_PAGE] = "page",
	[SCREEN_SMS] = "sms",
	[SCREEN_NOTICE] = "notice",
};

/* NULL where there is no such text. */
static const char *
read_text(TALLOC_CTX *ctx, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return NULL;
	return text_clean(ctx, json_string_value(value),
	    json_string_length(value), CODING_GSM7, NULL);
}

static unsigned
read_count(const json_t *object, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(object, key));

	return n > 0 && n <= WIRE_MAX ? (unsigned)n : 0;
}

/* Which of the names the object has; n: none. */
static size_t
find_kind(const json_t *object, const char *const *names, size_t n)
{
	size_t kind = 0;

	while (kind < n && json_object_get(object, names[kind]) == NULL)
		kind++;
	return kind;
}

int
wire_read_press(TALLOC_CTX *ctx, const char *line, size_t n,
    struct press *out)
{
	json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	struct press press = { .kind = find_kind(object, presses, PRESSES) };

	if (press.kind < PRESSES) {
		press.text = read_text(ctx, object, presses[press.kind]);
		press.to = read_text(ctx, object, "to");
	}
	json_decref(object);
	if (press.text == NULL && press.kind != PRESS_HANGUP)
		return -EINVAL;
	*out = press;
	return 0;
}

static void
read_details(TALLOC_CTX *ctx, const json_t *object, struct screen *screen)
{
	const char *op = json_string_value(json_object_get(object, "op"));

	screen->text = read_text(ctx, object, screens[screen->kind]);
	screen->coding = read_text(ctx, object, "coding");
	screen->from = read_text(ctx, object, "from");
	screen->number = read_text(ctx, object, "number");
	screen->units = read_count(object, "units");
	screen->limit = read_count(object, "limit");
	screen->octets = read_count(object, "octets");
	screen->parts = read_count(object, "parts");
	screen->end = op != NULL && strcmp(op, "end") == 0;
}

int
wire_read_screen(TALLOC_CTX *ctx, const char *line, size_t n,
    struct screen *out)
{
	json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	struct screen screen = { .kind = find_kind(object, screens, SCREENS) };

	if (screen.kind < SCREENS)
		read_details(ctx, object, &screen);
	json_decref(object);
	if (screen.text == NULL)
		return -EINVAL;
	*out = screen;
	return 0;
}

/* Takes the object. */
static char *
write_line(TALLOC_CTX *ctx, json_t *object)
{
	char *json = json_dumps(object, JSON_COMPACT);
	char *line;

	assert(json != NULL);
	line = talloc_asprintf(ctx, "%s\n", json);
	free(json);
	json_decref(object);
	return line;
}

char *
wire_write_press(TALLOC_CTX *ctx, const struct press *press)
{
	const char *name = presses[press->kind];

	if (press->kind == PRESS_HANGUP)
		return write_line(ctx, json_pack("{s:b}", name, 1));
	return write_line(ctx, json_pack("{s:s, s:s*}", name, press->text,
	    "to", press->to));
}

char *
wire_write_screen(TALLOC_CTX *ctx, const struct screen *screen)
{
	const char *name = screens[screen->kind];

	switch (screen->kind) {
	case SCREEN_PAGE:
		return write_line(ctx, json_pack(
		    "{s:s, s:s, s:i, s:i, s:i, s:s}", name, screen->text,
		    "coding", screen->coding, "units", screen->units,
		    "limit", screen->limit, "octets", screen->octets,
		    "op", screen->end ? "end" : "ask"));
	case SCREEN_SMS:
		return write_line(ctx, json_pack(
		    "{s:s, s:s, s:s, s:i, s:i}", name, screen->text,
		    "from", screen->from, "coding", screen->coding,
		    "units", screen->units, "parts", screen->parts));
	default:
		return write_line(ctx, json_pack("{s:s, s:s*}", name,
		    screen->text, "number", screen->number));
	}
}

int
wire_address(const char *dir, struct sockaddr_un *out)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int n = snprintf(address.sun_path, sizeof(address.sun_path),
	    "%s/network.sock", dir);

	if (n < 0 || (size_t)n >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	*out = address;
	return 0;
}
