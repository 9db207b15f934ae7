#include "gateway/licences/asked.h"

#include <string.h>

#include "locales/fold.h"

enum {
	NAME_WORDS_MAX = 6,
	NAME_UNITS_MAX = 60,
};

/* As people write them; Khmer, Thai and romanised Khmer are composed and
   wait for a native reader.  Longer ones first. */
static const struct { const char *word; int locale; } checks[] = {
	{ "check agency", LOCALES },
	{ "check company", LOCALES },
	{ "check licence", LOCALES },
	{ "check license", LOCALES },
	{ "check kromhun", LOCALE_KM_LATN },
	{ "check krumhun", LOCALE_KM_LATN },
	{ "check", LOCALES },
	{ "licence", LOCALE_EN },
	{ "license", LOCALE_EN },
	{ "chhek", LOCALE_KM_LATN },
	{ "chek", LOCALE_KM_LATN },
	{ "pinit", LOCALE_KM_LATN },
	{ "pinet", LOCALE_KM_LATN },
	{ "ពិនិត្យមើល", LOCALE_KM },
	{ "ពិនិត្យ", LOCALE_KM },
	{ "ឆែកមើល", LOCALE_KM },
	{ "ឆែក", LOCALE_KM },
	{ "ស្វែងរក", LOCALE_KM },
	{ "អាជ្ញាប័ណ្ណ", LOCALE_KM },
	{ "ตรวจสอบ", LOCALE_TH },
	{ "เช็คบริษัท", LOCALE_TH },
	{ "เช็ค", LOCALE_TH },
	{ "เช็ก", LOCALE_TH },
	{ "ค้นหา", LOCALE_TH },
	{ "ใบอนุญาต", LOCALE_TH },
};

/* Words of every day: none of them in a name that stands alone. */
static const char *const daily[] = {
	"i", "im", "me", "my", "we", "us", "our", "you", "your", "he", "him",
	"his", "she", "her", "they", "them", "their", "it", "this", "that",
	"is", "am", "are", "was", "were", "be", "been", "do", "does", "did",
	"dont", "didnt", "not", "no", "never", "cant", "cannot", "can", "will",
	"wont", "would", "have", "has", "had", "with", "from", "at", "on",
	"what", "where", "when", "why", "who", "how", "help", "please", "pls",
	"plz", "want", "need", "go", "went", "come", "back", "home", "lost",
	"money", "pay", "paid", "wage", "wages", "salary", "boss", "passport",
	"sick", "ill", "hurt", "pain", "hungry", "food", "die", "dead", "dying",
	"run", "hit", "scared", "afraid", "fear", "cry", "baby", "child",
	"wife", "husband", "mother", "father", "sister", "brother", "friend",
	"danger", "dangerous", "urgent", "emergency", "save", "stuck", "alone",
	"leave", "stop", "keep", "kept", "took", "take", "sold", "sell",
	"khnhom", "knhom", "nhom", "yerng", "yeung", "chuoy", "juoy", "luy",
	"thaoke", "taoke", "ot", "trov", "chheu", "chhue", "ngoab", "slab",
	"khlach",
};

/* The same in scripts that run on, anywhere in the text. */
static const char *const daily_within[] = {
	"ខ្ញុំ",
	"យើង",
	"ជួយ",
	"សូម",
	"ថៅកែ",
	"លុយ",
	"ប្រាក់ខែ",
	"ឈឺ",
	"ខ្លាច",
	"ប្តី",
	"ប្រពន្ធ",
	"ម្តាយ",
	"ឪពុក",
	"ម៉ាក់",
	"មិនឱ្យ",
	"មិនអោយ",
	"អត់បាន",
	"អត់ឱ្យ",
	"អត់អោយ",
	"ចង់",
	"គ្មាន",
	"ស្លាប់",
	"ងាប់",
	"បាត់",
	"ฉัน",
	"ผม",
	"หนู",
	"ช่วย",
	"เงิน",
	"นายจ้าง",
	"เถ้าแก่",
	"กลัว",
	"เจ็บ",
	"ป่วย",
	"ไม่",
	"อยาก",
	"กลับบ้าน",
	"ลูก",
	"สามี",
	"เมีย",
	"แม่",
	"พ่อ",
	"ตาย",
	"ขอ",
	"หาย",
};

static bool
is_space(char c)
{
	return c == ' ' || c == ':' || c == ',' || c == '.' || c == '-' ||
	    c == '?' || c == '!';
}

static const char *
skip_spaces(const char *at)
{
	while (is_space(*at))
		at++;
	return at;
}

/* Khmer marks go with the letter before them: half a word is no word. */
static bool
parts_there(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	return !(u[0] == 0xe1 && ((u[1] == 0x9e && u[2] >= 0xb4) ||
	    (u[1] == 0x9f && u[2] <= 0x93)));
}

const char *
asked_by_word(TALLOC_CTX *ctx, const char *clean, int *locale)
{
	char *key = text_key(ctx, clean);
	const char *at = skip_spaces(key);
	char *word;
	size_t n;

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		word = text_key(ctx, checks[i].word);
		n = strlen(word);
		if (strncmp(at, word, n) != 0 || (is_space(at[n]) ? false :
		    (unsigned char)word[0] < 0x80 || !parts_there(at + n)))
			continue;
		if (*skip_spaces(at + n) == '\0')
			return NULL;
		if (locale != NULL)
			*locale = checks[i].locale;
		return skip_spaces(at + n);
	}
	return NULL;
}

size_t
asked_words(const char *clean)
{
	size_t words = 0;

	for (const char *at = skip_spaces(clean); *at != '\0';
	    at = skip_spaces(at)) {
		words++;
		while (*at != '\0' && !is_space(*at))
			at++;
	}
	return words;
}

static bool
is_daily(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(daily) / sizeof(*daily); i++)
		if (strlen(daily[i]) == n && memcmp(daily[i], word, n) == 0)
			return true;
	return false;
}

static bool
has_daily_word(const char *key)
{
	size_t n;

	for (const char *at = skip_spaces(key); *at != '\0';
	    at = skip_spaces(at + n)) {
		for (n = 1; at[n] != '\0' && !is_space(at[n]);)
			n++;
		if (is_daily(at, n))
			return true;
	}
	return false;
}

static bool
has_daily_within(TALLOC_CTX *ctx, const char *key)
{
	for (size_t i = 0; i < sizeof(daily_within) / sizeof(char *); i++)
		if (strstr(key, text_key(ctx, daily_within[i])) != NULL)
			return true;
	return false;
}

bool
asked_may_be_name(const char *clean)
{
	char *key;
	bool may;

	if (text_units(clean) > NAME_UNITS_MAX ||
	    asked_words(clean) > NAME_WORDS_MAX ||
	    strpbrk(clean, "?!\n") != NULL)
		return false;
	key = text_key(NULL, clean);
	may = !has_daily_word(key) && !has_daily_within(key, key);
	talloc_free(key);
	return may;
}
