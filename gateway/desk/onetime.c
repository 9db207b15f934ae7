#include "gateway/desk/onetime.h"

#include <errno.h>
#include <liboath/oath.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "locales/fold.h"

enum {
	SEED = 20,			/* octets: 160 bits, RFC 4226 R6 */
	APP_DIGITS = 6, APP_STEP_S = 30, APP_WINDOW = 1,
	LINE_DIGITS = 8,
	LINES_AHEAD = 10,		/* some may have been struck out */
	QUIET = 4,
};

struct secret *
onetime_new(TALLOC_CTX *ctx)
{
	struct secret *secret = secret_new(ctx);

	secret_fill(secret);
	return secret;
}

static const char *
seed(const struct secret *secret)
{
	return (const char *)secret->octets;
}

static int
check_app(const struct secret *secret, const char *digits, int64_t now,
    int64_t *count)
{
	uint64_t found = 0;
	int where = 0, rc;

	if (strlen(digits) != APP_DIGITS)
		return -EACCES;
	rc = oath_totp_validate4(seed(secret), SEED, now, APP_STEP_S, 0,
	    APP_WINDOW, &where, &found, 0, digits);
	if (rc < 0)
		return -EACCES;
	*count = (int64_t)found;
	return 0;
}

static int
check_line(const struct secret *secret, int64_t last, const char *digits,
    int64_t *count)
{
	int64_t left = SHEET_LINES - last;
	int rc;

	if (strlen(digits) != LINE_DIGITS || left < 1)
		return -EACCES;
	rc = oath_hotp_validate(seed(secret), SEED, (uint64_t)last + 1,
	    (size_t)(left < LINES_AHEAD ? left : LINES_AHEAD) - 1, digits);
	if (rc < 0)
		return -EACCES;
	*count = last + 1 + rc;
	return 0;
}

int
onetime_check(enum factor factor, const struct secret *secret, int64_t last,
    const char *typed, int64_t now, int64_t *count)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const char *digits = text_digits(ctx, typed);
	int64_t found = 0;
	int rc = -EACCES;

	if (digits != NULL && factor == FACTOR_TOTP)
		rc = check_app(secret, digits, now, &found);
	else if (digits != NULL && factor == FACTOR_SHEET)
		rc = check_line(secret, last, digits, &found);
	talloc_free(ctx);
	if (rc != 0 || found <= last)
		return -EACCES;
	*count = found;
	return 0;
}

char *
onetime_line(TALLOC_CTX *ctx, const struct secret *secret, int line)
{
	char *code = secret_text(ctx, LINE_DIGITS + 1);

	if (oath_hotp_generate(seed(secret), SEED, (uint64_t)line,
	    LINE_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, code) != OATH_OK)
		abort();
	return code;
}

char *
onetime_base32(TALLOC_CTX *ctx, const struct secret *secret)
{
	char *made = NULL, *text;
	size_t n = 0;

	if (oath_base32_encode(seed(secret), SEED, &made, &n) != OATH_OK)
		abort();
	text = secret_text(ctx, n + 1);
	memcpy(text, made, n);
	explicit_bzero(made, n);
	free(made);
	return text;
}

/* Names are a-z, 0-9, full stops and dashes: nothing to escape. */
char *
onetime_uri(TALLOC_CTX *ctx, const struct secret *secret, const char *name)
{
	return talloc_asprintf(ctx, "otpauth://totp/Helpline:%s?secret=%s&"
	    "issuer=Helpline&algorithm=SHA1&digits=%d&period=%d", name,
	    onetime_base32(ctx, secret), APP_DIGITS, APP_STEP_S);
}

char *
onetime_qr(TALLOC_CTX *ctx, const char *text, int *size)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8,
	    1);
	char *path = talloc_strdup(ctx, "");

	if (code == NULL)
		abort();
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				path = talloc_asprintf_append_buffer(path,
				    "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	*size = code->width + 2 * QUIET;
	QRcode_free(code);
	return path;
}
