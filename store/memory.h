/*
 * memory.h - SQLite without memory: the process ends.
 *
 * A column whose text could not be made reads like an empty one.
 */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

/* Once, before the first store is opened. */
void store_guard_memory(void);

#endif
