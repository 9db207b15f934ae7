#include "store/memory.h"

#include <sqlite3.h>

static sqlite3_mem_methods theirs;

static void *
have(int n)
{
	return memory_had(theirs.xMalloc(n));
}

static void *
have_more(void *block, int n)
{
	return memory_had(theirs.xRealloc(block, n));
}

void
store_guard_memory(void)
{
	sqlite3_mem_methods ours;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &theirs) != SQLITE_OK)
		abort();
	ours = theirs;
	ours.xMalloc = have;
	ours.xRealloc = have_more;
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK)
		abort();
}
