/*
 * text.c - how well Khmer is broken, cut and folded, over sentences that
 * somebody segmented by hand.
 *
 *	text FILE PRECISION RECALL MICROSECONDS
 *
 * One sentence a line, its words separated by spaces, | or ZWSP, the parts of
 * a compound by _, ~ or ^: a break there is right, but none is asked for.  A
 * tag behind a slash (word/NN) is left out.  Prints what it measured, and
 * exits 1 when that is less (of MICROSECONDS a page: more; 0: not held) than
 * is asked for, or when a break stands inside a cluster, a page is over its
 * limit, pages joined are not the text, a key folds to another key, or fewer
 * than .999 of the spellings with their marks in another order fold alike.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "locales/edges.h"
#include "locales/fold.h"
#include "locales/pages.h"

enum { ZWSP = 0x200b, COENG = 0x17d2, RO = 0x179a, LINE_OCTETS = 65536 };

static const struct page_limits limits = { 160, 70 };

struct ratio { double of, all; };

struct figures {
	unsigned long sentences, inside, over, torn, pages;
	struct ratio right, found, spelled, stable;
	double us;
};

static uint64_t seed = 20261122;

static unsigned
random_below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static double
share(struct ratio r)
{
	return r.all > 0 ? r.of / r.all : 1;
}

static void
count(struct ratio *r, bool good)
{
	r->of += good;
	r->all++;
}

enum begins { NOTHING, PART, WORD };

/* A sentence as it is written, and what begins at each of its units. */
struct sentence { struct units text; uint8_t *begins; };

static enum begins
separates(UChar u)
{
	if (u == ' ' || u == '|' || u == ZWSP || u == '\t')
		return WORD;
	return u == '_' || u == '~' || u == '^' ? PART : NOTHING;
}

/* "/NN" behind a word: to the next separator. */
static bool
is_tag(struct units raw, unsigned i)
{
	return raw.at[i] == '/' && i > 0 && i + 1 < raw.n &&
	    !separates(raw.at[i - 1]) && raw.at[i + 1] >= 'A' &&
	    raw.at[i + 1] <= 'Z';
}

static struct sentence
read_sentence(TALLOC_CTX *ctx, const char *line)
{
	struct units raw = units_from(ctx, line);
	struct sentence s = { .text.at = talloc_array(ctx, UChar, raw.n + 1),
	    .begins = talloc_zero_array(ctx, uint8_t, raw.n + 1) };
	enum begins begins = NOTHING, here;

	for (unsigned i = 0; i < raw.n; i++) {
		if (is_tag(raw, i))
			while (i < raw.n && separates(raw.at[i]) != WORD)
				i++;
		here = i < raw.n ? separates(raw.at[i]) : WORD;
		if (here != NOTHING) {
			begins = here > begins ? here : begins;
			continue;
		}
		s.begins[s.text.n] = (uint8_t)begins;
		begins = NOTHING;
		s.text.at[s.text.n++] = raw.at[i];
	}
	return s;
}

static bool
is_khmer_mark(UChar u)
{
	return (u >= 0x17b4 && u <= 0x17d3) || u == 0x17dd;
}

/* Not the code that is measured: a coeng takes the letter behind it, a mark
   the one before it. */
static bool
is_inside(struct units text, unsigned i)
{
	return text.at[i - 1] == COENG || is_khmer_mark(text.at[i]) ||
	    U16_IS_TRAIL(text.at[i]);
}

static void
measure_breaks(TALLOC_CTX *ctx, const struct sentence *s, struct figures *f)
{
	const uint8_t *edge = edges_find(ctx, s->text, s->text);

	for (unsigned i = 1; i < s->text.n; i++) {
		bool breaks = edge[i] >= EDGE_WORD;

		f->inside += edge[i] != EDGE_NONE && is_inside(s->text, i);
		if (breaks)
			count(&f->right, s->begins[i] != NOTHING);
		if (s->begins[i] == WORD)
			count(&f->found, breaks);
	}
}

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Blanks at a page's end are left out, so they do not count. */
static bool
is_whole(const struct pages *pages, const char *text)
{
	for (size_t i = 0; i < pages->n; i++)
		for (const char *c = pages->page[i].text; *c; c++) {
			if (*c == ' ')
				continue;
			while (*text == ' ')
				text++;
			if (*text++ != *c)
				return false;
		}
	return *text == '\0';
}

static void
measure_pages(TALLOC_CTX *ctx, const struct sentence *s, struct figures *f)
{
	const char *text = units_text(ctx, s->text);
	const struct layout layout = { .text = text };
	double before = now_us();
	const struct pages *pages = pages_cut(ctx, &layout, limits);

	f->us += now_us() - before;
	f->pages += pages->n;
	f->torn += !is_whole(pages, text);
	for (size_t i = 0; i < pages->n; i++) {
		struct units page = units_from(ctx, pages->page[i].text);

		f->over += page.n > limits.units;
		f->inside += i > 0 && page.n > 0 && is_khmer_mark(*page.at);
	}
}

/* A mark or a coeng with its letter, as they are typed behind a base. */
struct part { UChar at[2]; unsigned n; };

static unsigned
read_parts(struct units word, unsigned from, struct part *parts)
{
	unsigned n = 0;

	while (from < word.n && is_khmer_mark(word.at[from])) {
		struct part part = { { word.at[from++] }, 1 };

		if (part.at[0] == COENG && from < word.n)
			part.at[part.n++] = word.at[from++];
		parts[n++] = part;
	}
	return n;
}

/* What is under a letter keeps its order, but for Ro, whose place people
   disagree about. */
static bool
may_swap(struct part a, struct part b)
{
	return a.at[0] != COENG || b.at[0] != COENG || a.at[1] == RO ||
	    b.at[1] == RO;
}

static void
shuffle(struct part *parts, unsigned n)
{
	for (unsigned round = 0; n > 1 && round < 2 * n; round++) {
		unsigned i = random_below(n - 1);
		struct part part = parts[i];

		if (!may_swap(parts[i], parts[i + 1]))
			continue;
		parts[i] = parts[i + 1];
		parts[i + 1] = part;
	}
}

/* The word with the marks of each letter in another order; false when there
   is none. */
static bool
respell(TALLOC_CTX *ctx, struct units word, struct units *out)
{
	struct part *parts = talloc_array(ctx, struct part, word.n + 1);

	*out = (struct units){ .at = talloc_array(ctx, UChar, word.n + 1) };
	for (unsigned i = 0; i < word.n;) {
		unsigned n;

		out->at[out->n++] = word.at[i++];
		n = read_parts(word, i, parts);
		shuffle(parts, n);
		for (unsigned k = 0; k < n; k++)
			for (unsigned u = 0; u < parts[k].n; u++, i++)
				out->at[out->n++] = parts[k].at[u];
	}
	return memcmp(word.at, out->at, word.n * sizeof(UChar)) != 0;
}

static void
measure_word(TALLOC_CTX *ctx, struct units word, struct figures *f)
{
	struct units other;
	char *key = text_key(ctx, units_text(ctx, word));

	count(&f->stable, strcmp(key, text_key(ctx, key)) == 0);
	if (respell(ctx, word, &other))
		count(&f->spelled, strcmp(key, text_key(ctx,
		    units_text(ctx, other))) == 0);
}

static void
measure_words(TALLOC_CTX *ctx, const struct sentence *s, struct figures *f)
{
	for (unsigned from = 0, to; from < s->text.n; from = to) {
		for (to = from + 1; to < s->text.n && s->begins[to] != WORD;)
			to++;
		measure_word(ctx, (struct units){ to - from,
		    s->text.at + from }, f);
	}
}

static int
measure(const char *path, struct figures *f)
{
	static char line[LINE_OCTETS];
	FILE *file = fopen(path, "re");

	if (file == NULL) {
		perror(path);
		return -1;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct sentence s;

		line[strcspn(line, "\r\n")] = '\0';
		s = read_sentence(ctx, line);
		if (s.text.n > 0) {
			f->sentences++;
			measure_breaks(ctx, &s, f);
			measure_pages(ctx, &s, f);
			measure_words(ctx, &s, f);
		}
		talloc_free(ctx);
	}
	fclose(file);
	return 0;
}

static void
print(const struct figures *f)
{
	printf("sentences                %lu\n", f->sentences);
	printf("breaks between words     %.0f of %.0f: precision %.4f\n",
	    f->right.of, f->right.all, share(f->right));
	printf("words found              %.0f of %.0f: recall %.4f\n",
	    f->found.of, f->found.all, share(f->found));
	printf("breaks inside a cluster  %lu\n", f->inside);
	printf("pages                    %lu, %lu over, %lu texts torn\n",
	    f->pages, f->over, f->torn);
	printf("processor time a page    %.2f us\n", f->us /
	    (double)(f->pages > 0 ? f->pages : 1));
	printf("marks in another order   %.0f of %.0f fold alike: %.5f\n",
	    f->spelled.of, f->spelled.all, share(f->spelled));
	printf("a key's key is that key  %.0f of %.0f\n", f->stable.of,
	    f->stable.all);
}

static bool
is_good(const struct figures *f, const double least[2], double most_us)
{
	return f->sentences > 0 && f->inside == 0 && f->over == 0 &&
	    f->torn == 0 && f->stable.of >= f->stable.all &&
	    share(f->spelled) >= .999 && share(f->right) >= least[0] &&
	    share(f->found) >= least[1] &&
	    (most_us <= 0 || f->us <= most_us * (double)f->pages);
}

int
main(int argc, char **argv)
{
	struct figures f = {0};
	double least[2];
	bool good;

	if (argc != 5) {
		fprintf(stderr, "usage: text FILE PRECISION RECALL "
		    "MICROSECONDS\n");
		return 2;
	}
	least[0] = strtod(argv[2], NULL);
	least[1] = strtod(argv[3], NULL);
	if (measure(argv[1], &f) != 0)
		return 2;
	print(&f);
	good = is_good(&f, least, strtod(argv[4], NULL));
	printf("%s\n", good ? "good enough" : "NOT GOOD ENOUGH");
	return !good;
}
