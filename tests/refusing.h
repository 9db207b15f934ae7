/*
 * refusing.h - for tests: steps of SQLite are refused, as on a disk that is
 * full just then.  The store goes on afterwards, so that one store serves for
 * all steps of a thing.  Link with -Wl,--wrap=sqlite3_step.
 */
#ifndef TESTS_REFUSING_H
#define TESTS_REFUSING_H

#include <stdbool.h>

/* The nth step from now, 1 the next; 0 none. */
void refuse_step(unsigned nth);
/* So many, from the nth on. */
void refuse_steps(unsigned nth, unsigned times);
/* Was one reached?  Nothing is refused any more. */
bool refuse_end(void);

#endif
