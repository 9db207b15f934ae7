#include "gateway/calls/wording.h"

#include <stdio.h>
#include <string.h>

#include "locales/figure.h"

/* What a placeholder means while one text is filled. */
struct filling {
	TALLOC_CTX *ctx;
	const struct wording *wording;
	const struct view *view;
	bool own;		/* a value of the caller's own was named */
	bool gone;		/* a fact that may not be shown was named */
	bool empty;		/* a value of the caller's own says nothing */
};

static const char *
fill_fact(struct filling *filling, const struct fact *fact)
{
	const char *shown, *words;

	shown = fact_shown(filling->ctx, fact, filling->wording->now);
	filling->gone |= shown == NULL;
	/* What is dialled stays as it is. */
	if (shown == NULL || fact->contact)
		return shown;
	words = figure_words(filling->ctx, filling->wording->catalogue,
	    filling->view->locale, shown);
	return words != NULL ? words : shown;
}

static const char *
fill_notice(struct filling *filling, const char *name)
{
	const struct wording *w = filling->wording;
	const char *words = known_words(w->known, filling->ctx, name,
	    filling->view->locale, w->now);

	filling->gone |= words == NULL;
	return words;
}

static const char *
fill_own(struct filling *filling, const char *name)
{
	const char *value = NULL;

	filling->own = true;
	if (filling->view->value != NULL)
		value = filling->view->value(filling->view->arg, name);
	filling->empty |= value == NULL || value[0] == '\0';
	return value;
}

static const char *
fill_value(void *arg, const char *name)
{
	struct filling *filling = arg;
	const struct fact *fact = facts_find(filling->wording->known->facts,
	    name);

	if (strncmp(name, NOTICE_PREFIX, strlen(NOTICE_PREFIX)) == 0)
		return fill_notice(filling, name + strlen(NOTICE_PREFIX));
	if (fact != NULL)
		return fill_fact(filling, fact);
	return fill_own(filling, name);
}

/* One line after those of out; one that can be left out may well be. */
static char *
fill_line(struct filling *filling, char *out, const char *line)
{
	bool optional = wording_is_optional(line);
	struct filling one = *filling;
	char *filled;

	one.gone = one.empty = false;
	filled = text_fill(filling->ctx, line +
	    (optional ? strlen(OPTIONAL_LINE) : 0), fill_value, &one);
	filling->own |= one.own;
	if (optional && (one.gone || one.empty))
		return out;
	filling->gone |= one.gone;
	if (out == NULL)
		return filled;
	return talloc_asprintf_append_buffer(out, "\n%s", filled);
}

static char *
fill_lines(struct filling *filling, const char *text)
{
	char *out = NULL;
	size_t n;

	for (const char *line = text; line != NULL; line = line[n] == '\0' ?
	    NULL : line + n + 1) {
		n = strcspn(line, "\n");
		out = fill_line(filling, out, talloc_strndup(filling->ctx,
		    line, n));
	}
	return out != NULL ? out : talloc_strdup(filling->ctx, "");
}

bool
wording_is_optional(const char *line)
{
	return strncmp(line, OPTIONAL_LINE, strlen(OPTIONAL_LINE)) == 0;
}

static const char *
find_text(const struct wording *w, const char *key, const struct view *view)
{
	char variant[96];
	const char *text = NULL;

	snprintf(variant, sizeof(variant), "%s.sms", key);
	if (view->sms)
		text = catalogue_text(w->catalogue, view->locale, variant, NULL);
	if (text == NULL)
		text = catalogue_text(w->catalogue, view->locale, key, NULL);
	return text;
}

/* What is said in place of a text: its own, else the one for all. */
static char *
text_instead(const struct wording *w, TALLOC_CTX *ctx, const char *key,
    const struct view *view, bool *own)
{
	const char *suffix = strrchr(key, '.');
	char *text = NULL;

	if (suffix == NULL || strcmp(suffix, OTHERWISE_SUFFIX) != 0)
		text = wording_text(w, ctx, talloc_asprintf(ctx, "%s%s", key,
		    OTHERWISE_SUFFIX), view, own);
	return text != NULL ? text :
	    wording_text(w, ctx, "otherwise", view, own);
}

char *
wording_text(const struct wording *w, TALLOC_CTX *ctx, const char *key,
    const struct view *view, bool *own)
{
	struct filling filling = { .ctx = ctx, .wording = w, .view = view };
	const char *text = find_text(w, key, view);
	char *filled;

	if (text == NULL)
		return NULL;
	if (view->order != NULL)
		text = view->order(view->arg, ctx, text);
	filled = fill_lines(&filling, text);
	*own |= filling.own;
	if (!filling.gone || strcmp(key, "otherwise") == 0)
		return filled;
	return text_instead(w, ctx, key, view, own);
}
