/*
 * `helpline centre DIR duty NAME`: a centre's roster, and the phones of who is
 * on it.  A phone is asked for and never shown.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/options.h"
#include "gateway/report.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"
#include "store/day.h"
#include "store/roster.h"

static const char by[] = "(shell)";

struct wish {
	const char *dir, *name;
	const char *member, *hours, *since, *until, *language, *remove;
	int phone_fd;
	bool stand_in, phone, no_phone, reminders, json;
};

static json_t *
shift_json(const struct shift *shift, int64_t now)
{
	char since[DAY_TEXT], until[DAY_TEXT];

	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:b}",
	    "id", (json_int_t)shift->id, "member", shift->name,
	    "part", shift_part_name(shift->part), "hours", shift->hours,
	    "since", day_text(shift->since, since),
	    "until", day_text(shift->until, until),
	    "reachable", shift->reachable,
	    "now", shift->reachable && shift_holds(shift, now));
}

static int
list_json(const struct roster *roster)
{
	json_t *list = json_array();

	for (size_t i = 0; i < roster->n; i++)
		json_array_append_new(list, shift_json(&roster->shift[i],
		    time(NULL)));
	return report_json(list);
}

static void
print_shift(const struct shift *shift, int64_t now)
{
	char since[DAY_TEXT], until[DAY_TEXT];

	printf("%-4lld %-16s %-9s %-25s %-10s %-10s %s\n",
	    (long long)shift->id, shift->name, shift_part_name(shift->part),
	    shift->hours, day_text(shift->since, since),
	    day_text(shift->until, until), !shift->reachable ? "no phone" :
	    shift_holds(shift, now) ? "now" : "");
}

static void
print_gap(const struct roster *roster, enum shift_part part)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	int64_t begins, ends;

	if (roster_gap(roster, part, time(NULL), &begins, &ends))
		printf("Nobody %s who can be reached from %s to %s.\n",
		    part == ON_DUTY ? "is on duty" : "stands in",
		    time_local(ctx, begins), time_local(ctx, ends));
	talloc_free(ctx);
}

static int
run_list(const struct directory *directory, const struct centre *centre,
    const struct wish *wish)
{
	struct roster *roster;

	if (roster_load(directory->store, (void *)directory, centre->id,
	    &roster) != 0)
		return directory_failed(directory);
	if (wish->json)
		return list_json(roster);
	printf("%-4s %-16s %-9s %-25s %-10s %-10s\n", "line", "member", "part",
	    "hours", "since", "until");
	for (size_t i = 0; i < roster->n; i++)
		print_shift(&roster->shift[i], time(NULL));
	print_gap(roster, ON_DUTY);
	print_gap(roster, STANDS_IN);
	return DONE;
}

static int
run_add(const struct directory *directory, const struct centre *centre,
    const struct wish *wish)
{
	struct shift shift = { .centre = centre->id, .name = wish->member,
	    .part = wish->stand_in ? STANDS_IN : ON_DUTY,
	    .hours = wish->hours };

	if (day_read(wish->since != NULL ? wish->since : "",
	    &shift.since) != 0 || day_read(wish->until != NULL ?
	    wish->until : "", &shift.until) != 0)
		return options_wrong("centre", "duty: a day is 2026-03-01");
	if (shift_add(directory->store, &shift, by, time(NULL)) != 0)
		return directory_failed(directory);
	printf("Line %lld: %s, %s.\n", (long long)shift.id, shift.name,
	    shift.hours);
	return DONE;
}

static int
run_remove(const struct directory *directory, const struct centre *centre,
    const struct wish *wish)
{
	int rc = shift_remove(directory->store, centre->id,
	    strtoll(wish->remove, NULL, 10), by, time(NULL));

	if (rc == -ENOENT) {
		fprintf(stderr, "%s has no line %s\n",
		    centre->name[LOCALE_EN], wish->remove);
		return FAILED;
	}
	return rc == 0 ? DONE : directory_failed(directory);
}

static int
run_phone(const struct directory *directory, const struct wish *wish,
    enum locale locale)
{
	const char *number = wish->no_phone ? "" :
	    terminal_need((void *)directory, "phone of the member, +855...",
	    wish->phone_fd);

	if (number == NULL)
		return FAILED;
	if (phone_set(directory->store, wish->member, number, (int)locale,
	    wish->reminders, by, time(NULL)) != 0)
		return directory_failed(directory);
	printf("%s %s.\n", wish->member, wish->no_phone ?
	    "has no phone now" : "can be told by SMS");
	return DONE;
}

/* What a phone is sent in, where nobody said: Khmer in letters that every
   phone shows. */
static int
run_found(const struct directory *directory, const struct wish *wish)
{
	const struct centre *centre = directory_centre(directory, wish->name);
	enum locale locale = LOCALE_KM_LATN;

	if (centre == NULL)
		return FAILED;
	if (wish->language != NULL && locale_find(wish->language,
	    &locale) != 0)
		return options_wrong("centre", "duty: --language km, km_Latn, "
		    "th or en");
	if (wish->phone || wish->no_phone)
		return run_phone(directory, wish, locale);
	if (wish->remove != NULL)
		return run_remove(directory, centre, wish);
	return wish->hours != NULL ? run_add(directory, centre, wish) :
	    run_list(directory, centre, wish);
}

static int
check(const struct wish *wish)
{
	bool adds = wish->hours != NULL, phones = wish->phone ||
	    wish->no_phone;

	if (wish->name == NULL)
		return options_wrong("centre", "duty: which centre?");
	if (adds + phones + (wish->remove != NULL) > 1)
		return options_wrong("centre", "duty: one thing at a time");
	if ((adds || phones) != (wish->member != NULL))
		return options_wrong("centre", "duty: --member NAME with "
		    "--hours, --phone or --no-phone");
	return OPTIONS_GO;
}

static int
run(const struct wish *wish)
{
	struct directory *directory;
	int status = check(wish);

	if (status != OPTIONS_GO)
		return status;
	directory = directory_open(NULL, wish->dir, wish->member != NULL ||
	    wish->remove != NULL ? ROLE_DESK : ROLE_LOOK);
	if (directory == NULL)
		return FAILED;
	status = run_found(directory, wish);
	talloc_free(directory);
	return status;
}

int
command_duty(int argc, char **argv)
{
	struct wish wish = { .phone_fd = -1 };
	const struct flag flags[] = {
		{ "member", FLAG_WORD, &wish.member, "NAME",
		  "whose line or phone" },
		{ "hours", FLAG_WORD, &wish.hours, "HOURS",
		  "add a line: \"1-5 8:00-17:00\", 1 is Monday; two spans for "
		  "a night, \"1-7 0:00-8:00 17:00-24:00\"" },
		{ "stand-in", FLAG_SWITCH, &wish.stand_in, NULL,
		  "she is told second" },
		{ "since", FLAG_WORD, &wish.since, "DAY", "from this day" },
		{ "until", FLAG_WORD, &wish.until, "DAY", "to this day" },
		{ "remove", FLAG_WORD, &wish.remove, "LINE",
		  "take a line away" },
		{ "phone", FLAG_SWITCH, &wish.phone, NULL,
		  "ask for her phone; it is sealed and never shown" },
		{ "phone-fd", FLAG_FD, &wish.phone_fd, "N",
		  "read it there, not from the terminal" },
		{ "no-phone", FLAG_SWITCH, &wish.no_phone, NULL,
		  "forget her phone" },
		{ "language", FLAG_WORD, &wish.language, "LANGUAGE",
		  "of what the phone is sent: km, km_Latn, th, en" },
		{ "reminders", FLAG_SWITCH, &wish.reminders, NULL,
		  "remind her of what is due, once a day at most" },
		{ "json", FLAG_SWITCH, &wish.json, NULL, "list as JSON" },
		{ 0 }
	};
	struct operands operands = { .min = 2, .max = 3 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	wish.dir = operands.word[0];
	wish.name = operands.n > 2 ? operands.word[2] : NULL;
	return run(&wish);
}
