/*
 * answers.h - what must be known of an office and a network: each a question
 * on a terminal, a flag of a command, and a rule that the answer fits.
 */
#ifndef GATEWAY_ANSWERS_H
#define GATEWAY_ANSWERS_H

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

/* Are these login names, each once?  OPTIONS_GO, or USAGE after saying which
   is not. */
[[nodiscard]] int answers_check_staff(const char *command,
    const struct words *staff);

#endif
