#include "gateway/licences/import/xml.h"

#include <errno.h>
#include <expat.h>
#include <string.h>

struct xml {
	XML_Parser parser;
	const struct xml_handler *handler;
	void *arg;
	int depth;
	int rc;			/* why it was stopped */
};

static const char *
local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static void
stop(struct xml *xml, int rc)
{
	if (rc == 0 || xml->rc != 0)
		return;
	xml->rc = rc;
	XML_StopParser(xml->parser, XML_FALSE);
}

static void
opened(void *arg, const char *name, const char **attributes)
{
	struct xml *xml = arg;

	if (++xml->depth > XML_DEPTH)
		stop(xml, -EBADMSG);
	else if (xml->rc == 0 && xml->handler->open != NULL)
		stop(xml, xml->handler->open(xml->arg, local(name),
		    attributes));
}

static void
closed(void *arg, const char *name)
{
	struct xml *xml = arg;

	xml->depth--;
	if (xml->rc == 0 && xml->handler->close != NULL)
		stop(xml, xml->handler->close(xml->arg, local(name)));
}

static void
said(void *arg, const char *octets, int n)
{
	struct xml *xml = arg;

	if (xml->rc == 0 && xml->handler->text != NULL)
		stop(xml, xml->handler->text(xml->arg, octets, (size_t)n));
}

static void
typed(void *arg, const char *, const char *, const char *, int)
{
	stop(arg, -EBADMSG);
}

static int
free_parser(struct xml *xml)
{
	XML_ParserFree(xml->parser);
	return 0;
}

struct xml *
xml_new(TALLOC_CTX *ctx, const struct xml_handler *handler, void *arg)
{
	struct xml *xml = talloc_zero(ctx, struct xml);

	xml->parser = XML_ParserCreate(NULL);
	xml->handler = handler;
	xml->arg = arg;
	talloc_set_destructor(xml, free_parser);
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, opened, closed);
	XML_SetCharacterDataHandler(xml->parser, said);
	XML_SetStartDoctypeDeclHandler(xml->parser, typed);
	return xml;
}

static int
parse(struct xml *xml, const void *octets, size_t n, int final)
{
	if (XML_Parse(xml->parser, octets, (int)n, final) == XML_STATUS_OK)
		return 0;
	return xml->rc != 0 ? xml->rc : -EBADMSG;
}

int
xml_receive(void *xml, const void *octets, size_t n)
{
	return parse(xml, octets, n, 0);
}

int
xml_end(struct xml *xml)
{
	return parse(xml, "", 0, 1);
}

const char *
xml_attribute(const char **attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(local(attributes[0]), name) == 0)
			return attributes[1];
	return "";
}
