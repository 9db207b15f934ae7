#include "gateway/words/own.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "locales/placeholder.h"
#include "menus/document.h"

const char own_file[] = "words.csv";

bool
own_same(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL &&
	    strcmp(one, other) == 0);
}

static uint64_t
mix(uint64_t digest, const char *text)
{
	return text == NULL ? digest : digest_mix(digest, text,
	    strlen(text) + 1);
}

char *
own_basis(TALLOC_CTX *ctx, const struct catalogue *shipped,
    enum locale locale, const char *key)
{
	uint64_t digest = digest_mix(0xcbf29ce484222325U, key, strlen(key));

	digest = mix(digest, catalogue_own(shipped, LOCALE_EN, key));
	digest = mix(digest, catalogue_own(shipped, locale, key));
	return talloc_asprintf(ctx, "%016" PRIx64, digest);
}

bool
own_braces(const char *text)
{
	for (size_t n; *text != '\0'; text += n > 0 ? n : 1) {
		n = placeholder_length(text);
		if (n == 0 && (*text == '{' || *text == '}'))
			return false;
	}
	return true;
}

/* The names of a text, each once and with a space behind it. */
struct naming { char *names; };

static const char *
note_name(void *arg, const char *name)
{
	struct naming *naming = arg;
	char *wanted = talloc_asprintf(naming->names, " %s ", name);

	if (strstr(naming->names, wanted) == NULL)
		naming->names = talloc_asprintf_append(naming->names, "%s",
		    wanted);
	return NULL;
}

static char *
names_of(TALLOC_CTX *ctx, const char *text)
{
	struct naming naming = { talloc_strdup(ctx, "") };

	text_fill(ctx, text, note_name, &naming);
	return naming.names;
}

/* Every name of one is a name of the other. */
static bool
holds(const char *names, const char *of)
{
	while (*of != '\0') {
		size_t n = strcspn(of + 1, " ") + 2;
		char *name = talloc_strndup(NULL, of, n);
		bool found = strstr(names, name) != NULL;

		talloc_free(name);
		if (!found)
			return false;
		of += n;
	}
	return true;
}

bool
own_fits(TALLOC_CTX *ctx, const char *text, const char *english)
{
	TALLOC_CTX *tmp = talloc_new(ctx);
	const char *one = names_of(tmp, text), *other = names_of(tmp, english);
	bool fits = holds(one, other) && holds(other, one);

	talloc_free(tmp);
	return fits;
}

/* What a row says of a locale; false when it says nothing. */
static bool
text_of(const struct sheet_row *row, enum locale locale,
    const struct catalogue *shipped, struct own_text *out)
{
	const char *text = row->text[locale];

	if (text == NULL && !row->stated[locale])
		return false;
	if (text == NULL)
		text = catalogue_own(shipped, locale, row->key);
	*out = (struct own_text){ .locale = locale, .key = row->key,
	    .text = text, .review = row->state[locale], .file = own_file,
	    .line = row->line };
	return text != NULL;
}

/* English first: the others must fit it. */
static void
put_row(TALLOC_CTX *ctx, struct catalogue *catalogue,
    const struct sheet_row *row)
{
	static const enum locale order[] = { LOCALE_EN, LOCALE_KM,
	    LOCALE_KM_LATN, LOCALE_TH };
	const char *english = catalogue_own(catalogue, LOCALE_EN, row->key);
	struct own_text own;

	for (int i = 0; i < LOCALES && english != NULL; i++)
		/* Put cannot fail: the key is there. */
		if (text_of(row, order[i], catalogue, &own) &&
		    own_fits(ctx, own.text, english) &&
		    catalogue_put(catalogue, &own) != 0)
			return;
}

/* For own_stale, which comes when the program's words are covered. */
static void
judge_basis(const struct sheet *sheet, const struct catalogue *shipped,
    struct sheet_row *row)
{
	for (int l = 0; l < LOCALES; l++) {
		enum locale locale = (enum locale)l;
		char *basis = row->basis[l] == NULL ? NULL :
		    own_basis((void *)sheet, shipped, locale, row->key);

		row->moved[l] = basis != NULL &&
		    strcmp(basis, row->basis[l]) != 0;
		row->unfit[l] = row->text[l] != NULL &&
		    catalogue_own(shipped, LOCALE_EN, row->key) != NULL &&
		    !own_fits((void *)sheet, row->text[l],
		    catalogue_own(shipped, LOCALE_EN, row->key));
	}
	row->gone = catalogue_own(shipped, LOCALE_EN, row->key) == NULL;
}

int
own_load(TALLOC_CTX *ctx, const struct settings *settings,
    struct catalogue *catalogue, struct faults *faults, struct sheet **out)
{
	char *path = settings_path(ctx, settings, own_file);
	struct sheet *sheet;
	int rc = sheet_load(ctx, path, faults, &sheet);

	*out = NULL;
	if (rc == -ENOENT)
		return 0;
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < sheet->n; i++) {
		judge_basis(sheet, catalogue, &sheet->row[i]);
		put_row(sheet, catalogue, &sheet->row[i]);
	}
	*out = sheet;
	return 0;
}

void
own_stale(const struct sheet *sheet, const char *file, struct faults *faults)
{
	for (size_t i = 0; i < sheet->n; i++) {
		const struct sheet_row *row = &sheet->row[i];

		if (row->gone)
			faults_add(faults, file, row->line, "%s: this program "
			    "has no such text any more", row->key);
		for (int l = 0; l < LOCALES; l++)
			if (row->unfit[l])
				faults_add(faults, file, row->line, "%s: %s: "
				    "left out, its placeholders are not those "
				    "of the English text", row->key,
				    locale_name((enum locale)l));
			else if (row->moved[l])
				faults_add(faults, file, row->line, "%s: %s: "
				    "the program's text has changed since this "
				    "one was imported; compare them", row->key,
				    locale_name((enum locale)l));
	}
}

static int
write_file(const char *path, const char *octets)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	int rc = -errno;
	bool good;

	if (file == NULL) {
		if (fd >= 0)
			close(fd);
		return rc;
	}
	good = fputs(octets, file) >= 0 && fflush(file) == 0 &&
	    fsync(fd) == 0;
	return fclose(file) == 0 && good ? 0 : -EIO;
}

static int
sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd >= 0 && fsync(fd) == 0 ? 0 : -EIO;

	if (fd >= 0)
		close(fd);
	return rc;
}

/* Where it lies until it counts. */
static char *
beside(TALLOC_CTX *ctx, const struct settings *settings)
{
	return talloc_asprintf(ctx, "%s.new", settings_path(ctx, settings,
	    own_file));
}

int
own_write(const struct settings *settings, const struct sheet *sheet,
    struct faults *faults)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	char *path = beside(tmp, settings);
	int rc = write_file(path, sheet_write(tmp, sheet, true));

	if (rc != 0) {
		faults_add(faults, path, 0, "cannot be written: %s",
		    strerror(-rc));
		unlink(path);
	}
	talloc_free(tmp);
	return rc == 0 ? 0 : -EIO;
}

void
own_drop(const struct settings *settings)
{
	char *path = beside(NULL, settings);

	unlink(path);
	talloc_free(path);
}

int
own_put(const struct settings *settings, struct faults *faults)
{
	TALLOC_CTX *tmp = talloc_new(NULL);
	char *path = settings_path(tmp, settings, own_file);
	int rc = rename(beside(tmp, settings), path) == 0 ? 0 : -errno;

	if (rc == 0)
		rc = sync_dir(settings->dir);
	if (rc != 0)
		faults_add(faults, path, 0, "cannot be put in its place: %s; "
		    "the audit says already that it was imported: import it "
		    "again", strerror(-rc));
	talloc_free(tmp);
	return rc == 0 ? 0 : -EIO;
}
