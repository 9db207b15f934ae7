/*
 * xml.h - XML that may be hostile, piece by piece: no document type (so no
 * entities of its own), at most XML_DEPTH elements in each other.
 *
 * Names come without their prefix.
 */
#ifndef GATEWAY_LICENCES_IMPORT_XML_H
#define GATEWAY_LICENCES_IMPORT_XML_H

#include <stddef.h>
#include <talloc.h>

enum { XML_DEPTH = 64 };

struct xml_handler {
	/* Any may be NULL.  0 go on; negative stops with it. */
	int (*open)(void *arg, const char *name, const char **attributes);
	int (*text)(void *arg, const char *octets, size_t n);
	int (*close)(void *arg, const char *name);
};

struct xml;		/* a talloc child of its parent */
struct xml *xml_new(TALLOC_CTX *, const struct xml_handler *, void *arg);
/* For archive_member: the next piece.  -EBADMSG it is no XML, or not of the
   tame kind above; or what a handler returned. */
[[nodiscard]] int xml_receive(void *xml, const void *octets, size_t n);
/* There is no more. */
[[nodiscard]] int xml_end(struct xml *);

/* The value of an attribute, "" without it; a prefix is looked past. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
