#include "gateway/desk/response.h"

#include <microhttpd.h>

#include "gateway/desk/http.h"

bool
response_add(struct MHD_Response *response, const struct answer *answer)
{
	const struct header *header = answer->header;
	bool all = answer->type == NULL || MHD_add_response_header(response,
	    "Content-Type", answer->type) == MHD_YES;

	for (int i = 0; all && i < ANSWER_HEADERS; i++)
		all = header[i].name == NULL || MHD_add_response_header(
		    response, header[i].name, header[i].value) == MHD_YES;
	return all;
}
