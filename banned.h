/*
 * banned.h - force-included into every file: functions we do not use, and
 * talloc's, which end the process here where there is no memory.
 *
 * "Out of memory ends the process": it is started again, on a store that lost
 * nothing.  talloc has no hook for that, and its NULL read on as "there is
 * none": a page without its number, an answer without a field.
 */
#ifndef BANNED_H
#define BANNED_H

#ifndef __ASSEMBLER__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

/* Without a core (see shut_eyes); serve and systemd start it again. */
_Noreturn static inline void
memory_out(void)
{
	(void)fputs("<2>helpline: there is no memory left\n", stderr);
	abort();
}

static inline void *
memory_had(const void *block)
{
	if (block == NULL)
		memory_out();
	return (void *)block;
}

/* What is asked for nothing gives NULL, and only then may it. */
static inline void *
memory_had_of(const void *asked, const void *block)
{
	return asked == NULL ? (void *)block : memory_had(block);
}

#define talloc_named_const(...) memory_had(talloc_named_const(__VA_ARGS__))
#define _talloc_zero(...) memory_had(_talloc_zero(__VA_ARGS__))
#define _talloc_array(...) memory_had(_talloc_array(__VA_ARGS__))
#define _talloc_zero_array(...) memory_had(_talloc_zero_array(__VA_ARGS__))
#define talloc_pool(...) memory_had(talloc_pool(__VA_ARGS__))
#define talloc_asprintf(...) ((char *)memory_had(talloc_asprintf(__VA_ARGS__)))
#define talloc_vasprintf(...) \
	((char *)memory_had(talloc_vasprintf(__VA_ARGS__)))
#define talloc_asprintf_append(...) \
	((char *)memory_had(talloc_asprintf_append(__VA_ARGS__)))
#define talloc_asprintf_append_buffer(...) \
	((char *)memory_had(talloc_asprintf_append_buffer(__VA_ARGS__)))
#define talloc_vasprintf_append_buffer(...) \
	((char *)memory_had(talloc_vasprintf_append_buffer(__VA_ARGS__)))

static inline char *
memory_strdup(const void *ctx, const char *text)
{
	return memory_had_of(text, talloc_strdup(ctx, text));
}

static inline char *
memory_strndup(const void *ctx, const char *text, size_t n)
{
	return memory_had_of(text, talloc_strndup(ctx, text, n));
}

static inline void *
memory_dup(const void *ctx, const void *octets, size_t n, const char *name)
{
	return memory_had_of(octets, _talloc_memdup(ctx, octets, n, name));
}

#define MEMORY_APPEND(name) \
	static inline char *memory_##name(char *text, const char *more) \
	{ return memory_had_of(more, talloc_##name(text, more)); }
#define MEMORY_APPEND_N(name) \
	static inline char *memory_##name(char *text, const char *more, \
	    size_t n) \
	{ return memory_had_of(more, talloc_##name(text, more, n)); }
MEMORY_APPEND(strdup_append)
MEMORY_APPEND(strdup_append_buffer)
MEMORY_APPEND_N(strndup_append)
MEMORY_APPEND_N(strndup_append_buffer)

/* Made of size nothing it is freed. */
static inline void *
memory_grow(const void *ctx, void *block, size_t size, unsigned n,
    const char *name)
{
	void *grown = _talloc_realloc_array(ctx, block, size, n, name);

	return size == 0 || n == 0 ? grown : memory_had(grown);
}

static inline void *
memory_resize(const void *ctx, void *block, size_t size, const char *name)
{
	void *grown = _talloc_realloc(ctx, block, size, name);

	return size == 0 ? grown : memory_had(grown);
}

#define talloc_strdup memory_strdup
#define talloc_strndup memory_strndup
#define _talloc_memdup memory_dup
#define talloc_strdup_append memory_strdup_append
#define talloc_strdup_append_buffer memory_strdup_append_buffer
#define talloc_strndup_append memory_strndup_append
#define talloc_strndup_append_buffer memory_strndup_append_buffer
#define _talloc_realloc_array memory_grow
#define _talloc_realloc memory_resize

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gets system
#pragma GCC poison rand srand
#endif

#endif
