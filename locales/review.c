#include "locales/review.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const parts[] = { "reviewed ", "second " };

bool
review_is_day(const char *text)
{
	struct tm tm = { 0 };
	char again[16] = "";
	const char *end = strptime(text, "%Y-%m-%d", &tm);

	if (end == NULL || *end != '\0' || strlen(text) != 10 ||
	    timegm(&tm) == -1)
		return false;
	strftime(again, sizeof(again), "%Y-%m-%d", &tm);
	return strcmp(again, text) == 0;
}

/* What parts the words, and what would end a line, is in no name. */
static bool
is_name(const char *text)
{
	size_t n = strlen(text);

	if (n == 0 || n > REVIEWER_MAX || text[0] == ' ' ||
	    text[n - 1] == ' ')
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f ||
		    text[i] == ';' || text[i] == '|')
			return false;
	return true;
}

const char *
review_mistake(const struct review *review)
{
	if (review->source != NULL && !is_name(review->source))
		return "a source is at most 60 octets without ; and |";
	if (review->who[1] != NULL && review->who[0] == NULL)
		return "a second review needs a first";
	for (int i = 0; i < 2; i++) {
		if (review->who[i] == NULL)
			continue;
		if (!is_name(review->who[i]))
			return "a reviewer has a name of at most 60 octets "
			    "without ; and |";
		if (review->on[i] == NULL || !review_is_day(review->on[i]))
			return "a review has a day such as 2026-11-27 after "
			    "the name and a comma";
	}
	if (review->who[1] != NULL &&
	    strcmp(review->who[0], review->who[1]) == 0)
		return "the second review is by somebody else than the first";
	if (review->who[1] != NULL &&
	    strcmp(review->on[1], review->on[0]) < 0)
		return "the second review is older than the first";
	return NULL;
}

/* "Sok Dara, 2026-11-27": names hold commas, days do not. */
static void
read_reader(TALLOC_CTX *ctx, const char *words, struct review *review, int i)
{
	const char *comma = strrchr(words, ',');

	if (comma == NULL) {
		review->who[i] = talloc_strdup(ctx, words);
		return;
	}
	review->who[i] = talloc_strndup(ctx, words, (size_t)(comma - words));
	review->on[i] = talloc_strdup(ctx, comma + 1 +
	    strspn(comma + 1, " "));
}

static bool
read_origin(TALLOC_CTX *ctx, const char *words, struct review *review)
{
	static const char source[] = "source ";

	if (strcmp(words, "composed") == 0)
		return true;
	if (strncmp(words, source, strlen(source)) != 0)
		return false;
	review->source = talloc_strdup(ctx, words + strlen(source));
	return true;
}

static bool
read_part(TALLOC_CTX *ctx, const char *words, struct review *review)
{
	for (int i = 0; i < 2; i++)
		if (strncmp(words, parts[i], strlen(parts[i])) == 0 &&
		    review->who[i] == NULL) {
			read_reader(ctx, words + strlen(parts[i]), review, i);
			return true;
		}
	return false;
}

int
review_read(TALLOC_CTX *ctx, const char *words, struct review *out,
    const char **why)
{
	struct review review = { 0 };
	size_t n = strcspn(words, ";");
	char *part = talloc_strndup(ctx, words, n);
	bool good = read_origin(ctx, part, &review);

	while (good && words[n] == ';') {
		words += n + 1;
		words += strspn(words, " ");
		n = strcspn(words, ";");
		part = talloc_strndup(ctx, words, n);
		good = read_part(ctx, part, &review);
	}
	*why = good ? review_mistake(&review) : "a state is \"composed\" or "
	    "\"source X\", then \"; reviewed NAME, DAY\", then \"; second "
	    "NAME, DAY\"";
	if (*why != NULL)
		return -EINVAL;
	*out = review;
	return 0;
}

char *
review_words(TALLOC_CTX *ctx, const struct review *review)
{
	char *words = review->source == NULL ? talloc_strdup(ctx, "composed") :
	    talloc_asprintf(ctx, "source %s", review->source);

	for (int i = 0; i < 2; i++)
		if (review->who[i] != NULL)
			words = talloc_asprintf_append(words, "; %s%s, %s",
			    parts[i], review->who[i], review->on[i]);
	return words;
}

bool
review_suffices(const struct review *review, bool two)
{
	return review->who[two ? 1 : 0] != NULL;
}
