/*
 * sample.h - what a caller's own values may become at their longest, for
 * pages drawn without a caller.
 */
#ifndef GATEWAY_CHECKING_SAMPLE_H
#define GATEWAY_CHECKING_SAMPLE_H

#include <stdbool.h>
#include <talloc.h>

#include "gateway/calls/house.h"

struct sample {
	const struct house *house;
	TALLOC_CTX *ctx;
	enum locale locale;
	bool sms;
};

/* For struct view and text_fill: NULL for a name that is no value of a
   caller's own.  arg is a struct sample. */
const char *sample_value(void *arg, const char *name);

#endif
