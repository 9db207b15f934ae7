/*
 * look.h - is this company on the ministry's list?  What a caller asked and
 * what she is told, between the register (gateway/licences) and her pages.
 *
 * "Valid" is only ever said of an exact match, of the list that stands now,
 * and only while that list is current.  What she typed is neither kept nor
 * said again: names come from the register.
 */
#ifndef GATEWAY_CALLS_LOOK_H
#define GATEWAY_CALLS_LOOK_H

#include "gateway/calls/scene.h"

/* What was found, by which her page is drawn. */
struct look;

/*
 * Seek what she typed: a company, or one and a country.  EFFECT_DONE there is
 * an answer; EFFECT_REFUSED one company, for which country?; EFFECT_SEVERAL
 * which of these?; EFFECT_ELSEWHERE it may be no company at all: it is kept
 * for people to read and she is at the start.  Negative: the store failed.
 */
[[nodiscard]] int look_up(struct scene *, const char *typed);
/* One of those found, "1" to "3".  EFFECT_DONE, EFFECT_REFUSED. */
[[nodiscard]] int look_pick(struct scene *, const char *value);
/* The country, "TH", or "other".  EFFECT_DONE. */
[[nodiscard]] int look_country(struct scene *, const char *value);

/* Was anything found a moment, at most a day, ago? */
bool look_is_there(struct scene *);
/* What a text of these pages names: {verdict}, {agency} ...; NULL for a name
   that is none of them. */
const char *look_value(struct scene *, const char *name);
/* The companies to choose from; none: an empty list. */
const struct choices *look_choices(struct scene *);
/* Shorten names by one step more; false when there is no shorter. */
bool look_tighten(struct scene *);

/*
 * A text by SMS that asks for a company without a menu: "CHECK name", or a
 * name alone that can be nothing else.  *out becomes where to seek, in it.
 */
bool look_is_asked(struct scene *, const char **out);

#endif
