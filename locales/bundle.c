/*
 * bundle - a translator's .po file becomes the source of an ICU bundle.
 *
 *	bundle LOCALE FILE.po > LOCALE.txt
 *
 * msgctxt is the key, msgid the English text, msgstr the translation.  What
 * is fuzzy or empty is left out, so that the reader gets English; "root" is
 * English and may leave nothing out.  The comments say who has read a text
 * (review.h): that goes along as %state:KEY, and what the text is for, in
 * "root", as %about:KEY.  %line:KEY is where
 * it stands, for messages.  Everything wrong is said on standard error as
 * file:line: message, all of it, and then the exit status is 1.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gettext-po.h>
#include <talloc.h>

#include "locales/placeholder.h"
#include "locales/po_lines.h"
#include "locales/review.h"

#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789_.-"

struct entry { const char *key, *text, *state, *about; };

struct book {
	const char *locale, *path;
	struct po_lines *lines;
	unsigned n;
	struct entry *entry;
};

/* gettext's callbacks carry nothing of ours. */
static bool wrong;

static void
report(int severity, po_message_t message, const char *path, size_t line,
    size_t column, int several, const char *text)
{
	(void)message;
	(void)column;
	(void)several;
	if (path && line != (size_t)-1)
		fprintf(stderr, "%s:%zu: ", path, line);
	fprintf(stderr, "%s\n", text);
	if (severity == PO_SEVERITY_FATAL_ERROR)
		exit(1);
	wrong = wrong || severity == PO_SEVERITY_ERROR;
}

static void
report_two(int severity, po_message_t message, const char *path, size_t line,
    size_t column, int several, const char *text, po_message_t other,
    const char *other_path, size_t other_line, size_t other_column,
    int other_several, const char *other_text)
{
	report(severity, message, path, line, column, several, text);
	report(severity, other, other_path, other_line, other_column,
	    other_several, other_text);
}

static const struct po_xerror_handler handler = { report, report_two };

static void
fault(const struct book *book, const char *key, const char *what)
{
	unsigned line = po_line(book->lines, key);

	fprintf(stderr, "%s:%u: %s: %s\n", book->path, line,
	    key ? key : "(no key)", what);
	wrong = true;
}

static bool
holds_placeholder(const char *text, const char *placeholder, size_t n)
{
	for (; *text; text++)
		if (strncmp(text, placeholder, n) == 0)
			return true;
	return false;
}

/* Every placeholder of one text is in the other. */
static bool
has_all(const char *text, const char *of)
{
	for (; *of; of++) {
		size_t n = placeholder_length(of);

		if (n > 0 && !holds_placeholder(text, of, n))
			return false;
	}
	return true;
}

static bool
has_stray_brace(const char *text)
{
	for (; *text; text++) {
		size_t n = placeholder_length(text);

		if (n > 0)
			text += n - 1;
		else if (*text == '{' || *text == '}')
			return true;
	}
	return false;
}

static bool
has_control(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < ' ' && *text != '\n') ||
		    *text == 0x7f)
			return true;
	return false;
}

/* What is wrong with an entry, or NULL. */
static const char *
mistake(po_message_t message)
{
	const char *key = po_message_msgctxt(message);
	const char *id = po_message_msgid(message);
	const char *text = po_message_msgstr(message);

	if (!key || !*key)
		return "an entry needs a key: msgctxt";
	if (strspn(key, KEY_LETTERS) != strlen(key))
		return "a key is letters, digits, _ - and full stops";
	if (po_message_msgid_plural(message))
		return "no plurals";
	if (!*text || po_message_is_fuzzy(message))
		return NULL;
	if (has_control(text))
		return "a control character";
	if (has_stray_brace(text))
		return "a brace that is no {placeholder}";
	if (!has_all(text, id))
		return "a {placeholder} of the English text is missing";
	if (!has_all(id, text))
		return "a {placeholder} that the English text has not";
	return NULL;
}

struct comments {
	char *part[3];		/* of a review: origin, first, second */
	char *about;
	bool extracted, needs_review, doubled;
};

static bool
is_header(po_message_t message)
{
	return !po_message_msgctxt(message) && !*po_message_msgid(message);
}

static void
check_header(const struct book *book, po_message_t message)
{
	char *type = po_header_field(po_message_msgstr(message),
	    "Content-Type");

	if (!type || !strstr(type, "charset=UTF-8"))
		fault(book, NULL, "the header must say charset=UTF-8");
	free(type);
}

/* One line of comments, "state: composed" or "reviewed: Sok, 2026-11-27". */
static void
read_comment(struct book *book, const char *line, struct comments *c)
{
	static const struct { const char *mark, *part; } marks[] = {
		{ "state: ", "" }, { "reviewed: ", "reviewed " },
		{ "second review: ", "second " },
	};

	for (int i = 0; i < 3; i++) {
		size_t n = strlen(marks[i].mark);

		if (strncmp(line, marks[i].mark, n) != 0)
			continue;
		if (c->part[i])
			c->doubled = true;
		c->part[i] = talloc_asprintf(book, "%s%s", marks[i].part,
		    line + n);
		return;
	}
	if (strcmp(line, "needs-review") == 0)
		c->needs_review = true;
	else if (c->extracted && *line)
		c->about = !c->about ? talloc_strdup(book, line)
		    : talloc_asprintf(book, "%s %s", c->about, line);
}

static void
read_comments(struct book *book, const char *text, struct comments *c)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		read_comment(book, talloc_strndup(book, text +
		    strspn(text, " "), n - (*text == ' ' && n > 0)), c);
		text += n + (text[n] != '\0');
	}
}

/* What is wrong with who is said to have read it, or NULL. */
static const char *
read_state(struct book *book, po_message_t message, struct entry *entry)
{
	struct comments c = { 0 };
	struct review review;
	const char *why = NULL;
	char *words;

	read_comments(book, po_message_comments(message), &c);
	c.extracted = true;
	read_comments(book, po_message_extracted_comments(message), &c);
	entry->about = c.about ? c.about : "";
	words = talloc_strdup(book, c.part[0] ? c.part[0] : "composed");
	for (int i = 1; i < 3; i++)
		if (c.part[i])
			words = talloc_asprintf_append(words, "; %s",
			    c.part[i]);
	if (c.doubled)
		return "state, reviewed or second review stands twice";
	if (review_read(book, words, &review, &why) < 0)
		return why;
	if (c.needs_review && review.who[0])
		return "it is reviewed: take out needs-review";
	entry->state = review_words(book, &review);
	return NULL;
}

static void
add(struct book *book, po_message_t message)
{
	const char *what = mistake(message);
	const char *key = po_message_msgctxt(message);
	const char *text = po_message_msgstr(message);
	bool left_out = !*text || po_message_is_fuzzy(message);

	struct entry entry = { .key = key, .text = text };

	if (!what)
		what = read_state(book, message, &entry);
	if (!what && left_out && strcmp(book->locale, "root") == 0)
		what = "English must have every text, none of them fuzzy";
	if (what)
		fault(book, key, what);
	if (what || left_out)
		return;
	book->entry = talloc_realloc(book, book->entry, struct entry,
	    book->n + 1);
	book->entry[book->n++] = entry;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key,
	    ((const struct entry *)b)->key);
}

static void
sort(struct book *book)
{
	if (book->n > 0)
		qsort(book->entry, book->n, sizeof *book->entry, by_key);
	for (unsigned i = 1; i < book->n; i++)
		if (by_key(&book->entry[i - 1], &book->entry[i]) == 0)
			fault(book, book->entry[i].key,
			    "two entries have this key");
}

static void
put_text(const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		if (*text == '\n')
			fputs("\\n", stdout);
		else
			putchar(*text);
	}
}

static void
put_pair(const char *mark, const char *key, const char *text)
{
	printf("\t\"%s%s\" { \"", mark, key);
	put_text(text);
	printf("\" }\n");
}

static void
put_book(const struct book *book)
{
	printf("// Made from the .po file; change that.\n%s {\n",
	    book->locale);
	/* Without it a missing text would come in Khmer script, which is
	   what readers of this locale have no phone for. */
	if (strcmp(book->locale, "km_Latn") == 0)
		printf("\t\"%%%%Parent\" { \"root\" }\n");
	for (unsigned i = 0; i < book->n; i++) {
		const struct entry *entry = &book->entry[i];

		put_pair("", entry->key, entry->text);
		put_pair("%line:", entry->key, talloc_asprintf(book, "%u",
		    po_line(book->lines, entry->key)));
		if (strcmp(entry->state, "composed") != 0)
			put_pair("%state:", entry->key, entry->state);
		if (*entry->about && strcmp(book->locale, "root") == 0)
			put_pair("%about:", entry->key, entry->about);
	}
	printf("}\n");
}

static void
read_book(struct book *book, po_file_t file)
{
	po_message_iterator_t all = po_message_iterator(file, NULL);
	po_message_t message;
	bool header = false;

	while ((message = po_next_message(all)))
		if (is_header(message)) {
			header = true;
			check_header(book, message);
		} else if (!po_message_is_obsolete(message)) {
			add(book, message);
		}
	po_message_iterator_free(all);
	if (!header)
		fault(book, NULL, "the header entry is missing");
	sort(book);
}

/* ICU would give any other a parent that its readers cannot read. */
static bool
is_locale(const char *name)
{
	static const char *const ours[] = { "root", "km", "km_Latn", "th" };

	for (int i = 0; i < 4; i++)
		if (strcmp(ours[i], name) == 0)
			return true;
	return false;
}

int
main(int argc, char **argv)
{
	struct book *book;
	po_file_t file;

	if (argc != 3 || !is_locale(argv[1])) {
		fprintf(stderr, "usage: bundle root|km|km_Latn|th FILE.po "
		    "> LOCALE.txt\n");
		return 2;
	}
	file = po_file_read(argv[2], &handler);
	if (!file) {
		fprintf(stderr, "%s: cannot be read\n", argv[2]);
		return 1;
	}
	book = talloc_zero(NULL, struct book);
	book->locale = argv[1];
	book->path = argv[2];
	book->lines = po_lines_read(book, argv[2]);
	read_book(book, file);
	if (!wrong)
		put_book(book);
	talloc_free(book);
	po_file_free(file);
	return wrong || ferror(stdout) || fflush(stdout) ? 1 : 0;
}
