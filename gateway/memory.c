#include "gateway/memory.h"

#include <event2/event.h>
#include <jansson.h>

#include "locales/memory.h"
#include "store/memory.h"

static void *
have(size_t n)
{
	return memory_had(malloc(n));
}

static void *
have_more(void *block, size_t n)
{
	return memory_had(realloc(block, n));
}

void
memory_guard(void)
{
	json_set_alloc_funcs(have, free);
	event_set_mem_functions(have, have_more, free);
	locales_guard_memory();
	store_guard_memory();
}
