#include "gateway/handset/display.h"

#include "gateway/handset/frame.h"

static char *
draw_page(TALLOC_CTX *ctx, const struct screen *screen, bool plain)
{
	bool too_long = screen->units > screen->limit;
	char *foot = talloc_asprintf(ctx, "%s%s %u of %u units  USSD, %s",
	    too_long ? "TOO LONG: " : "", screen->coding, screen->units,
	    screen->limit, screen->end ? "over" : "waits for a key");
	char *drawn = frame_draw(ctx, too_long ? "USSD, TOO LONG" : "USSD",
	    screen->text, foot, plain);

	talloc_free(foot);
	return drawn;
}

static char *
draw_sms(TALLOC_CTX *ctx, const struct screen *screen, bool plain)
{
	char *title = talloc_asprintf(ctx, "SMS from %s", screen->from);
	char *foot = talloc_asprintf(ctx, "%s %u units in %u part%s",
	    screen->coding, screen->units, screen->parts,
	    screen->parts == 1 ? "" : "s");
	char *drawn = frame_draw(ctx, title, screen->text, foot, plain);

	talloc_free(title);
	talloc_free(foot);
	return drawn;
}

char *
display_draw(TALLOC_CTX *ctx, const struct screen *screen, bool plain)
{
	switch (screen->kind) {
	case SCREEN_PAGE:
		return draw_page(ctx, screen, plain);
	case SCREEN_SMS:
		return draw_sms(ctx, screen, plain);
	case SCREEN_NOTICE:
		return frame_draw(ctx, "Network", screen->text,
		    "from the network, not from the service", plain);
	default:
		return talloc_asprintf(ctx, "%s is on; SMS go to %s.\n",
		    screen->text, screen->number != NULL ? screen->number :
		    "nobody");
	}
}
