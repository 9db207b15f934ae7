#include "gateway/kannel/meta.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char group[] = "smpp", head[] = "?smpp?";

/* Asked of every octet: three comparisons cost less than a call. */
static bool
is_stop(const char *stops, char c)
{
	for (; *stops != '\0'; stops++)
		if (*stops == c)
			return true;
	return false;
}

/* The octets up to one of the stops, which stays; a piece may be empty. */
static struct octets
cut(struct octets *rest, const char *stops)
{
	const char *from = rest->data;
	size_t n = 0;

	while (n < rest->n && !is_stop(stops, from[n]))
		n++;
	*rest = (struct octets){ from + n, rest->n - n };
	return (struct octets){ from, n };
}

static bool
skip(struct octets *rest, char c)
{
	const char *from = rest->data;

	if (rest->n == 0 || from[0] != c)
		return false;
	*rest = (struct octets){ from + 1, rest->n - 1 };
	return true;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = strchr(digits, tolower((unsigned char)c));

	return c != '\0' && found != NULL ? (int)(found - digits) : -1;
}

/* One character, after which *i stands on the next; -1 when it is none. */
static int
decode_at(struct octets from, size_t *i)
{
	const char *c = from.data;
	char first = c[(*i)++];
	int high, low;

	if (first == '+')
		return ' ';
	if (first != '%')
		return (unsigned char)first;
	if (from.n - *i < 2)
		return -1;
	high = hex_digit(c[(*i)++]);
	low = hex_digit(c[(*i)++]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static struct octets
decode(TALLOC_CTX *parent, struct octets from)
{
	unsigned char *out = talloc_size(parent, from.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < from.n;) {
		int octet = decode_at(from, &i);

		if (octet < 0) {
			talloc_free(out);
			return (struct octets){ 0 };
		}
		out[n++] = (unsigned char)octet;
	}
	out[n] = '\0';
	return (struct octets){ out, n };
}

static bool
is_name(struct octets encoded, const char *name)
{
	for (size_t i = 0; i < encoded.n; name++)
		if (*name == '\0' ||
		    decode_at(encoded, &i) != (unsigned char)*name)
			return false;
	return *name == '\0';
}

/* The pairs of a group, up to the next; true when the key was among them. */
static bool
find_key(struct octets *rest, const char *key, struct octets *value)
{
	while (rest->n > 0 && *(const char *)rest->data != '?') {
		struct octets name = cut(rest, "=&?");

		if (skip(rest, '=')) {
			*value = cut(rest, "&?");
			if (is_name(name, key))
				return true;
		} else if (name.n > 0) {
			return false;
		}
		(void)skip(rest, '&');
	}
	return false;
}

struct octets
meta_value(TALLOC_CTX *parent, struct octets meta, const char *key)
{
	struct octets rest = meta, value;

	while (skip(&rest, '?')) {
		struct octets name = cut(&rest, "?");
		bool ours = is_name(name, group);

		if (!skip(&rest, '?'))
			break;
		if (find_key(&rest, key, &value) && ours)
			return decode(parent, value);
		cut(&rest, "?");
	}
	return (struct octets){ 0 };
}

static char *
encode(char *at, struct octets from)
{
	static const char digits[] = "0123456789ABCDEF";
	const unsigned char *c = from.data;

	for (size_t i = 0; i < from.n; i++) {
		if (isalnum(c[i]) || c[i] == '_') {
			*at++ = (char)c[i];
		} else {
			*at++ = '%';
			*at++ = digits[c[i] >> 4];
			*at++ = digits[c[i] & 15];
		}
	}
	return at;
}

static struct octets
key_of(const struct meta_pair *pair)
{
	return (struct octets){ pair->key, strlen(pair->key) };
}

static size_t
longest(const struct meta_pair *pairs, size_t n)
{
	size_t size = sizeof head;

	for (size_t i = 0; i < n; i++)
		size += 3 * (key_of(&pairs[i]).n + pairs[i].value.n) +
		    strlen("=&");
	return size;
}

char *
meta_write(TALLOC_CTX *parent, const struct meta_pair *pairs, size_t n)
{
	char *out = talloc_size(parent, longest(pairs, n));
	char *at = mempcpy(out, head, strlen(head));

	for (size_t i = 0; i < n; i++) {
		if (pairs[i].value.data == NULL)
			continue;
		at = encode(at, key_of(&pairs[i]));
		*at++ = '=';
		at = encode(at, pairs[i].value);
		*at++ = '&';
	}
	*at = '\0';
	return out;
}
