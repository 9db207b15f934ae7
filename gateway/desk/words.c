#include "gateway/desk/words.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "gateway/desk/page.h"

static struct words { const char *language, *path; json_t *json; } all[] = {
	{ "en", "/words.en.json", NULL },
	{ "km", "/words.km.json", NULL },
	{ "th", "/words.th.json", NULL },
};

static json_t *
load(const char *path)
{
	for (const struct page_file *f = page_files; f->path != NULL; f++)
		if (strcmp(f->path, path) == 0)
			return json_loadb(f->plain, (size_t)(f->plain_end -
			    f->plain), 0, NULL);
	return NULL;
}

const struct words *
words_of(const char *language)
{
	struct words *words = &all[0];

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (strcmp(all[i].language, language) == 0)
			words = &all[i];
	if (words->json == NULL)
		words->json = load(words->path);
	return words;
}

const char *
words_or(const struct words *words, const char *key, const char *other)
{
	const char *text = json_string_value(json_object_get(words->json,
	    key));

	return text != NULL ? text : other;
}

const char *
words_of_value(const struct words *words, const char *prefix,
    const char *value)
{
	char key[80];

	snprintf(key, sizeof(key), "%s%s", prefix, value);
	return words_or(words, key, value);
}
