/*
 * meta_data.  The input is a key, its length first, and a text.  The value
 * of the key is no longer than the text, is found again at the same place
 * once written anew, and a pair written is read back beside any other.
 */
#include "tests/fuzz/fuzz.h"

#include "gateway/kannel/meta.h"

static void
hold_same(struct octets value, struct octets expected)
{
	must(value.data != NULL && value.n == expected.n);
	must(memcmp(value.data, expected.data, value.n) == 0);
}

static void
write_and_read(TALLOC_CTX *work, const char *key, struct octets value)
{
	const struct meta_pair pairs[] = {
		{ "absent", { 0 } },
		{ "other", { "=&?%+\0", 6 } },
		{ key, value },
	};
	char *text = meta_write(work, pairs, 3);
	struct octets meta = { text, strlen(text) };

	if (strcmp(key, "other") != 0)
		hold_same(meta_value(work, meta, key), value);
	hold_same(meta_value(work, meta, "other"), pairs[1].value);
	if (strcmp(key, "absent") != 0)
		must(meta_value(work, meta, "absent").data == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	TALLOC_CTX *work = talloc_new(NULL);
	size_t key_n = draw_octet(&draw) % 32;
	const uint8_t *from = draw_octets(&draw, key_n, &key_n);
	char *key = talloc_strndup(work, key_n ? (const char *)from : "",
	    key_n);
	struct octets meta = { draw.at, draw.n };
	struct octets value = meta_value(work, meta, key);

	must(value.data == NULL || value.n <= meta.n);
	if (value.data != NULL)
		write_and_read(work, key, value);
	if (draw.n > 0)
		write_and_read(work, key, meta);
	talloc_free(work);
	return 0;
}
