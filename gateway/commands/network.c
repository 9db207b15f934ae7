#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "gateway/commands/commands.h"
#include "gateway/directory.h"
#include "gateway/handset/network.h"
#include "gateway/options.h"
#include "menus/document.h"

static int
read_operators(const struct settings *settings, struct faults *faults,
    struct document **out)
{
	struct settings *owner = (struct settings *)settings;
	char *path = settings_path(owner, settings, "operators.yaml");
	const char *text;
	size_t n;
	int rc = document_load(owner, path, faults, out);

	if (rc != -ENOENT)
		return rc;
	text = operators_embedded(&n);
	return document_parse(owner, "operators.yaml", text, n, faults, out);
}

/* NULL after what is wrong was said. */
static struct operators *
load_operators(struct settings *settings)
{
	struct faults *faults = faults_new(settings);
	struct document *document;
	struct operators *operators = NULL;

	if (read_operators(settings, faults, &document) != 0 ||
	    operators_build(settings, document, faults, &operators) != 0) {
		faults_print(faults, stderr);
		fputs("helpline network: operators.yaml cannot be used\n",
		    stderr);
	}
	return operators;
}

static void
ended(evutil_socket_t, short, void *arg)
{
	event_base_loopbreak(arg);
}

static int
say_why(const struct network_settings *settings, int error)
{
	const char *why = error == -EADDRINUSE ?
	    "its port is taken, or another network runs here" :
	    error == -ENAMETOOLONG ?
	    "the path of the directory is too long for a Unix socket" :
	    "a socket cannot be made";

	fprintf(stderr, "helpline network: %s (port %u, %s/network.sock)\n",
	    why, settings->port, settings->dir);
	return FAILED;
}

static int
run(struct event_base *base, const struct operators *operators,
    const struct network_settings *settings)
{
	struct event *term = evsignal_new(base, SIGTERM, ended, base);
	struct event *interrupt = evsignal_new(base, SIGINT, ended, base);
	struct network *network;
	int status = DONE;
	int error = network_open(NULL, base, operators, settings, &network);

	if (error == 0) {
		event_add(term, NULL);
		event_add(interrupt, NULL);
		puts("ready");
		fflush(stdout);
		event_base_dispatch(base);
		talloc_free(network);
	} else {
		status = say_why(settings, error);
	}
	event_free(term);
	event_free(interrupt);
	return status;
}

/* 0: it is no port. */
static unsigned
read_port(const char *word)
{
	char *end;
	long port = strtol(word, &end, 10);

	return *word == '\0' || *end != '\0' || port < 1 || port > 65535 ? 0 :
	    (unsigned)port;
}

static int
start(const char *dir, const char *port, bool verbose)
{
	struct network_settings chosen = { .dir = dir, .verbose = verbose };
	struct settings *settings = directory_settings(NULL, dir);
	struct operators *operators = NULL;
	struct event_base *base;
	int status = FAILED;

	if (settings != NULL) {
		chosen.port = port != NULL ? read_port(port) :
		    (unsigned)settings->network_port;
		operators = load_operators(settings);
	}
	if (operators != NULL) {
		base = event_base_new();
		status = run(base, operators, &chosen);
		event_base_free(base);
	}
	talloc_free(settings);
	return status;
}

int
command_network(int argc, char **argv)
{
	const char *port = NULL;
	bool verbose = false;
	const struct flag flags[] = {
		{ "port", FLAG_WORD, &port, "N",
		  "for bearerbox, instead of the setting network_port" },
		{ "verbose", FLAG_SWITCH, &verbose, NULL,
		  "tell each event on standard error, with numbers and texts" },
		{ 0 }
	};
	struct operands operands = { .min = 1, .max = 1 };
	int status = options_read(argc, argv, flags, &operands);

	if (status != OPTIONS_GO)
		return status;
	if (port != NULL && read_port(port) == 0)
		return options_wrong(argv[0], "--port %s: 1 to 65535", port);
	return start(operands.word[0], port, verbose);
}
