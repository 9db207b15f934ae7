#include "gateway/rounds/telling.h"

#include "store/alarm.h"
#include "store/outbox.h"
#include "store/roster.h"

int
tell_staff(struct turn_of_duty *turn, const struct telling *telling)
{
	struct phone phone;
	struct id id;
	int rc = phone_load(turn->store, turn, telling->staff, &phone);
	const struct outbox_new new = {
		.kind = OUTBOX_DUTY, .centre = telling->centre,
		.message = telling->n == 1 ? telling->one : telling->many,
		.language = phone.language,
		.number = phone.box, .number_n = phone.box_n, .parts = 1,
		.begins_at = turn->now, .ends_at = turn->now +
		telling->valid_s, .now = turn->now,
	};

	if (rc == 0)
		rc = outbox_queue(turn->store, &new, &id);
	return rc == 0 && telling->alarm ? alarm_keep_text(turn->store,
	    telling->centre, &id) : rc;
}
