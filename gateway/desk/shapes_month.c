#include "gateway/desk/shape_words.h"
#include "gateway/desk/values.h"

static const char *const languages[] = { "km", "th", "en", NULL };

static const char *const payees[] = { "cases", "workers", NULL };

const struct shape shape_month_cell = { "MonthCell", (const struct field[]){
	LINE("value", false, 0, 15, "one of the list of its question"),
	ANY("n", false, "how many; null: hidden"),
	{ 0 }
} };
const struct shape shape_month_table = { "MonthTable",
    (const struct field[]){
	LINE("table", false, 1, 15, "the question"),
	FLAG("withheld", false, "nothing of it is told"),
	LIST("cells", 32, &shape_month_cell, "their sum is the part's total"),
	{ 0 }
} };
const struct shape shape_month_part = { "MonthPart", (const struct field[]){
	LINE("part", false, 1, 15, "contacts (heads), opened and finished "
	    "(cases), workers and ended (people of those)"),
	ANY("total", false, "null: hidden, and all of its tables"),
	LIST("tables", 16, &shape_month_table, NULL),
	{ 0 }
} };
const struct shape shape_month_money = { "MonthMoney",
    (const struct field[]){
	CHOICE("of", false, payees, "as it was noted of cases, or of workers"),
	CHOICE("currency", false, values_currency, NULL),
	ANY("received", false, "in its smallest coin; null: hidden"),
	ANY("claimed", true, "not in what is given out"),
	{ 0 }
} };

#define NUMBERS \
	LINE("month", false, 7, 7, "2026-11"), \
	LIST("parts", 5, &shape_month_part, NULL), \
	LIST("money", 6, &shape_month_money, "of cases finished in it")
const struct shape shape_month = { "Month", (const struct field[]){
	NUMBERS, FLAG("over", false, "it may be given out"), { 0 }
} };
const struct shape shape_publication = { "Publication",
    (const struct field[]){
	NUMBERS, LINE("by", false, 1, 32, NULL), TIME("at", false, NULL),
	{ 0 }
} };
const struct shape shape_published = { "Published", (const struct field[]){
	LINE("month", false, 7, 7, "2026-11"),
	LINE("by", false, 1, 32, NULL), TIME("at", false, NULL), { 0 }
} };
const struct shape shape_publications = { "Publications",
    (const struct field[]){
	LIST("publications", 120, &shape_published, "the latest first"), { 0 }
} };
const struct shape shape_publish = { "Publish", (const struct field[]){
	LINE("month", false, 7, 7, "2026-11"), { 0 }
} };
const struct shape shape_month_file = { "MonthFile", (const struct field[]){
	LINE("month", false, 7, 7, "2026-11"),
	CHOICE("language", false, languages, "of its headings"), { 0 }
} };
const struct shape shape_file = { "File", (const struct field[]){
	CHOICE("language", false, languages, "of its headings"), { 0 }
} };
