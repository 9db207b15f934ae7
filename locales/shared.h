/*
 * shared.h - how much of one text is word for word in another.
 */
#ifndef LOCALES_SHARED_H
#define LOCALES_SHARED_H

/*
 * The longest run of words that both texts have in a row.  Words are those
 * of ICU's dictionaries, for Khmer and Thai too; letters' case, marks that
 * cannot be seen and what stands between words do not matter.
 */
unsigned text_shared_run(const char *a, const char *b);

#endif
