#include "store/password.h"

#include <assert.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/staff.h"

enum { PASSES = 3, MEMORY = 128 * 1024 * 1024 };
enum { SUBKEY_VERIFIER = 1, SUBKEY_WRAP = 2 };
static_assert(PASSWORD_SALT == crypto_pwhash_SALTBYTES);
static_assert(SECRET_OCTETS == crypto_kdf_KEYBYTES);

static const char context[crypto_kdf_CONTEXTBYTES + 1] = "hl-staff";
static const char code_label[] = "helpline activation 1";

/* The first guesses of 12 and more; a guesser waits after the fifth. */
static const char *const common[] = {
	"123456789012", "1234567890123", "12345678901234", "123456789012345",
	"0123456789012", "098765432109", "987654321098", "123123123123",
	"111222333444", "112233445566", "121212121212", "123412341234",
	"1q2w3e4r5t6y", "1qaz2wsx3edc", "qwertyuiop12", "qwertyuiop123",
	"qwerty123456", "qwerty12345678", "asdfghjkl123", "qwertyuiopas",
	"abcdefghijkl", "abcd12345678", "abc123456789", "a123456789012",
	"password1234", "password12345", "password123456", "passwordpassword",
	"password2025", "password2026", "mypassword123", "administrator",
	"administrator1", "admin1234567", "welcome12345", "letmein12345",
	"iloveyou1234", "changeme1234", "changeme12345", "helpline1234",
	"helpline2025", "helpline2026", "helplinehelpline", "cambodia1234",
	"cambodia2025", "cambodia2026", "phnompenh123", "phnompenh1234",
	"thailand1234", "migrant12345", "migrantworker", "migrantworkers",
};

static bool
is_one_octet(const char *text)
{
	return strspn(text, (char[]){ text[0], '\0' }) == strlen(text);
}

bool
password_is_allowed(const char *password, const char *login)
{
	size_t n = strlen(password);

	if (n < PASSWORD_MIN || n > PASSWORD_MAX || is_one_octet(password) ||
	    strcasecmp(password, login) == 0)
		return false;
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (strcasecmp(password, common[i]) == 0)
			return false;
	return true;
}

void
password_run(const char *password, const unsigned char salt[PASSWORD_SALT],
    unsigned char verifier[PASSWORD_VERIFIER], struct secret *wrap)
{
	struct secret *master = secret_new(NULL), *auth = secret_new(master);

	/* It fails only without the memory, as everything else does. */
	if (crypto_pwhash(master->octets, SECRET_OCTETS, password,
	    strlen(password), salt, PASSES, MEMORY,
	    crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort();
	crypto_kdf_derive_from_key(auth->octets, SECRET_OCTETS,
	    SUBKEY_VERIFIER, context, master->octets);
	crypto_kdf_derive_from_key(wrap->octets, SECRET_OCTETS, SUBKEY_WRAP,
	    context, master->octets);
	crypto_generichash(verifier, PASSWORD_VERIFIER, auth->octets,
	    SECRET_OCTETS, NULL, 0);
	talloc_free(master);
}

void
password_from_code(const unsigned char code[PASSWORD_CODE],
    struct secret *wrap)
{
	crypto_generichash(wrap->octets, SECRET_OCTETS,
	    (const unsigned char *)code_label, strlen(code_label), code,
	    PASSWORD_CODE);
}
