/*
 * answers.h - what must be known of an office and a network: each a question
 * on a terminal, a flag of a command, and a rule that the answer fits.
 */
#ifndef GATEWAY_FOUNDING_ANSWERS_H
#define GATEWAY_FOUNDING_ANSWERS_H

#include <stdbool.h>

#include "gateway/options.h"

/* In the order they are asked; up to STAND_IN they are an office's. */
enum answer { NAME, NAME_KM, NAME_TH, NAME_EN, AREA, HOURS, PHONE, STAND_IN,
	MEMBER, CODE, NUMBER, LONG_NUMBER, ANSWERS };

struct question {
	const char *flag, *argument, *help;
	const char *initial;		/* NULL: must be answered */
	bool (*fits)(const char *answer);
	const char *rule;		/* what fits */
};
extern const struct question questions[ANSWERS];

/* Login names, each once: NULL, or what fits where *name does not. */
[[nodiscard]] const char *answers_wrong_staff(const struct words *staff,
    const char **name);

#endif
