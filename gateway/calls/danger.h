/*
 * danger.h - does a text hold a word of danger, in any of the four languages?
 *
 * Such a text is never looked up, echoed or sent by SMS: people read it.  The
 * words are menus/sensitive.txt, folded once; spelling of case, Khmer mark
 * order and invisible marks does not matter.
 */
#ifndef GATEWAY_CALLS_DANGER_H
#define GATEWAY_CALLS_DANGER_H

#include <talloc.h>

struct danger;
struct faults;

/* 0; -EINVAL with faults added. */
[[nodiscard]] int danger_open(TALLOC_CTX *, struct faults *,
    struct danger **out);

/* The first such word that clean text holds, NULL when it holds none; owned
   by the danger. */
const char *danger_in(const struct danger *, const char *text);

#endif
