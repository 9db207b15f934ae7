#include "gateway/licences/country.h"

#include <stdbool.h>
#include <string.h>

#include "locales/fold.h"
#include "menus/names.h"

struct country_name { const char *key; size_t n; const char *country; };
struct countries { size_t n; struct country_name *name; };

/* Between a company and where it sends people, folded. */
static const char *const between[] = {
	"to", "in", "for", "tov", "tow", "teu", "nov", "prates", "country",
	"ទៅ", "នៅ", "ប្រទេស", "សម្រាប់",
	"ไป", "ที่", "ประเทศ",
};

static bool
is_country(const char *value)
{
	return strlen(value) == 2 && value[0] >= 'A' && value[0] <= 'Z' &&
	    value[1] >= 'A' && value[1] <= 'Z';
}

static void
add_name(struct countries *c, const char *text, const char *country)
{
	struct country_name *name;

	c->name = talloc_realloc(c, c->name, struct country_name,
	    (unsigned)c->n + 1);
	name = &c->name[c->n++];
	name->key = text_key(c, text);
	name->n = strlen(name->key);
	name->country = country;
}

struct countries *
countries_open(TALLOC_CTX *ctx, const struct names *names)
{
	struct countries *c = talloc_zero(ctx, struct countries);
	const struct spelled *spelled;

	for (size_t i = 0; i < names->n; i++) {
		spelled = &names->all[i];
		if (!is_country(spelled->value))
			continue;
		add_name(c, spelled->value, spelled->value);
		for (size_t k = 0; k < spelled->n; k++)
			add_name(c, spelled->spelling[k], spelled->value);
	}
	return c;
}

static bool
is_space(char c)
{
	return strchr(" ,.:;?!-()", c) != NULL && c != '\0';
}

static void
trim(char *text)
{
	size_t n = strlen(text);

	while (n > 0 && is_space(text[n - 1]))
		n--;
	text[n] = '\0';
}

/* A word that stands alone, or Khmer and Thai behind one of "between". */
static bool
ends_with(const char *text, const char *word, size_t n)
{
	size_t all = strlen(text);

	return all >= n && memcmp(text + all - n, word, n) == 0 &&
	    (all == n || is_space(text[all - n - 1]));
}

/* Whether one was taken off. */
static bool
take_between(char *text, bool glued)
{
	size_t n, all = strlen(text);

	for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++) {
		n = strlen(between[i]);
		if (!ends_with(text, between[i], n) && !(glued && all > n &&
		    (unsigned char)between[i][0] >= 0x80 &&
		    memcmp(text + all - n, between[i], n) == 0))
			continue;
		text[all - n] = '\0';
		trim(text);
		return true;
	}
	return false;
}

static bool
take_name(char *text, const struct country_name *name)
{
	size_t all = strlen(text);

	if (ends_with(text, name->key, name->n)) {
		text[all - name->n] = '\0';
		trim(text);
		take_between(text, true);
		return true;
	}
	/* Without a space only where a word says that a country follows. */
	if ((unsigned char)name->key[0] < 0x80 || all <= name->n ||
	    memcmp(text + all - name->n, name->key, name->n) != 0)
		return false;
	text[all - name->n] = '\0';
	if (take_between(text, true))
		return true;
	memcpy(text + all - name->n, name->key, name->n + 1);
	return false;
}

const char *
country_at_end(TALLOC_CTX *ctx, const struct countries *c, const char *clean,
    char **rest)
{
	char *text = text_key(ctx, clean);
	const struct country_name *best = NULL;

	trim(text);
	for (size_t i = 0; i < c->n; i++) {
		char *copy = talloc_strdup(ctx, text);

		if ((best == NULL || c->name[i].n > best->n) &&
		    take_name(copy, &c->name[i]))
			best = &c->name[i];
		talloc_free(copy);
	}
	if (best == NULL) {
		talloc_free(text);
		return NULL;
	}
	take_name(text, best);
	*rest = text;
	return best->country;
}
