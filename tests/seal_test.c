#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "store/cases.h"
#include "store/paper.h"
#include "store/password.h"
#include "store/seal.h"
#include "store/secret.h"

static json_t *vectors;
static unsigned char pub[SEAL_PUBLIC], sec[SEAL_SECRET];

static int
load_vectors(void **state)
{
	const char *srcdir = getenv("srcdir");
	char *path = talloc_asprintf(NULL, "%s/tests/vectors/seal-1.json",
	    srcdir != NULL ? srcdir : ".");

	(void)state;
	vectors = json_load_file(path, 0, NULL);
	talloc_free(path);
	seal_pair(pub, sec);
	return vectors != NULL && sodium_init() >= 0 ? 0 : -1;
}

static int
free_vectors(void **state)
{
	(void)state;
	json_decref(vectors);
	return 0;
}

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	assert_non_null(text);
	return text;
}

static size_t
octets_of(const json_t *object, const char *key, void *out, size_t max)
{
	const char *hex = text_of(object, key);
	size_t n = 0;

	assert_int_equal(sodium_hex2bin(out, max, hex, strlen(hex), NULL, &n,
	    NULL), 0);
	return n;
}

static void
assert_octets(const json_t *object, const char *key, const void *is, size_t n)
{
	unsigned char wanted[128];

	assert_int_equal(octets_of(object, key, wanted, sizeof(wanted)), n);
	assert_memory_equal(is, wanted, n);
}

static void
open_vector(const json_t *item, const unsigned char *case_pub,
    const unsigned char *case_sec)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct seal_place place = { .kind = text_of(item, "kind"),
	    .n = json_integer_value(json_object_get(item, "n")) };
	struct sealed sealed = { .ct = talloc_size(ctx, 9000) };
	char *text = NULL;
	size_t n = 0;

	octets_of(item, "case_id", place.case_id.octets, ID_OCTETS);
	octets_of(item, "nonce", sealed.nonce, SEAL_NONCE);
	octets_of(item, "key", sealed.key, SEAL_KEY_BOX);
	sealed.ct_n = octets_of(item, "ct", sealed.ct, 9000);
	assert_int_equal(seal_open(ctx, case_pub, case_sec, &place, &sealed,
	    &text, &n), 0);
	assert_string_equal(text, text_of(item, "text"));
	assert_int_equal(n, strlen(text));
	talloc_free(ctx);
}

static void
the_frozen_items_open(void **state)
{
	const json_t *of_case = json_object_get(vectors, "case");
	const json_t *items = json_object_get(vectors, "items");
	unsigned char case_pub[SEAL_PUBLIC], case_sec[SEAL_SECRET];

	(void)state;
	octets_of(of_case, "public", case_pub, SEAL_PUBLIC);
	octets_of(of_case, "secret", case_sec, SEAL_SECRET);
	assert_int_equal(json_array_size(items), 8);
	for (size_t i = 0; i < json_array_size(items); i++)
		open_vector(json_array_get(items, i), case_pub, case_sec);
}

static void
the_frozen_grant_opens(void **state)
{
	const json_t *grant = json_object_get(vectors, "grant");
	unsigned char to[32], with[32], box[SEAL_KEY_BOX], opened[32];

	(void)state;
	octets_of(grant, "public", to, 32);
	octets_of(grant, "secret", with, 32);
	octets_of(grant, "box", box, SEAL_KEY_BOX);
	assert_int_equal(seal_key_open(to, with, box, opened), 0);
	assert_octets(grant, "opened", opened, 32);
	for (size_t i = 0; i < SEAL_KEY_BOX; i++) {
		box[i] ^= 0x10;
		assert_int_equal(seal_key_open(to, with, box, opened),
		    -EBADMSG);
		box[i] ^= 0x10;
	}
}

static void
the_frozen_paper_keys_are_written_and_read(void **state)
{
	const json_t *keys = json_object_get(vectors, "paper");

	(void)state;
	assert_int_equal(json_array_size(keys), 3);
	for (size_t i = 0; i < json_array_size(keys); i++) {
		const json_t *key = json_array_get(keys, i);
		unsigned char secret[32], read[32], public[32];
		char *text;

		octets_of(key, "secret", secret, 32);
		text = paper_key(NULL, secret);
		assert_string_equal(text, text_of(key, "text"));
		assert_int_equal(paper_key_read(text, read), 0);
		assert_memory_equal(read, secret, 32);
		crypto_scalarmult_base(public, secret);
		assert_octets(key, "public", public, 32);
		talloc_free(text);
	}
}

static void
the_frozen_activation_code_opens_the_member_key(void **state)
{
	const json_t *vector = json_object_get(vectors, "code");
	unsigned char code[PAPER_CODE], wrapped[SECRET_WRAPPED];
	struct secret *wrap = secret_new(NULL), *own = secret_new(wrap);
	char *text;

	(void)state;
	assert_int_equal(paper_code_read(text_of(vector, "text"), code), 0);
	assert_octets(vector, "code", code, PAPER_CODE);
	text = paper_code(wrap, code);
	assert_string_equal(text, text_of(vector, "text"));
	password_from_code(code, wrap);
	assert_octets(vector, "wrap", wrap->octets, 32);
	octets_of(vector, "wrapped", wrapped, sizeof(wrapped));
	assert_int_equal(secret_unwrap(wrap, wrapped, own), 0);
	assert_octets(vector, "opened", own->octets, 32);
	for (size_t i = 0; i < sizeof(wrapped); i++) {
		wrapped[i] ^= 0x80;
		assert_int_equal(secret_unwrap(wrap, wrapped, own), -EBADMSG);
		wrapped[i] ^= 0x80;
	}
	talloc_free(wrap);
}

static void
the_frozen_password_gives_its_verifier_and_key(void **state)
{
	const json_t *vector = json_object_get(vectors, "password");
	unsigned char salt[PASSWORD_SALT], verifier[PASSWORD_VERIFIER];
	struct secret *wrap = secret_new(NULL);

	(void)state;
	octets_of(vector, "salt", salt, sizeof(salt));
	password_run(text_of(vector, "password"), salt, verifier, wrap);
	assert_octets(vector, "verifier", verifier, sizeof(verifier));
	assert_octets(vector, "wrap", wrap->octets, SECRET_OCTETS);
	talloc_free(wrap);
}

static void
the_frozen_references_are_valid_and_their_neighbours_are_not(void **state)
{
	const json_t *refs = json_object_get(vectors, "refs");

	(void)state;
	for (size_t i = 0; i < json_array_size(refs); i++) {
		char ref[REF_DIGITS + 1];

		snprintf(ref, sizeof(ref), "%s",
		    json_string_value(json_array_get(refs, i)));
		assert_true(ref_is_valid(ref));
		ref[REF_DIGITS - 1] ^= 1;
		assert_false(ref_is_valid(ref));
	}
}

static const size_t sizes[] = { 0, 1, 62, 63, 64, 159, 160, 319, 320, 639,
    640, 1279, 1280, 2559, 2560, 5119, 5120, 8191, 8192 };
static const size_t buckets[] = { 64, 64, 64, 64, 160, 160, 320, 320, 640,
    640, 1280, 1280, 2560, 2560, 5120, 5120, 8448, 8448, 8448 };

static void
an_item_of_any_size_opens_and_shows_only_its_bucket(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	char text[SEAL_TEXT_MAX];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		TALLOC_CTX *ctx = talloc_new(NULL);
		struct sealed sealed;
		char *opened = NULL;
		size_t n = 0;

		assert_int_equal(seal_item(ctx, pub, &place, text, sizes[i],
		    &sealed), 0);
		assert_int_equal(sealed.ct_n, buckets[i] + 16);
		assert_int_equal(seal_open(ctx, pub, sec, &place, &sealed,
		    &opened, &n), 0);
		assert_int_equal(n, sizes[i]);
		assert_int_equal(strlen(opened), n);
		assert_memory_equal(opened, text, n);
		talloc_free(ctx);
	}
}

static void
octets_of_zero_and_of_padding_come_back_as_they_were(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	const char text[] = "\0\x80\0a\x80\0\0\x80";
	struct sealed sealed;
	char *opened = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(seal_item(NULL, pub, &place, text, 8, &sealed), 0);
	assert_int_equal(seal_open(sealed.ct, pub, sec, &place, &sealed,
	    &opened, &n), 0);
	assert_int_equal(n, 8);
	assert_memory_equal(opened, text, 8);
	talloc_free(sealed.ct);
}

static void
what_is_too_long_or_no_key_is_refused(void **state)
{
	char text[SEAL_TEXT_MAX + 1] = { 0 };
	unsigned char zero[SEAL_PUBLIC] = { 0 }, box[SEAL_KEY_BOX];
	struct sealed sealed = { .ct_n = 7 };

	(void)state;
	assert_int_equal(seal_item(NULL, pub, &(struct seal_place){
	    .kind = "words" }, text, sizeof(text), &sealed), -EINVAL);
	assert_int_equal(seal_item(NULL, pub, &(struct seal_place){
	    .kind = "sixteen_octets__" }, text, 1, &sealed), -EINVAL);
	assert_int_equal(seal_item(NULL, zero, &(struct seal_place){
	    .kind = "words" }, text, 1, &sealed), -EINVAL);
	assert_int_equal(seal_key(zero, sec, box), -EINVAL);
	assert_int_equal(sealed.ct_n, 7);
}

static void
assert_shut(const unsigned char *with_pub, const unsigned char *with_sec,
    const struct seal_place *place, const struct sealed *sealed)
{
	char *text = (char *)&vectors;
	size_t n = 99;

	assert_int_equal(seal_open(NULL, with_pub, with_sec, place, sealed,
	    &text, &n), -EBADMSG);
	assert_ptr_equal(text, &vectors);
	assert_int_equal(n, 99);
}

static struct sealed
seal_hello(TALLOC_CTX *ctx, const struct seal_place *place)
{
	struct sealed sealed;

	assert_int_equal(seal_item(ctx, pub, place, "hello", 5, &sealed), 0);
	return sealed;
}

static void
an_item_moved_to_another_place_does_not_open(void **state)
{
	struct seal_place place = { .n = 258, .kind = "words" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed = seal_hello(ctx, &place);
	struct seal_place other;

	(void)state;
	for (size_t i = 0; i < ID_OCTETS; i++) {
		other = place;
		other.case_id.octets[i] = 1;
		assert_shut(pub, sec, &other, &sealed);
	}
	for (int bit = 0; bit < 63; bit++) {
		other = place;
		other.n ^= (int64_t)1 << bit;
		assert_shut(pub, sec, &other, &sealed);
	}
	other = place;
	for (const char *const *kind = (const char *const[]){ "", "word",
	    "words ", "Words", "number", "fifteen_octets_",
	    "more_than_fifteen_octets", NULL }; *kind != NULL; kind++) {
		other.kind = *kind;
		assert_shut(pub, sec, &other, &sealed);
	}
	talloc_free(ctx);
}

static void
another_key_does_not_open_an_item(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed = seal_hello(ctx, &place);
	unsigned char other_pub[SEAL_PUBLIC], other_sec[SEAL_SECRET];

	(void)state;
	seal_pair(other_pub, other_sec);
	assert_shut(other_pub, other_sec, &place, &sealed);
	assert_shut(pub, other_sec, &place, &sealed);
	assert_shut(other_pub, sec, &place, &sealed);
	talloc_free(ctx);
}

static void
an_item_with_any_bit_changed_does_not_open(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed = seal_hello(ctx, &place);

	(void)state;
	for (size_t i = 0; i < sealed.ct_n * 8; i++) {
		sealed.ct[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_shut(pub, sec, &place, &sealed);
		sealed.ct[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	for (size_t i = 0; i < SEAL_NONCE; i++) {
		sealed.nonce[i] ^= 1;
		assert_shut(pub, sec, &place, &sealed);
		sealed.nonce[i] ^= 1;
	}
	/* Not the highest bit of the ephemeral key: X25519 passes it over. */
	for (size_t i = 0; i < SEAL_KEY_BOX; i++) {
		sealed.key[i] ^= 1;
		assert_shut(pub, sec, &place, &sealed);
		sealed.key[i] ^= 1;
	}
	talloc_free(ctx);
}

static void
an_item_cut_short_or_grown_does_not_open(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed = seal_hello(ctx, &place), other = sealed;

	(void)state;
	other.ct = talloc_zero_size(ctx, 9000);
	memcpy(other.ct, sealed.ct, sealed.ct_n);
	for (size_t n = 0; n <= 400; n++) {
		other.ct_n = n;
		if (n != sealed.ct_n)
			assert_shut(pub, sec, &place, &other);
	}
	other.ct_n = 8448 + 16;
	assert_shut(pub, sec, &place, &other);
	talloc_free(ctx);
}

/* A valid text of a bucket's size whose padding is not as it must be. */
static void
an_item_without_padding_does_not_open(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	unsigned char key[32], ct[64 + 16], plain[64], bound[41] = { 1 };
	struct sealed sealed = { .ct = ct, .ct_n = sizeof(ct) };

	(void)state;
	bound[24] = 1;
	memcpy(bound + 25, "words", 5);
	randombytes_buf(key, sizeof(key));
	assert_int_equal(seal_key(pub, key, sealed.key), 0);
	for (int last = 0; last < 256; last += 51) {
		memset(plain, 0, sizeof(plain));
		plain[63] = (unsigned char)last;
		crypto_aead_xchacha20poly1305_ietf_encrypt(ct, NULL, plain,
		    sizeof(plain), bound, sizeof(bound), NULL, sealed.nonce,
		    key);
		assert_shut(pub, sec, &place, &sealed);
	}
}

static void
one_pair_seals_to_many_and_each_opens_her_own(void **state)
{
	unsigned char pubs[3][32], secs[3][32], boxes[4][SEAL_KEY_BOX];
	unsigned char key[32], opened[32];
	struct sealer sealer;

	(void)state;
	sealer_make(&sealer);
	for (int i = 0; i < 3; i++) {
		seal_pair(pubs[i], secs[i]);
		memset(key, i, sizeof(key));
		assert_int_equal(seal_key_by(&sealer, pubs[i], key, boxes[i]),
		    0);
	}
	assert_int_equal(seal_key_by(&sealer, pubs[0], key, boxes[3]), 0);
	sealer_wipe(&sealer);
	for (int i = 0; i < 3; i++) {
		assert_memory_equal(boxes[i], boxes[0], SEAL_PUBLIC);
		memset(key, i, sizeof(key));
		assert_int_equal(crypto_box_seal_open(opened, boxes[i],
		    SEAL_KEY_BOX, pubs[i], secs[i]), 0);
		assert_memory_equal(opened, key, sizeof(key));
		assert_int_equal(seal_key_open(pubs[(i + 1) % 3],
		    secs[(i + 1) % 3], boxes[i], opened), -EBADMSG);
	}
	/* The same key and nonce twice would betray both secrets. */
	assert_memory_not_equal(boxes[3], boxes[0], SEAL_PUBLIC);
	assert_int_equal(seal_key_open(pubs[0], secs[0], boxes[3], opened), 0);
	assert_memory_equal(opened, key, sizeof(key));
}

/* What a pair is remembered for has an end; whoever comes after gets one of
   her own, as with no pair at all. */
static void
after_the_fourth_each_gets_a_pair_of_her_own(void **state)
{
	unsigned char to[SEALER_MAX + 2][32], with[SEALER_MAX + 2][32];
	unsigned char boxes[SEALER_MAX + 2][SEAL_KEY_BOX], key[32], opened[32];
	struct sealer sealer;

	(void)state;
	sealer_make(&sealer);
	randombytes_buf(key, sizeof(key));
	for (int i = 0; i < SEALER_MAX + 2; i++) {
		seal_pair(to[i], with[i]);
		assert_int_equal(seal_key_by(&sealer, to[i], key, boxes[i]),
		    0);
		assert_int_equal(seal_key_open(to[i], with[i], boxes[i],
		    opened), 0);
		assert_memory_equal(opened, key, sizeof(key));
		assert_int_equal(memcmp(boxes[i], sealer.pub, SEAL_PUBLIC) ==
		    0, i < SEALER_MAX);
	}
	assert_memory_not_equal(boxes[SEALER_MAX], boxes[SEALER_MAX + 1],
	    SEAL_PUBLIC);
}

static void
a_pair_seals_items_and_refuses_what_is_no_key(void **state)
{
	const struct seal_place place = { .n = 1, .kind = "words" };
	unsigned char zero[SEAL_PUBLIC] = { 0 }, box[SEAL_KEY_BOX] = { 9 };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed sealed = { .ct_n = 7 };
	struct sealer sealer;
	char *text;
	size_t n;

	(void)state;
	sealer_make(&sealer);
	assert_int_equal(seal_item_by(ctx, &sealer, zero, &place, "hello", 5,
	    &sealed), -EINVAL);
	assert_int_equal(sealed.ct_n, 7);
	assert_int_equal(seal_key_by(&sealer, zero, sec, box), -EINVAL);
	assert_int_equal(box[0], 9);
	/* What was refused is not remembered as sealed to. */
	assert_int_equal(sealer.n, 0);
	assert_int_equal(seal_item_by(ctx, &sealer, pub, &place, "hello", 5,
	    &sealed), 0);
	assert_memory_equal(sealed.key, sealer.pub, SEAL_PUBLIC);
	assert_int_equal(seal_open(ctx, pub, sec, &place, &sealed, &text, &n),
	    0);
	assert_string_equal(text, "hello");
	talloc_free(ctx);
}

static void
a_box_of_the_old_key_becomes_one_of_the_new(void **state)
{
	unsigned char new_pub[32], new_sec[32], zero[32] = { 0 };
	unsigned char key[32], opened[32];
	unsigned char box[SEAL_KEY_BOX], was[SEAL_KEY_BOX];

	(void)state;
	seal_pair(new_pub, new_sec);
	randombytes_buf(key, sizeof(key));
	assert_int_equal(seal_key(pub, key, box), 0);
	memcpy(was, box, sizeof(was));
	/* Another's key, and none to seal to: nothing is changed. */
	assert_int_equal(seal_key_again(new_sec, new_pub, box), -EBADMSG);
	assert_int_equal(seal_key_again(sec, zero, box), -EINVAL);
	assert_memory_equal(box, was, sizeof(was));
	assert_int_equal(seal_key_again(sec, new_pub, box), 0);
	assert_int_equal(seal_key_open(new_pub, new_sec, box, opened), 0);
	assert_memory_equal(opened, key, sizeof(key));
	assert_int_equal(seal_key_open(pub, sec, box, opened), -EBADMSG);
}

static void
the_same_words_are_never_sealed_alike(void **state)
{
	struct seal_place place = { .n = 1, .kind = "words" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct sealed a = seal_hello(ctx, &place), b = seal_hello(ctx, &place);

	(void)state;
	assert_memory_not_equal(a.ct, b.ct, a.ct_n);
	assert_memory_not_equal(a.nonce, b.nonce, SEAL_NONCE);
	assert_memory_not_equal(a.key, b.key, SEAL_KEY_BOX);
	talloc_free(ctx);
}

static void
a_paper_key_is_read_as_people_write_it(void **state)
{
	unsigned char secret[32], read[32];
	char *text, *sloppy;

	(void)state;
	memset(secret, 0, sizeof(secret));
	secret[31] = 0x21;	/* holds 0s and 1s */
	text = paper_key(NULL, secret);
	sloppy = talloc_strdup(text, "  ");
	for (const char *c = text; *c != '\0'; c++)
		sloppy = talloc_asprintf_append(sloppy, "%s%c",
		    *c == '-' ? " \t\r\n" : "", *c == '0' ? 'o' :
		    *c == '1' ? (c - text) % 2 ? 'l' : 'I' :
		    *c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	assert_int_equal(paper_key_read(sloppy, read), 0);
	assert_memory_equal(read, secret, 32);
	talloc_free(text);
}

static void
a_mistyped_paper_key_is_refused(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZU*@";
	unsigned char secret[32], read[32];
	char *text, kept;

	(void)state;
	randombytes_buf(secret, sizeof(secret));
	text = paper_key(NULL, secret);
	for (size_t i = 0; text[i] != '\0'; i++) {
		kept = text[i];
		if (kept == '-')
			continue;
		for (const char *c = alphabet; *c != '\0'; c++) {
			text[i] = *c;
			if (*c != kept)
				assert_int_equal(paper_key_read(text, read),
				    -EINVAL);
		}
		text[i] = '\0';
		assert_int_equal(paper_key_read(text, read), -EINVAL);
		text[i] = kept;
	}
	text = talloc_asprintf_append(text, "0");
	assert_int_equal(paper_key_read(text, read), -EINVAL);
	assert_int_equal(paper_key_read("", read), -EINVAL);
	assert_int_equal(paper_key_read("ភាសាខ្មែរ", read), -EINVAL);
	talloc_free(text);
}

static void
a_code_is_no_paper_key_and_a_key_no_code(void **state)
{
	unsigned char secret[32] = { 0 }, code[PAPER_CODE];
	char *key_text = paper_key(NULL, secret);
	char *code_text = paper_code(key_text, secret);

	(void)state;
	assert_int_equal(paper_key_read(code_text, secret), -EINVAL);
	assert_int_equal(paper_code_read(key_text, code), -EINVAL);
	key_text[8 * 5 - 1] = '\0';
	assert_int_equal(paper_code_read(key_text, code), -EINVAL);
	assert_int_equal(strlen(code_text), 8 * 5 - 1);
	talloc_free(key_text);
}

static void
a_paper_key_is_asked_for_in_part(void **state)
{
	const char *key = text_of(json_array_get(json_object_get(vectors,
	    "paper"), 0), "text");

	(void)state;
	assert_true(paper_matches_part(key, 1, "9YBQ"));
	assert_true(paper_matches_part(key, 1, " 9y-bq "));
	assert_true(paper_matches_part(key, 14, "sv2e"));
	assert_true(paper_matches_part(key, 11, "4jx7"));
	assert_false(paper_matches_part(key, 1, "9YBR"));
	assert_false(paper_matches_part(key, 1, "429Y"));
	assert_false(paper_matches_part(key, 1, "9YB"));
	assert_false(paper_matches_part(key, 1, "9YBQ4"));
	assert_false(paper_matches_part(key, 1, ""));
	assert_false(paper_matches_part(key, 0, "9YBQ"));
	assert_false(paper_matches_part(key, 15, "9YBQ"));
	assert_false(paper_matches_part("9YBQ", 1, "9YBQ"));
}

static void
common_short_and_endless_passwords_are_refused(void **state)
{
	char text[200];

	(void)state;
	assert_false(password_is_allowed("", "dara"));
	assert_false(password_is_allowed("elevenchars", "dara"));
	assert_true(password_is_allowed("twelve chars", "dara"));
	assert_false(password_is_allowed("Password1234", "dara"));
	assert_false(password_is_allowed("HELPLINE2026", "dara"));
	assert_false(password_is_allowed("aaaaaaaaaaaaaaa", "dara"));
	assert_false(password_is_allowed("Sophea.Chhim", "sophea.chhim"));
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i % 7);
	text[128] = '\0';
	assert_true(password_is_allowed(text, "dara"));
	text[128] = 'x';
	text[129] = '\0';
	assert_false(password_is_allowed(text, "dara"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_frozen_items_open),
		cmocka_unit_test(the_frozen_grant_opens),
		cmocka_unit_test(the_frozen_paper_keys_are_written_and_read),
		cmocka_unit_test(
		    the_frozen_activation_code_opens_the_member_key),
		cmocka_unit_test(
		    the_frozen_password_gives_its_verifier_and_key),
		cmocka_unit_test(
		    the_frozen_references_are_valid_and_their_neighbours_are_not),
		cmocka_unit_test(
		    an_item_of_any_size_opens_and_shows_only_its_bucket),
		cmocka_unit_test(
		    octets_of_zero_and_of_padding_come_back_as_they_were),
		cmocka_unit_test(what_is_too_long_or_no_key_is_refused),
		cmocka_unit_test(an_item_moved_to_another_place_does_not_open),
		cmocka_unit_test(another_key_does_not_open_an_item),
		cmocka_unit_test(an_item_with_any_bit_changed_does_not_open),
		cmocka_unit_test(an_item_cut_short_or_grown_does_not_open),
		cmocka_unit_test(an_item_without_padding_does_not_open),
		cmocka_unit_test(the_same_words_are_never_sealed_alike),
		cmocka_unit_test(one_pair_seals_to_many_and_each_opens_her_own),
		cmocka_unit_test(after_the_fourth_each_gets_a_pair_of_her_own),
		cmocka_unit_test(a_pair_seals_items_and_refuses_what_is_no_key),
		cmocka_unit_test(a_box_of_the_old_key_becomes_one_of_the_new),
		cmocka_unit_test(a_paper_key_is_read_as_people_write_it),
		cmocka_unit_test(a_mistyped_paper_key_is_refused),
		cmocka_unit_test(a_code_is_no_paper_key_and_a_key_no_code),
		cmocka_unit_test(a_paper_key_is_asked_for_in_part),
		cmocka_unit_test(
		    common_short_and_endless_passwords_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, load_vectors, free_vectors);
}
