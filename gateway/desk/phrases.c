#include "gateway/desk/phrases.h"

#include "gateway/danger.h"
#include "gateway/desk/desk.h"
#include "gateway/log.h"
#include "gateway/words/own.h"
#include "locales/catalogue.h"
#include "menus/document.h"

int
phrases_open(struct desk *desk)
{
	TALLOC_CTX *ctx = desk->store;
	struct faults *faults = faults_new(ctx);
	struct sheet *own;
	int rc = catalogue_open(ctx, &desk->catalogue);

	if (rc == 0)
		rc = own_load(ctx, desk->settings, desk->catalogue, faults,
		    &own);
	if (rc == 0)
		rc = danger_open(ctx, faults, &desk->danger);
	if (rc != 0)
		log_line(LOG_ERR, "the words of phones cannot be read: see "
		    "helpline check");
	talloc_free(faults);
	return rc;
}
