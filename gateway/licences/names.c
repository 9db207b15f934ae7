#include "gateway/licences/names.h"

#include <string.h>

#include "locales/fold.h"

enum {
	AND = '&',
	TAILS = 8,
	GLUED_MIN = 6,	/* octets of a Latin word that may be several */
};

/* A word that a legal form stands before, held back until it is clear
   whether that form ends the name. */
struct held { const char *word; size_t n; struct meaning meaning; };


struct reading {
	const struct vocabulary *vocabulary;
	struct name *name;
	struct held held[TAILS];
	unsigned held_n;
};

static uint32_t
next_of(const char **at)
{
	const unsigned char *u = (const unsigned char *)*at;
	uint32_t c = u[0];
	int more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

	if (more > 0)
		c &= 0x3fU >> more;
	for (int i = 1; i <= more && u[i] != 0; i++)
		c = c << 6 | (u[i] & 0x3f);
	for ((*at)++; more > 0 && **at != '\0'; more--)
		(*at)++;
	return c;
}

static bool
is_ascii_word(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Blocks of punctuation, signs and pictures. */
static const struct { uint32_t from, to; } outside[] = {
	{ 0x80, 0xbf }, { 0xd7, 0xd7 }, { 0xf7, 0xf7 }, { 0x0e2f, 0x0e2f },
	{ 0x0e3f, 0x0e3f }, { 0x0e46, 0x0e46 }, { 0x0e4f, 0x0e4f },
	{ 0x0e5a, 0x0e5b }, { 0x17d4, 0x17db }, { 0x2000, 0x2bff },
	{ 0x2e00, 0x2e7f }, { 0x3000, 0x3020 }, { 0xd800, 0xf8ff },
	{ 0xfe00, 0xfe0f }, { 0xfff0, 0xffff }, { 0x1f000, 0x1faff },
	{ 0xe0000, 0x10ffff },
};

static bool
is_word(uint32_t c)
{
	if (c < 0x80)
		return is_ascii_word(c);
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (c >= outside[i].from && c <= outside[i].to)
			return false;
	return true;
}

static uint16_t
letter_of(uint32_t c)
{
	if (c < 0x80)
		return (uint16_t)c;
	if (c >= 0x1780 && c < 0x1800)
		return (uint16_t)(0x80 + (c - 0x1780));
	if (c >= 0x0e00 && c < 0x0e80)
		return (uint16_t)(0x100 + (c - 0x0e00));
	return (uint16_t)(0x180 + (c & 0x7f));
}

/* The word that so many letters belong to; NULL when there are too many. */
static struct name_word *
place_word(struct name *name, unsigned letters, enum word_kind kind)
{
	struct name_word *word = name->words_n > 0 ?
	    &name->word[name->words_n - 1] : NULL;
	bool spelled = letters == 1 && kind == WORD_OWN;

	if (word != NULL && word->spelled && spelled) {
		name->letter[name->letters_n - 1] &= (uint16_t)~LETTER_ENDS;
		return word;
	}
	if (name->words_n == NAME_WORDS)
		return NULL;
	word = &name->word[name->words_n++];
	*word = (struct name_word){ (unsigned char)name->letters_n, 0, kind,
		spelled };
	name->own_n += kind == WORD_OWN;
	return word;
}

static unsigned
count_letters(const char *word, size_t n)
{
	unsigned letters = 0;

	for (size_t i = 0; i < n; i++)
		letters += ((unsigned char)word[i] & 0xc0) != 0x80;
	return letters;
}

static void
put_word(struct name *name, const char *word, size_t n, enum word_kind kind)
{
	unsigned letters = count_letters(word, n);
	const char *at = word;
	struct name_word *w;
	uint16_t flags = kind == WORD_GENERIC ? LETTER_GENERIC : 0;

	if (name->exact_n + n >= NAME_OCTETS ||
	    name->letters_n + letters > NAME_LETTERS ||
	    (w = place_word(name, letters, kind)) == NULL) {
		name->cut = true;
		return;
	}
	memcpy(name->exact + name->exact_n, word, n);
	name->exact_n += (unsigned)n;
	while (at < word + n)
		name->letter[name->letters_n++] = letter_of(next_of(&at)) |
		    flags;
	w->n = (unsigned char)(name->letters_n - w->from);
	name->letter[name->letters_n - 1] |= LETTER_ENDS;
}

/* It did not: "CO Mekong" and "Mekong Co Sun" are names. */
static void
let_go(struct reading *r)
{
	struct held *h;

	for (unsigned i = 0; i < r->held_n; i++) {
		h = &r->held[i];
		put_word(r->name, h->word, h->n,
		    h->meaning.kind == WORD_GENERIC ? WORD_GENERIC : WORD_OWN);
	}
	r->held_n = 0;
}

static void
take_known(struct reading *r, const char *word, size_t n, struct meaning m)
{
	if (m.first && r->name->words_n == 0) {
		r->name->form |= m.form;
	} else if (m.kind == WORD_OWN ||
	    (m.kind == WORD_GENERIC && r->held_n == 0) ||
	    r->held_n == TAILS) {
		let_go(r);
		put_word(r->name, word, n, m.kind);
	} else {
		r->held[r->held_n++] = (struct held){ word, n, m };
	}
}

/* All that is held stands at the end. */
static void
end_name(struct reading *r)
{
	struct held *h;

	for (unsigned i = 0; i < r->held_n; i++) {
		h = &r->held[i];
		if (h->meaning.kind == WORD_FORM)
			r->name->form |= h->meaning.form;
		else
			put_word(r->name, h->word, h->n, WORD_GENERIC);
	}
}

/* Words that run on: known ones are taken off both ends. */
static void
take_run(struct reading *r, const char *word, size_t n)
{
	const struct vocabulary *v = r->vocabulary;
	struct meaning m = vocabulary_word(v, word, n), after[TAILS];
	size_t part, tail[TAILS];
	unsigned tails = 0;

	while (m.kind == WORD_OWN && (unsigned char)word[0] >= 0x80 &&
	    (part = vocabulary_prefix(v, word, n, &m)) > 0) {
		take_known(r, word, part, m);
		word += part;
		n -= part;
		m = vocabulary_word(v, word, n);
	}
	while (m.kind == WORD_OWN && tails < TAILS && (tail[tails] =
	    vocabulary_suffix(v, word, n, &after[tails])) > 0)
		n -= tail[tails++];
	if (tails > 0)
		m = vocabulary_word(v, word, n);
	take_known(r, word, n, m);
	word += n;
	while (tails-- > 0) {
		take_known(r, word, tail[tails], after[tails]);
		word += tail[tails];
	}
}

static void
take_word(struct reading *r, const char *word, size_t n)
{
	if ((unsigned char)word[0] >= 0x80 || n >= GLUED_MIN)
		take_run(r, word, n);
	else
		take_known(r, word, n, vocabulary_word(r->vocabulary, word, n));
}

static void
read_key(struct reading *r, char *key)
{
	const char *at = key, *from;
	char *word = key, *to = key;
	uint32_t c;

	/* Words are closed up in place: an apostrophe parts nothing. */
	while (*at != '\0') {
		from = at;
		c = next_of(&at);
		if (is_word(c)) {
			memmove(to, from, (size_t)(at - from));
			to += at - from;
		} else if (c != '\'' && c != 0x2019 && c != 0x2018) {
			if (to > word)
				take_word(r, word, (size_t)(to - word));
			if (c == AND)
				take_known(r, "and", 3, vocabulary_word(
				    r->vocabulary, "and", 3));
			word = to;
		}
	}
	if (to > word)
		take_word(r, word, (size_t)(to - word));
	end_name(r);
}

bool
name_plain(const char *clean, char *out, size_t size)
{
	size_t n = 0;

	for (; *clean != '\0'; clean++) {
		if ((unsigned char)*clean >= 0x80 || n + 1 == size)
			return false;
		out[n++] = (char)(*clean >= 'A' && *clean <= 'Z' ?
		    *clean - 'A' + 'a' : *clean);
	}
	out[n] = '\0';
	return true;
}

void
name_read(const struct vocabulary *vocabulary, const char *clean,
    struct name *name)
{
	struct reading r = { .vocabulary = vocabulary, .name = name };
	char plain[NAME_OCTETS], *key;

	name->exact_n = name->form = name->words_n = name->own_n = 0;
	name->letters_n = 0;
	name->cut = false;
	key = name_plain(clean, plain, sizeof(plain)) ? plain :
	    text_key(NULL, clean);
	read_key(&r, key);
	name->exact[name->exact_n] = '\0';
	if (key != plain)
		talloc_free(key);
}

bool
name_has_khmer(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)text[0] == 0xe1 &&
		    ((unsigned char)text[1] == 0x9e ||
		    (unsigned char)text[1] == 0x9f))
			return true;
	return false;
}

static unsigned
put_letter(char *out, uint16_t letter)
{
	unsigned c = letter & LETTER;

	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c >= 0x180)
		return 0;
	c += c < 0x100 ? 0x1780 - 0x80 : 0x0e00 - 0x100;
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

char *
name_own_words(TALLOC_CTX *ctx, const struct name *name)
{
	char *out = talloc_array(ctx, char, name->letters_n * 3 +
	    name->words_n + 1);
	unsigned n = 0;

	for (unsigned i = 0; i < name->letters_n; i++) {
		if (name->letter[i] & LETTER_GENERIC)
			continue;
		n += put_letter(out + n, name->letter[i]);
		if (name->letter[i] & LETTER_ENDS)
			out[n++] = ' ';
	}
	out[n] = '\0';
	return out;
}
