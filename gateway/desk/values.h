/*
 * values.h - what can be said of a person and of what was done for her: closed
 * lists, ending with NULL; "" is: not said.  Shapes, the month and its tables
 * are made of them, so that the same things are counted as are asked.
 */
#ifndef GATEWAY_DESK_VALUES_H
#define GATEWAY_DESK_VALUES_H

extern const char *const values_kind[], *const values_channel[],
    *const values_sex[], *const values_age[], *const values_province[],
    *const values_destination[], *const values_regular[],
    *const values_stage[], *const values_sector[], *const values_category[],
    *const values_urgent[], *const values_language[], *const values_door[],
    *const values_outcome[], *const values_currency[];

#endif
