#include "gateway/licences/vocabulary.h"

#include <stdint.h>
#include <string.h>

#include "locales/fold.h"

#define G { WORD_GENERIC, FORM_NONE, false }
#define F(form) { WORD_FORM, FORM_##form, false }
#define FIRST(form) { WORD_FORM, FORM_##form, true }

/* As people write them; folded when the vocabulary is opened.  Khmer and Thai
   ones wait for a native reader. */
static const struct { const char *text; struct meaning meaning; } words[] = {
	{ "co", F(LIMITED) }, { "company", FIRST(LIMITED) },
	{ "ltd", F(LIMITED) }, { "limited", F(LIMITED) },
	{ "coltd", F(LIMITED) }, { "pte", F(LIMITED) }, { "pvt", F(LIMITED) },
	{ "plc", F(PUBLIC) }, { "public", F(PUBLIC) },
	{ "corp", F(CORPORATION) }, { "corporation", F(CORPORATION) },
	{ "inc", F(CORPORATION) }, { "incorporated", F(CORPORATION) },
	{ "krumhun", FIRST(LIMITED) }, { "kromhun", FIRST(LIMITED) },
	{ "krumhon", FIRST(LIMITED) },
	{ "ក្រុមហ៊ុន", FIRST(LIMITED) },
	{ "ខូអិលធីឌី", F(LIMITED) },
	{ "អិលធីឌី", F(LIMITED) },
	{ "លីមីតធីត", F(LIMITED) },
	{ "ឯក", F(LIMITED) },
	{ "บริษัท", FIRST(LIMITED) },
	{ "จำกัด", F(LIMITED) },
	{ "มหาชน", F(PUBLIC) },

	{ "manpower", G }, { "menpower", G }, { "group", G },
	{ "service", G }, { "services", G }, { "recruitment", G },
	{ "recruiting", G }, { "recruit", G }, { "agency", G },
	{ "agencies", G }, { "agent", G }, { "cambodia", G },
	{ "cambodian", G }, { "cam", G }, { "khmer", G }, { "kampuchea", G },
	{ "international", G }, { "intl", G }, { "inter", G },
	{ "employment", G }, { "labour", G }, { "labor", G },
	{ "supply", G }, { "human", G }, { "resource", G },
	{ "resources", G }, { "hr", G }, { "development", G }, { "job", G },
	{ "jobs", G }, { "work", G }, { "worker", G }, { "workers", G },
	{ "overseas", G }, { "oversea", G }, { "training", G },
	{ "center", G }, { "centre", G }, { "trading", G }, { "trade", G },
	{ "import", G }, { "export", G }, { "travel", G }, { "tour", G },
	{ "tours", G }, { "consulting", G }, { "consultant", G },
	{ "consultants", G }, { "business", G }, { "enterprise", G },
	{ "enterprises", G }, { "investment", G }, { "solution", G },
	{ "solutions", G }, { "general", G }, { "the", G }, { "and", G },
	{ "of", G }, { "for", G },

	{ "ម៉េនផៅវើ", G },
	{ "មេនផៅវើ", G },
	{ "ម៉ែនផៅវើ", G },
	{ "ម៉េនផៅវ័រ", G },
	{ "មែនផៅវើ", G },
	{ "គ្រុប", G },
	{ "ហ្គ្រុប", G },
	{ "សេវាកម្ម", G },
	{ "សេវា", G },
	{ "ពលកម្ម", G },
	{ "ពលករ", G },
	{ "ជ្រើសរើស", G },
	{ "ជ្រើសរើសពលករ", G },
	{ "ភ្នាក់ងារ", G },
	{ "ទីភ្នាក់ងារ", G },
	{ "ភ្នាក់ងារជ្រើសរើសពលករ", G },
	{ "កម្ពុជា", G },
	{ "ខេមបូឌា", G },
	{ "អន្តរជាតិ", G },
	{ "ខ្មែរ", G },
	{ "ធនធានមនុស្ស", G },
	{ "អភិវឌ្ឍន៍", G },
	{ "ការងារ", G },
	{ "មុខរបរ", G },
	{ "ឯកជន", G },
	{ "បណ្តុះបណ្តាល", G },
	{ "ក្រៅប្រទេស", G },

	{ "จัดหางาน", G },
	{ "สำนักงาน", G },
	{ "สำนัก", G },
	{ "บริการ", G },
	{ "กลุ่ม", G },
	{ "กัมพูชา", G },
	{ "แรงงาน", G },
	{ "อินเตอร์เนชั่นแนล", G },
};

enum { WORDS = sizeof(words) / sizeof(words[0]), SLOTS = 512,
	LONG = 5 };

struct entry { const char *text; size_t n; struct meaning meaning; };

struct vocabulary {
	struct entry entry[WORDS];
	unsigned short slot[SLOTS];	/* index + 1; 0 none */
	/* Words that may end another, by their last octet: index + 1. */
	unsigned short last[256], next[WORDS];
};

static unsigned
slot_of(const char *word, size_t n)
{
	uint32_t h = 2166136261;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)word[i]) * 16777619;
	return (h ^ h >> 15) % SLOTS;
}

/* Khmer vowels, signs and the coeng stay with the letter before them. */
static bool
joins(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	return u[0] == 0xe1 && ((u[1] == 0x9e && u[2] >= 0xb4) ||
	    (u[1] == 0x9f && u[2] <= 0x93));
}

static bool
runs_on(const struct entry *e)
{
	return (unsigned char)e->text[0] >= 0x80;
}

/* "...manpowercoltd": short ones end many a word that is whole. */
static bool
may_end(const struct entry *e)
{
	return runs_on(e) || e->n >= LONG ||
	    (e->n >= 3 && e->meaning.kind == WORD_FORM);
}

static void
note_ending(struct vocabulary *v, unsigned i)
{
	const struct entry *e = &v->entry[i];
	unsigned char last = (unsigned char)e->text[e->n - 1];

	if (!may_end(e))
		return;
	v->next[i] = v->last[last];
	v->last[last] = (unsigned short)(i + 1);
}

struct vocabulary *
vocabulary_open(TALLOC_CTX *ctx)
{
	struct vocabulary *v = talloc_zero(ctx, struct vocabulary);

	_Static_assert(WORDS < SLOTS / 2, "the table is half empty");
	for (unsigned i = 0; i < WORDS; i++) {
		struct entry *e = &v->entry[i];
		unsigned slot;

		e->text = text_key(v, words[i].text);
		e->n = strlen(e->text);
		e->meaning = words[i].meaning;
		slot = slot_of(e->text, e->n);
		while (v->slot[slot] != 0)
			slot = (slot + 1) % SLOTS;
		v->slot[slot] = (unsigned short)(i + 1);
		note_ending(v, i);
	}
	return v;
}

struct meaning
vocabulary_word(const struct vocabulary *v, const char *word, size_t n)
{
	unsigned slot = slot_of(word, n);
	const struct entry *e;

	for (; v->slot[slot] != 0; slot = (slot + 1) % SLOTS) {
		e = &v->entry[v->slot[slot] - 1];
		if (e->n == n && memcmp(e->text, word, n) == 0)
			return e->meaning;
	}
	return (struct meaning){ WORD_OWN, FORM_NONE, false };
}

size_t
vocabulary_prefix(const struct vocabulary *v, const char *text, size_t n,
    struct meaning *meaning)
{
	const struct entry *e;
	size_t longest = 0;

	for (unsigned i = 0; i < WORDS; i++) {
		e = &v->entry[i];
		if (!runs_on(e) || e->n >= n || e->n <= longest ||
		    memcmp(text, e->text, e->n) != 0 || joins(text + e->n))
			continue;
		longest = e->n;
		*meaning = e->meaning;
	}
	return longest;
}

size_t
vocabulary_suffix(const struct vocabulary *v, const char *text, size_t n,
    struct meaning *meaning)
{
	const struct entry *e;
	size_t longest = 0;

	for (unsigned i = n > 0 ? v->last[(unsigned char)text[n - 1]] : 0;
	    i != 0; i = v->next[i - 1]) {
		e = &v->entry[i - 1];
		if (e->n >= n || e->n <= longest ||
		    memcmp(text + n - e->n, e->text, e->n) != 0)
			continue;
		longest = e->n;
		*meaning = e->meaning;
	}
	return longest;
}
