#include "store/paper.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "store/secret.h"

/* Both forms are a whole number of groups and of octets: no stray bits. */
enum {
	GROUP = 4,
	KEY_CHECKED = PAPER_SECRET + 3,		/* 280 bits: 56 characters */
	CODE_CHECKED = PAPER_CODE + 4,		/* 160 bits: 32 characters */
	DIGITS_MAX = KEY_CHECKED * 8 / 5,
};
static_assert(PAPER_GROUPS * GROUP == DIGITS_MAX);

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char key_label[] = "helpline paper key 1";
static const char code_label[] = "helpline activation code 1";

/* The check is keyed by what it is for: a code is never read as a key. */
static void
check_make(const char *label, const unsigned char *secret, size_t n,
    unsigned char *out, size_t out_n)
{
	unsigned char hash[crypto_generichash_BYTES];

	crypto_generichash(hash, sizeof(hash), secret, n,
	    (const unsigned char *)label, strlen(label));
	memcpy(out, hash, out_n);
	sodium_memzero(hash, sizeof(hash));
}

static char *
write_groups(TALLOC_CTX *ctx, const unsigned char *octets, size_t n)
{
	size_t digits = n * 8 / 5;
	char *text = secret_text(ctx, digits + digits / GROUP);
	char *at = text;
	unsigned bits = 0, held = 0;

	for (size_t i = 0, written = 0; written < digits; written++) {
		if (held < 5) {
			bits = (bits << 8 | octets[i++]) & 0xfff;
			held += 8;
		}
		if (written > 0 && written % GROUP == 0)
			*at++ = '-';
		held -= 5;
		*at++ = alphabet[bits >> held & 31];
	}
	return text;
}

/* The value of a character, -1: to be passed over, -2: none of ours. */
static int
digit_value(char c)
{
	const char *found;

	if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n')
		return -1;
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	found = c == '\0' ? NULL : strchr(alphabet, c);
	return found == NULL ? -2 : (int)(found - alphabet);
}

/* The digits of a text, at most max; -EINVAL others or too many. */
static int
read_digits(const char *text, unsigned char *out, size_t max, size_t *n)
{
	size_t read = 0;

	for (; *text != '\0'; text++) {
		int value = digit_value(*text);

		if (value == -1)
			continue;
		if (value < 0 || read == max)
			return -EINVAL;
		out[read++] = (unsigned char)value;
	}
	*n = read;
	return 0;
}

static int
read_groups(const char *text, unsigned char *octets, size_t n)
{
	unsigned char digits[DIGITS_MAX];
	size_t read = 0, o = 0;
	unsigned bits = 0, held = 0;

	if (read_digits(text, digits, n * 8 / 5, &read) != 0 ||
	    read != n * 8 / 5) {
		sodium_memzero(digits, sizeof(digits));
		return -EINVAL;
	}
	for (size_t i = 0; i < read; i++) {
		bits = (bits << 5 | digits[i]) & 0xfff;
		held += 5;
		if (held >= 8) {
			held -= 8;
			octets[o++] = (unsigned char)(bits >> held);
		}
	}
	sodium_memzero(digits, sizeof(digits));
	return 0;
}

static char *
write_checked(TALLOC_CTX *ctx, const char *label, const unsigned char *secret,
    size_t n, size_t checked)
{
	unsigned char octets[KEY_CHECKED];
	char *text;

	memcpy(octets, secret, n);
	check_make(label, secret, n, octets + n, checked - n);
	text = write_groups(ctx, octets, checked);
	sodium_memzero(octets, sizeof(octets));
	return text;
}

static int
read_checked(const char *label, const char *text, unsigned char *secret,
    size_t n, size_t checked)
{
	unsigned char octets[KEY_CHECKED], check[KEY_CHECKED];
	int rc = read_groups(text, octets, checked);

	if (rc == 0) {
		check_make(label, octets, n, check, checked - n);
		rc = sodium_memcmp(check, octets + n, checked - n) == 0 ?
		    0 : -EINVAL;
	}
	if (rc == 0)
		memcpy(secret, octets, n);
	sodium_memzero(octets, sizeof(octets));
	return rc;
}

char *
paper_key(TALLOC_CTX *ctx, const unsigned char secret[PAPER_SECRET])
{
	return write_checked(ctx, key_label, secret, PAPER_SECRET,
	    KEY_CHECKED);
}

int
paper_key_read(const char *text, unsigned char secret[PAPER_SECRET])
{
	return read_checked(key_label, text, secret, PAPER_SECRET,
	    KEY_CHECKED);
}

char *
paper_code(TALLOC_CTX *ctx, const unsigned char code[PAPER_CODE])
{
	return write_checked(ctx, code_label, code, PAPER_CODE, CODE_CHECKED);
}

int
paper_code_read(const char *text, unsigned char code[PAPER_CODE])
{
	return read_checked(code_label, text, code, PAPER_CODE, CODE_CHECKED);
}

bool
paper_matches_part(const char *paper, unsigned group, const char *typed)
{
	unsigned char whole[DIGITS_MAX], part[GROUP];
	size_t whole_n = 0, part_n = 0;
	bool same = false;

	if (group >= 1 && group <= PAPER_GROUPS &&
	    read_digits(paper, whole, DIGITS_MAX, &whole_n) == 0 &&
	    whole_n == DIGITS_MAX &&
	    read_digits(typed, part, GROUP, &part_n) == 0 && part_n == GROUP)
		same = memcmp(whole + (size_t)(group - 1) * GROUP, part,
		    GROUP) == 0;
	sodium_memzero(whole, sizeof(whole));
	return same;
}
