/*
 * danger.h - does a text hold a word of danger, in any of the four languages?
 *
 * Folded once; spelling of case, Khmer mark order and invisible marks does not
 * matter.
 */
#ifndef GATEWAY_DANGER_H
#define GATEWAY_DANGER_H

#include <stdbool.h>
#include <talloc.h>

struct danger;
struct faults;

/* 0; -EINVAL with faults added. */
[[nodiscard]] int danger_open(TALLOC_CTX *, struct faults *,
    struct danger **out);

/* The first word of menus/sensitive.txt that clean text holds, NULL when it
   holds none; owned by the danger.  Such a text is never looked up, echoed or
   sent by SMS: people read it. */
const char *danger_in(const struct danger *, const char *text);

/* May someone in need have written it?  Words of menus/cries.txt besides: not
   secret, but never the bare name of a company. */
bool danger_cried(const struct danger *, const char *text);

#endif
