/*
 * demo.h - what init --demo makes up: four offices in real provinces, their
 * members, a register of agencies that do not exist, and a page that says
 * how to try them.
 */
#ifndef GATEWAY_FOUNDING_DEMO_H
#define GATEWAY_FOUNDING_DEMO_H

#include <stdio.h>

#include "store/store.h"

/* 0, or negative after saying what is wrong. */
[[nodiscard]] int demo_enrol(struct store *);

/* DEMO.txt, for a data directory at dir. */
struct settings;
void demo_explain(const char *dir, const struct settings *, FILE *);

#endif
