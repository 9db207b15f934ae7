#include "gateway/outgoing.h"

#include <assert.h>
#include <string.h>

#include "locales/fold.h"
#include "locales/shared.h"

enum {
	SEPTETS = 160, SEPTETS_PART = 153,
	UNITS = 70, UNITS_PART = 67,
};

static const char *const names[] = {
	[OUTGOING_FINE] = "fine",
	[OUTGOING_EMPTY] = "empty",
	[OUTGOING_CONTROL] = "control",
	[OUTGOING_LONG] = "long",
	[OUTGOING_SENSITIVE] = "sensitive",
	[OUTGOING_ECHO] = "echo",
};
static_assert(sizeof(names) / sizeof(*names) == OUTGOING_FAULTS);

const char *
outgoing_fault_name(enum outgoing_fault fault)
{
	return names[fault];
}

/* Two septets of the GSM alphabet's second table, one character to us. */
static bool
is_extended(const char *at)
{
	return strchr("^{}\\[~]|\f", *at) != NULL ||
	    strncmp(at, "\u20ac", strlen("\u20ac")) == 0;
}

static bool
is_first_octet(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

static unsigned
septet_parts(const char *text)
{
	unsigned parts = 1, used = 0, n;

	for (; *text != '\0'; text++) {
		if (!is_first_octet(*text))
			continue;
		n = is_extended(text) ? 2 : 1;
		if (used + n > SEPTETS_PART) {
			parts++;
			used = 0;
		}
		used += n;
	}
	return parts;
}

unsigned
outgoing_parts(const struct page *page)
{
	if (page->coding == CODING_GSM7)
		return page->units <= SEPTETS ? 1 : septet_parts(page->text);
	return page->units <= UNITS ? 1 :
	    (page->units + UNITS_PART - 1) / UNITS_PART;
}

/* As text_clean leaves it, but for blanks at both ends; NULL where it holds
   what no phone should be sent. */
static const char *
clean_of(TALLOC_CTX *ctx, const char *text)
{
	static const char blanks[] = " \n";
	const char *from = text + strspn(text, blanks);
	size_t n = strlen(from);
	bool damaged = false;
	char *clean;

	while (n > 0 && strchr(blanks, from[n - 1]) != NULL)
		n--;
	clean = text_clean(ctx, from, n, CODING_GSM7, &damaged);
	return !damaged && strlen(clean) == n && memcmp(clean, from, n) == 0 ?
	    clean : NULL;
}

struct outgoing
outgoing_judge(TALLOC_CTX *ctx, const struct danger *danger, const char *text,
    unsigned parts_max, bool checked)
{
	static const struct page_limits whole = { OUTGOING_UNITS_MAX,
		OUTGOING_UNITS_MAX };
	struct layout layout = { .text = clean_of(ctx, text) };
	struct outgoing out = { .fault = OUTGOING_FINE };
	const struct pages *pages;

	if (text[strspn(text, " \n")] == '\0')
		return (struct outgoing){ .fault = OUTGOING_EMPTY };
	if (layout.text == NULL)
		return (struct outgoing){ .fault = OUTGOING_CONTROL };
	pages = pages_cut_one(ctx, &layout, whole);
	if (pages == NULL)
		return (struct outgoing){ .fault = OUTGOING_LONG };
	out.page = &pages->page[0];
	out.parts = outgoing_parts(out.page);
	out.word = danger_in(danger, text);
	if (out.parts > parts_max)
		out.fault = OUTGOING_LONG;
	else if (out.word != NULL && !checked)
		out.fault = OUTGOING_SENSITIVE;
	return out;
}

/* A mark that nobody sees parts two words, or stands inside one. */
static char *
parted(TALLOC_CTX *ctx, const char *text)
{
	static const char mark[] = "\u200b";
	const size_t n = sizeof(mark) - 1;
	char *out = talloc_strdup(ctx, text), *at = out;

	while ((at = strstr(at, mark)) != NULL) {
		*at++ = ' ';
		memmove(at, at + n - 1, strlen(at + n - 1) + 1);
	}
	return out;
}

bool
outgoing_echoes(const char *text, const char *typed)
{
	char *in_parts = parted(NULL, text);
	bool echoes = text_shared_run(text, typed) >= OUTGOING_SHARED_WORDS ||
	    text_shared_run(in_parts, typed) >= OUTGOING_SHARED_WORDS;

	talloc_free(in_parts);
	return echoes;
}
