#include "gateway/calls/reports.h"

#include <errno.h>

#include "gateway/calls/outbox.h"
#include "gateway/kannel/box.h"
#include "gateway/meters.h"
#include "store/outbox.h"
#include "store/store.h"

/* The most that a report says counts. */
static const struct {
	int32_t bit;
	enum outbox_state to;
	const char *why;
} meanings[] = {
	{ REPORT_DELIVERED, OUTBOX_DELIVERED, "" },
	{ REPORT_REJECTED, OUTBOX_FAILED, "rejected" },
	{ REPORT_FAILED, OUTBOX_FAILED, "not delivered" },
	{ REPORT_TAKEN, OUTBOX_ACCEPTED, "" },
	{ REPORT_BUFFERED, OUTBOX_ACCEPTED, "" },
};

bool
is_report(const struct arrival *arrival)
{
	return arrival->sms.sms_type != SMS_MO;
}

/* Rejected says bearerbox itself too, when nobody could be asked. */
static void
heed(const struct sitting *sitting, const struct sms *sms)
{
	bool ussd;
	const struct operator *o = operator_of(sitting->house->operators,
	    sms->smsc_id, &ussd);

	if (o != NULL && (sms->dlr_mask & REPORT_REJECTED) == 0)
		networks_speak(outbox_networks(sitting->outbox), o);
}

static int
take(const struct sitting *sitting, const struct sms *sms)
{
	const struct octets id = sms->dlr_url;
	int rc = -EKEYREJECTED;

	if (id.data == NULL || sms->dlr_mask < 0)
		return 0;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if ((sms->dlr_mask & meanings[i].bit) != 0) {
			rc = outbox_report(sitting->store, id.data, id.n,
			    meanings[i].to, meanings[i].why, sitting->now);
			break;
		}
	if ((rc == 0 || rc == -EALREADY) && sitting->outbox != NULL)
		heed(sitting, sms);
	return rc == -EIO ? rc : 0;
}

static int
take_all(const struct sitting *sitting, struct box *box, size_t n)
{
	int rc = store_begin(sitting->store);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct arrival *arrival = box_waiting(box, i);

		if (is_report(arrival))
			rc = take(sitting, &arrival->sms);
	}
	if (rc == 0)
		rc = store_commit(sitting->store);
	if (rc != 0)
		store_rollback(sitting->store);
	return rc;
}

int
reports_take(const struct sitting *sitting, struct box *box, size_t n)
{
	size_t reports = 0;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		reports += is_report(box_waiting(box, i));
	if (reports == 0)
		return 0;
	rc = take_all(sitting, box, n);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (is_report(box_waiting(box, i)))
			box_acknowledge(box, box_waiting(box, i));
	if (rc == 0) {
		box_flush(box);
		meter_add(METER_REPORTS, reports);
	}
	return rc;
}
