#include "gateway/desk/gone.h"

#include <poll.h>

#include "gateway/desk/http.h"

bool
request_is_gone(const struct request *request)
{
	struct pollfd line = { .fd = request->line, .events = POLLRDHUP };

	return poll(&line, 1, 0) > 0;
}
