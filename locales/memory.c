#include "locales/memory.h"

#include <stdlib.h>
#include <unicode/uclean.h>

static void *
have(const void *, size_t n)
{
	return memory_had(malloc(n));
}

static void *
have_more(const void *, void *block, size_t n)
{
	return memory_had(realloc(block, n));
}

static void
give_back(const void *, void *block)
{
	free(block);
}

void
locales_guard_memory(void)
{
	UErrorCode error = U_ZERO_ERROR;

	u_setMemoryFunctions(NULL, have, have_more, give_back, &error);
	if (U_FAILURE(error))
		abort();
}
