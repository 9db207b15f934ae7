/*
 * memory.h - ICU without memory: the process ends.
 *
 * Its functions would tell by an error that a text could not be compared, cut
 * or put into a zone, and much of what reads on takes that for "nothing".
 */
#ifndef LOCALES_MEMORY_H
#define LOCALES_MEMORY_H

/* Once, before anything else of locales. */
void locales_guard_memory(void);

#endif
