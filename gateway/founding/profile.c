#include "gateway/founding/profile.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "gateway/kannel/operators.h"
#include "menus/document.h"

/* Octets of "  - key:" when the line begins so, else 0. */
static size_t
key_octets(const char *line, const char *key)
{
	size_t lead = strspn(line, " -"), n = strlen(key);

	if (strncmp(line + lead, key, n) != 0 || line[lead + n] != ':')
		return 0;
	return lead + n + 1;
}

/* The text with the value of the first "key:" replaced; the line is left out
   where the value is "". */
static char *
replace(TALLOC_CTX *ctx, const char *text, const char *key, const char *value)
{
	const char *line = text, *end;
	size_t n = 0;

	while (*line != '\0' && (n = key_octets(line, key)) == 0) {
		end = strchr(line, '\n');
		line = end != NULL ? end + 1 : line + strlen(line);
	}
	if (n == 0)
		return talloc_strdup(ctx, text);
	end = line + strcspn(line, "\n");
	if (value[0] == '\0')
		return talloc_asprintf(ctx, "%.*s%s", (int)(line - text), text,
		    *end == '\n' ? end + 1 : end);
	return talloc_asprintf(ctx, "%.*s \"%s\"%s",
	    (int)(line + n - text), text, value, end);
}

int
profile_write(TALLOC_CTX *ctx, const struct profile *profile, char **text,
    struct operators **out)
{
	struct faults *faults = faults_new(ctx);
	struct document *document;
	size_t n;
	const char *embedded = operators_embedded(&n);
	char *made = talloc_strndup(ctx, embedded, n);
	int error;

	made = replace(ctx, made, "name", profile->name);
	made = replace(ctx, made, "code", profile->code);
	made = replace(ctx, made, "number", profile->number);
	made = replace(ctx, made, "long_number", profile->long_number);
	error = document_parse(ctx, "operators.yaml", made, strlen(made),
	    faults, &document);
	if (error == 0)
		error = operators_build(ctx, document, faults, out);
	faults_print(faults, stderr);
	if (error == 0)
		*text = made;
	return error;
}
