/*
 * openapi.h - the API as an OpenAPI 3.1 document, made of the table of routes,
 * the table of shapes and the table of who may what.
 */
#ifndef GATEWAY_DESK_OPENAPI_H
#define GATEWAY_DESK_OPENAPI_H

#include <jansson.h>

json_t *openapi_document(void);

#endif
