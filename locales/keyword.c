#include "locales/fold.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/*
 * As text_key leaves them.  Khmer and Thai terms are those in use with the
 * ministries and the UN agencies' apps; "composed" ones are ours and wait
 * for a native reader, as does all romanised Khmer.
 */
static const struct { const char *word; enum keyword keyword; } keywords[] = {
	{ "menu", KEYWORD_START },
	{ "start", KEYWORD_START },
	{ "home", KEYWORD_START },
	{ "main", KEYWORD_START },
	{ "help", KEYWORD_START },
	{ "info", KEYWORD_START },
	{ "hi", KEYWORD_START },
	{ "hello", KEYWORD_START },
	{ "ទំព័រដើម", KEYWORD_START },
	{ "ម៉ឺនុយ", KEYWORD_START },
	{ "ម៉ឺនុយដើម", KEYWORD_START },	/* composed */
	{ "ជំនួយ", KEYWORD_START },
	{ "ជួយ", KEYWORD_START },
	{ "ត្រូវការជំនួយ", KEYWORD_START },
	{ "សួស្តី", KEYWORD_START },		/* composed */
	{ "សួរស្តី", KEYWORD_START },		/* composed */
	{ "chomnuoy", KEYWORD_START },		/* composed */
	{ "chom nuoy", KEYWORD_START },		/* composed */
	{ "chumnuoy", KEYWORD_START },		/* composed */
	{ "chuoy", KEYWORD_START },		/* composed */
	{ "juoy", KEYWORD_START },		/* composed */
	{ "chuy", KEYWORD_START },		/* composed */
	{ "menu daem", KEYWORD_START },		/* composed */
	{ "sua sdei", KEYWORD_START },		/* composed */
	{ "suosdey", KEYWORD_START },		/* composed */
	{ "suosdei", KEYWORD_START },		/* composed */
	{ "sousdey", KEYWORD_START },		/* composed */
	{ "chumreap suor", KEYWORD_START },	/* composed */
	{ "chomreab sour", KEYWORD_START },	/* composed */
	{ "ចាប់ផ្តើម", KEYWORD_START },		/* composed */
	{ "ជម្រាបសួរ", KEYWORD_START },		/* composed */
	{ "เมนู", KEYWORD_START },		/* composed */
	{ "เมนูหลัก", KEYWORD_START },		/* composed */
	{ "หน้าหลัก", KEYWORD_START },
	{ "ช่วย", KEYWORD_START },		/* composed */
	{ "ช่วยเหลือ", KEYWORD_START },		/* composed */
	{ "ความช่วยเหลือ", KEYWORD_START },
	{ "สวัสดี", KEYWORD_START },		/* composed */
	{ "สวัสดีครับ", KEYWORD_START },		/* composed */
	{ "สวัสดีค่ะ", KEYWORD_START },		/* composed */
	{ "เริ่ม", KEYWORD_START },		/* composed */

	{ "back", KEYWORD_BACK },
	{ "previous", KEYWORD_BACK },
	{ "return", KEYWORD_BACK },
	{ "ក្រោយ", KEYWORD_BACK },		/* composed */
	{ "ត្រឡប់ក្រោយ", KEYWORD_BACK },		/* composed */
	{ "thoy", KEYWORD_BACK },		/* composed */
	{ "trolob kraoy", KEYWORD_BACK },	/* composed */
	{ "กลับ", KEYWORD_BACK },		/* composed */
	{ "ថយក្រោយ", KEYWORD_BACK },
	{ "មុន", KEYWORD_BACK },
	{ "thoy kraoy", KEYWORD_BACK },		/* composed */
	{ "thoykraoy", KEYWORD_BACK },		/* composed */
	{ "ย้อนกลับ", KEYWORD_BACK },
	{ "ก่อนหน้า", KEYWORD_BACK },

	{ "more", KEYWORD_MORE },
	{ "next", KEYWORD_MORE },
	{ "continue", KEYWORD_MORE },
	{ "បន្ទាប់", KEYWORD_MORE },
	{ "បន្ត", KEYWORD_MORE },
	{ "bontoap", KEYWORD_MORE },		/* composed */
	{ "bontoab", KEYWORD_MORE },		/* composed */
	{ "ទៀត", KEYWORD_MORE },			/* composed */
	{ "tiet", KEYWORD_MORE },		/* composed */
	{ "tiat", KEYWORD_MORE },		/* composed */
	{ "bonto", KEYWORD_MORE },		/* composed */
	{ "ถัดไป", KEYWORD_MORE },
	{ "ต่อ", KEYWORD_MORE },			/* composed */
	{ "ต่อไป", KEYWORD_MORE },		/* composed */
	{ "อีก", KEYWORD_MORE },			/* composed */

	{ "call", KEYWORD_CALL },
	{ "call me", KEYWORD_CALL },
	{ "callme", KEYWORD_CALL },
	{ "call back", KEYWORD_CALL },
	{ "ហៅមកខ្ញុំ", KEYWORD_CALL },		/* composed */
	{ "ទូរស័ព្ទមកខ្ញុំ", KEYWORD_CALL },	/* composed */
	{ "hao mok khnhom", KEYWORD_CALL },	/* composed */
	{ "โทรกลับ", KEYWORD_CALL },		/* composed */
	{ "โทรหาฉัน", KEYWORD_CALL },		/* composed */

	{ "call me back", KEYWORD_CALL },
	{ "ring me", KEYWORD_CALL },
	{ "តេមកខ្ញុំ", KEYWORD_CALL },		/* composed */
	{ "ខលមកខ្ញុំ", KEYWORD_CALL },		/* composed */
	{ "tel mok khnhom", KEYWORD_CALL },	/* composed */
	{ "te mok khnhom", KEYWORD_CALL },	/* composed */
	{ "call mok khnhom", KEYWORD_CALL },	/* composed */
	{ "ช่วยโทรกลับ", KEYWORD_CALL },		/* composed */
	{ "โทรกลับด้วย", KEYWORD_CALL },		/* composed */

	{ "check", KEYWORD_CHECK },
	{ "check agency", KEYWORD_CHECK },
	{ "check company", KEYWORD_CHECK },
	{ "licence", KEYWORD_CHECK },
	{ "license", KEYWORD_CHECK },
	{ "search", KEYWORD_CHECK },
	{ "ពិនិត្យ", KEYWORD_CHECK },
	{ "ឆែក", KEYWORD_CHECK },		/* composed */
	{ "ពិនិត្យក្រុមហ៉ុន", KEYWORD_CHECK },	/* composed */
	{ "ស្វែងរក", KEYWORD_CHECK },
	{ "អាជ្ញាប័ណ្ណ", KEYWORD_CHECK },
	{ "chek", KEYWORD_CHECK },		/* composed */
	{ "pinit", KEYWORD_CHECK },		/* composed */
	{ "chhek kromhun", KEYWORD_CHECK },	/* composed */
	{ "check kromhun", KEYWORD_CHECK },	/* composed */
	{ "ตรวจสอบ", KEYWORD_CHECK },		/* composed */
	{ "เช็ค", KEYWORD_CHECK },		/* composed */
	{ "ค้นหา", KEYWORD_CHECK },
	{ "ใบอนุญาต", KEYWORD_CHECK },

	{ "state", KEYWORD_STATE },
	{ "status", KEYWORD_STATE },
	{ "my case", KEYWORD_STATE },
	{ "my matter", KEYWORD_STATE },
	{ "ស្ថានភាព", KEYWORD_STATE },
	{ "លទ្ធផល", KEYWORD_STATE },		/* composed */
	{ "sthanpheap", KEYWORD_STATE },	/* composed */
	{ "sthan pheap", KEYWORD_STATE },	/* composed */
	{ "lotthaphal", KEYWORD_STATE },	/* composed */
	{ "สถานะ", KEYWORD_STATE },
	{ "ผล", KEYWORD_STATE },			/* composed */

	{ "stop", KEYWORD_STOP },
	{ "end", KEYWORD_STOP },
	{ "quit", KEYWORD_STOP },
	{ "cancel", KEYWORD_STOP },
	{ "unsubscribe", KEYWORD_STOP },
	{ "ឈប់", KEYWORD_STOP },		/* composed */
	{ "បោះបង់", KEYWORD_STOP },
	{ "chhob", KEYWORD_STOP },		/* composed */
	{ "chob", KEYWORD_STOP },		/* composed */
	{ "หยุด", KEYWORD_STOP },		/* composed */
	{ "ยกเลิก", KEYWORD_STOP },

	{ "delete", KEYWORD_DELETE },
	{ "delete me", KEYWORD_DELETE },
	{ "delete all", KEYWORD_DELETE },
	{ "erase", KEYWORD_DELETE },
	{ "forget me", KEYWORD_DELETE },
	{ "លុប", KEYWORD_DELETE },		/* composed */
	{ "លុបចោល", KEYWORD_DELETE },		/* composed */
	{ "លុបទាំងអស់", KEYWORD_DELETE },	/* composed */
	{ "lup", KEYWORD_DELETE },		/* composed */
	{ "lub", KEYWORD_DELETE },		/* composed */
	{ "lup chaol", KEYWORD_DELETE },	/* composed */
	{ "lub chaol", KEYWORD_DELETE },	/* composed */
	{ "ลบ", KEYWORD_DELETE },		/* composed */
	{ "ลบทิ้ง", KEYWORD_DELETE },		/* composed */
	{ "ลบข้อมูล", KEYWORD_DELETE },		/* composed */
};

/* "STOP!" and "(help)" mean what they say. */
static bool
is_around(UChar32 c)
{
	return c == ' ' || u_ispunct(c);
}

/* Where the first character behind what surrounds a word begins. */
static int32_t
skip_around(const char *key)
{
	const uint8_t *at = (const uint8_t *)key;
	int32_t i = 0, from = 0, n = (int32_t)strlen(key);
	UChar32 c;

	while (i < n) {
		U8_NEXT(at, i, n, c);
		if (!is_around(c))
			break;
		from = i;
	}
	return from;
}

static int32_t
without_around(const char *word)
{
	const uint8_t *at = (const uint8_t *)word;
	int32_t i = (int32_t)strlen(word), to = i;
	UChar32 c;

	while (i > 0) {
		U8_PREV(at, 0, i, c);
		if (!is_around(c))
			break;
		to = i;
	}
	return to;
}

enum keyword
text_keyword(const char *clean)
{
	char *key = text_key(NULL, clean);
	char *word = key + skip_around(key);
	enum keyword found = KEYWORD_NONE;

	word[without_around(word)] = '\0';
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (strcmp(keywords[i].word, word) == 0)
			found = keywords[i].keyword;
	talloc_free(key);
	return found;
}

/* Khmer and Thai run on without spaces: there a word may begin anywhere. */
static bool
is_latin(UChar32 c)
{
	return c < 0x250 && u_isalnum(c);
}

static bool
stands_alone(const char *text, int32_t from, int32_t to)
{
	const uint8_t *at = (const uint8_t *)text;
	UChar32 before = ' ', after = ' ';
	int32_t n = (int32_t)strlen(text);

	if (from > 0)
		U8_PREV(at, 0, from, before);
	if (to < n)
		U8_NEXT(at, to, n, after);
	return !is_latin(before) && !is_latin(after);
}

static bool
holds(const char *key, const char *word)
{
	int32_t n = (int32_t)strlen(word);
	const char *at = n ? strstr(key, word) : NULL;

	for (; at; at = strstr(at + 1, word)) {
		int32_t from = (int32_t)(at - key);

		if ((uint8_t)*word >= 0x80 ||
		    stands_alone(key, from, from + n))
			return true;
	}
	return false;
}

const char *
text_holds(const char *text, const char *const *words)
{
	char *key = text_key(NULL, text);

	while (*words && !holds(key, *words))
		words++;
	talloc_free(key);
	return *words;
}
