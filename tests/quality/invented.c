#include "tests/quality/invented.h"

#include <stdio.h>
#include <string.h>

#define N(table) (unsigned)(sizeof(table) / sizeof((table)[0]))

/* Parts of Khmer words as people write them in Latin letters. */
static const char *const onsets[] = {
	"b", "ch", "chh", "d", "h", "k", "kh", "kr", "l", "m", "n", "ng", "p",
	"ph", "phn", "pr", "r", "s", "sr", "t", "th", "tr", "v", "y", "sv",
	"chr", "khl", "mean", "sm", "st",
};
static const char *const cores[] = {
	"a", "ea", "e", "i", "o", "ou", "u", "oeu", "eu", "ie", "ai", "ao",
	"uo", "ey", "oa", "a", "o", "i",
};
static const char *const codas[] = {
	"", "", "n", "ng", "k", "t", "m", "ch", "p", "y", "l", "r", "s", "th",
};
static const char *const english[] = {
	"golden", "silver", "bright", "star", "sun", "moon", "river", "lotus",
	"bridge", "horizon", "future", "dream", "pacific", "angkor", "mekong",
	"royal", "united", "global", "asia", "east", "south", "diamond",
	"ocean", "sky", "green", "blue", "red", "white", "happy", "smart",
	"grand", "prime", "first", "new", "good", "great", "true", "family",
	"career", "skill", "path", "gate", "way", "link", "hand", "power",
	"victory", "success", "progress", "harvest", "garden", "jasmine",
	"dragon", "tiger", "elephant", "lion", "eagle", "phoenix", "crystal",
	"pearl", "jade", "ruby", "amber", "coral", "maple", "cedar", "bamboo",
	"orchid", "sunrise", "summit", "valley", "harbour", "island",
	"compass", "anchor", "beacon", "pioneer", "heritage", "alliance",
	"century", "modern", "rapid", "solid", "noble", "honest", "sincere",
};
static const char *const generic[] = {
	"Manpower", "Manpower", "Group", "Service", "Services", "Recruitment",
	"(Cambodia) Manpower", "Manpower Supply", "Human Resources", "Cambodia",
	"International", "Overseas Employment", "Manpower Group", "Agency",
	"Labour Supply", "Employment Service", "", "",
};
static const char *const forms[] = {
	"Co., Ltd", "Co., Ltd.", "Co Ltd", "CO., LTD", "Ltd", "Plc", "",
};

static const char *const khmer_onsets[] = {
	"ក", "ខ", "គ", "ង", "ច", "ឆ", "ជ", "ញ", "ដ", "ណ", "ត", "ថ", "ទ", "ធ",
	"ន", "ប", "ផ", "ព", "ភ", "ម", "យ", "រ", "ល", "វ", "ស", "ហ", "អ",
	"ក្រ", "ខ្ល", "គ្រ", "ច្រ", "ជ្រ", "ត្រ", "ទ្រ", "ប្រ", "ព្រ", "ស្រ", "ស្វ", "ភ្ន", "ម្ល",
};
static const char *const khmer_cores[] = {
	"", "ា", "ិ", "ី", "ឹ", "ឺ", "ុ", "ូ", "ួ", "ើ", "ៀ", "េ", "ែ", "ៃ", "ោ",
	"ៅ", "ាំ", "ុំ", "៉ា", "៊ុ",
};
static const char *const khmer_codas[] = {
	"", "ក", "ង", "ច", "ញ", "ត", "ន", "ប", "ម", "យ", "រ", "ល", "វ", "ស",
};
static const char *const khmer_generic[] = {
	" ម៉េនផៅវើ", " គ្រុប", " សេវាកម្ម", " អន្តរជាតិ", " (ខេមបូឌា)", "", "",
};

static const char *
syllable(TALLOC_CTX *ctx, struct chance *c)
{
	const char *onset = onsets[chance_of(c, N(onsets))];
	const char *core = cores[chance_of(c, N(cores))];

	return talloc_asprintf(ctx, "%s%s%s", onset, core,
	    codas[chance_of(c, N(codas))]);
}

static void
capital(char *word)
{
	if (word[0] >= 'a' && word[0] <= 'z')
		word[0] = (char)(word[0] - 'a' + 'A');
}

static char *
khmer_word(TALLOC_CTX *ctx, struct chance *c)
{
	char *word = talloc_strdup(ctx, syllable(ctx, c));

	if (chance_of(c, 2) == 0)
		word = talloc_asprintf(ctx, "%s%s", word, syllable(ctx, c));
	capital(word);
	return word;
}

static char *
english_word(TALLOC_CTX *ctx, struct chance *c)
{
	char *word = talloc_strdup(ctx, english[chance_of(c, N(english))]);

	capital(word);
	return word;
}

static char *
initials(TALLOC_CTX *ctx, struct chance *c)
{
	char *out = talloc_strdup(ctx, "");
	unsigned n = 2 + chance_of(c, 3);
	const char *dot = chance_of(c, 2) == 0 ? "." : "";

	for (unsigned i = 0; i < n; i++)
		out = talloc_asprintf_append(out, "%c%s",
		    'A' + (int)chance_of(c, 26), dot);
	return out;
}

static char *
own_words(TALLOC_CTX *ctx, struct chance *c)
{
	unsigned kind = chance_of(c, 10);
	char *(*word)(TALLOC_CTX *, struct chance *) = kind < 6 ? khmer_word :
	    english_word;
	char *out = kind == 9 ? initials(ctx, c) : word(ctx, c);
	unsigned more = 1 + chance_of(c, 2);

	for (unsigned i = 0; i < more; i++)
		out = talloc_asprintf(ctx, "%s %s", out, word(ctx, c));
	return out;
}

char *
invented_name(TALLOC_CTX *ctx, struct chance *c)
{
	void *work = talloc_new(NULL);
	char *out = own_words(work, c);
	const char *more = generic[chance_of(c, N(generic))];
	const char *form = forms[chance_of(c, N(forms))];

	out = talloc_asprintf(ctx, "%s%s%s%s%s", out, *more ? " " : "", more,
	    *form ? " " : "", form);
	talloc_free(work);
	return out;
}

char *
invented_khmer(TALLOC_CTX *ctx, struct chance *c)
{
	char *out = talloc_strdup(ctx, chance_of(c, 2) == 0 ? "ក្រុមហ៊ុន " : "");
	unsigned words = 1 + chance_of(c, 2), n;

	for (unsigned i = 0; i < words; i++) {
		out = talloc_asprintf_append(out, "%s", i > 0 ? " " : "");
		n = 2 + chance_of(c, 2);
		for (unsigned k = 0; k < n; k++) {
			const char *onset = khmer_onsets[
			    chance_of(c, N(khmer_onsets))];
			const char *core = khmer_cores[
			    chance_of(c, N(khmer_cores))];

			out = talloc_asprintf_append(out, "%s%s%s", onset, core,
			    khmer_codas[chance_of(c, N(khmer_codas))]);
		}
	}
	return talloc_asprintf_append(out, "%s",
	    khmer_generic[chance_of(c, N(khmer_generic))]);
}
