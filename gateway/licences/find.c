#include "gateway/licences/index.h"

#include <string.h>

#include "gateway/licences/rank.h"
#include "locales/fold.h"
#include "locales/romanise.h"

enum {
	POSTINGS_MAX = 40000,	/* looked at for one query, rarest first */
	RANKED_MAX = 64,	/* compared letter by letter */
	REFINED_MAX = 12,	/* and word by word */
	SCORES = 1024,
	LETTERS_MIN = 3,	/* fewer tell no company from another */
};

struct ranked { unsigned spelling, cost, score; bool whole, refined; };

/* ---- exact */

static void
add_hit(struct found *out, struct hit hit)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->hit[i].agency == hit.agency)
			return;
	if (out->n < HITS_MAX)
		out->hit[out->n++] = hit;
}

/* "Ltd" is not "Plc"; whoever leaves it out may mean either. */
static bool
forms_agree(unsigned a, unsigned b)
{
	return a == FORM_NONE || b == FORM_NONE || (a & b) != 0;
}

static void
find_name(const struct index *x, const struct name *name, struct found *out)
{
	unsigned mask = x->slots - 1, i;
	const struct spelling *s;

	if (name->cut || name->exact_n == 0)
		return;
	i = (unsigned)octets_hash(name->exact, name->exact_n) & mask;
	for (; x->slot[i] != 0; i = (i + 1) & mask) {
		s = &x->spelling[x->slot[i] - 1];
		if (s->exact_n == name->exact_n &&
		    memcmp(x->exact + s->exact, name->exact,
		    name->exact_n) == 0 && forms_agree(s->form, name->form))
			add_hit(out, (struct hit){ .agency = s->agency,
			    .near = true, .whole = true });
	}
}

static void
find_number(const struct index *x, const char *licence, struct found *out)
{
	unsigned mask = x->licence_slots - 1, i;
	uint64_t hash;

	if (licence[0] == '\0')
		return;
	hash = octets_hash(licence, strlen(licence));
	for (i = (unsigned)hash & mask; x->licence[i].hash != 0;
	    i = (i + 1) & mask)
		if (x->licence[i].hash == hash)
			add_hit(out, (struct hit){ .near = true, .whole = true,
			    .agency = x->licence[i].agency });
}

/* As it was written, before it is read in another way. */
static void
find_licence(const struct index *x, const char *clean, struct found *out)
{
	char licence[LICENCE_KEY];
	unsigned before = (unsigned)out->n;

	for (enum licence_written way = 0; way < LICENCE_WAYS &&
	    out->n == before; way++) {
		licence_asked(clean, way, licence);
		find_number(x, licence, out);
	}
}

/* ---- near */

static unsigned
weight_of(const struct index *x, unsigned postings)
{
	unsigned weight = 1;

	for (size_t all = x->n; all > postings && weight < 12; all /= 2)
		weight++;
	return weight;
}

static unsigned
postings_of(const struct index *x, uint16_t gram)
{
	return x->start[gram + 1] - x->start[gram];
}

/* Rarest first. */
static void
sort_grams(const struct index *x, uint16_t *grams, unsigned n)
{
	for (unsigned i = 1; i < n; i++) {
		uint16_t gram = grams[i];
		unsigned k = i;

		for (; k > 0 && postings_of(x, grams[k - 1]) >
		    postings_of(x, gram); k--)
			grams[k] = grams[k - 1];
		grams[k] = gram;
	}
}

/* By its own words, and by all of them for names that have no own ones. */
static unsigned
grams_of_typed(const struct typed *q, uint16_t *grams)
{
	unsigned n = q->name.own_n > 0 ? grams_of(q->own_sounds,
	    q->own_sounds_n, false, grams) : 0;

	if (q->name.own_n < q->name.words_n)
		n += grams_of(q->sounds, q->sounds_n, false, grams + n);
	return n;
}

/* Count what shares sounds with the query; returns how many were touched. */
static unsigned
gather(struct index *x, const struct typed *q)
{
	uint16_t grams[GRAMS_MAX * 2];
	unsigned n = grams_of_typed(q, grams);
	unsigned touched = 0, seen = 0, weight;

	sort_grams(x, grams, n);
	for (unsigned i = 0; i < n; i++) {
		if (i > 0 && grams[i] == grams[i - 1])
			continue;
		seen += postings_of(x, grams[i]);
		if (i > 2 && seen > POSTINGS_MAX)
			break;
		weight = weight_of(x, postings_of(x, grams[i]));
		for (unsigned p = x->start[grams[i]];
		    p < x->start[grams[i] + 1]; p++) {
			unsigned k = x->posting[p];

			if (x->score[k] == 0)
				x->touched[touched++] = k;
			x->score[k] += (uint16_t)weight;
		}
	}
	return touched;
}

/* Where to cut: at most so many of those touched have `least` or more; those
   that have `some`, the next score, may fill what is left. */
struct cut { unsigned least, some; };

static struct cut
cut_at(const struct index *x, unsigned touched, unsigned most)
{
	unsigned histogram[SCORES] = {0}, n = 0;
	struct cut cut = { SCORES, 0 };

	for (unsigned i = 0; i < touched; i++) {
		unsigned s = x->score[x->touched[i]];

		histogram[s < SCORES ? s : SCORES - 1]++;
	}
	while (cut.least > 1 && n + histogram[cut.least - 1] <= most)
		n += histogram[--cut.least];
	cut.some = cut.least - 1;
	return cut;
}

/* The best by shared sounds; every score is zero again afterwards. */
static unsigned
select_best(struct index *x, const struct typed *q, struct ranked *out)
{
	unsigned touched = gather(x, q), n = 0, k;
	struct cut cut = cut_at(x, touched, RANKED_MAX);

	for (unsigned i = 0; i < touched; i++) {
		k = x->touched[i];
		if (x->score[k] >= cut.least && n < RANKED_MAX)
			out[n++] = (struct ranked){ .spelling = k,
			    .score = x->score[k] };
	}
	for (unsigned i = 0; i < touched; i++) {
		k = x->touched[i];
		if (x->score[k] == cut.some && n < RANKED_MAX)
			out[n++] = (struct ranked){ .spelling = k,
			    .score = cut.some };
		x->score[k] = 0;
	}
	return n;
}

static bool
by_cost(const struct ranked *a, const struct ranked *b)
{
	return a->cost != b->cost ? a->cost < b->cost : a->score > b->score;
}

static bool
by_score(const struct ranked *a, const struct ranked *b)
{
	return a->score > b->score;
}

static void
sort_ranked(struct ranked *ranked, unsigned n,
    bool (*before)(const struct ranked *, const struct ranked *))
{
	for (unsigned i = 1; i < n; i++) {
		struct ranked r = ranked[i];
		unsigned k = i;

		for (; k > 0 && before(&r, &ranked[k - 1]); k--)
			ranked[k] = ranked[k - 1];
		ranked[k] = r;
	}
}

static void
refine(struct index *x, struct typed *q, struct ranked *ranked, unsigned n)
{
	const struct spelling *s;
	unsigned cost;

	for (unsigned i = 0; i < n && i < REFINED_MAX; i++) {
		if (ranked[i].refined)
			continue;
		s = &x->spelling[ranked[i].spelling];
		cost = rank_words(q, x, s, &ranked[i].whole);
		if (cost < ranked[i].cost)
			ranked[i].cost = cost;
		cost = rank_longer(q, x, s);
		if (cost < ranked[i].cost)
			ranked[i].cost = cost;
		ranked[i].refined = true;
	}
}

/* Word by word those that share most sounds, and those that are nearest. */
static void
find_near(struct index *x, struct typed *q, struct found *out)
{
	struct ranked ranked[RANKED_MAX] = {0};
	unsigned n = select_best(x, q, ranked), limit = rank_limit(q);

	for (unsigned i = 0; i < n; i++)
		ranked[i].cost = rank_whole(q, x,
		    &x->spelling[ranked[i].spelling]);
	sort_ranked(ranked, n, by_score);
	refine(x, q, ranked, n);
	sort_ranked(ranked, n, by_cost);
	refine(x, q, ranked, n);
	sort_ranked(ranked, n, by_cost);
	for (unsigned i = 0; i < n; i++)
		add_hit(out, (struct hit){
		    .agency = x->spelling[ranked[i].spelling].agency,
		    .cost = ranked[i].cost, .near = ranked[i].cost <= limit,
		    .whole = ranked[i].whole });
}

/* What was typed in Khmer, sought among names in Latin letters. */
static void
find_romanised(struct index *x, struct typed *q, const char *clean,
    struct found *out)
{
	char *own, *latin;

	typed_begin(q, x->vocabulary, clean);
	own = name_own_words(NULL, &q->name);
	typed_end(q);
	latin = text_romanised(own, own);
	out->n = 0;
	typed_begin(q, x->vocabulary, latin);
	q->romanised = true;
	if (q->name.own_n > 0)
		find_near(x, q, out);
	typed_end(q);
	talloc_free(own);
}

void
index_find(struct index *x, const char *clean, struct found *out)
{
	struct typed *q = x->typed;

	*out = (struct found){0};
	typed_begin(q, x->vocabulary, clean);
	out->bare = q->name.own_n == q->name.words_n;
	out->vague = q->name.own_n == 0 || q->own_n < LETTERS_MIN;
	find_name(x, &q->name, out);
	find_licence(x, clean, out);
	out->exact = out->n;
	/* Of an exact one the others matter only if it says too little. */
	if (q->name.letters_n > 0 && (out->exact == 0 || out->bare))
		find_near(x, q, out);
	typed_end(q);
	if ((out->n == 0 || !out->hit[0].near) && name_has_khmer(clean))
		find_romanised(x, q, clean, out);
}

char *
index_own_words(const struct index *x, TALLOC_CTX *ctx, const char *clean)
{
	struct name *name = talloc(NULL, struct name);
	char *words;

	name_read(x->vocabulary, clean, name);
	words = name_own_words(ctx, name);
	talloc_free(name);
	return words;
}
