#include "gateway/handset/parts.h"

#include <string.h>

enum {
	SEPTETS_ALONE = 160, SEPTETS_PART = 153,
	OCTETS_ALONE = 140, OCTETS_PART = 134,
	ESCAPE = 0x1b,
	REFERENCE_8 = 0x00, REFERENCE_16 = 0x08,
};

/* A message some of whose parts have come. */
struct heap {
	char from[24];
	unsigned reference, total, came;
	uint8_t dcs;
	struct coded *part;		/* total of them */
};
struct parts { struct heap *heap[PARTS_WAITING]; };

/* One octet fewer or two where the cut would break a character. */
static size_t
whole_characters(const struct coded *coded, size_t at, size_t n)
{
	const uint8_t *last = coded->octets + at + n - 1;

	if (coded->dcs == DCS_UCS2)
		return (last[-1] & 0xfc) == 0xd8 ? n - 2 : n;
	return *last == ESCAPE ? n - 1 : n;
}

size_t
parts_cut(const struct coded *coded, struct span out[PARTS_MAX])
{
	bool ucs2 = coded->dcs == DCS_UCS2;
	size_t most = ucs2 ? OCTETS_PART : SEPTETS_PART;
	size_t parts = 0, at = 0;

	if (coded->n <= (ucs2 ? OCTETS_ALONE : SEPTETS_ALONE)) {
		out[0] = (struct span){ 0, coded->n };
		return 1;
	}
	while (at < coded->n) {
		size_t n = coded->n - at;

		if (parts == PARTS_MAX)
			return 0;
		if (n > most)
			n = whole_characters(coded, at, most);
		out[parts++] = (struct span){ at, n };
		at += n;
	}
	return parts;
}

struct parts *
parts_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct parts);
}

struct header { unsigned reference, total, number; };

static bool
read_element(const uint8_t *at, struct header *out)
{
	if (at[0] == REFERENCE_8 && at[1] == 3)
		*out = (struct header){ at[2], at[3], at[4] };
	else if (at[0] == REFERENCE_16 && at[1] == 4)
		*out = (struct header){ (unsigned)at[2] << 8 | at[3], at[4],
		    at[5] };
	else
		return false;
	return out->number >= 1 && out->number <= out->total;
}

/* True when the elements of the header say which part this is. */
static bool
read_header(const uint8_t *octets, size_t n, struct header *out)
{
	size_t at = 1;

	while (at + 2 <= n && at + 2 + octets[at + 1] <= n) {
		if (read_element(octets + at, out))
			return true;
		at += 2 + (size_t)octets[at + 1];
	}
	return false;
}

/* Octets of the header; 0: there is none, or it cannot be. */
static size_t
header_octets(const struct part *part)
{
	size_t n = part->headed && part->coded.n > 0 ?
	    1 + (size_t)part->coded.octets[0] : 0;

	return n <= part->coded.n ? n : 0;
}

static bool
is_same(const struct heap *heap, const char *from, const struct header *header)
{
	return heap != NULL && heap->reference == header->reference &&
	    heap->total == header->total && strcmp(heap->from, from) == 0;
}

/* The last place is the oldest. */
static struct heap *
new_heap(struct parts *parts, const struct part *part,
    const struct header *header)
{
	struct heap *heap = talloc_zero(parts, struct heap);

	strncpy(heap->from, part->from, sizeof(heap->from) - 1);
	heap->reference = header->reference;
	heap->total = header->total;
	heap->dcs = part->coded.dcs;
	heap->part = talloc_zero_array(heap, struct coded, header->total);
	talloc_free(parts->heap[PARTS_WAITING - 1]);
	memmove(parts->heap + 1, parts->heap,
	    sizeof(parts->heap) - sizeof(*parts->heap));
	parts->heap[0] = heap;
	return heap;
}

static struct heap *
find_heap(struct parts *parts, const struct part *part,
    const struct header *header)
{
	for (size_t i = 0; i < PARTS_WAITING; i++)
		if (is_same(parts->heap[i], part->from, header))
			return parts->heap[i];
	return new_heap(parts, part, header);
}

static void
lay_down(struct heap *heap, unsigned number, const struct coded *text)
{
	struct coded *place = &heap->part[number - 1];

	if (place->octets != NULL)
		return;
	*place = *text;
	place->octets = talloc_memdup(heap, text->octets, text->n);
	heap->came++;
}

static struct whole
take_up(TALLOC_CTX *ctx, const struct heap *heap)
{
	struct whole whole = { { .dcs = heap->dcs }, heap->total };
	size_t n = 0, at = 0;
	uint8_t *octets;

	for (unsigned i = 0; i < heap->total; i++)
		n += heap->part[i].n;
	octets = talloc_size(ctx, n + 1);
	for (unsigned i = 0; i < heap->total; i++) {
		memcpy(octets + at, heap->part[i].octets, heap->part[i].n);
		at += heap->part[i].n;
	}
	whole.coded.n = n;
	whole.coded.octets = octets;
	return whole;
}

static void
forget(struct parts *parts, struct heap *heap)
{
	for (size_t i = 0; i < PARTS_WAITING; i++)
		if (parts->heap[i] == heap)
			parts->heap[i] = NULL;
	talloc_free(heap);
}

bool
parts_join(struct parts *parts, TALLOC_CTX *ctx, const struct part *part,
    struct whole *out)
{
	size_t skip = header_octets(part);
	struct coded text = { part->coded.dcs, part->coded.n - skip,
	    part->coded.octets + skip };
	struct header header;
	struct heap *heap;

	if (!read_header(part->coded.octets, skip, &header)) {
		text.octets = talloc_memdup(ctx, text.octets, text.n);
		*out = (struct whole){ text, 1 };
		return true;
	}
	heap = find_heap(parts, part, &header);
	lay_down(heap, header.number, &text);
	if (heap->came < heap->total)
		return false;
	*out = take_up(ctx, heap);
	forget(parts, heap);
	return true;
}
