#include "gateway/licences/nearness.h"

void
pattern_set(struct pattern *p, const uint16_t *letters, unsigned n)
{
	p->n = n < PATTERN_MAX ? n : PATTERN_MAX;
	for (unsigned i = 0; i < p->n; i++)
		p->mask[letters[i] & LETTER] |= (uint64_t)1 << i;
}

void
pattern_clear(struct pattern *p, const uint16_t *letters, unsigned n)
{
	for (unsigned i = 0; i < n && i < PATTERN_MAX; i++)
		p->mask[letters[i] & LETTER] = 0;
	p->n = 0;
}

unsigned
nearness_of(const struct pattern *p, const uint16_t *text, unsigned n)
{
	struct nearness s = nearness_begin(p);

	if (p->n == 0)
		return n;
	for (unsigned i = 0; i < n; i++)
		nearness_step(p, &s, text[i]);
	return s.distance;
}
