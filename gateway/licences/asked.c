#include "gateway/licences/asked.h"

#include <string.h>

#include "locales/fold.h"

enum {
	NAME_WORDS_MAX = 6,
	NAME_UNITS_MAX = 60,
	NUMBER_WORDS_MAX = 3,
};

/* As people write them; Khmer, Thai and romanised Khmer are composed and
   wait for a native reader.  Longer ones first.  Doubtful: people also look
   for a sister, and a permit to work is a licence too. */
static const struct { const char *word; int locale; bool doubtful; }
    checks[] = {
	{ "check agency", LOCALES, false },
	{ "check company", LOCALES, false },
	{ "check licence", LOCALES, false },
	{ "check license", LOCALES, false },
	{ "check kromhun", LOCALE_KM_LATN, false },
	{ "check krumhun", LOCALE_KM_LATN, false },
	{ "check", LOCALES, false },
	{ "licence", LOCALE_EN, true },
	{ "license", LOCALE_EN, true },
	{ "chhek", LOCALE_KM_LATN, false },
	{ "chek", LOCALE_KM_LATN, false },
	{ "pinit", LOCALE_KM_LATN, false },
	{ "pinet", LOCALE_KM_LATN, false },
	{ "ពិនិត្យមើល", LOCALE_KM, false },
	{ "ពិនិត្យ", LOCALE_KM, false },
	{ "ឆែកមើល", LOCALE_KM, false },
	{ "ឆែក", LOCALE_KM, false },
	{ "ស្វែងរក", LOCALE_KM, true },
	{ "អាជ្ញាប័ណ្ណ", LOCALE_KM, true },
	{ "ตรวจสอบ", LOCALE_TH, false },
	{ "เช็คบริษัท", LOCALE_TH, false },
	{ "เช็ค", LOCALE_TH, false },
	{ "เช็ก", LOCALE_TH, false },
	{ "ค้นหา", LOCALE_TH, true },
	{ "ใบอนุญาต", LOCALE_TH, true },
};

/* Whoever writes of herself, of her own people or of her need, CHECK before it
   or not. */
static const char *const persons[] = {
	"i", "im", "me", "my", "he", "him", "his", "she", "her", "they",
	"them", "their", "dont", "didnt", "cant", "cannot", "please", "pls",
	"plz", "sister", "brother", "mother", "father", "wife", "husband",
	"daughter", "hungry", "sick", "hurt", "hurts", "pain", "bleeding",
	"pregnant", "scared", "afraid", "dying", "died", "unpaid",
	"chheu", "khlach", "klach", "khlean", "klean",
	"khnhom", "knhom", "knom", "nhom", "yerng", "yeung", "thaoke",
	"taoke",
};

static const char *const persons_within[] = {
	"ខ្ញុំ",
	"ថៅកែ",
	"ប្អូន",
	"បងស្រី",
	"បងប្រុស",
	"កូនស្រី",
	"កូនប្រុស",
	"ម្តាយ",
	"ឪពុក",
	"ប្រពន្ធ",
	"ឈឺ",
	"ខ្លាច",
	"ឃ្លាន",
	"ฉัน",
	"ผม",
	"หนู",
	"น้อง",
	"พี่สาว",
	"พี่ชาย",
	"ลูกสาว",
	"ลูกชาย",
	"สามี",
	"เมีย",
	"นายจ้าง",
	"เถ้าแก่",
	"เจ็บ",
	"ป่วย",
	"หิว",
	"กลัว",
};

/* Words of every day: none of them in a name that stands alone. */
static const char *const daily[] = {
	"we", "us", "our", "you", "your", "it", "this", "that", "is", "am",
	"are", "was", "were", "be", "been", "do", "does", "did", "not", "no",
	"never", "can", "will", "wont", "would", "have", "has", "had", "with",
	"from", "at", "on", "what", "where", "when", "why", "who", "how",
	"help", "want", "need", "go", "went", "come", "back", "home", "lost",
	"money", "pay", "paid", "wage", "wages", "salary", "boss", "passport",
	"ill", "food", "die", "dead", "run", "hit", "fear", "cry", "baby",
	"child", "friend", "danger", "dangerous", "urgent", "emergency",
	"save", "stuck", "alone", "leave", "stop", "keep", "kept", "took",
	"take", "sold", "sell", "chuoy", "juoy", "luy", "ot", "trov", "chhue",
	"ngoab", "slab",
};

/* The same in scripts that run on, anywhere in the text. */
static const char *const daily_within[] = {
	"យើង",
	"ជួយ",
	"សូម",
	"លុយ",
	"ប្រាក់ខែ",
	"ប្តី",
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
	"ช่วย",
	"เงิน",
	"ไม่",
	"อยาก",
	"กลับบ้าน",
	"ลูก",
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

/* "licence no. 12": a number says what is asked. */
static bool
is_number(const char *key)
{
	return asked_words(key) <= NUMBER_WORDS_MAX &&
	    strpbrk(key, "0123456789") != NULL;
}

const char *
asked_by_word(TALLOC_CTX *ctx, const char *clean, int *locale, bool *doubtful)
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
		at = skip_spaces(at + n);
		if (*at == '\0')
			return NULL;
		if (locale != NULL)
			*locale = checks[i].locale;
		if (doubtful != NULL)
			*doubtful = checks[i].doubtful && !is_number(at);
		return at;
	}
	return NULL;
}

struct words { const char *const *word; size_t n; };
#define WORDS_OF(list) \
	(struct words){ list, sizeof(list) / sizeof(*(list)) }

static bool
is_one_of(struct words list, const char *word, size_t n)
{
	for (size_t i = 0; i < list.n; i++)
		if (strlen(list.word[i]) == n &&
		    memcmp(list.word[i], word, n) == 0)
			return true;
	return false;
}

static bool
has_word(const char *key, struct words list)
{
	size_t n;

	for (const char *at = skip_spaces(key); *at != '\0';
	    at = skip_spaces(at + n)) {
		for (n = 1; at[n] != '\0' && !is_space(at[n]);)
			n++;
		if (is_one_of(list, at, n))
			return true;
	}
	return false;
}

static bool
has_within(TALLOC_CTX *ctx, const char *key, struct words list)
{
	for (size_t i = 0; i < list.n; i++)
		if (strstr(key, text_key(ctx, list.word[i])) != NULL)
			return true;
	return false;
}

bool
asked_of_people(const char *clean)
{
	char *key = text_key(NULL, clean);
	bool people = has_word(key, WORDS_OF(persons)) ||
	    has_within(key, key, WORDS_OF(persons_within));

	talloc_free(key);
	return people;
}

bool
asked_may_be_name(const char *clean)
{
	char *key;
	bool may;

	if (text_units(clean) > NAME_UNITS_MAX ||
	    asked_words(clean) > NAME_WORDS_MAX ||
	    strpbrk(clean, "?!\n") != NULL || asked_of_people(clean))
		return false;
	key = text_key(NULL, clean);
	may = !has_word(key, WORDS_OF(daily)) &&
	    !has_within(key, key, WORDS_OF(daily_within));
	talloc_free(key);
	return may;
}
