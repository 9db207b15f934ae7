#include "menus/sensitive.h"

#include <errno.h>
#include <string.h>

#include "menus/document.h"
#include "menus/embedded.h"

struct reading {
	struct sensitive *list;
	const char *name;
	struct faults *faults;
	int line;
};

static void
add_word(struct sensitive *list, const char *word)
{
	unsigned n = (unsigned)list->n;

	if ((n & (n - 1)) == 0)
		list->words = talloc_realloc(list, list->words, const char *,
		    n == 0 ? 1 : n * 2);
	list->words[list->n++] = word;
}

/* Octets of the character there, 0 when it is none (RFC 3629) or a control. */
static size_t
character(const unsigned char *s)
{
	static const struct { unsigned char mask, lead; unsigned least; } t[] = {
		{ 0x80, 0x00, ' ' }, { 0xe0, 0xc0, 0x80 },
		{ 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 },
	};
	unsigned code;

	for (size_t n = 0; n < 4; n++) {
		if ((s[0] & t[n].mask) != t[n].lead)
			continue;
		code = s[0] & (unsigned char)~t[n].mask;
		for (size_t i = 1; i <= n; i++) {
			if ((s[i] & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (s[i] & 0x3f);
		}
		if (code < t[n].least || code == 0x7f || code > 0x10ffff ||
		    (code >= 0xd800 && code <= 0xdfff))
			return 0;
		return n + 1;
	}
	return 0;
}

static bool
is_text(const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n) {
		n = character((const unsigned char *)text);
		if (n == 0)
			return false;
	}
	return true;
}

/* What follows "language: ", or NULL. */
static char *
word_of(char *line)
{
	static const char *const languages[] = {
		"km: ", "km_Latn: ", "th: ", "en: ",
	};
	size_t n;

	for (size_t i = 0; i < 4; i++) {
		n = strlen(languages[i]);
		if (strncmp(line, languages[i], n) == 0)
			return line + n;
	}
	return NULL;
}

static void
read_line(struct reading *r, char *line)
{
	char *word = word_of(line);

	if (line[0] == '\0' || line[0] == '#')
		return;
	if (!is_text(line))
		faults_add(r->faults, r->name, r->line,
		    "not text; save the file as UTF-8 without controls");
	else if (word == NULL)
		faults_add(r->faults, r->name, r->line, "a line must begin"
		    " with \"km: \", \"km_Latn: \", \"th: \" or \"en: \"");
	else if (word[0] == '\0' || word[0] == ' ' ||
	    word[strlen(word) - 1] == ' ')
		faults_add(r->faults, r->name, r->line,
		    "one word or phrase, without spaces around it");
	else
		add_word(r->list, word);
}

static void
read_lines(struct reading *r, char *text, size_t n)
{
	char *end = text + n, *line, *next;

	for (line = text; line < end; line = next + 1) {
		next = memchr(line, '\n', (size_t)(end - line));
		if (next == NULL)
			next = end;
		*next = '\0';
		r->line++;
		if (strlen(line) == (size_t)(next - line))
			read_line(r, line);
		else
			faults_add(r->faults, r->name, r->line,
			    "a control character; remove it");
	}
}

/* Not talloc_strndup: it would stop at a NUL. */
static char *
copy_of(TALLOC_CTX *parent, const void *octets, size_t n)
{
	char *copy = talloc_zero_size(parent, n + 1);

	memcpy(copy, octets, n);
	return copy;
}

int
sensitive_build(TALLOC_CTX *parent, const char *name, const void *octets,
    size_t n, struct faults *faults, struct sensitive **out)
{
	size_t before = faults_count(faults);
	struct sensitive *list = talloc_zero(parent, struct sensitive);
	struct reading r = { .list = list, .name = name, .faults = faults };

	if (n > DOCUMENT_MAX)
		faults_add(faults, name, 0, "larger than %d octets",
		    DOCUMENT_MAX);
	else
		read_lines(&r, copy_of(list, octets, n), n);
	if (faults_count(faults) > before) {
		talloc_free(list);
		return -EINVAL;
	}
	add_word(list, NULL);
	list->n--;
	*out = list;
	return 0;
}

int
sensitive_embedded(TALLOC_CTX *parent, struct faults *faults,
    struct sensitive **out)
{
	return sensitive_build(parent, "menus/sensitive.txt", menus_sensitive,
	    menus_sensitive_n, faults, out);
}

int
cries_embedded(TALLOC_CTX *parent, struct faults *faults,
    struct sensitive **out)
{
	return sensitive_build(parent, "menus/cries.txt", menus_cries,
	    menus_cries_n, faults, out);
}
