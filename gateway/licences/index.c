#include "gateway/licences/index_inside.h"

#include <string.h>

#include "gateway/licences/rank.h"
#include "locales/fold.h"
#include "locales/romanise.h"

/* While it is built. */
struct building {
	struct index *index;
	size_t room;			/* spellings */
	size_t letters_room, exact_room;
	struct name name;
};

uint64_t
octets_hash(const char *octets, size_t n)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)octets[i]) * 0x100000001b3;
	return h ^ h >> 29;
}

uint32_t
letters_hash(const uint16_t *letters, unsigned n)
{
	uint32_t h = 2166136261;

	for (unsigned i = 0; i < n; i++)
		h = (h ^ (letters[i] & LETTER)) * 16777619;
	h ^= h >> 15;
	return h != 0 ? h : 1;
}

static uint16_t
bucket_of(unsigned a, unsigned b, unsigned c)
{
	uint32_t h = (a * 0x9e3779b1U) ^ (b * 0x85ebca6bU) ^ (c * 0xc2b2ae35U);

	h ^= h >> 15;
	h *= 0x2c1b3c6dU;
	return (uint16_t)(h >> 16);
}

unsigned
grams_of(const uint16_t *sounds, unsigned n, bool own_only, uint16_t *out)
{
	unsigned a = SOUND_BEGINS, b = 0, grams = 0;

	for (unsigned i = 0; i < n; i++) {
		if (own_only && (sounds[i] & LETTER_GENERIC))
			continue;
		if (b != 0)
			out[grams++] = bucket_of(a, b, sounds[i] & LETTER);
		a = b != 0 ? b : a;
		b = sounds[i] & LETTER;
	}
	if (b != 0)
		out[grams++] = bucket_of(a, b, SOUND_ENDS);
	return grams;
}

static void
make_room(struct building *b)
{
	struct index *x = b->index;

	if (x->n == b->room) {
		b->room = b->room > 0 ? b->room * 2 : 256;
		x->spelling = talloc_realloc(x, x->spelling, struct spelling,
		    (unsigned)b->room);
	}
	if (b->letters_room < x->letters_n + NAME_LETTERS) {
		b->letters_room = b->letters_room * 2 + NAME_LETTERS * 64;
		x->letters = talloc_realloc(x, x->letters, uint16_t,
		    (unsigned)b->letters_room);
		x->sounds = talloc_realloc(x, x->sounds, uint16_t,
		    (unsigned)b->letters_room);
	}
	if (b->exact_room < x->exact_n + NAME_OCTETS) {
		b->exact_room = b->exact_room * 2 + NAME_OCTETS * 64;
		x->exact = talloc_realloc(x, x->exact, char,
		    (unsigned)b->exact_room);
	}
}

static unsigned
own_letters(const struct name *name)
{
	unsigned n = 0;

	for (unsigned i = 0; i < name->letters_n; i++)
		n += !(name->letter[i] & LETTER_GENERIC);
	return n;
}

static void
add_spelling(struct building *b, const char *text, unsigned agency,
    bool romanised)
{
	struct index *x = b->index;
	struct name *name = &b->name;
	struct spelling *s;

	name_read(x->vocabulary, text, name);
	if (name->letters_n == 0)
		return;
	make_room(b);
	s = &x->spelling[x->n++];
	*s = (struct spelling){
		.agency = agency,
		.letters = (unsigned)x->letters_n,
		.sounds = (unsigned)x->sounds_n,
		.exact = (unsigned)x->exact_n,
		.exact_n = (unsigned short)(name->cut ? 0 : name->exact_n),
		.letters_n = (unsigned char)name->letters_n,
		.words_n = (unsigned char)name->words_n,
		.own_n = (unsigned char)name->own_n,
		.own_letters = (unsigned char)own_letters(name),
		.form = (unsigned char)name->form,
		.romanised = romanised,
	};
	memcpy(x->letters + x->letters_n, name->letter,
	    sizeof(uint16_t) * name->letters_n);
	x->letters_n += name->letters_n;
	s->sounds_n = (unsigned char)letters_by_sound(name->letter,
	    name->letters_n, x->sounds + x->sounds_n);
	x->sounds_n += s->sounds_n;
	memcpy(x->exact + x->exact_n, name->exact, name->exact_n);
	x->exact_n += name->exact_n;
}

/* Under its own spelling and, of a Khmer name, under ours in Latin letters. */
static void
add_name(struct building *b, const struct called *called)
{
	char *own, *latin;

	add_spelling(b, called->text, called->agency, false);
	if (!name_has_khmer(called->text))
		return;
	own = name_own_words(NULL, &b->name);
	latin = text_romanised(own, own);
	add_spelling(b, latin, called->agency, true);
	talloc_free(own);
}

static void
put_licence(struct index *x, const char *key, unsigned agency)
{
	uint64_t hash = octets_hash(key, strlen(key));
	unsigned mask = x->licence_slots - 1, i = (unsigned)hash & mask;

	if (key[0] == '\0')
		return;
	for (; x->licence[i].hash != 0; i = (i + 1) & mask)
		if (x->licence[i].hash == hash &&
		    x->licence[i].agency == agency)
			return;
	x->licence[i].hash = hash;
	x->licence[i].agency = agency;
}

static void
add_licence(struct building *b, const struct called *called)
{
	char key[LICENCE_KEY];

	for (enum licence_written way = 0; way < LICENCE_WAYS; way++) {
		if (way == LICENCE_CLOSED && strchr(called->text, ' ') == NULL)
			continue;
		licence_key(called->text, false, way, key);
		put_licence(b->index, key, called->agency);
		if (way == LICENCE_RUN)
			continue;
		licence_key(called->text, true, way, key);
		put_licence(b->index, key, called->agency);
	}
}

static unsigned
power_above(size_t n)
{
	unsigned power = 16;

	while (power < n)
		power *= 2;
	return power;
}

static void
fill_slots(struct index *x)
{
	const struct spelling *s;
	unsigned mask, i;

	x->slots = power_above(x->n * 2 + 1);
	x->slot = talloc_zero_array(x, unsigned, x->slots);
	mask = x->slots - 1;
	for (unsigned k = 0; k < x->n; k++) {
		s = &x->spelling[k];
		if (s->romanised || s->exact_n == 0)
			continue;
		i = (unsigned)octets_hash(x->exact + s->exact, s->exact_n);
		for (i &= mask; x->slot[i] != 0;)
			i = (i + 1) & mask;
		x->slot[i] = k + 1;
	}
}

static struct word_count *
find_word(const struct index *x, uint32_t hash)
{
	unsigned mask = x->word_slots - 1, i = hash & mask;

	while (x->word[i].hash != 0 && x->word[i].hash != hash)
		i = (i + 1) & mask;
	return &x->word[i];
}

unsigned
word_count(const struct index *x, const uint16_t *letters, unsigned n)
{
	return find_word(x, letters_hash(letters, n))->n;
}

static void
count_words(struct index *x)
{
	struct word_count *word;
	size_t words = 0, from = 0;

	for (size_t i = 0; i < x->letters_n; i++)
		words += (x->letters[i] & LETTER_ENDS) != 0;
	x->word_slots = power_above(words * 2 + 1);
	x->word = talloc_zero_array(x, struct word_count, x->word_slots);
	for (size_t i = 0; i < x->letters_n; i++) {
		if (!(x->letters[i] & LETTER_ENDS))
			continue;
		word = find_word(x, letters_hash(x->letters + from,
		    (unsigned)(i + 1 - from)));
		word->hash = letters_hash(x->letters + from,
		    (unsigned)(i + 1 - from));
		word->n++;
		from = i + 1;
	}
}

static unsigned
grams_of_spelling(const struct index *x, unsigned k, uint16_t *grams)
{
	const struct spelling *s = &x->spelling[k];

	return grams_of(x->sounds + s->sounds, s->sounds_n,
	    s->own_letters >= SHORT_OWN, grams);
}

/* Counted first, then put in place: two passes, no lists. */
static void
fill_postings(struct index *x)
{
	uint16_t grams[GRAMS_MAX];
	unsigned n, sum = 0, next;

	x->start = talloc_zero_array(x, unsigned, BUCKETS + 1);
	for (unsigned k = 0; k < x->n; k++) {
		n = grams_of_spelling(x, k, grams);
		for (unsigned i = 0; i < n; i++)
			x->start[grams[i]]++;
	}
	for (unsigned b = 0; b <= BUCKETS; b++) {
		next = x->start[b];
		sum += next;
		x->start[b] = sum;
	}
	x->posting = talloc_array(x, unsigned, sum + 1);
	for (unsigned k = (unsigned)x->n; k-- > 0;) {
		n = grams_of_spelling(x, k, grams);
		for (unsigned i = 0; i < n; i++)
			x->posting[--x->start[grams[i]]] = k;
	}
}

struct index *
index_build(TALLOC_CTX *ctx, const struct called *called, size_t n)
{
	struct building b = { .index = talloc_zero(ctx, struct index) };
	struct index *x = b.index;
	size_t licences = 0;

	x->vocabulary = vocabulary_open(x);
	for (size_t i = 0; i < n; i++)
		licences += called[i].by == BY_LICENCE;
	x->licence_slots = power_above(licences * 5 + 1);
	x->licence = talloc_zero_array(x, struct licence_slot,
	    x->licence_slots);
	for (size_t i = 0; i < n; i++) {
		if (called[i].by == BY_LICENCE)
			add_licence(&b, &called[i]);
		else
			add_name(&b, &called[i]);
	}
	fill_slots(x);
	count_words(x);
	fill_postings(x);
	x->score = talloc_zero_array(x, uint16_t, (unsigned)x->n + 1);
	x->touched = talloc_array(x, unsigned, (unsigned)x->n + 1);
	x->typed = talloc_zero(x, struct typed);
	return x;
}
