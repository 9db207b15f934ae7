#include "tests/refusing.h"

#include <sqlite3.h>

static unsigned until_first, left;
static bool refused;

int __real_sqlite3_step(sqlite3_stmt *);
int __wrap_sqlite3_step(sqlite3_stmt *);

int
__wrap_sqlite3_step(sqlite3_stmt *stmt)
{
	if (until_first > 0)
		until_first--;
	if (until_first > 0 || left == 0)
		return __real_sqlite3_step(stmt);
	left--;
	refused = true;
	return SQLITE_FULL;
}

void
refuse_steps(unsigned nth, unsigned times)
{
	until_first = nth;
	left = nth > 0 ? times : 0;
	refused = false;
}

void
refuse_step(unsigned nth)
{
	refuse_steps(nth, 1);
}

bool
refuse_end(void)
{
	left = 0;
	return refused;
}
