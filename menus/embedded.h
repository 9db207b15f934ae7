/*
 * embedded.h - the files of this folder that the program carries.
 *
 * Read-only data, put there by embedded.S; _n is how many octets.
 */
#ifndef MENUS_EMBEDDED_H
#define MENUS_EMBEDDED_H

#include <stdint.h>

extern const char menus_tree[], menus_facts[], menus_names[],
    menus_released[], menus_sensitive[], menus_cries[],
    menus_procedures[], menus_holidays[];
extern const uint32_t menus_tree_n, menus_facts_n, menus_names_n,
    menus_released_n, menus_sensitive_n, menus_cries_n,
    menus_procedures_n, menus_holidays_n;

#endif
