#include <errno.h>
#include <unistd.h>

#include "gateway/backup/backup.h"
#include "store/canary.h"
#include "store/keyfile.h"

static const char key_file[] = "backup.pub";

int
backup_key(TALLOC_CTX *ctx, const struct settings *settings,
    unsigned char pub[VAULT_PUBLIC], char **why)
{
	int rc = keyfile_read(ctx, settings_path(ctx, settings, key_file),
	    KEYFILE_PUBLIC, pub, why);

	if (rc == -ENOENT)
		*why = talloc_asprintf(ctx, "there is no key for backups yet; "
		    "make one with: helpline backup %s key", settings->dir);
	return rc;
}

bool
backup_has_key(const struct settings *settings)
{
	char *path = settings_path(NULL, settings, key_file);
	bool has = access(path, F_OK) == 0;

	talloc_free(path);
	return has;
}

/* The canary first: a key without one cannot be rehearsed. */
int
backup_key_set(TALLOC_CTX *ctx, const struct settings *settings,
    struct store *store, const unsigned char pub[VAULT_PUBLIC], int64_t now,
    char **why)
{
	char *path = settings_path(ctx, settings, key_file);
	int rc = canary_put(store, pub, now);

	if (rc != 0) {
		*why = talloc_strdup(ctx, store_why(store));
		return rc;
	}
	return keyfile_write(ctx, path, KEYFILE_PUBLIC, pub, why);
}
